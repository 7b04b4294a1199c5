#!/bin/sh
# Called by libxl when a network card of a guest comes or goes: onto its bridge with it, and say so in xenstore.
export PATH=/bin:/usr/bin
[ "$1" = online ] || exit 0
if ip link set "$vif" up && brctl addif "$(xenstore-read "$XENBUS_PATH/bridge")" "$vif"; then
    xenstore-write "$XENBUS_PATH/hotplug-status" connected
else
    xenstore-write "$XENBUS_PATH/hotplug-status" error
    exit 1 # or libxl would not hear of it
fi
