#!/usr/bin/env python3
"""What the interface between a guest and the tender promises and refuses, on both engines.

Boots test/guest/guest.c (build/test/guest.elf) once for each test: the guest does one thing, and its output, its
end and the tender's sentence are judged here.  Usage: test/guest/run.py [--backend kvm|process] [NAME...]
"""
import argparse
import contextlib
import glob
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

BOOT, GUEST = "build/libexec/ling-boot", "build/test/guest.elf"
TIMEOUT = 60
FAULT, HOSTILE, KILLED, IMAGE, USAGE = 122, 119, 124, 125, 64


class Failure(Exception):
    pass


def boot(backend, *words, options=(), stdin=b"", image=GUEST):
    """(status, stdout, stderr) of one guest."""
    command = [BOOT, "--backend", backend, *options, image, "--", *words]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=TIMEOUT)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def want(what, got, wanted):
    if got != wanted:
        raise Failure(f"{what}: {got!r}, not {wanted!r}")


def contains(text, part):
    if part not in text:
        raise Failure(f"no {part!r} in {text!r}")


@contextlib.contextmanager
def running(backend, *words, options=()):
    command = [BOOT, "--backend", backend, "--timeout", str(TIMEOUT), *options, GUEST, "--", *words]
    guest = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        yield guest
    finally:
        guest.kill()
        guest.communicate()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


# -- what is promised ------------------------------------------------------------------------------

def says(name, *lines, status=0):
    def test(backend):
        got, out, err = boot(backend, name)
        want("output", out.splitlines(), list(lines))
        want("status", got, status)
    return test


def hello(backend):
    got, out, err = boot(backend, "hello", "b", options=["--env", "A=1"])
    want("output", out.splitlines(), ["hello", "abi 1", f"thread pointer {0x123456789000}", "arguments 2"])
    want("stderr", err, "to stderr\n")
    want("status", got, 7)


def clock(backend):
    before = int(time.time())
    _, out, _ = boot(backend, "clock")
    lines = dict(line.rsplit(" ", 1) for line in out.splitlines())
    if not 200 <= int(lines["waited ms"]) < 5000:
        raise Failure(f"waited {lines['waited ms']} ms, not 200")
    want("clock", lines["clock"], "steady")
    if not before - 2 <= int(lines["seconds"]) <= time.time() + 2:
        raise Failure(f"the guest's date is {int(lines['seconds']) - before} s off")


def console_input(backend):
    text = b"a line\n" * 20000
    got, out, _ = boot(backend, "input", stdin=text)
    want("echo", (got, out == text.decode()), (0, True))


def flood(backend):
    got, out, _ = boot(backend, "flood")
    want("output", (got, out == "0123456789" * 100000), (0, True))


def stop(backend):
    with running(backend, "stop") as guest:
        want("first line", guest.stdout.readline(), b"ready\n")
        guest.send_signal(signal.SIGTERM)
        out, _ = guest.communicate(timeout=TIMEOUT)
        want("after SIGTERM", (guest.returncode, out), (3, b"stopping\n"))


def confined(backend):
    """The tender, and the cell of engine process, have a filter and cannot gain rights; the cell has no descriptor."""
    with running(backend, "stop") as guest:
        guest.stdout.readline()
        cells = open(f"/proc/{guest.pid}/task/{guest.pid}/children", encoding="ascii").read().split()
        want("cells", len(cells), 1 if backend == "process" else 0)
        for pid in [guest.pid, *cells]:
            status = open(f"/proc/{pid}/status", encoding="ascii").read()
            contains(status, "Seccomp:\t2")
            contains(status, "NoNewPrivs:\t1")
        for pid in cells:
            want("descriptors of the cell", os.listdir(f"/proc/{pid}/fd"), [])


def second_interrupt(backend):
    with running(backend, "loop") as guest:
        for _ in range(2):
            time.sleep(0.3)
            guest.send_signal(signal.SIGINT)
        guest.communicate(timeout=TIMEOUT)
        want("status", guest.returncode, KILLED)


def echo_once(port, text):
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as s:
        sender = threading.Thread(target=lambda: (s.sendall(text), s.shutdown(socket.SHUT_WR)))
        sender.start()
        back = b""
        while part := s.recv(65536):
            back += part
        sender.join()
        return back == text


def published(backend):
    port = free_port()
    with running(backend, "echo", "21", options=["--publish", f"{port}:8080"]) as guest:
        guest.stdout.readline()
        for _ in range(20):
            want("echo", echo_once(port, b"some bytes"), True)
        want("echo of 1 MB", echo_once(port, os.urandom(1 << 20)), True)
        out, _ = guest.communicate(timeout=TIMEOUT)
        want("guest", (guest.returncode, out), (0, b"served 21\n"))


def many_at_once(backend):
    port, count = free_port(), 200
    with running(backend, "echo", str(count), options=["--publish", f"{port}:8080"]) as guest:
        guest.stdout.readline()
        open_ones = [socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) for _ in range(count)]
        for s in open_ones:
            s.sendall(b"x")
            s.shutdown(socket.SHUT_WR)
        want("echoes", [s.recv(9) for s in open_ones], [b"x"] * count)
        for s in open_ones:
            s.close()


def outbound(backend):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer():
            s, _ = server.accept()
            s.sendall(s.recv(100)[::-1])
            s.close()
        threading.Thread(target=answer, daemon=True).start()
        got, out, _ = boot(backend, "connect", str(port), options=["--allow", f"10.0.2.2:{port}"])
        want("allowed", (got, out), (0, "connect 0\nerror 0\nanswer 14\n"))
        _, out, _ = boot(backend, "connect", str(port), options=["--allow", f"10.0.2.2:{port ^ 1}"])
        want("not allowed", out, "connect -13\n")


# -- ends ---------------------------------------------------------------------------------------------

def ends(name, status, sentence, *more, options=()):
    def test(backend):
        got, _, err = boot(backend, name, *more, options=options)
        want("status", got, status)
        contains(err, sentence)
    return test


def faults(name, sentence):
    return ends(name, FAULT, sentence)


def refused_port(backend):
    got, _, _ = boot(backend, "port_in")
    want("status", got, FAULT if backend == "process" else HOSTILE)


def interrupt_instruction(backend):
    got, _, _ = boot(backend, "interrupt")
    want("status", got, HOSTILE if backend == "process" else FAULT)


# New kernels (6.14, 6.18) let no filter see uretprobe and uprobe: outside of a probe's own trampoline they do nothing
# but answer SIGILL or ENXIO.
PROBES = [(335, FAULT, b""), (336, FAULT, b""), (336, 0, b"system call answered -6\n")]


def system_calls(backend):
    """Each number from 0 to 600, and numbers of the x32 table: none is answered."""
    if backend == "kvm":
        return says_no_kernel(backend)
    numbers = [*range(601), *(0x40000000 + n for n in (0, 1, 57, 59, 520)), 4096, 0x40001000, 2**32 - 1]
    waiting = []
    for n in numbers:
        waiting.append((n, subprocess.Popen([BOOT, "--backend", backend, GUEST, "--", "syscall", str(n)], stdout=subprocess.PIPE,
                                            stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)))
        if len(waiting) < 8 and n != numbers[-1]:
            continue
        for number, guest in waiting:
            out, _ = guest.communicate(timeout=TIMEOUT)
            if (number, guest.returncode, out) not in PROBES:
                want(f"system call {number}", (guest.returncode, out), (HOSTILE, b""))
        waiting = []


def says_no_kernel(backend):
    got, _, _ = boot(backend, "syscall", "39")
    want("status", got, FAULT)


def dump_names_the_line(backend):
    """A register dump says function, file and line of the fault, and who called."""
    place = glob.glob("build/test/symbols/*")
    got, _, err = boot(backend, "instruction", options=["--symbols", max(place, key=os.path.getmtime)])
    want("status", got, FAULT)
    contains(err, " refuse_instruction (test/guest/guest.c:")
    contains(err, " guest_main (test/guest/guest.c:")
    contains(err, "running Erlang process: <0.42.0>")


def endless(backend):
    begun = time.time()
    for name in "loop", "sleep":
        got, _, err = boot(backend, name, options=["--timeout", "0.5"])
        want("status", got, KILLED)
        contains(err, "--timeout")
    if time.time() - begun > 20:
        raise Failure("the deadline came late")


# -- images and command lines ----------------------------------------------------------------------------

def damaged(change, sentence):
    def test(backend):
        image = bytearray(open(GUEST, "rb").read())
        image = change(image) or image
        with tempfile.NamedTemporaryFile() as f:
            f.write(image)
            f.flush()
            got, out, err = boot(backend, "hello", image=f.name)
        want("status", (got, out), (IMAGE, ""))
        contains(err, sentence)
    return test


def put(image, at, value, size):
    image[at:at + size] = value.to_bytes(size, "little")


HEADERS, HEADER = 64, 56  # of the ELF file: where program headers begin, and how long one is


def segment(index, field, value):
    """Changes a field of a program header: offsets as in Elf64_Phdr."""
    places = {"flags": (4, 4), "offset": (8, 8), "address": (16, 8), "file": (32, 8), "memory": (40, 8)}
    at, size = places[field]
    return lambda image: put(image, HEADERS + index * HEADER + at, value, size)


def version(image):
    at = image.index(b"Ling\0")
    put(image, at + 8, 2, 4)


def usage(*options, sentence):
    def test(backend):
        done = subprocess.run([BOOT, *options], capture_output=True, timeout=TIMEOUT)
        want("status", done.returncode, USAGE)
        contains(done.stderr.decode(), sentence)
    return test


def small_memory(backend):
    got, _, err = boot(backend, "hello", options=["--memory", "1M"])
    want("status", got, 123)
    contains(err, "--memory")


def taken_port(backend):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        got, _, err = boot(backend, "hello", options=["--publish", f"{port}:80"])
        want("status", got, USAGE)
        contains(err, "in use")


SHARED = {
    "hello": hello,
    "clock": clock,
    "memory": says("memory", "discard 0", "kept 1", "gone 0", "kept 3"),
    "entropy": says("entropy", "entropy 0", "two draws differ", "none -22", "too many -22"),
    "console_input": console_input,
    "flood": flood,
    "stop": stop,
    "confined": confined,
    "second_interrupt": second_interrupt,
    "published": published,
    "many_at_once": many_at_once,
    "outbound": outbound,
    "local": says("local", "connect 0", "same port 1", "bytes 4", "first 112", "end 1", "reset 104", "nobody -111"),
    "datagram": says("datagram", "bind 0", "bind 0", "size 8", "from its port 1"),
    "slots": says("slots", "all of them 1", "then -24", "again 5"),
    "bad_calls": says("bad_calls", "unknown -38", "unknown -38", "unknown -38", "exit how -22", "exit status -22",
                      "discard text -22", "discard gate -22", "discard half -22", "discard none -22",
                      "discard beyond -22", "discard round -22", "open kind -22", "open family -97", "bind console -9",
                      "bind beyond -9", "listen free -9", "bind foreign -99", "connect foreign -13", "long address -22"),
    "crash": ends("crash", 120, "the program crashed"),
    "panic": ends("panic", 121, "found itself broken"),
    "out_of_memory": ends("out_of_memory", 123, "is not enough"),
    "endless": endless,
    "dump_names_the_line": dump_names_the_line,
    "write_text": faults("write_text", "page fault at address 0x200000"),
    "write_gate": faults("write_gate", "page fault at address 0x1f0000000000"),
    "write_boot": faults("write_boot", "page fault"),
    "write_clock": faults("write_clock", "page fault"),
    "write_host_half": faults("write_host_half", "page fault"),
    "write_received": faults("write_received", "page fault"),
    "write_null": faults("null", "page fault at address 0x0"),
    "write_beyond": faults("beyond", "page fault"),
    "write_system": faults("system", "page fault"),
    "run_data": faults("run_data", "page fault at address 0x202000000000"),
    "run_transfer": faults("run_transfer", "page fault"),
    "stack_overflow": faults("stack", "page fault"),
    "invalid_instruction": faults("instruction", "invalid instruction"),
    "halt_instruction": faults("halt", "general protection"),
    "divide": faults("divide", "divide error"),
    "breakpoint": faults("breakpoint", "breakpoint"),
    "port_out": faults("port", "general protection"),
    "port_in": refused_port,
    "control_register": faults("control", "general protection"),
    "msr": faults("msr", "general protection"),
    "interrupt": interrupt_instruction,
    "system_calls": system_calls,
    "ring_overfull": ends("ring_put", HOSTILE, "ring"),
    "ring_backwards": ends("ring_back", HOSTILE, "ring"),
    "ring_taken": ends("ring_taken", HOSTILE, "ring"),
    "bad_datagram": ends("bad_datagram", HOSTILE, "ring"),
    "small_memory": small_memory,
}

# The engine has no part in these.
ONCE = {
    "image_empty": damaged(lambda i: bytearray(b"\x7fELF"), "cut short"),
    "image_text": damaged(lambda i: bytearray(b"#!/bin/sh\n" * 100), "not an image"),
    "image_cut": damaged(lambda i: i[:9000], "cut short"),
    "image_of_32_bits": damaged(lambda i: put(i, 4, 1, 1), "not an image"),
    "image_without_segments": damaged(lambda i: put(i, 56, 0, 2), "damaged"),
    "image_with_many_segments": damaged(lambda i: put(i, 56, 65535, 2), "damaged"),
    "image_table_beyond": damaged(lambda i: put(i, 32, 2**64 - 8, 8), "cut short"),
    "image_writable_text": damaged(segment(0, "flags", 7), "writable and executable"),
    "image_in_the_tender": damaged(segment(2, "address", 0x1f0000000000), "outside"),
    "image_code_in_the_arena": damaged(segment(0, "address", 0x201000000000), "outside"),
    "image_at_the_end": damaged(segment(2, "address", 2**64 - 4096), "outside"),
    "image_overlap": damaged(segment(2, "address", 0x200000), "overlap"),
    "image_odd_address": damaged(segment(2, "address", 0x204001), "does not begin on a page"),
    "image_file_beyond": damaged(segment(1, "file", 2**40), "cut short"),
    "image_entry": damaged(lambda i: put(i, 24, 0x204000, 8), "no code"),
    "image_of_another_version": damaged(version, "version 2"),
    "no_image": usage(sentence="which image"),
    "absent_image": lambda b: absent(),
    "two_images": usage("a", "b", sentence="one image"),
    "bad_memory": usage("--memory", "much", "a", sentence="--memory wants"),
    "bad_timeout": usage("--timeout", "-1", "a", sentence="--timeout wants"),
    "bad_publish": usage("--publish", "80", "a", sentence="--publish wants"),
    "bad_publish_udp": usage("--publish", "udp:80", "a", sentence="--publish wants"),
    "bad_port": usage("--publish", "80:99999", "a", sentence="--publish wants"),
    "bad_allow": usage("--allow", "host", "a", sentence="--allow wants"),
    "bad_dns": usage("--dns", "name", "a", sentence="--dns wants"),
    "bad_symbols": usage("--symbols", "/nonexistent", "a", sentence="--symbols: /nonexistent"),
    "bad_backend": usage("--backend", "vax", "a", sentence="--backend is"),
    "bad_option": usage("--what", "x", "a", sentence="no option --what"),
    "no_value": usage("--memory", sentence="wants a value"),
    "taken_port": taken_port,
}


def absent():
    done = subprocess.run([BOOT, "/nosuch.img"], capture_output=True, timeout=TIMEOUT)
    want("status", done.returncode, IMAGE)
    contains(done.stderr.decode(), "No such file")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--backend", choices=["kvm", "process"])
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    passed = failed = skipped = 0
    tests = [(b, n, t) for b in ("kvm", "process") for n, t in SHARED.items()] + [("process", n, t) for n, t in ONCE.items()]
    for backend, name, test in tests:
        if (given.backend and backend != given.backend) or (given.names and name not in given.names):
            continue
        if backend == "kvm" and not os.access("/dev/kvm", os.R_OK | os.W_OK):
            skipped += 1
            continue
        try:
            test(backend)
            passed += 1
        except (Failure, subprocess.TimeoutExpired, OSError) as e:
            failed += 1
            print(f"{backend} {name}: {e}")
    if skipped:
        print("NO /dev/kvm: nothing was tested on engine kvm.")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(bool(failed))


main()
