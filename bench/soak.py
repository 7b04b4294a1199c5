#!/usr/bin/env python3
"""A soak of `ling spawn`: many requests at 8 in flight, each with a nonce that its client wants back, and memory that does not grow.

Usage: bench/soak.py [--requests 5000] [--backend kvm|process|qemu] [--fresh create|pool|recycle] [--prepared] [--flat KIB]
Instances of `create` boot from cold unless --prepared; the other ways have a prepared image.
Fails when an answer is lost, swapped or given twice, when the spawner's own memory grew by more than --flat in the second half,
or when an instance is left at the end.
"""
import argparse
import concurrent.futures
import json
import os
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "test/spawn"))
from harness import IMAGE, PREPARED, Failure, Spawner, build_prepared, engines, make_image, want

IN_FLIGHT = 8


def resident(pid):
    """KiB of the supervisor, the front and the maker."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
        pids = [pid, *f.read().split()]
    total = 0
    for p in pids:
        with open(f"/proc/{p}/status", encoding="ascii") as f:
            total += sum(int(line.split()[1]) for line in f if line.startswith("VmRSS"))
    return total


def answered_itself(s, n, seen):
    """One request; its nonce came back, and the spawner counts it by a number that no other answer had."""
    nonce = f"{n}-{os.urandom(8).hex()}"
    status, headers, body = s.get(f"/echo/{nonce}")
    number = headers.get("ling-request")
    good = status == 200 and body.decode() == nonce and number not in seen
    seen.add(number)
    return good


def left_after(s, seconds):
    """Instances that are still there when so much time was given them to go."""
    end = time.time() + seconds
    while (now := json.loads(s.get("/zerg/status")[2])["instances"]["now"]) and time.time() < end:
        time.sleep(0.1)
    return now


def soak(backend, fresh, count, flat, cold=False):
    image = IMAGE if cold else PREPARED
    with Spawner(backend, "--fresh", fresh, "--log", "none", "--deadline", "60", image=image) as s:
        seen, first = set(), count // 2  # by then as many places for connections were made as are ever needed at once
        with concurrent.futures.ThreadPoolExecutor(IN_FLIGHT) as pool:
            good = sum(pool.map(lambda n: answered_itself(s, n, seen), range(first)))
            before, begun = resident(s.process.pid), time.perf_counter()
            good += sum(pool.map(lambda n: answered_itself(s, n, seen), range(first, count)))
            took, growth = time.perf_counter() - begun, resident(s.process.pid) - before
        want("answers with their own nonce", (good, len(seen)), (count, count))
        status = json.loads(s.get("/zerg/status")[2])
        want("requests that the spawner counted", status["requests"], count)
        if fresh == "create":
            want("machines that it made", status["made"], count)
            want("instances that are left", left_after(s, 30), 0)
        if growth > flat:
            raise Failure(f"the spawner's memory grew by {growth} KiB")
    return (count - first) / took, growth


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--backend", choices=["kvm", "process", "qemu"])
    parser.add_argument("--fresh", choices=["create", "pool", "recycle"], default="create")
    parser.add_argument("--prepared", action="store_true")
    parser.add_argument("--flat", type=int, default=512, metavar="KIB")
    given = parser.parse_args()
    make_image()
    build_prepared()
    failed, cold = 0, given.fresh == "create" and not given.prepared
    for backend in [given.backend] if given.backend else engines():
        try:
            rate, growth = soak(backend, given.fresh, given.requests, given.flat, cold)
            print(f"{backend} {given.fresh}{' from cold' if cold else ''}: {given.requests} requests at {IN_FLIGHT} in flight, none lost, none swapped, none answered twice; "
                  f"{rate:.0f} a second; memory grew by {growth} KiB", flush=True)
        except (Failure, OSError) as e:
            failed += 1
            print(f"{backend} {given.fresh}: {type(e).__name__}: {e}", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
