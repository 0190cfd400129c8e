#!/bin/sh
# install-packages.sh PACKAGE...  - installs the Debian packages that are missing
#
# Says what it installs.  A mail server that comes in for the tests is neither
# started nor left enabled: the tests run private instances of their own.
set -eu

is_installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=
for package; do
	is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
	as_root=sudo
	command -v sudo >/dev/null || {
		echo "These Debian packages are needed; install them as root:$missing" >&2
		exit 1
	}
fi
echo "Installing Debian packages:$missing"

# While this file stands, package scripts start no service (Debian policy
# 9.3.3).  What was there before is put back.
guard=/usr/sbin/policy-rc.d
kept=
if [ -e $guard ]; then
	kept=$(mktemp)
	cp -p $guard "$kept"
fi
restore() {
	if [ -n "$kept" ]; then
		$as_root cp -p "$kept" $guard
		rm -f "$kept"
	else
		$as_root rm -f $guard
	fi
}
trap restore EXIT
trap 'exit 130' INT TERM HUP
printf '#!/bin/sh\nexit 101\n' | $as_root tee $guard >/dev/null
$as_root chmod 755 $guard

# A server that was there before stays as it is.
new=
for server in dovecot-core postfix fetchmail; do
	is_installed $server || new="$new ${server%-core}"
done

log=$(mktemp)
if ! { $as_root apt-get update &&
	$as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1
then
	tail -n 20 "$log" >&2
	echo "The packages could not be installed; the whole log is in $log" >&2
	exit 1
fi
rm -f "$log"

for server in $new; do
	is_installed "$server" || is_installed "$server-core" || continue
	for unit in /lib/systemd/system/"$server".service /lib/systemd/system/"$server".socket; do
		[ ! -e "$unit" ] || ! command -v deb-systemd-helper >/dev/null ||
			$as_root deb-systemd-helper disable "${unit##*/}" >/dev/null 2>&1 || :
	done
	! command -v update-rc.d >/dev/null ||
		$as_root update-rc.d "$server" disable >/dev/null 2>&1 || :
done
