#!/usr/bin/env python3
"""Lets the n-th allocation fail, for n all through programs of test/erl, on the pretend world (src/memory/faults.h).

Wherever memory is refused, the machine never crashes and never runs away.  As a rule the program goes on as if nothing had been, or
says that it was refused (system_limit, enomem, a process that ended), or the machine ends with a sentence and a status; with --strict
a run that differs in silence fails, too: some of OTP's own modules catch what they are told, and say nothing.  A find is repeated by
the line that is printed: LING_FAIL_AT=N LING_FAIL_COUNT=K LING_FAIL_VITAL=V.
Usage: test/run_faults.py [--ling BIN] [--runs N] [--counts K,K] [--jobs N] [--from N --until N] [--strict] [NAME...]
"""
import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = "/usr/lib/erlang" if os.path.exists("/usr/lib/erlang") else "/usr/local/lib/erlang"
PROGRAMS = """binary_append binary_module binary_re_captures binary_re_split_replace binary_zlib binary_unicode_to_binary code_builtin
    code_fun_upgrade code_literals_purged code_on_load_ok code_purge_kills ets_bag ets_counter ets_compiled ets_fixtable ets_heir
    ets_ordered_set ets_select_replace ets_tab2file io_file_basic io_file_delayed io_file_dirs io_file_ram io_port_cat io_port_line
    io_tcp_echo io_tcp_packet io_udp memory_persistent_kinds memory_message_kinds process_aliases process_dbg process_exit_signals
    process_gen_server process_links process_monitors process_spawn_request process_timers process_trace process_trace_calls
    values_big_divide values_etf_identities values_maps_large interp_bigs""".split()
NOBODY = "faults_nobody"  # a program that does nothing: what a start allocates
# How a program or its log tells of it; the second line is what OTP's own modules make of any exception of a built-in function.
SAYS_SO = re.compile(r"system_limit|enomem|memory|mem_error|killed"
                     r"|einval|load_failed|,closed|{re,split,|{badmatch,\[\]}|put_chars|removed_failing_handler|{'DOWN',code_server"
                     r"|\.beam cannot be (read|loaded)"
                     r"|{badmatch,error},\[{\w+,build,", re.I)  # compile:forms/2, of any exception in a pass
NOTHING_LEFT = (96, 97)  # the pretend world: the program waits for what will never happen
# Told by a message that it does not wait for; a cast that is lost, as OTP promises no more of one.
TOLD_OTHERWISE = {"process_spawn_request", "process_gen_server"}
UNTIMELY = 20  # seconds


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--ling", default="build/sim/ling-run")
    p.add_argument("--runs", type=int, default=8, help="places for each program and count")
    p.add_argument("--counts", default="1,0,1v", help="how many allocations fail from there on; 0: all; v: also those of vital processes")
    p.add_argument("--start", type=int, default=16, help="places in the start, with a program that does nothing")
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--from", dest="first", type=int, default=0)
    p.add_argument("--until", type=int, default=0)
    p.add_argument("--verbose", action="store_true")
    p.add_argument("--strict", action="store_true", help="a run that differs while nobody says why fails, too")
    p.add_argument("names", nargs="*")
    return p.parse_args()


def source_of(name, beams):
    if name == NOBODY:
        path = os.path.join(beams, name + ".erl")
        with open(path, "w", encoding="utf-8") as f:
            f.write(f"-module({name}).\n-export([main/0]).\nmain() -> ok.\n")
        return path
    for folder, _, files in os.walk(os.path.join(TOP, "test/erl")):
        if name + ".erl" in files:
            return os.path.join(folder, name + ".erl")
    sys.exit(f"there is no program {name}")


def compile_all(names, beams):
    os.makedirs(beams, exist_ok=True)
    sources = {n: source_of(n, beams) for n in names}
    stale = [s for n, s in sources.items()
             if not os.path.exists(f"{beams}/{n}.beam") or os.path.getmtime(f"{beams}/{n}.beam") < os.path.getmtime(s)]
    if stale:
        subprocess.run(["erlc", "+debug_info", "-W0", "-I", TOP + "/test/erl", "-o", beams, *stale], check=True)


class Run:
    """One run of a program: what it printed, how it ended."""

    def __init__(self, a, beams, name, at=0, how="1"):
        self.name, self.at, self.count, self.vital = name, at, int(how.rstrip("v")), int(how.endswith("v"))
        home = tempfile.mkdtemp(prefix="ling-faults-")
        # The environment is memory, too: the same everywhere, so that the n-th allocation is.
        env = {"PATH": "/usr/bin:/bin", "HOME": "/", "LANG": "C.UTF-8", "ERL_CRASH_DUMP": "/dev/null", "LING_FAIL_SAID": "1",
               "LING_SIM_SECONDS": "2000", "LING_FAIL_AT": str(at), "LING_FAIL_COUNT": str(self.count), "LING_FAIL_VITAL": str(self.vital)}
        command = [os.path.abspath(a.ling), "--otp", ROOT, "-noshell", "-pa", beams, "-s", name, "main", "-s", "erlang", "halt"]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=UNTIMELY, env=env, cwd=home)
            self.out, self.err, self.status = done.stdout.decode("latin-1"), done.stderr.decode("latin-1"), done.returncode
        except subprocess.TimeoutExpired as late:
            self.out, self.err, self.status = (late.stdout or b"").decode("latin-1"), (late.stderr or b"").decode("latin-1"), "timeout"
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def allocations(self):
        return int(re.search(r"ling: allocations: (\d+)", self.err).group(1))

    def says_so(self):
        said = self.out + re.sub(r"ling: fails from allocation \d+\n|ling: allocations: \d+\n", "", self.err)
        return SAYS_SO.search(said)

    def broken(self):
        """What no lack of memory excuses; "" if it is not so."""
        if self.status == "timeout":
            return "does not end"
        return f"crashes: {self.status}" if self.status < 0 or self.status in (134, 139) else ""

    def silent(self, good):
        """What differs from a run with memory while nobody says why; "" if somebody does, or nothing differs."""
        if (self.out == good.out and self.status == good.status) or self.says_so() or self.name in TOLD_OTHERWISE:
            return ""
        if self.status in NOTHING_LEFT:
            return "waits for ever, and nobody says why"
        return f"other output, and nobody says why; status {self.status}"


def places(a, name, base, total):
    """The allocations of a program that are to fail."""
    first, last = (1, total) if name == NOBODY else (base, total)
    if a.until:
        return range(a.first, a.until + 1)
    runs = a.start if name == NOBODY else a.runs
    return sorted({first + (last - first) * (2 * i + 1) // (2 * runs) for i in range(runs)})


def show(run, why):
    print(f"FAIL {run.name}, LING_FAIL_AT={run.at} LING_FAIL_COUNT={run.count} LING_FAIL_VITAL={run.vital}: {why}\n    " +
          (run.out[-300:] + run.err[-700:]).replace("\n", "\n    "), flush=True)


def main():
    a = arguments()
    os.chdir(TOP)
    names = [NOBODY, *PROGRAMS] if not a.names else a.names
    beams = os.path.join(TOP, "build/test/erl/25")
    compile_all([NOBODY, *names], beams)
    base = Run(a, beams, NOBODY).allocations() * 19 // 20
    passed = failed = silences = 0
    with concurrent.futures.ThreadPoolExecutor(a.jobs) as pool:
        good = dict(zip(names, pool.map(lambda name: Run(a, beams, name), names)))
        cases = [(name, n, count) for name in names for count in a.counts.split(",")
                 for n in places(a, name, base, good[name].allocations())]
        for run in pool.map(lambda case: Run(a, beams, *case), cases):
            why, silent = run.broken(), run.silent(good[run.name])
            if a.strict:
                why = why or silent
            passed, failed, silences = passed + (not why), failed + bool(why), silences + bool(silent)
            if why:
                show(run, why)
            elif a.verbose:
                print(f"pass {run.name} at {run.at} of {good[run.name].allocations()}, {run.count}: {run.status}", flush=True)
    print(f"{silences} of the runs differ, and nobody says why (--strict shows them)")
    print(f"allocations that fail: {passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
