#!/bin/sh
# prepare.sh - run in the root before it boots, where there still is a network:
# installs what the test needs, fetches what the package needs, starts nothing
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
apt-get -q update
apt-get -q -y --no-install-recommends install systemd-sysv openssl python3 \
	dovecot-imapd dovecot-lmtpd postfix libsasl2-modules
apt-get -q -y --no-install-recommends --download-only install /srv/old.deb
rm /usr/sbin/policy-rc.d
# The test has mail servers of its own.
systemctl disable dovecot postfix
systemctl mask console-getty
