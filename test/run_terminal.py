#!/usr/bin/env python3
"""What a user sees on a terminal, on erl and on Ling: editing, history, jobs, the break menu, stop and resume, ends.

Each scenario is a list of steps: keys, and a pattern that the screen's end must then show (the cursor is a bar, |).  No step
waits for a time.  After each step both machines' screens must be the same, lines that name the machine masked.
Usage: test/run_terminal.py [--otp ROOT] [--only erl|ling] [--verbose] [NAME ...]
"""
import argparse
import os
import re
import shutil
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "test/terminal"))

from scenarios import SCENARIOS  # noqa: E402
from session import Session, Unseen  # noqa: E402

TRIED_AGAIN = 3  # more that fail are no accident

MASKS = [
    (r"Erlang/OTP [\s\S]*?\n\n", "BANNER\n\n"),
    (r"<0\.\d+\.\d+>", "<PID>"),
    (r"#Ref<[\d.]+>", "<REF>"),
    (r"\d+-\w{3}-\d+::[\d:.]+", "TIME"),
    (r"#Port<[\d.]+>", "<PORT>"),
]


def masked(text):
    for pattern, instead in MASKS:
        text = re.sub(pattern, instead, text)
    return text


class Run:
    """One scenario on one machine: .seen is what is compared."""

    def __init__(self, scenario, words, environment):
        self.folder = tempfile.mkdtemp(prefix="ling-terminal-")
        self.seen = []
        command = scenario.command(words)
        environment = {**environment, "HOME": self.folder, **scenario.environment}
        self.session = Session(command, environment, self.folder, scenario.rows, scenario.columns)

    def play(self, scenario):
        try:
            for step in scenario.steps:
                self.take(step)
        except Unseen as why:
            self.seen.append(f"not seen: {why}")
        finally:
            self.session.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        return self.seen

    def take(self, step):
        shown = step(self.session)
        if shown is not None:
            self.seen.append(masked(shown))


def machines(otp):
    common = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "ERL_CRASH_DUMP": "/dev/null"}
    ling = [os.path.join(TOP, "build/bin/ling"), "run"]
    if not otp:
        return {"erl": (["erl"], common), "ling": (ling, common)}
    return {"erl": ([os.path.join(otp, "bin/erl")], {**common, "ROOTDIR": otp}), "ling": ([*ling, "--otp", otp], common)}


def talk(scenario, options):
    """What is seen on each machine."""
    return {name: Run(scenario, *machine).play(scenario) for name, machine in machines(options.otp).items()
            if options.only in (None, name)}


def difference(theirs, mine):
    for number, (one, other) in enumerate(zip(theirs, mine), 1):
        if one.startswith("not seen") or one != other:
            return f"step {number}\n-- erl:\n{one[-2500:]}\n-- ling:\n{other[-2500:]}"
    return None if len(theirs) == len(mine) else f"{len(theirs)} steps and {len(mine)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--otp")
    parser.add_argument("--only")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    passed = failed = skipped = 0
    options.otp = options.otp and os.path.abspath(options.otp)  # the talks are held in other folders
    release = int(re.search(r"otp-(\d+)", options.otp).group(1)) if options.otp else 25
    for scenario in SCENARIOS:
        if options.names and not any(name in scenario.name for name in options.names):
            continue
        if release not in scenario.releases:
            continue
        runs = talk(scenario, options)
        if options.verbose:
            for name, seen in runs.items():
                print(f"---- {scenario.name} on {name}:", *seen, sep="\n~~~~\n")
        if options.only:
            continue
        why = difference(runs["erl"], runs["ling"])
        if why and failed < TRIED_AGAIN:  # what then passes depends on the clock, and is named, not hidden
            runs = talk(scenario, options)
            again = difference(runs["erl"], runs["ling"])
            if not again:
                print(f"UNSTABLE {scenario.name}: {why}", flush=True)
            why = again
        passed, failed = passed + (why is None), failed + (why is not None)
        if why:
            print(f"FAIL {scenario.name}: {why}", flush=True)
    print(f"terminal: {passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(bool(failed))


main()
