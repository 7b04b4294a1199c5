#!/bin/busybox sh
# The first program of dom0: brings up Xen's tools, runs /job/script, and says on the second serial port what happens there.
#   guest| TEXT       the console of the guest
#   dom0: TEXT        progress
#   anything else     what the script prints
/bin/busybox --install -s /bin
export PATH=/bin:/usr/bin:/usr/lib/xen-4.17/bin HOME=/root
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
mkdir -p /dev/pts /dev/shm /run/xen /run/xenstored /var/lib/xenstored /var/lock
mount -t devpts none /dev/pts # xenconsoled opens one for each guest
stty -F /dev/ttyS1 raw -echo
exec </dev/null >/dev/ttyS1 2>&1

stop() {
    sleep 1
    touch /run/stopped
    wait $reader
    echo "dom0: status $1"
    sync
    stty -F /dev/ttyS1 raw # returns when all has been sent
    poweroff -f
}

# The console of the guest, as xenconsoled writes it down, line by line.
follow() {
    until [ -e "$1" ] || [ -e /run/stopped ]; do sleep 0.1; done
    [ -e "$1" ] || return
    tail -f -n +1 "$1" | sed 's/^/guest| /' &
    until [ -e /run/stopped ]; do sleep 0.1; done
    killall tail
}

for module in /modules/*; do insmod "$module" || echo "dom0: $module does not load"; done
mount -t xenfs none /proc/xen
xenstored --pid-file /run/xen/xenstored.pid
for turn in $(seq 50); do xenstore-exists / 2>/dev/null && break; sleep 0.1; done
xen-init-dom0 >/dev/null || { echo "dom0: xen-init-dom0 failed"; stop 125; }
xenconsoled --log=guest --log-dir=/var/log/xen/console --pid-file=/run/xen/xenconsoled.pid
ip link set lo up
brctl addbr xenbr0
ip addr add 10.0.0.1/24 dev xenbr0
ip link set xenbr0 up
echo "dom0: up after $(cut -d' ' -f1 /proc/uptime) s"

follow /var/log/xen/console/guest-guest.log &
reader=$!
sh /job/script
stop $?
