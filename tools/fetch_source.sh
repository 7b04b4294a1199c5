#!/bin/sh
# Usage: tools/fetch_source.sh NAME [VERSION]
# Fetches a source package by name from the system's own package archive, unpacks its original sources under
# build/source/NAME, and prints the folder.  Uses a private list of sources, derived from the system's own, so that the
# system's configuration stays as it is.  Fetched once.
set -e
name=$1 version=$2
cd "$(dirname "$0")/.."
home=$PWD/build/source/$name
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
apt update
(cd "$home" && apt source --download-only "$name${version:+=$version}")
(cd "$home" && mkdir -p unpacked && tar xf "${name}"_*.orig.tar.* -C unpacked)
folder=$(ls -d "$home"/unpacked/*/ | head -n 1)
echo "${folder%/}" > "$home/folder"
cat "$home/folder"
