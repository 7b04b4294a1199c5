#!/usr/bin/env python3
"""Many instances of Zergling at once: what one that waits costs the host, and that each then answers one request.

Usage: bench/many.py [--instances 5000] [--backend kvm|process] [--most KIB].  Fails when an instance is missing, when two requests
were answered by the same one, or when one costs more than --most.
"""
import argparse
import json
import os
import re
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "test/spawn"))
from harness import Failure, Spawner, engines, want

WITHIN_S = 600


def available_kib():
    with open("/proc/meminfo", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("MemAvailable"))


def instances(s):
    return json.loads(s.get("/zerg/status")[2])["instances"]


def wait_for(s, count):
    """Until so many stand; progress is what is waited for, not time."""
    last, since = -1, time.time()
    while (now := instances(s)["ready"]) < count:
        if now != last:
            last, since = now, time.time()
        if time.time() - since > WITHIN_S:
            raise Failure(f"{now} of {count} instances stand")
        time.sleep(0.2)


def settled_kib(used_from):
    """What is available when it has stopped to change: machines that were ordered are made, and have rehearsed."""
    before = available_kib()
    while True:
        time.sleep(2)
        now = available_kib()
        if before - now < (used_from - now) // 100:
            return now
        before = now


def many(backend, count):
    """KiB that each costs, when all have answered once."""
    empty = available_kib()
    # Each that is taken would be made anew: the pool is as large as there are places.
    with Spawner(backend, "--fresh", "pool", "--pool", str(count), "--instances", str(count), image=f"{TOP}/build/zergling.img") as s:
        wait_for(s, count)
        each = (empty - settled_kib(empty)) / count
        for _ in range(count):
            want("status", s.get("/")[0], 200)
        served = re.findall(r" instance (\d+) ", s.log())
        want("instances that answered", len(set(served)), count)
    return each


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", type=int, default=5000)
    parser.add_argument("--backend", choices=["kvm", "process"])
    parser.add_argument("--most", type=int, default=1024, metavar="KIB")
    given = parser.parse_args()
    failed = 0
    for backend in [given.backend] if given.backend else engines():
        try:
            each = many(backend, given.instances)
            good = each <= given.most
            failed += not good
            print(f"{backend}: {given.instances} instances at once, each answered; one that waits costs {each:.0f} KiB, "
                  f"promised {given.most}: {'kept' if good else 'NOT KEPT'}", flush=True)
        except (Failure, OSError) as e:
            failed += 1
            print(f"{backend}: {type(e).__name__}: {e}", flush=True)
    sys.exit(failed > 0)


main()
