#!/bin/sh
# Fetches the source of an OTP release, for its test suites and benchmarks, and prints the folder.
# Usage: tools/fetch_otp_source.sh [RELEASE]      (default: the one that is installed)
here=$(dirname "$0")
[ -n "$1" ] && [ "$1" != "$(dpkg-query -W -f '${source:Version}' erlang-base | sed 's/^[0-9]*://; s/[.].*//')" ] && exec "$here/fetch_otp.sh" source "$1"
exec "$here/fetch_source.sh" erlang "$(dpkg-query -W -f '${source:Version}' erlang-base)"
