#!/usr/bin/env python3
"""`ling spawn --fresh recycle`: machines that are set back for each request. Nothing of a request is found by the next, whatever
its guest did; each has an identity of its own; a machine that does not come back is thrown away.

Usage: test/spawn/run_recycle.py [--requests N] [TEST ...]
"""
import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import IMAGE as UNPREPARED, LING, PREPARED as IMAGE, Spawner, build_prepared, engines, make_image, run_tests, want
from run import wait_until

TESTS = []


def test(function):
    TESTS.append(function)
    return function


def spawner(engine, *options, fresh="recycle"):
    return Spawner(engine, "--fresh", fresh, *options, image=IMAGE)


def resident(s):
    """KiB that the spawner and all its machines hold."""
    total, left = 0, [s.process.pid]
    while left:
        pid = left.pop()
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
            left += [int(p) for p in f.read().split()]
        with open(f"/proc/{pid}/status", encoding="ascii") as f:
            total += sum(int(line.split()[1]) for line in f if line.startswith("RssAnon"))
    return total


def figures(s):
    return json.loads(s.get("/zerg/status")[2])


@test
def taints(given):
    """What a request leaves in its machine - and it can see there itself - is not there for the next."""
    with spawner(given.engine, "--pool", "1") as s:
        clean = s.get("/tainted")[2]
        for n in range(6):
            left = s.get(f"/taint/mark{n}")[2]
            want("the guest sees what it left", left.count(b"mark%d" % n) >= 6 and left != clean, True)
            want("nothing is left", s.get("/tainted")[2], clean)
        want("one machine", figures(s)["made"], 1)


@test
def identities(given):
    """Machines of every way of making them: seeds, unique integers and references that nobody else has, and the right time."""
    for fresh, count in ("recycle", given.requests), ("pool", given.requests // 10), ("create", given.requests // 10):
        seen = [set() for _ in range(5)]
        with spawner(given.engine, "--log", "none", fresh=fresh) as s:
            for _ in range(count):
                told = s.get("/identity")[2].decode().split()
                late = time.time() - int(told[4]) / 1e6
                want("time is right", -0.05 < late < 30, True)
                for column, value in enumerate(told[:4] + told[5:]):
                    seen[column].add(value)
        want(f"{fresh}: different seeds, integers, monotonic integers, references, generators", [len(x) for x in seen[:4]], [count] * 4)
        want(f"{fresh}: generators", len(seen[4]) > count * 0.999, True)


@test
def hooks(given):
    """What ling:on_resume/1 was given has run before the first request of each instance, and knows its generation."""
    for fresh, calls in ("recycle", b"2"), ("pool", b"2"), ("create", b"1"):  # where the machine began, and each turn (pool: that after its rehearsal)
        with spawner(given.engine, fresh=fresh) as s:
            told = [s.get("/generation")[2].split() for _ in range(4)]
            want(f"{fresh}: the function was called, in this instance", [t[:2] == [calls, t[2]] for t in told], [True] * 4)
            want(f"{fresh}: generations differ", len({t[2] for t in told} - {b"0"}), 4)


@test
def faults(given):
    """A machine that fails, hangs, or goes on after its answer is thrown away, and nobody else hears of it."""
    with spawner(given.engine, "--pool", "1", "--deadline", "3", "--instances", "4") as s:
        made = 1
        for path, status in ("/crash", 502), ("/halt", 502), ("/memory", 502), ("/hang", 504), ("/sleep", 504), ("/early", 502), ("/garbage", 502):
            want(path, s.get(path)[0], status)
            made += 1
            want("after it", s.get("/echo/fine")[2], b"fine")
        for path, body in ("/spin", b"spins"), ("/stay", b"stays"):
            want(path, s.get(path)[2], body)
            want("after it", s.get("/echo/fine")[2], b"fine")
        with s.connect() as gone:
            gone.send("GET", "/sleep")
            time.sleep(0.2)
        want("after a client that left", s.get("/echo/fine")[2], b"fine")
        want("outside", s.get("/outside")[2], b"{error,eacces}")
        want("made again", figures(s)["made"] > made, True)


@test
def nonces(given):
    """Many at once: none lost, none swapped, and few machines."""
    with spawner(given.engine, "--log", "none") as s:
        def one(n):
            nonce = b"%d-%s" % (n, os.urandom(8).hex().encode())
            return s.get(f"/echo/{nonce.decode()}")[2] == nonce
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            want("first ones", sum(pool.map(one, range(100))), 100)
            begun, before = time.time(), resident(s)
            good = sum(pool.map(one, range(given.requests)))
        want("answers", good, given.requests)
        grown = resident(s) - before
        want("memory is flat", grown < 8192, True)
        status = figures(s)
        want("machines", status["made"] <= 32 and status["failed"] == 0, True)
        print(f"  {given.engine} recycle: {given.requests} requests at 8 in flight, {given.requests / (time.time() - begun):.0f} a second, "
              f"{status['made']} machines, {grown} KiB more, p50 {status['steps'][0]['p50']:.3f} ms")


@test
def more_than_are_kept(given):
    """Slow requests get machines beyond those that are kept, up to --instances; the others wait.  In time they are as few as before."""
    with spawner(given.engine, "--pool", "1", "--instances", "3") as s:
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            want("answers", [a[2] for a in pool.map(lambda _: s.get("/sleep/200"), range(6))], [b"slept"] * 6)
        want("machines", figures(s)["made"], 3)
        wait_until(lambda: figures(s)["instances"]["now"] == 1, 60)
        want("machines when there is little to do", figures(s)["instances"]["now"], 1)
        want("answered by what is kept", (s.get("/echo/x")[2], figures(s)["made"]), (b"x", 3))


@test
def is_said(given):
    """The log, the status and the guest's headers name the way; a large body and a large answer get through."""
    with spawner(given.engine, "--log", "json") as s:
        seen = dict(line.split(": ", 1) for line in s.get("/headers")[2].decode().splitlines())
        want("header", seen["ling-fresh"], "recycle")
        want("log", json.loads(s.log_line('"/headers"'))["fresh"], "recycle")
        want("status", figures(s)["fresh"], "recycle")
        body = os.urandom(3 << 20)
        want("body", s.get("/body", "POST", body=body)[2].split()[0], b"%d" % len(body))
        want("answer", len(s.get("/eof/3000000")[2]), 3000000)
        want("after them", s.get("/echo/x")[2], b"x")


@test
def refused(given):
    """Only a prepared image can be set back."""
    run = subprocess.run([LING, "spawn", "--backend", given.engine, "--fresh", "recycle", UNPREPARED], capture_output=True, timeout=20)
    want("status", run.returncode != 0 and b"--prepare" in run.stderr, True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("tests", nargs="*")
    given = parser.parse_args()
    make_image()
    build_prepared()
    passed = failed = 0
    for given.engine in engines():
        good, bad = run_tests(TESTS, given, only=given.tests, name=f"recycle on {given.engine}")
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed, {2 - len(engines())} skipped")
    sys.exit(bool(failed))


main()
