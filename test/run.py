#!/usr/bin/env python3
"""Runs the stages of a test target one after the other and adds up what they report.

A stage is a name and a command.  Its last line that says "N passed, N failed" (", N skipped") is its
score (the sum of all such lines, if the name ends in *); a stage that ends badly without one, or with a score of no failures, counts as one failure.
A stage that has not ended after --minutes is stopped, with all that it started, and counts as one failure.
Usage: test/run.py [--minutes N] STAGE=COMMAND ...
"""
import os
import re
import signal
import subprocess
import sys
import threading
import time

SCORE = re.compile(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?")


MINUTES = 120


def stop(stage, minutes):
    print(f"  FAIL: not done after {minutes} minutes", flush=True)
    os.killpg(stage.pid, signal.SIGKILL)


def run_stage(name, command, minutes):
    score = None
    stage = subprocess.Popen(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             errors="replace", stdin=subprocess.DEVNULL, start_new_session=True)
    limit = threading.Timer(60 * minutes, stop, (stage, minutes))
    limit.start()
    try:
        for line in stage.stdout:
            print("  " + line, end="", flush=True)
            found = SCORE.search(line)
            if found:
                line_score = [int(n or 0) for n in found.groups()]
                score = [a + b for a, b in zip(score, line_score)] if score and name.endswith("*") else line_score
    except KeyboardInterrupt:
        os.killpg(stage.pid, signal.SIGTERM)
        raise
    status = stage.wait()
    limit.cancel()
    if score is None:
        score = [int(status == 0), 0, 0]
    if status != 0 and score[1] == 0:
        score[1] = 1
    return score


def main():
    total, rows = [0, 0, 0], []
    stages, minutes = sys.argv[1:], MINUTES
    if stages[:1] == ["--minutes"]:
        minutes, stages = float(stages[1]), stages[2:]
    for stage in stages:
        name, command = stage.split("=", 1)
        print(f"== {name}: {command}", flush=True)
        begun = time.time()
        score = run_stage(name, command, minutes)
        total = [a + b for a, b in zip(total, score)]
        rows.append((name, *score, time.time() - begun))
    print()
    for name, passed, failed, skipped, seconds in rows:
        print(f"  {name:<14} {passed:>6} passed {failed:>5} failed {skipped:>5} skipped {seconds:>7.0f} s")
    print(f"{total[2]} skipped, each with its reason above")
    print(f"{total[0]} passed, {total[1]} failed")
    sys.exit(bool(total[1]))


main()
