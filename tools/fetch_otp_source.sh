#!/bin/sh
# Fetches the source of the installed OTP release from the system's own package archive, for its test suites and
# benchmarks; unpacks it under build/ and prints the folder.  Uses a private list of sources, derived from
# the system's own, so that the system's configuration stays as it is.
set -e
cd "$(dirname "$0")/.."
home=$PWD/build/otp-source
[ -s "$home/folder" ] && [ -d "$(cat "$home/folder")" ] && { cat "$home/folder"; exit 0; }
mkdir -p "$home/lists/partial" "$home/archives/partial" "$home/parts"
for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$f" ] && sed -n 's/^deb /deb-src /p' "$f"
done > "$home/sources.list" || true
for f in /etc/apt/sources.list.d/*.sources; do
    [ -e "$f" ] && cp "$f" "$home/parts/" && sed -i 's/^Types:.*/Types: deb-src/' "$home/parts/$(basename "$f")"
done || true
apt() { apt-get -q -o Dir::Etc::SourceList="$home/sources.list" -o Dir::Etc::SourceParts="$home/parts" \
    -o Dir::State::Lists="$home/lists" -o Dir::Cache::archives="$home/archives" -o Dir::Cache::pkgcache= \
    -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root "$@" >&2; }
version=$(dpkg-query -W -f '${source:Version}' erlang-base)
apt update
(cd "$home" && apt source --download-only "erlang=$version")
(cd "$home" && tar xf erlang_*.orig.tar.*)
folder=$(ls -d "$home"/otp-*/ | head -n 1)
echo "${folder%/}" > "$home/folder"
cat "$home/folder"
