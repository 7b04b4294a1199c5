#!/bin/sh
# Every C file is as clang-format would write it.
cd "$(dirname "$0")/.." || exit 1
bad=$(git ls-files '*.c' '*.h' | while read -r f; do
    clang-format-19 "$f" | cmp -s - "$f" || echo "$f"
done)
if [ -n "$bad" ]; then
    echo "not formatted (clang-format-19 -i FILE):"
    echo "$bad"
    exit 1
fi
echo "format: every file is as clang-format writes it"
