#!/bin/sh
# Tests that runs on Ling start no stock ERTS, then runs the cases of conformance/selection-OTP-25.txt; where OTP's sources or test framework cannot be had, says so as a skip.
cd "$(dirname "$0")/../.." || exit 1
status=0
test/otp/run_stock.py || status=1
skip() {
    echo "SKIP OTP's suites: $1"
    echo "OTP's suites, the selection: 0 passed, 0 failed, 1 skipped"
    exit $status
}
tools/setup.sh tools/packages_conformance.txt >/dev/null 2>&1 || skip "the packages of tools/packages_conformance.txt cannot be installed"
tools/fetch_otp_source.sh >/dev/null 2>&1 || skip "the source of OTP cannot be fetched"
test/otp/conformance.py --selection || status=1
exit $status
