#!/usr/bin/env python3
"""Random calls of functions, of ets on tables, of files, and signals between processes give the same on Ling as on erl, to every
word of an exception.

A plan of calls is drawn on erl from a seed (test/random), and replayed on both machines.
Usage: test/run_random.py [--seed N] [--count CALLS] [--rounds N] [--ling BIN] [--otp ROOT] [calls|tables|processes|files ...]
"""
import argparse
import os
import subprocess
import sys

from run_erl import Oracle, default_root

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIMIT = 300  # seconds for a replay
SHOWN = 3  # differences shown of each plan


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--count", type=int, default=4000)
    p.add_argument("--rounds", type=int, default=1)
    p.add_argument("--ling", default=os.path.join(TOP, "build/release/ling-run"))
    p.add_argument("--otp", default="", help="root of the OTP release that both run (default: the installed one)")
    p.add_argument("kinds", nargs="*", default=["calls", "tables", "processes", "files"])
    return p.parse_args()


def run(machine, env, home, *words):
    command = [*machine, "-noshell", "-pa", home, "-run", "random_replay", *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env,
                          timeout=LIMIT, check=False)
    return done.stdout.decode(errors="replace").split("\n"), done.returncode


def differences(otp, ling, home, kind, seed, count):
    """What the two machines say differently of one plan: (call, erl's line, Ling's)."""
    plan = os.path.join(home, f"{kind}.{seed}")
    said, status = run(otp.erl, otp.env, home, "plan", kind, str(seed), str(count), plan)
    if status:
        return [("the plan", "\n".join(said), "")]
    theirs, their_status = run([*otp.erl, "+S", "1:1"], otp.env, home, "replay", plan)
    mine, status = run([ling, "--otp", otp.root], {**os.environ, "ERL_CRASH_DUMP": "/dev/null"}, home, "replay", plan)
    longest = max(len(theirs), len(mine))
    rows = zip(theirs + [""] * (longest - len(theirs)), mine + [""] * (longest - len(mine)))
    found = [(f"call {n}", a, b) for n, (a, b) in enumerate(rows, 1) if a != b]
    if their_status or status or len(theirs) <= count:
        found.append(("the end", f"status {their_status}, {len(theirs)} lines", f"status {status}"))
    os.remove(plan)
    return found


def main():
    a = arguments()
    if a.otp and not os.path.exists(a.otp):
        print(f"SKIP {a.otp}: the release is not there (tools/fetch_otp.sh says why)\n0 passed, 0 failed, 1 skipped")
        return
    otp = Oracle(os.path.realpath(a.otp or default_root()))
    if a.otp:  # a release with a C library of its own: sines and their kin differ in the last digit
        otp.env["RANDOM_WITHOUT_MATH"] = "true"
    home = os.path.join(TOP, "build/test/random", otp.release)
    os.makedirs(home, exist_ok=True)
    sources = [os.path.join(TOP, "test/random", f) for f in sorted(os.listdir(os.path.join(TOP, "test/random")))]
    subprocess.run([*otp.erlc, "-o", home, *sources], check=True, env=otp.env)
    passed = failed = 0
    for seed in range(a.seed, a.seed + a.rounds):
        for kind in a.kinds:
            found = differences(otp, a.ling, home, kind, seed, a.count)
            passed, failed = passed + (not found), failed + bool(found)
            for where, theirs, mine in found[:SHOWN]:
                print(f"FAIL {kind} of seed {seed}, {where}:\n  erl:  {theirs[:600]}\n  ling: {mine[:600]}")
    print(f"random calls on OTP {otp.release}, {a.count} a plan: {passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
