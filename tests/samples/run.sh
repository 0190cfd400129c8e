#!/bin/sh
# run.sh - shows Postroom at work on the sample letters and e-mails
#
# Called by "make run", which has built it.  BUILD is the build folder; with
# ONCE=1 it ends when the tray is empty, else it watches until Ctrl-C.
set -eu

samples=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${BUILD:-build}" && pwd)
run=$build/run
conf=$run/postroom.conf
daemon=

postroom() {
	"$build/postroom" -c "$conf" "$@"
}

stop() {
	[ -n "$daemon" ] || return 0
	kill -TERM "$daemon" 2>/dev/null || :
	wait "$daemon" 2>/dev/null || :
	rm -f "$run/pid"
	daemon=
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

# Shows the register, and where everything is.
tell() {
	echo
	postroom list
	echo
	echo "letters to print  $run/spool/print"
	echo "e-mails           $run/outgoing"
	echo "originals         $run/spool/kept"
	echo "register          $run/register.db"
	echo "log               $run/postroom.log"
	echo "more              $build/postroom -c $conf --help"
}

if kill -0 "$(cat "$run/pid" 2>/dev/null)" 2>/dev/null; then
	echo "It is running already, as process $(cat "$run/pid")." >&2
	exit 1
fi
rm -rf "$run"
mkdir -m 700 "$run"
sed -e "s|@RUN@|$run|" -e "s|@TEMPLATES@|${samples%/tests/samples}/templates|" \
	"$samples/postroom.conf.in" >"$conf"

postroom check
"$build/postroom" -c "$conf" run 2>"$run/postroom.log" &
daemon=$!
echo $daemon >"$run/pid"

# The daemon makes the tray once the register is ready.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	if [ -d "$run/spool/print" ] && [ -e "$run/register.db" ]; then
		break
	fi
	sleep 0.5
done
if ! kill -0 $daemon 2>/dev/null; then
	cat "$run/postroom.log" >&2
	exit 1
fi

echo "The tray is $run/spool/post; these are dropped into it:"
for file in "$samples"/*.eml "$samples"/*.txt "$samples"/*.tif \
	"$samples"/*.pdf "$samples"/*.docx; do
	echo "  ${file##*/}"
	cp "$file" "$run/spool/post/"
done
echo

postroom watch --until-idle 5
if [ -n "${ONCE:-}" ]; then
	stop
	tell
	exit 0
fi
tell
echo
echo "Drop a letter or an e-mail into the tray; Ctrl-C ends."
postroom watch
