#!/usr/bin/env python3
"""Runs OTP's own test suites on Ling with OTP's own common_test, and publishes the score beside erl's.

What erl makes of each case is kept in conformance/oracle-OTP-RELEASE.txt; it is made anew with --machine erl.
Results on Ling are kept by suite under build/conformance; a suite is run again when the machine has changed.
Usage: test/otp/conformance.py [--release RELEASE] [--area AREA] [--suite SUITE] [--machine erl|ling] [--again] [--keep]
       [--selection | --select SUITE_SECONDS]
"""
import argparse
import concurrent.futures
import hashlib
import os
import re
import signal
import subprocess
import sys
import time

import programs
import report
import results
import run_suite
import suites

ORACLE_LIMIT = 60  # seconds for a case on erl: what takes longer is not counted, and listed with this reason
PEERS_LIMIT = 15  # the same in the second run of a suite that traces: a case that finds the tracer taken may wait in vain
LING_LIMIT = 180  # seconds for a case on Ling, and ten times what it took on erl


SELECTED_AREAS = ("stdlib", "emulator")
# Suites that measure time, or what suites before them have left behind.
NOT_ALWAYS_ALIKE = re.compile(r"^(a|z|zzz|after|time|timer\w*|statistics|system_profile|scheduler\w*|process|exit_many|\w*_bench)_SUITE$")


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--release", default=suites.INSTALLED_RELEASE, help="25 (default: what is installed), 27 or 29 (unpacked under build/)")
    p.add_argument("--area", action="append", choices=suites.AREAS + suites.BESIDE)
    p.add_argument("--beside", action="store_true", help="what is measured beside the floor, on the installed release")
    p.add_argument("--suite", action="append", default=[])
    p.add_argument("--case", action="append", help="only these cases (group/case); the results are shown and not kept")
    p.add_argument("--machine", choices=("erl", "ling"), default="ling")
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--again", action="store_true", help="run again what has been run with the same machine")
    p.add_argument("--keep", action="store_true", help="keep results of older builds of Ling; run what has none")
    p.add_argument("--report", action="store_true", help="only write the report")
    p.add_argument("--selection", action="store_true", help="only the cases of conformance/selection-OTP-RELEASE.txt")
    p.add_argument("--select", type=float, metavar="SECONDS",
                   help="add the counted cases that pass of suites that take at most so long to the selection")
    options = p.parse_args()
    options.area = options.area or (suites.BESIDE if options.beside else suites.areas(options.release))
    return options


def namespaces():
    """The command that puts a suite into namespaces of its own, as far as this system allows: [] if not at all."""
    for flags in (["-m", "-p"], ["-U", "-r", "-m", "-p"]):
        command = ["unshare", *flags, "-f", "--mount-proc", "--kill-child"]
        if subprocess.run([*command, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return command
    return []


def fingerprint():
    with open(os.path.join(suites.TOP, "build/libexec/ling-run"), "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()[:16]


def chosen(options):
    for area in options.area:
        names = programs.suites_of(area) if area in programs.AREAS else suites.suites_of(options.release, area)
        for suite in names:
            if not options.suite or suite in options.suite:
                yield area, suite


class Slots:
    """Numbers for the runs that go on at the same time: each erl needs a name of its own."""

    def __init__(self, jobs):
        self.free = list(range(jobs))

    def __enter__(self):
        return self

    def take(self):
        return self.free.pop(0)

    def give(self, slot):
        self.free.insert(0, slot)


def run_oracle(machine, slot, area, suite, tracing, with_peers):
    if area in programs.AREAS:
        return {key: (*row, False) for key, row in programs.run(machine, slot, area, suite).items()}
    outcomes, peers = run_suite.run(machine, slot, area, suite, ORACLE_LIMIT, trace_peers=suite not in tracing[area])
    if suite in tracing[area] and suite in with_peers[area]:
        _, peers = run_suite.run(machine, slot, area, suite, PEERS_LIMIT, trace_peers=True)
    return {key: (outcome, seconds, reason, any(key.startswith(p) for p in peers))
            for key, (outcome, seconds, reason) in outcomes.items()}


def run_ling(machine, slot, area, suite, oracle, only):
    if area in programs.AREAS:
        return programs.run(machine, slot, area, suite)
    known = oracle.get((area, suite), {})
    limits = {key: LING_LIMIT + 10 * row.seconds for key, row in known.items()}
    return run_suite.run(machine, slot, area, suite, LING_LIMIT, limits, only)[0]


def work_list(options, oracle, selection):
    mark = fingerprint() if options.machine == "ling" else ""
    for area, suite in chosen(options):
        if selection is not None and (area, suite) not in selection:
            continue
        if options.machine == "erl":
            if options.again or (area, suite) not in oracle:
                yield area, suite
        elif options.case or selection is not None or options.again or \
                not results.is_fresh(options.release, area, suite, None if options.keep else mark):
            if not suites.is_left_out(area, suite) or options.suite:
                yield area, suite


def run_all(options, oracle, selection):
    """Runs what is to be run; yields (area, suite, outcomes) as they come."""
    release = options.release
    machine = run_suite.Machine(options.machine, release, namespaces())
    if options.machine == "ling" and not machine.namespaces:
        print("no namespaces here: a stock ERTS is only kept off the PATH", flush=True)
    slots = Slots(options.jobs)
    areas = [area for area in options.area if options.machine == "erl" and area not in programs.AREAS]
    tracing = {area: suites.suites_that_trace(release, area) for area in areas}
    with_peers = {area: suites.suites_with_peers(release, area) for area in areas}

    def one(area, suite):
        slot = slots.take()
        try:
            if options.machine == "erl":
                return area, suite, run_oracle(machine, slot, area, suite, tracing, with_peers)
            only = options.case or (selection or {}).get((area, suite))
            return area, suite, run_ling(machine, slot, area, suite, oracle, only)
        finally:
            slots.give(slot)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        waiting = [pool.submit(one, *pair) for pair in work_list(options, oracle, selection)]
        for done in concurrent.futures.as_completed(waiting):
            yield done.result()


def select(release, limit):
    """Whole suites, but for cases that do not pass."""
    oracle = results.read_oracle(release)
    for (area, suite), rows in results.read_run(release).items():
        known = oracle.get((area, suite), {})
        if area not in SELECTED_AREAS or NOT_ALWAYS_ALIKE.search(suite) or suites.is_left_out(area, suite):
            continue
        if sum(row.seconds for row in rows.values()) <= limit:
            for key, row in rows.items():
                if row.outcome == "passed" and key in known and known[key].outcome == "passed" and not known[key].peer:
                    yield area, suite, key


def stock_note(release):
    return os.path.join(suites.home(release), "stock_started")


def attempts(note):
    """What was started of a stock ERTS, by the file in which hide_stock.sh notes it."""
    return open(note, encoding="utf-8").read().splitlines() if os.path.exists(note) else []


def main():
    options = arguments()
    release = options.release
    if options.select:
        return results.add_to_selection(release, select(release, options.select))
    selection = results.read_selection(release) if options.selection else None
    if selection:
        options.area = sorted({area for area, _ in selection})
    if not options.report:
        wanted = [area for area in options.area if area not in programs.AREAS]
        try:
            suites.prepare(release, wanted)
        except suites.NoSource:
            print(f"SKIP the suites of OTP {release} ({', '.join(wanted)}): the package they come from cannot be fetched, as said above; "
                  f"the results in conformance/ stay as they are\n0 passed, 0 failed, {len(wanted)} areas skipped")
            return
        if options.machine == "ling" and os.path.exists(stock_note(release)):
            os.remove(stock_note(release))
    oracle = results.read_oracle(release)
    if options.machine == "erl":
        subprocess.run(["epmd", "-daemon"], check=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, run_suite.end_all)
    begun = time.time()
    failed = []
    for area, suite, outcomes in [] if options.report else run_all(options, oracle, selection):
        line = report.suite_line(area, suite, outcomes, oracle.get((area, suite), {}), options.machine)
        print(f"{time.time() - begun:6.0f} s  {line}", flush=True)
        if options.machine == "erl":
            results.add_to_oracle(release, area, suite, outcomes)
        elif selection is not None:
            failed += [(area, suite, key, *outcomes.get(key, ("lost", 0, "did not run")))
                       for key in selection[area, suite] if outcomes.get(key, ("lost",))[0] != "passed"]
        elif options.case:
            for key, (outcome, seconds, reason) in outcomes.items():
                print(f"    {key}: {outcome} ({seconds:.1f} s) {reason}")
        else:
            results.write(release, area, suite, fingerprint(), outcomes)
    if options.machine == "erl":
        results.keep_oracle(release)
    started = attempts(stock_note(release))
    for line in started:
        print(f"FAIL a stock ERTS was to be started: {line}")
    if options.machine == "erl" or options.case:
        return
    if selection is not None:
        sys.exit(report.print_selection(selection, failed, started))
    results.write_kept(release, results.read_all(release))
    sys.exit(report.write(release, options, results.read_all(release), results.read_oracle(release)) or bool(started))


if __name__ == "__main__":
    main()
