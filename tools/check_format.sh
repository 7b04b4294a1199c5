#!/bin/sh
# Every C file is as clang-format would write it.
cd "$(dirname "$0")/.." || exit 1
if ! said=$(git ls-files '*.c' '*.h' | xargs -n 100 clang-format-19 --dry-run -Werror --ferror-limit=1 2>&1); then
    echo "not formatted (clang-format-19 -i FILE):"
    echo "$said" | grep -o '^[^: ]*:[0-9]*'
    exit 1
fi
echo "format: every file is as clang-format writes it"
