#!/bin/sh
# run.sh PACKAGE FOLDER - what becomes of a package on a Debian machine, as root
#
# Makes a root of Debian 12 in FOLDER, boots it (boot.sh), and has package.py
# install, run, upgrade and remove the package in it.  Nothing is left of it.
set -eu
package=$1
folder=$2
here=$(dirname "$0")
root=$folder/root
log=$folder/log
machine=

tidy() {
	status=$?
	trap - EXIT
	[ $status = 0 ] || tail -n 20 "$log" >&2
	if [ -n "$machine" ]; then
		kill -KILL "$machine" 2>/dev/null || :
		wait "$machine" 2>/dev/null || :
	fi
	[ ! -d "$root/mnt" ] || unshare --mount sh -c '
		mount -t cgroup2 cgroup2 "$1/mnt"
		group=$1/mnt/postroom-deb-test
		# The last of its processes may be on their way out.
		for try in 1 2 3 4 5 6 7 8 9 10; do
			[ ! -d "$group" ] || find "$group" -depth -type d \
				-exec rmdir {} + 2>/dev/null || sleep 0.5
		done' sh "$root"
	rm -rf --one-file-system "$folder"
	exit $status
}
trap tidy EXIT
trap 'exit 130' INT TERM HUP

# What an earlier run left that was killed.
rm -rf --one-file-system "$folder"
mkdir -p "$folder"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' \
	'Release: bookworm' | head -n 1)
echo "Making a Debian machine in $folder"
{
	# Mounts and processes of its own: none is left, however it ends.
	unshare --mount --pid --fork --kill-child --mount-proc \
		debootstrap --variant=minbase bookworm "$root" $mirror
	echo 127.0.0.1 localhost >"$root/etc/hosts"
	mkdir -p "$root/srv/tests"
	cp -R "$here" "$here/../lib" "$here/../samples" "$root/srv/tests/"
	cp "$package" "$root/srv/old.deb"
	# The same again, as a newer version.
	dpkg-deb -R "$package" "$folder/new"
	sed -i 's/^Version: .*/&+1/' "$folder/new/DEBIAN/control"
	dpkg-deb -b "$folder/new" "$root/srv/new.deb"
	unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" \
		chroot "$root" sh /srv/tests/deb/prepare.sh
} >"$log" 2>&1 </dev/null

setpriv --pdeathsig KILL sh "$here/boot.sh" "$root" >"$log" 2>&1 </dev/null &
machine=$!
inside() {
	nsenter --target $(cat "/proc/$machine/task/$machine/children") --all \
		env -i PATH=/usr/sbin:/usr/bin LC_ALL=C.UTF-8 \
		DEBIAN_FRONTEND=noninteractive "$@"
}
tries=300
until inside test -S /run/systemd/private 2>/dev/null; do
	sleep 0.2
	tries=$((tries - 1))
	[ $tries -gt 0 ] && kill -0 "$machine" || exit 1
done
inside systemctl is-system-running --wait
inside python3 /srv/tests/deb/package.py /srv/old.deb /srv/new.deb
