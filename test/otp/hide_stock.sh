#!/bin/sh
# Runs a command in which no stock ERTS can be started: in this mount namespace the emulator of the installed release, and of
# $LING_OTP, is a script that notes the attempt in a file and refuses, and `erl` of the OTP root and of its erts is Ling's launcher.
# Usage: hide_stock.sh FILE COMMAND ...
note=$1
shift
top=$(cd "$(dirname "$0")/../.." && pwd)
cover=$(dirname "$note")/cover
mkdir -p "$cover"
printf '#!/bin/sh\necho "$0 $*" >> "%s"\nexit 126\n' "$note" > "$cover/refuse"
printf '#!/bin/sh\nexec "%s/build/launchers/erl" "$@"\n' "$top" > "$cover/erl"
chmod +x "$cover/refuse" "$cover/erl"
for root in /usr/lib/erlang /usr/local/lib/erlang "$LING_OTP"; do
    for stock in "$root"/erts-*/bin/beam* "$root"/erts-*/bin/erlexec "$root"/../native/erts-*/bin/beam*; do
        [ -f "$stock" ] && mount --bind "$cover/refuse" "$stock"
    done
    for stock in "$root/bin/erl" "$root"/erts-*/bin/erl; do
        [ -f "$stock" ] && mount --bind "$cover/erl" "$stock"
    done
done
exec "$@"
