#!/bin/sh
# OTP 27 and 29, unpacked under build/, boot on Ling up to a running -eval.  What cannot be fetched is a counted skip.
cd "$(dirname "$0")/.." || exit 1
passed=0 failed=0 skipped=0
tools/fetch_otp.sh 27 29
for release in 27 29; do
    root=build/otp-$release/usr/lib/erlang
    if [ ! -d "$root" ]; then
        echo "skipped: OTP $release is not there"
        skipped=$((skipped + 1))
        continue
    fi
    timeout -k 5 100 build/bin/ling run --otp "$root" -noshell \
        -eval "halt(case erlang:system_info(otp_release) of \"$release\" -> 42; _ -> 1 end)." </dev/null >/dev/null 2>&1
    status=$?
    if [ $status = 42 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL OTP $release: status $status"; fi
done
echo "newer releases boot: $passed passed, $failed failed, $skipped skipped"
