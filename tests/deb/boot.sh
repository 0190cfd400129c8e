#!/bin/sh
# boot.sh ROOT - boots the systemd of a Debian root, as root, until it is killed
#
# Its processes, mounts, network (which leads nowhere), cgroups and devices are
# its own, and end with it; the kernel's settings and devices are not given.
set -eu
root=$1

case ${2-} in
'') # Mounts of our own, in which to go into a cgroup of our own.
	exec unshare --mount sh "$0" "$root" cgroup
	;;
cgroup)
	mount -t cgroup2 cgroup2 "$root/mnt"
	mkdir -p "$root/mnt/postroom-deb-test"
	echo $$ >"$root/mnt/postroom-deb-test/cgroup.procs"
	umount "$root/mnt"
	exec unshare --pid --fork --kill-child --mount --uts --ipc --cgroup --net \
		sh "$0" "$root" boot
	;;
esac

mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
# Where /dev is no mount, systemd mounts the one that all machines share.
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
mount -t tmpfs tmpfs dev/shm
for node in console:1:3 null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0
do
	number=${node#*:}
	mknod -m 666 "dev/${node%%:*}" c "${number%:*}" "${number#*:}"
done
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
pivot_root . mnt
exec chroot . sh -c 'umount -l /mnt
	exec setpriv --bounding-set=-sys_module,-sys_rawio,-sys_time \
		env -i container=postroom PATH=/usr/sbin:/usr/bin /lib/systemd/systemd'
