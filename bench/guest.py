#!/usr/bin/env python3
"""Guests of `ling boot` beside `ling run` and erl, in one run: start, requests of inets' httpd, bytes of gen_tcp.

Prints a table of medians.  Usage: bench/guest.py [--boots N] [--requests N]
"""
import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "test/guest"))
import image as images

OTP, PLACE = "/usr/lib/erlang", f"{TOP}/build/bench"
IMAGE, LINKED = f"{PLACE}/guest.img", f"{PLACE}/guest-linked.img"
BOOT = f"{TOP}/build/libexec/ling-boot"
MEGABYTES = 128


def prepare():
    os.makedirs(PLACE, exist_ok=True)
    subprocess.run(["erlc", "-o", PLACE, f"{TOP}/test/guest/guest_web.erl"], check=True)
    words = ["--otp", OTP, "-noshell", "-pa", PLACE]
    for image, linked in (IMAGE, False), (LINKED, True):
        images.make(image, OTP, ["kernel", "stdlib", "inets"], [f"{PLACE}/guest_web.beam"], words, linked)


def boots(backend, image, count):
    """Milliseconds from the guest's first instruction to halt() in a started system, and of `ling boot` as a whole."""
    inside, whole = [], []
    for _ in range(count):
        begun = time.perf_counter()
        done = subprocess.run([BOOT, "--backend", backend, "--statistics", image, "--", "-eval", "halt()."],
                              capture_output=True, stdin=subprocess.DEVNULL)
        whole.append((time.perf_counter() - begun) * 1000)
        inside.append(float(re.search(rb"([\d.]+) ms from", done.stderr).group(1)))
    return statistics.median(inside), statistics.median(whole)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def command(machine, port, function):
    if machine in ("kvm", "process"):
        return [BOOT, "--backend", machine, "--publish", f"{port}:8080", IMAGE, "--", "-s", "guest_web", function]
    start = {"ling run": [f"{TOP}/build/bin/ling", "run"], "erl": ["erl"]}[machine]
    return [*start, "-noshell", "-pa", PLACE, "-run", "guest_web", function, str(port)]


def served(machine, function, work):
    port = free_port()
    server = subprocess.Popen(command(machine, port, function), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              stdin=subprocess.DEVNULL)
    try:
        server.stdout.readline()
        return work(port)
    finally:
        server.kill()
        server.communicate()


def requests(count):
    def work(port):
        times = []
        for _ in range(count):
            begun = time.perf_counter()
            with socket.create_connection(("127.0.0.1", port)) as s:
                s.sendall(b"GET / HTTP/1.0\r\n\r\n")
                while s.recv(65536):
                    pass
            times.append(time.perf_counter() - begun)
        return count / sum(times), statistics.median(times) * 1e6
    return work


def bytes_both_ways(port):
    block, left = b"x" * 65536, MEGABYTES << 20
    with socket.create_connection(("127.0.0.1", port)) as s:
        begun = time.perf_counter()
        s.sendall(left.to_bytes(8, "big"))
        for _ in range(left // len(block)):
            s.sendall(block)
        answer = b""
        while len(answer) < 8:
            answer += s.recv(8 - len(answer))
        there = time.perf_counter()
        while part := s.recv(1 << 20):
            left -= len(part)
        back = time.perf_counter()
    return MEGABYTES / (there - begun), MEGABYTES / (back - there)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--boots", type=int, default=100)
    parser.add_argument("--requests", type=int, default=3000)
    given = parser.parse_args()
    prepare()
    engines = [e for e in ("kvm", "process") if e == "process" or os.access("/dev/kvm", os.W_OK)]
    if "kvm" not in engines:
        print("NO /dev/kvm: engine kvm is left out.")
    print("| start and halt, median ms | guest's first instruction to its end | ling boot as a whole |\n|---|---|---|")
    for engine in engines:
        for name, image in ("modules linked", LINKED), ("nothing linked", IMAGE):
            print("| {}, {} | {:.1f} | {:.1f} |".format(engine, name, *boots(engine, image, given.boots)), flush=True)
    print("\n| | httpd, requests a second | median us | gen_tcp in, MB/s | out, MB/s |\n|---|---|---|---|---|")
    for machine in [*engines, "ling run", "erl"]:
        rate, median = served(machine, "serve", requests(given.requests))
        there, back = served(machine, "pump", bytes_both_ways)
        print(f"| {machine} | {rate:.0f} | {median:.0f} | {there:.0f} | {back:.0f} |", flush=True)


main()
