#!/bin/sh
# No mutable data outside the arena.  Usage: check_globals.sh FILE.o...
found=$(llvm-objdump-19 -t "$@" 2>/dev/null | awk '
    /file format/ { file = $1 }
    / (\.data|\.bss|\.tdata|\.tbss|\.data\.[a-z.A-Z0-9_]*|\.bss\.[A-Za-z0-9_.]*)\t/ && $4 !~ /\.rel\.ro/ && $NF !~ /^\./ { print file, $NF }')
if [ -n "$found" ]; then
    echo "mutable globals:"
    echo "$found"
    exit 1
fi
echo "globals: none is mutable"
