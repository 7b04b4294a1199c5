#!/usr/bin/env python3
"""Prepared images: the same bytes each time, and each start an instance of its own, on both engines.

Usage: test/guest/run_prepared.py [--instances N]
"""
import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import image as images

OTP, TIMEOUT = "/usr/lib/erlang", 60
BOOT, PLACE = f"{images.TOP}/build/libexec/ling-boot", f"{images.TOP}/build/test/prepared"
UNIQUE = "integer", "monotonic", "reference", "random"
WRITTEN_MOST, TOUCHED_MOST = 80, 620  # pages of 4 KiB for one small request (SPEC.md)
QUIET_S = 2
UNQUIET, KILLED, MEMORY, IMAGE, REFUSED = 118, 124, 123, 125, 126


class Failure(Exception):
    pass


def want(what, got, wanted):
    if got != wanted:
        raise Failure(f"{what}: {got!r}, not {wanted!r}")


def make_image(function):
    name = f"{PLACE}/{function}.img"
    images.make(name, OTP, ["kernel", "stdlib"], [f"{PLACE}/prepared_web.beam"],
                ["--otp", OTP, "-noshell", "-pa", PLACE, "-s", "prepared_web", function], linked=True)
    return name


def run(backend, *words):
    return subprocess.run([BOOT, "--backend", backend, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)


def prepare(backend, function, *options, to="out"):
    result = run(backend, *options, "--prepare", f"{PLACE}/{to}.img", make_image(function))
    return result.returncode, result.stdout, result.stderr.decode()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ask(port):
    until = time.time() + TIMEOUT
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as s:
                s.sendall(b"GET / HTTP/1.0\r\n\r\n")
                return b"".join(iter(lambda: s.recv(65536), b"")).decode()
        except ConnectionError:
            if time.time() > until:
                raise


def facts(port):
    """The map in the answer, keys to texts, and how far its clock is off."""
    text, now = ask(port), time.time()
    told = dict(re.findall(r"(\w+) => ([^,}]*)", text))
    return {**told, "off": abs(int(told["seconds"]) - now)}


def instance(backend, number, image=None):
    port = free_port()
    guest = subprocess.Popen([BOOT, "--backend", backend, "--env", f"NAME=i{number}", "--publish", f"{port}:8080",
                              f"{PLACE}/{image or backend}.img"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        return facts(port), facts(port)
    finally:
        guest.terminate()
        want("status", guest.wait(TIMEOUT), 0)


def instances_differ(backend, count):
    want("preparing", prepare(backend, "serve", to=backend)[:2], (0, b"ready\n"))
    seen = {key: set() for key in UNIQUE}
    for number in range(count):
        for told in instance(backend, number):
            for key in UNIQUE:
                if told[key] in seen[key]:
                    raise Failure(f"{key} {told[key]} was seen before")
                seen[key].add(told[key])
            want("clock", told["off"] < 2, True)
            want("name", told["name"], f'"i{number}"')
            for key in "time_goes_on", "new_reference", "hour_left":
                want(key, told[key], "true")


def goes_on_behind_another_door(_, __):
    if not shutil.which("qemu-system-x86_64"):
        print("NO qemu-system-x86_64: a prepared image was not tried there.")
        return
    for told in instance("qemu", 1, image="process"):
        want("clock", told["off"] < 3, True)
        for key in "time_goes_on", "new_reference", "hour_left":
            want(key, told[key], "true")


def same_bytes(backend, _):
    for to in "first", "second":
        want("preparing", prepare(backend, "serve", to=to)[0], 0)
    with open(f"{PLACE}/first.img", "rb") as a, open(f"{PLACE}/second.img", "rb") as b, open(f"{PLACE}/process.img", "rb") as c:
        first = a.read()
        want("the second time", b.read() == first, True)
        want("as on process", c.read() == first, True)


def a_program_that_ticks_is_prepared(backend, _):
    want("preparing", prepare(backend, "ticking")[:2], (0, b"ticks\n"))


def connections_are_named(backend, _):
    status, _, err = prepare(backend, "connected")
    want("status", status, UNQUIET)
    want("sentence", "it has a connection open" in err, True)


def a_program_that_halts_is_not_prepared(backend, _):
    status, _, err = prepare(backend, "halting", to="unwritten")
    want("status", status, UNQUIET)
    want("sentence", "it halted (status 3) before it waited" in err, True)
    want("bytes of an image", os.path.getsize(f"{PLACE}/unwritten.img"), 0)


def an_image_is_not_its_own_output(backend, _):
    image = make_image("serve")
    size = os.path.getsize(image)
    done = run(backend, "--prepare", image, image)
    want("status", done.returncode, REFUSED)
    want("sentence", b"cannot be written over" in done.stderr, True)
    want("size", os.path.getsize(image), size)


def the_busy_are_stopped(backend, _):
    status, _, err = prepare(backend, "busy", "--timeout", "1")
    want("status", status, KILLED)
    want("sentence", "not quiet" in err, True)
    want("who can run", re.search(r"ling: can run: <0\.\d+\.0>.* in prepared_web:busy_on/0", err) is not None, True)
    want("a timer", re.search(r"ling: a timer in \d+ ms: <0\.\d+\.0>", err) is not None, True)


def what_is_kept_is_said(backend, _):
    status, _, err = prepare(backend, "seeded")
    want("status", status, 0)
    want("seed", re.search(r"warning: a seed \(rand_seed\) is kept.*<0\.\d+\.0> seeded in ", err) is not None, True)
    want("file", "warning: 1 file is open" in err, True)
    want("nothing else to say", prepare(backend, "serve")[2], "")


def memory_is_as_prepared(backend, _):
    want("status", run(backend, "--memory", "33M", f"{PLACE}/{backend}.img").returncode, MEMORY)


def damage_is_found(backend, _):
    with open(f"{PLACE}/{backend}.img", "rb") as f:
        whole = f.read()
    for cut in len(whole) // 3, len(whole) - 4096:
        with open(f"{PLACE}/cut.img", "wb") as f:
            f.write(whole[:cut])
        want(f"status of {cut} bytes", run(backend, f"{PLACE}/cut.img").returncode, IMAGE)


# -- snapshots of running guests -----------------------------------------------------------------------------

def started(backend, *words):
    """A guest that serves, and the port that leads to it."""
    port = free_port()
    return subprocess.Popen([BOOT, "--backend", backend, "--publish", f"{port}:8080", *words], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE), port


def kept(guest):
    """It is asked to be kept: its status, and what it said."""
    guest.send_signal(signal.SIGUSR1)
    said = guest.communicate(timeout=TIMEOUT)[1].decode()
    return guest.returncode, "is kept in" in said


def snapshots_go_on(backend, _):
    """Kept, resumed, kept again as that, and resumed on the other engine: each an instance of its own, whose time goes on."""
    first, second, seen = f"{PLACE}/first.snap", f"{PLACE}/second.snap", []
    other = backend if not os.access("/dev/kvm", os.R_OK | os.W_OK) else "kvm" if backend == "process" else "process"
    ways = ((backend, "--snapshot", first, make_image("serve")), (backend, "--snapshot", second, "--resume", first),
            (other, "--resume", second), (backend, "--resume", second))
    for engine, *words in ways:
        guest, port = started(engine, *words)
        try:
            seen.append(facts(port))
            want("clock", seen[-1]["off"] < 30, True)
            want("time, references and timers go on", [seen[-1][key] for key in ("time_goes_on", "new_reference", "hour_left")], ["true"] * 3)
            if "--snapshot" in words:
                want("kept", kept(guest), (0, True))
        finally:
            guest.kill()
            guest.communicate()
    for key in UNIQUE[:-1]:  # the server has drawn random numbers before: its seed is kept with it (doc/preparing.md)
        want(f"different: {key}", len({told[key] for told in seen}), len(seen))


def a_guest_with_a_connection_is_not_kept(backend, _):
    guest, port = started(backend, "--snapshot", f"{PLACE}/open.snap", make_image("serve"))
    try:
        ask(port)
        with socket.create_connection(("127.0.0.1", port)) as s:
            s.sendall(b"GET")  # it has it when it asks for more
            guest.send_signal(signal.SIGUSR1)
            line = b""
            while b"connection open" not in line:
                line = guest.stderr.readline()
                want("it goes on", line != b"", True)
            s.sendall(b" / HTTP/1.0\r\n\r\n")
            want("its answer, to the end", b"".join(iter(lambda: s.recv(65536), b"")).startswith(b"HTTP/1.0 200"), True)
        want("and is kept then", kept(guest), (0, True))
    finally:
        guest.kill()
        guest.communicate()


def other_files_are_not_resumed(backend, _):
    """Damaged anywhere, cut, no snapshot, of another processor: status 125 and a sentence each."""
    with open(f"{PLACE}/first.snap", "rb") as f:
        whole = f.read()

    def turned(at):
        return whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1:]
    lacking = whole[:-4] + b"\xff\xff\xff\xff"  # features that no processor has all of
    with open(make_image("serve"), "rb") as f:
        image = f.read()
    cases = ((turned(len(whole) // 2), b"checksum"), (turned(len(whole) - 100), b"checksum"), (turned(len(whole) - 25), b""), (lacking, b"processor"),
             (whole[:-4096], b"cut short"), (whole[:len(whole) // 2], b""), (image, b"no snapshot"), (b"", b""))
    for number, (data, sentence) in enumerate(cases):
        with open(f"{PLACE}/bad.snap", "wb") as f:
            f.write(data)
        done = run(backend, "--resume", f"{PLACE}/bad.snap")
        want(f"case {number}", (done.returncode, sentence in done.stderr and b"ling boot: " in done.stderr), (IMAGE, True))


# -- pages ---------------------------------------------------------------------------------------------------

ARENA = range(0x1e0000000000, 0x302000000000)  # include/guest_abi.h: from the payload to the end of the arena
BASE = range(0x200000, 0x400000)


def pages(guest, what):
    """Of the guest's own memory: those that smaps counts as `what`."""
    total = 0
    for pid in open(f"/proc/{guest.pid}/task/{guest.pid}/children", encoding="ascii").read().split():
        start = 0
        for line in open(f"/proc/{pid}/smaps", encoding="ascii"):
            if mapping := re.match(r"([0-9a-f]+)-[0-9a-f]+ ", line):
                start = int(mapping.group(1), 16)
            elif line.startswith(what + ":") and (start in ARENA or start in BASE):
                total += int(line.split()[1]) // 4
    return total


def forget_touched(guest):
    for pid in open(f"/proc/{guest.pid}/task/{guest.pid}/children", encoding="ascii").read().split():
        with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as f:
            f.write("1")


def a_request_touches_few_pages(backend, _):
    """A fresh instance of OTP's web server answers one small request: pages that it writes, which are copied; and
    those that an answer touches (those of the second, for a file's pages are mapped in batches at first)."""
    image, port = f"{PLACE}/pages.img", free_port()
    subprocess.run(["erlc", "-o", PLACE, f"{images.TOP}/test/guest/guest_web.erl"], check=True)
    images.make(f"{PLACE}/web.img", OTP, ["kernel", "stdlib", "inets"], [f"{PLACE}/guest_web.beam"],
                ["--otp", OTP, "-noshell", "-pa", PLACE, "-s", "guest_web", "serve"], linked=True)
    want("preparing", run(backend, "--prepare", image, f"{PLACE}/web.img").returncode, 0)
    guest = subprocess.Popen([BOOT, "--backend", backend, "--publish", f"{port}:8080", image], stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL)
    try:
        time.sleep(QUIET_S)
        before = pages(guest, "Anonymous")
        ask(port)
        written = pages(guest, "Anonymous") - before
        forget_touched(guest)
        ask(port)
        touched = pages(guest, "Referenced")
        print(f"  a request: {written} pages written, {touched} touched")
        want(f"few pages written ({written}) and touched ({touched})", written <= WRITTEN_MOST and touched <= TOUCHED_MOST, True)
        want("any at all", written > 0 and touched > 0, True)
    finally:
        guest.terminate()
        guest.wait(TIMEOUT)


TESTS = (instances_differ, goes_on_behind_another_door, same_bytes, a_program_that_ticks_is_prepared, connections_are_named, a_program_that_halts_is_not_prepared, an_image_is_not_its_own_output, the_busy_are_stopped, what_is_kept_is_said,
         memory_is_as_prepared, damage_is_found, snapshots_go_on, a_guest_with_a_connection_is_not_kept, other_files_are_not_resumed, a_request_touches_few_pages)
ON_PROCESS = goes_on_behind_another_door, a_request_touches_few_pages  # of the other the host does not see the pages


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=int, default=5)
    given = parser.parse_args()
    os.makedirs(PLACE, exist_ok=True)
    subprocess.run(["erlc", "-o", PLACE, f"{images.TOP}/test/guest/prepared_web.erl"], check=True)
    passed = failed = skipped = 0
    for backend in "process", "kvm":
        for test in TESTS:
            if test in ON_PROCESS and backend != "process":
                continue
            if backend == "kvm" and not os.access("/dev/kvm", os.R_OK | os.W_OK):
                skipped += 1
                continue
            try:
                test(backend, given.instances)
                passed += 1
            except (Failure, subprocess.TimeoutExpired, OSError, KeyError) as e:
                failed += 1
                print(f"{backend} {test.__name__}: {e!r}")
    if skipped:
        print("NO /dev/kvm: prepared images were not tested on engine kvm.")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(bool(failed))


main()
