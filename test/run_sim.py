#!/usr/bin/env python3
"""Runs programs of test/erl on the pretend world (src/platform/sim) with faults, one world for each seed.

Whatever fails in that world - files, connections, memory - the machine may raise errors and end with them; it
neither crashes nor hangs.  And the same seed makes the same run: the same trace, output and status.
Usage: test/run_sim.py [--ling BIN] [--seeds N] [--first N] [NAME...]
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = "/usr/lib/erlang" if os.path.exists("/usr/lib/erlang") else "/usr/local/lib/erlang"
# What of test/erl uses the world most, and some that use memory.
PROGRAMS = """io_file_basic io_file_delayed io_file_dirs io_file_links io_file_ram io_filelib io_dets io_disk_log io_stdin
    io_tcp_accept io_tcp_active io_tcp_big io_tcp_close io_tcp_http io_tcp_local io_tcp_owner io_tcp_packet io_tcp_reset
    io_tcp_send_timeout io_tcp_sendfile io_udp_connected code_prepare ets_tab2file ets_yield ets_compiled ets_heir
    ets_select_changing""".split()
CRASHES = {134, 139}  # a panic, a fault of memory


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--ling", default="build/sim/ling-run")
    p.add_argument("--seeds", type=int, default=12)
    p.add_argument("--first", type=int, default=1)
    p.add_argument("--timeout", type=int, default=60, help="true seconds for one run")
    p.add_argument("names", nargs="*")
    return p.parse_args()


def source_of(name):
    for folder, _, files in os.walk(os.path.join(TOP, "test/erl")):
        if name + ".erl" in files:
            return os.path.join(folder, name + ".erl")
    return None


def compile_all(names, beams):
    os.makedirs(beams, exist_ok=True)
    stale = [source_of(n) for n in names
             if not os.path.exists(f"{beams}/{n}.beam")
             or os.path.getmtime(f"{beams}/{n}.beam") < os.path.getmtime(source_of(n))]
    if stale:
        subprocess.run(["erlc", "+debug_info", "-W0", "-I", TOP + "/test/erl", "-o", beams, *stale], check=True)


def run(a, beams, name, seed, trace=""):
    """Output and status; the status is "timeout" when the run did not end."""
    home = tempfile.mkdtemp(prefix="ling-sim-")
    env = {**os.environ, "ERL_CRASH_DUMP": "/dev/null", "LING_SIM_SEED": str(seed), "LING_SIM_FAULTS": "1"}
    if trace:
        env["LING_SIM_TRACE"] = trace
    command = [os.path.abspath(a.ling), "--otp", ROOT, "-noshell", "-pa", beams, "-s", name, "main", "-s", "init", "stop"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=a.timeout, env=env, cwd=home)
        return done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        return late.stdout or b"", "timeout"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def crashed(status):
    return status == "timeout" or status < 0 or status in CRASHES


def repeats(a, beams, name, seed):
    """Two runs in the same folder and with the same trace file's name, so that nothing outside differs."""
    runs = []
    for _ in range(2):
        with tempfile.NamedTemporaryFile(prefix="ling-sim-trace-") as trace:
            out, status = run(a, beams, name, seed, trace.name)
            runs.append((out, status, open(trace.name, "rb").read().replace(b"ling-sim-", b"")))
    return runs[0], runs[1]


def first_difference(one, two):
    for number, (left, right) in enumerate(zip(one.splitlines(), two.splitlines()), 1):
        if left != right:
            return f"line {number} of the trace: {left[:200]!r}, then {right[:200]!r}"
    return "one trace is longer"


def main():
    a = arguments()
    os.chdir(TOP)
    names = [n for n in (a.names or PROGRAMS) if source_of(n)]
    beams = os.path.join(TOP, "build/test/erl/25")
    compile_all(names, beams)
    passed = failed = 0
    for seed in range(a.first, a.first + a.seeds):
        for name in names:
            out, status = run(a, beams, name, seed)
            passed, failed = passed + (not crashed(status)), failed + crashed(status)
            if crashed(status):
                print(f"FAIL {name}, seed {seed}: {status}\n    " + out.decode(errors="replace")[-600:], flush=True)
    for name in names:
        one, two = repeats(a, beams, name, a.first)
        passed, failed = passed + (one == two), failed + (one != two)
        if one != two:
            print(f"FAIL {name}, seed {a.first}, is not the same twice: {first_difference(one[2], two[2])}", flush=True)
    print(f"sim, seeds {a.first} to {a.first + a.seeds - 1}: {passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
