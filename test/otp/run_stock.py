#!/usr/bin/env python3
"""Tests that no stock ERTS can be started in a run of OTP's suites on Ling, and that the run fails if one was to be started.

Each emulator of the installed OTP is started as a suite would start it; the installation itself must be as it was afterwards.
"""
import contextlib
import glob
import io
import os
import subprocess
import tempfile

import conformance
import report
import run_suite
import suites

WHO = 'case catch erlang:system_info(ling) of {_, _} -> io:put_chars("stock"); _ -> io:put_chars("ling") end, halt().'
FORBIDDEN = ("beam*", "erlexec")  # below erts-*/bin; an erl may be started, and is Ling


def run_in(machine, words):
    """A command as a run on Ling starts it: its status and what it writes."""
    done = subprocess.run(machine.command(0, words), env=machine.environment(os.path.dirname(machine.attempts), "stdlib"),
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout


def stock(pattern):
    return sorted(glob.glob(os.path.join(suites.INSTALLED, "erts-*/bin", pattern)))


def printed_selection(failed, started):
    """The status of a run of the selection, and its last line."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = report.print_selection({("stdlib", "lists_SUITE"): ["member"]}, failed, started)
    return status, out.getvalue().splitlines()[-1]


def checks(machine):
    """Pairs of what must hold, and whether it does."""
    emulators = [path for pattern in FORBIDDEN for path in stock(pattern)]
    sizes = [os.path.getsize(path) for path in emulators]
    yield "the installed OTP has an emulator to be hidden", any("beam" in path for path in emulators)
    for path in emulators:
        yield f"{path} refuses", run_in(machine, [path, "-noshell"])[0] == 126
    noted = conformance.attempts(machine.attempts)
    yield "each attempt is noted, and nothing else", [line.split()[0] for line in noted] == emulators
    for path in [os.path.join(suites.INSTALLED, "bin/erl"), *stock("erl")]:
        yield f"{path} is Ling", run_in(machine, [path, "-noshell", "-eval", WHO]) == (0, "ling")
    yield "erl by its name is Ling", run_in(machine, ["/bin/sh", "-c", 'erl -noshell -eval "$0"', WHO]) == (0, "ling")
    yield "starting Ling is no attempt", conformance.attempts(machine.attempts) == noted
    yield "outside nothing is hidden", sizes == [os.path.getsize(path) for path in emulators]
    status, line = printed_selection([], noted)
    yield "a run with attempts fails", status == 1 and line.endswith(f"1 passed, {len(noted)} failed")
    yield "a run without attempts passes", printed_selection([], [])[0] == 0


def main():
    spaces = conformance.namespaces()
    if not spaces:
        print("SKIP no stock ERTS: namespaces cannot be made here")
        print("no stock ERTS in runs of OTP's suites: 0 passed, 0 failed, 1 skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        machine = run_suite.Machine("ling", suites.INSTALLED_RELEASE, spaces)
        machine.attempts = os.path.join(folder, "stock_started")
        results = list(checks(machine))
    for what, good in results:
        if not good:
            print(f"FAIL {what}")
    failed = sum(not good for _, good in results)
    print(f"no stock ERTS in runs of OTP's suites: {len(results) - failed} passed, {failed} failed")
    return int(failed > 0)


raise SystemExit(main())
