#!/bin/sh
# tools/fetch_otp.sh - unpacks newer OTP releases of Debian into build/, for tests: nothing is installed.
#
#   tools/fetch_otp.sh [RELEASE...]      RELEASE is 27 or 29; default: both
#   tools/fetch_otp.sh source RELEASE    its source instead, under build/source/erlang-RELEASE; prints the folder
#
# Each release ends in build/otp-RELEASE/usr/lib/erlang.  What cannot be had (no network, no such
# suite, a suite that has moved on) is a counted skip, never a failure.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
work=$top/build/otp-fetch
packages='erlang-base erlang-dev erlang-src erlang-asn1 erlang-common-test erlang-crypto erlang-dialyzer erlang-eunit
    erlang-inets erlang-mnesia erlang-os-mon erlang-parsetools erlang-public-key erlang-runtime-tools erlang-ssh
    erlang-ssl erlang-syntax-tools erlang-tools erlang-xmerl erlang-edoc erlang-tftp erlang-ftp erlang-snmp
    erlang-eldap erlang-diameter erlang-megaco erlang-reltool erlang-debugger erlang-et erlang-observer erlang-wx libjs-jquery libjs-jquery-tablesorter erlang-proper erlang-proper-dev'
# What that suite's own erl is linked with, so that it can be the oracle on an older system (test/run_erl.py).
libraries='libc6 libgcc-s1 libstdc++6 libtinfo6 zlib1g libzstd1 libsystemd0 libcap2 liblzma5 liblz4-1 libgcrypt20 libgpg-error0 libsctp1'
done=0 skipped=0

suite_of() {
    case $1 in
    27) echo trixie ;;
    29) echo sid ;;
    esac
}

# The first archive the system itself uses for Debian's own packages, in either format of sources.
archive() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
        awk '$1 == "URIs:" || $1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^https?:/) { print $i; break } }' |
        grep '/debian/*$' | head -n 1
}

skip() {
    echo "fetch_otp: OTP $1 skipped: $2"
    skipped=$((skipped + 1))
}

# apt with folders of its own: the system's package lists are neither read nor changed.
private_apt() {
    command=$1
    shift
    "$command" -qq -o Dir::Etc::sourcelist="$lists/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State="$lists/state" -o Dir::Cache="$lists/cache" -o Dir::State::status="$lists/status" \
        -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=1 "$@"
}

# Lists of the packages of a kind, deb or deb-src, that $suite has.
prepare_lists() {
    kind=$1 lists=$work/$suite${1#deb}
    mkdir -p "$lists/state/lists/partial" "$lists/cache/archives/partial"
    : >"$lists/status"
    name_archive signed-by=/usr/share/keyrings/debian-archive-keyring.gpg
    private_apt apt-get update >"$lists/log" 2>&1 && return
    # The keyring of an older system may lack the newer suite's key: the files are only test input.
    name_archive trusted=yes
    private_apt apt-get update --allow-insecure-repositories >>"$lists/log" 2>&1 &&
        echo "fetch_otp: signature of $suite not checked: the keyring lacks its key" >&2
}

name_archive() {
    printf '%s [%s] %s %s main\n' "$kind" "$1" "$uri" "$suite" >"$lists/sources.list"
}

# $1: the release wanted; the suite's own version must start with it.
fetch() {
    target=$top/build/otp-$1
    # A tree that was unpacked before relocate_otp.sh existed is brought up to date, too.
    [ -d "$target/usr/lib/erlang" ] && "$top/tools/relocate_otp.sh" "$target" && done=$((done + 1)) && return
    suite=$(suite_of "$1")
    [ -n "$suite" ] || { skip "$1" "Debian does not carry it" && return; }
    prepare_lists deb || { skip "$1" "the archive cannot be reached" && return; }
    version=$(private_apt apt-cache show --no-all-versions erlang-base | sed -n 's/^Version: [0-9]*:*//p' | head -n 1)
    case $version in
    "$1".*) ;;
    *) skip "$1" "the archive has ${version:-none}" && return ;;
    esac
    rm -rf "$target.new"
    mkdir -p "$target.new" "$lists/debs"
    for package in $packages $libraries; do
        (cd "$lists/debs" && private_apt apt-get download "$package") >>"$lists/log" 2>&1 ||
            echo "fetch_otp: OTP $1 has no package $package"
    done
    for deb in "$lists"/debs/*.deb; do
        [ -e "$deb" ] && dpkg-deb -x "$deb" "$target.new"
    done
    if [ -d "$target.new/usr/lib/erlang" ]; then
        "$top/tools/relocate_otp.sh" "$target.new" && mv "$target.new" "$target" && done=$((done + 1))
    else
        skip "$1" "erlang-base could not be downloaded"
    fi
    rm -rf "$lists/debs"
}

# The source in the suite of the release, or, where the archive no longer has it, in the one before: a patch level off.
fetch_source() {
    home=$top/build/source/erlang-$1
    [ -s "$home/folder" ] && [ -d "$(cat "$home/folder")" ] && { cat "$home/folder"; return; }
    mkdir -p "$home/unpacked"
    for suite in $(suite_of "$1") testing; do
        prepare_lists deb-src || continue
        (cd "$home" && private_apt apt-get source --tar-only --download-only "erlang/$suite" >&2) && break
    done
    tar xf "$home"/erlang_"$1".*.orig.tar.* -C "$home/unpacked" 2>/dev/null ||
        { echo "fetch_otp: no source of OTP $1: the archive cannot be reached, or has no package of it (any more)" >&2; return 1; }
    folder=$(ls -d "$home"/unpacked/*/ | head -n 1)
    echo "${folder%/}" | tee "$home/folder"
}

uri=$(archive)
[ "${1:-}" = source ] && { fetch_source "$2"; exit; }
[ -n "$uri" ] || { echo "fetch_otp: 0 ready, $# skipped: no Debian archive in the system's sources" && exit 0; }
for release in ${*:-27 29}; do fetch "$release"; done
echo "fetch_otp: $done ready, $skipped skipped"
