#!/bin/sh
# Runs each fuzzer for a while on its corpus (test/fuzz/corpus/NAME), finds kept in build/fuzz/found.
# Usage: test/run_fuzz.sh LIMIT NAME...    LIMIT: libFuzzer options, such as "-max_total_time=20" or "-runs=20000 -seed=1"
cd "$(dirname "$0")/.." || exit 1
limit=$1 passed=0 failed=0
shift
mkdir -p build/fuzz/found
for name in "$@"; do
    mkdir -p "build/fuzz/corpus/$name" "test/fuzz/corpus/$name"
    if "build/fuzz/fuzz/$name" $limit -timeout=10 -rss_limit_mb=4096 -print_final_stats=0 \
        -artifact_prefix=build/fuzz/found/ "build/fuzz/corpus/$name" "test/fuzz/corpus/$name" >"build/fuzz/$name.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL fuzz $name:"
        tail -n 30 "build/fuzz/$name.log"
    fi
done
echo "fuzzers, $limit: $passed passed, $failed failed"
