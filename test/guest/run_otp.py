#!/usr/bin/env python3
"""OTP in a guest, on both engines: inets' httpd serves, httpc fetches by a name, ends are what they are said to be.

Usage: test/guest/run_otp.py [--connections N] [--backend kvm|process] [--soak]

The soak (`make guest-soak`) is nothing but connections, one after the other, on QEMU too.
"""
import argparse
import http.server
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import idle as idleness
import image as images

OTP, TIMEOUT = "/usr/lib/erlang", 60
BOOT, IMAGE = f"{images.TOP}/build/libexec/ling-boot", f"{images.TOP}/build/test/guest-otp.img"
PAGE = b"<h1>a guest</h1>\n"
GROWTH_MOST = 8 << 20  # of resident memory, from the first hundred connections to the last
# QEMU's own, with what it keeps of translated code and takes of the guest's memory by 2 MiB: it grows for 15,000 connections, and not after them.
QEMU_GROWTH_MOST = 16 << 20
CALLS_MOST = 2.3       # for each connection: one; two when its bytes come after it; and now and then one for time's sake


class Failure(Exception):
    pass


def want(what, got, wanted):
    if got != wanted:
        raise Failure(f"{what}: {got!r}, not {wanted!r}")


def boot(backend, *words, options=(), image=IMAGE):
    return subprocess.Popen([BOOT, "--backend", backend, "--timeout", "900", "--statistics", *options, image, "--", *words],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(type=kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def get(port):
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as s:
        s.sendall(b"GET / HTTP/1.0\r\n\r\n")
        answer = b""
        while part := s.recv(65536):
            answer += part
        return answer


def resident(guest):
    """Bytes of memory that they hold, when the machine has given back what it does not need."""
    time.sleep(3)
    total = 0
    for pid in idleness.processes(guest):
        total += int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status", encoding="ascii").read()).group(1))
    return total << 10


def serve(backend, count):
    port = free_port()
    guest = boot(backend, "-s", "guest_web", "serve", options=["--publish", f"{port}:8080"])
    try:
        want("first line", guest.stdout.readline(), b"ready\n")
        times = []
        for n in range(count):
            begun = time.perf_counter()
            answer = get(port)
            times.append(time.perf_counter() - begun)
            if not answer.startswith(b"HTTP/1.0 200") or not answer.endswith(PAGE):
                raise Failure(f"connection {n}: {answer!r}")
            if n == 99:
                early = resident(guest)
        growth = resident(guest) - early
        guest.send_signal(signal.SIGTERM)
        _, err = guest.communicate(timeout=TIMEOUT)
        want("status", guest.returncode, 0)
        calls = int(re.search(rb"(\d+) calls", err).group(1)) if backend != "qemu" else 0
        times.sort()
        print(f"  {backend}: {count} connections, {count / sum(times):.0f} a second, half within {times[count // 2] * 1e6:.0f} us, "
              f"{calls / count:.2f} calls each, resident memory grew by {growth >> 10} KiB", flush=True)
        if growth > (QEMU_GROWTH_MOST if backend == "qemu" else GROWTH_MOST):
            raise Failure(f"resident memory grew by {growth} bytes")
        if calls / count > CALLS_MOST + 200 / count:
            raise Failure(f"{calls} calls for {count} connections")
    finally:
        guest.kill()
        guest.communicate()


def small_guest(backend, _):
    """What `ling build` makes of inets' httpd with kernel and stdlib serves in 24 MB, the image included: to twenty at once, too."""
    image, port = f"{images.TOP}/build/test/guest-otp-small.img", free_port()
    images.make_small_web(image)
    guest = boot(backend, options=["--memory", "24M", "--publish", f"{port}:8080"], image=image)
    answers = []

    def client():
        for _ in range(10):
            answers.append(get(port)[-len(PAGE):])

    try:
        want("first line", guest.stdout.readline(), b"ready\n")
        clients = [threading.Thread(target=client) for _ in range(20)]
        for c in clients:
            c.start()
        for c in clients:
            c.join()
        want("pages", answers.count(PAGE), 200)
    finally:
        guest.kill()
        guest.communicate()


def datagrams(backend, _):
    """With --publish udp: datagrams reach the guest, and its answers leave by the published port."""
    port = free_port(socket.SOCK_DGRAM)
    guest = boot(backend, "-s", "guest_web", "datagrams", options=["--publish", f"udp:{port}:8080"])
    try:
        want("first line", guest.stdout.readline(), b"ready\n")
        clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(3)]
        for s in clients:
            s.settimeout(TIMEOUT)
            s.connect(("127.0.0.1", port))  # hears nobody else
        for n in range(100):
            for s in clients:
                text = b"%d %d" % (n, s.fileno()) + b"." * (n * 10)
                s.send(text)
                want("answer", s.recv(65536), b"10.0.2.2 " + text)
        clients[0].send(b"stop")
        guest.communicate(timeout=TIMEOUT)
        want("status", guest.returncode, 0)
        for s in clients:
            s.close()
    finally:
        guest.kill()
        guest.communicate()


def idle(backend, _):
    port = free_port()
    guest = boot(backend, "-s", "guest_web", "serve", options=["--publish", f"{port}:8080"])
    try:
        want("first line", guest.stdout.readline(), b"ready\n")
        get(port)
        why = idleness.complaint(guest, backend)
        if why:
            raise Failure(why)
    finally:
        guest.kill()
        guest.communicate()


class Resolver(threading.Thread):
    """Answers any question for an address with 10.0.2.2, the host as a guest sees it."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.asked = []

    def run(self):
        while True:
            question, who = self.socket.recvfrom(512)
            end = question.index(b"\0", 12) + 5
            is_address = question[end - 4:end - 2] == b"\0\1"
            self.asked.append(question[12:end - 5])
            answer = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + bytes([10, 0, 2, 2]) if is_address else b""
            head = question[:2] + b"\x81\x80\0\1" + (b"\0\1" if is_address else b"\0\0") + b"\0\0\0\0"
            self.socket.sendto(head + question[12:end] + answer, who)


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "9")
        self.end_headers()
        self.wfile.write(b"from host")

    def log_message(self, *_):
        pass


def fetch(backend, _):
    server, resolver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page), Resolver()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    resolver.start()
    port = server.server_port
    for allowed, wanted in (f"10.0.2.2:{port}", b"200 from host"), (f"10.0.2.2:{port ^ 1}", b"error"):
        guest = boot(backend, "-run", "guest_web", "fetch", f"http://page.example:{port}/", "-s", "init", "stop",
                     options=["--dns", f"127.0.0.1:{resolver.port}", "--allow", allowed])
        out, _ = guest.communicate(timeout=TIMEOUT)
        want(f"with --allow {allowed}", out[:len(wanted)], wanted)
    want("questions", any(b"page" in q for q in resolver.asked), True)
    server.shutdown()


def ends(backend, _):
    for words, status in (["-eval", "halt(5)."], 5), (["-s", "guest_web", "crash"], 120), (["-eval", 'halt("no").'], 120):
        guest = boot(backend, *words)
        _, err = guest.communicate(timeout=TIMEOUT)
        want(f"status of {words}", guest.returncode, status)
        want("sentence", b"the program crashed" in err, status == 120)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--connections", type=int, default=500)
    parser.add_argument("--backend", choices=["kvm", "process", "qemu"])
    parser.add_argument("--soak", action="store_true")
    given = parser.parse_args()
    images.make_web(IMAGE, OTP)
    passed = failed = skipped = 0
    backends = ["kvm", "process"] + ["qemu"] * (given.soak and shutil.which("qemu-system-x86_64") is not None)
    for backend in [given.backend] if given.backend else backends:
        for test in [serve] if given.soak else [serve, datagrams, idle, fetch, ends, small_guest]:
            if backend == "kvm" and not os.access("/dev/kvm", os.R_OK | os.W_OK):
                skipped += 1
                continue
            try:
                test(backend, given.connections)
                passed += 1
            except (Failure, subprocess.TimeoutExpired, OSError) as e:
                failed += 1
                print(f"{backend} {test.__name__}: {e}")
    if skipped:
        print("NO /dev/kvm: OTP was not tested on engine kvm.")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(bool(failed))


main()
