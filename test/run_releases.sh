#!/bin/sh
# OTP 27 and 29, unpacked under build/, boot on Ling up to a running -eval, and a few programs of test/erl from each area print the
# same as on their own erl, random calls do, and the compiler makes the same bytes (make test-all: all programs, more calls, all
# modules of kernel and stdlib).  What cannot be fetched is a counted skip.
cd "$(dirname "$0")/.." || exit 1
passed=0 failed=0 skipped=0
programs='binary/binary_append. binary/binary_zstd. binary/binary_base64. binary/binary_re_options. binary/binary_re_unicode.
    code/code_on_load_fail. code/code_functions_of_releases. code/code_native_stack. code/code_stacktrace_lines code/code_two_versions ets/ets_set ets/ets_select.
    ets/ets_fun2ms ets/ets_fun_transform. ets/ets_new_options. interp/interp_error_info interp/interp_maps.
    interp/interp_receive. interp/interp_try. io/io_file_basic io/io_os_cmd io/io_tcp_echo io/io_tcp_http. io/io_udp.
    memory/memory_ring process/process_hibernate_here process/process_priority_messages. process/process_gen_server process/process_monitor_sessions
    process/process_trace. process/process_trace_sessions values/values_etf_bytes values/values_float_formats
    values/values_etf_options. values/values_integer_text. values/values_map_order. values/values_native_records. values/values_type_tests.'
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
    test/run_erl.py --otp "$root" $programs
    test/run_random.py --otp "$root" --count 1000
    test/run_compile.py --otp "$root" lists maps gen_server erl_scan
done
echo "newer releases boot: $passed passed, $failed failed, $skipped skipped"
