#!/bin/sh
# Fetches the source of the installed OTP release, for its test suites and benchmarks, and prints the folder.
exec "$(dirname "$0")/fetch_source.sh" erlang "$(dpkg-query -W -f '${source:Version}' erlang-base)"
