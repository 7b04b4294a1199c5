#!/bin/sh
# tools/relocate_otp.sh TREE - makes an OTP that was unpacked, not installed, run where it lies.
#
# TREE holds usr/lib/erlang and, from the same suite, usr/lib/x86_64-linux-gnu.  Its programs were linked with a C library
# that an older system does not have, so each moves to usr/lib/native and a script takes its place, which starts it by that
# library's own loader.  Nothing else is changed; to run this twice does no harm.
set -u
libraries=usr/lib/x86_64-linux-gnu
cd "$1" || exit 1
[ -e "$libraries/ld-linux-x86-64.so.2" ] || exit 0

is_program() {
    [ -x "$1" ] && [ "$(head -c 4 "$1" | tail -c 3)" = ELF ]
}

# The way from the folder of $1 up to usr/lib: programs find their libraries by where they lie, not by a fixed path.
up_to_lib() {
    dirname "${1#usr/lib/}" | sed 's|[^/][^/]*|..|g'
}

wrap() {
    up=$(up_to_lib "$1")
    native=native/${1#usr/lib/erlang/}
    mkdir -p "$(dirname "usr/lib/$native")"
    mv "$1" "usr/lib/$native"
    cat >"$1" <<SCRIPT
#!/bin/sh
here=\${0%/*}/$up
exec "\$here/x86_64-linux-gnu/ld-linux-x86-64.so.2" --argv0 "\$0" --library-path "\$here/x86_64-linux-gnu" "\$here/$native" "\$@"
SCRIPT
    chmod 755 "$1"
}

find usr/lib/erlang -type f -perm -100 ! -name '*.so' | while read -r file; do
    is_program "$file" && wrap "$file"
done

# A link to a program would look for the libraries from where the link lies.
rm -f usr/lib/erlang/bin/epmd
# Debian's scripts name /usr/lib/erlang, wherever they are.
for script in usr/lib/erlang/bin/erl usr/lib/erlang/erts-*/bin/erl; do
    cat >"$script" <<'SCRIPT'
#!/bin/sh
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
ROOTDIR=${here%/erts-*/bin}
ROOTDIR=${ROOTDIR%/bin}
read -r erts release <"$ROOTDIR/releases/start_erl.data"
BINDIR=$ROOTDIR/erts-$erts/bin EMU=beam PROGNAME=${0##*/}
export ROOTDIR BINDIR EMU PROGNAME
exec "$BINDIR/erlexec" "$@"
SCRIPT
done
