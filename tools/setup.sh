#!/bin/sh
# Installs the packages of a list (tools/packages.txt) that are missing: as root or through sudo;
# otherwise prints the one line to run, and fails.
# Usage: tools/setup.sh [LIST]
cd "$(dirname "$0")/.." || exit 1
list=${1:-tools/packages.txt}
missing=
for package in $(sed 's/#.*//' "$list" | awk 'NF { print $1 }'); do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        echo "Packages are missing.  Run this as root, then try again:" >&2
        echo "  apt-get update && apt-get install -y --no-install-recommends$missing" >&2
        exit 1
    fi
fi
echo "Installing:$missing"
$as_root apt-get update -q >/dev/null || echo "apt-get update failed; trying with the package lists at hand" >&2
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >/dev/null
