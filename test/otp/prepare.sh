#!/bin/sh
# Makes the test suites of an OTP release ready to run under HOME: released and compiled by OTP's own makefiles, the C data by
# theirs.  erl and erlc on PATH are those of the release.
# Usage: test/otp/prepare.sh RELEASE HOME AREA ...     (an area is an application, or emulator)
set -e
top=$(cd "$(dirname "$0")/../.." && pwd)
release=$1 home=$2
shift 2
source=$("$top/tools/fetch_otp_source.sh" "$release") || exit 75 # conformance.py: there is no source
mkdir -p "$home"
home=$(cd "$home" && pwd)

# What OTP's configure would have written, as far as the tests' makefiles read it.
configured=$source/make/x86_64-pc-linux-gnu
mkdir -p "$configured"
cat > "$configured/otp.mk" <<'MAKE'
TYPES = debug opt
EBIN = .
EMULATOR = beam
INSTALL_DIR = mkdir -p
INSTALL_DATA = cp
INSTALL_PROGRAM = cp
INSTALL_SCRIPT = cp
ERL_COMPILE_FLAGS += +debug_info
MAKE
sed "1s:.*:#!$(command -v perl):" "$source/make/make_emakefile.in" > "$source/make/make_emakefile"
chmod +x "$source/make/make_emakefile"

for area; do
    tests=$home/${area}_test
    [ -e "$tests/.ready" ] && continue
    folder=$source/lib/$area/test
    [ "$area" = emulator ] && folder=$source/erts/emulator/test
    rm -rf "$tests" "$folder/Emakefile"
    make -s -C "$folder" release_tests_spec ERL_TOP="$source" OVERRIDE_TARGET=x86_64-pc-linux-gnu RELEASE_PATH="$home" \
        ERLC=: INSTALL_PROGS= >/dev/null
    # Not every application says how its suites are compiled where they are released to.
    [ -e "$tests/Emakefile" ] || echo "{'*', [debug_info]}." > "$tests/Emakefile"
    echo "Compiling the suites of $area" >&2
    (cd "$tests" && erl -noinput -make > make.log 2>&1) || tail -n 5 "$tests/make.log" >&2
    touch "$tests/.ready"
done

# OTP's test server knows how to make the C data of a suite, from what its configure finds.  Some of it is older than C99.
compiler="clang-19 -Wno-implicit-int -Wno-implicit-function-declaration -Wno-int-conversion"
server=$home/test_server
if [ ! -e "$server/variables" ]; then
    rm -rf "$server" && cp -a "$source/lib/common_test/test_server" "$home/"
    clang-19 -c -fPIC -o "$home/newer_libc.o" "$top/test/otp/newer_libc.c"
    (cd "$server" && erlc ./*.erl > compile.log 2>&1 && LIBS="$home/newer_libc.o" CC="$compiler" ERL_TOP="$source" erl -noinput -eval 'ts:install(), halt().' > install.log 2>&1)
    [ -e "$server/variables" ] || { tail -n 5 "$server/install.log" >&2; exit 1; }
fi
for area; do
    tests=$home/${area}_test
    [ -e "$tests/.made" ] && continue
    (cd "$server" && erl -noinput -eval '
        [Tests] = init:get_plain_arguments(),
        {ok, Variables} = file:consult("variables"),
        [try ts_lib:make_non_erlang(filename:dirname(F) ++ "/", Variables)
         catch _:R -> io:format("NOT MADE ~ts: ~p~n", [F, R]) end
         || F <- filelib:wildcard(filename:join(Tests, "*_SUITE_data/Makefile.src"))],
        halt().' -extra "$tests") > "$tests/made.log" 2>&1
    grep '^NOT MADE' "$tests/made.log" >&2 || true
    touch "$tests/.made"
done
