#!/usr/bin/env python3
"""`ling spawn` on both engines: requests of every form, faults of guests and clients, limits, ends.

Usage: test/spawn/run.py [--backend kvm|process] [--requests N] [TEST ...]
"""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import accessible
from harness import IMAGE, NGINX, PLACE, SPAWN, TOP, Connection, Failure, Nginx, Spawner, answers, build_image, engines, free_port, make_image, run_tests, want

TESTS = []


def test(function):
    TESTS.append(function)
    return function


# -- what HTTP asks for ------------------------------------------------------------------------------------------------

@test
def forms(engine, _):
    """Bodies with a length, in chunks and until the end; HEAD; interim answers; keep-alive and pipelining."""
    with Spawner(engine) as s:
        want("echo", s.get("/echo/hello")[2], b"hello")
        want("length", len(s.get("/length/300000")[2]), 300000)
        status, headers, body = s.get("/eof/200000")
        want("until the end", (status, headers.get("transfer-encoding"), len(body)), (200, "chunked", 200000))
        want("chunks", s.get("/chunks/50")[2], b"abcde" * 50)
        want("interim", s.get("/interim")[2], b"after")
        want("204", s.get("/nothing")[0], 204)
        want("404", s.get("/unknown")[0], 404)
        status, headers, body = s.get("/echo/x", "HEAD")
        want("HEAD", (status, headers["content-length"], body), (200, "1234", b""))
        with s.connect() as c:
            c.send("GET", "/echo/one")
            want("first of a connection", c.answer()[2], b"one")
            c.raw(b"".join(b"GET /echo/%d HTTP/1.1\r\nHost: a\r\n\r\n" % n for n in range(4)))
            want("pipeline", [c.answer()[2] for _ in range(4)], [b"0", b"1", b"2", b"3"])
            c.raw(b"GET /echo/old HTTP/1.0\r\n\r\n")
            want("HTTP/1.0", (c.answer()[2], c.is_closed()), (b"old", True))
        with s.connect() as c:
            c.raw(b"GET /eof/9 HTTP/1.0\r\n\r\n")
            status, headers, body = c.answer()
            want("HTTP/1.0 without a length", ("transfer-encoding" in headers, body), (False, b"x" * 9))


@test
def bodies(engine, _):
    """A large body gets through unchanged, by length and in chunks; 100-continue; what is too long is refused."""
    block = os.urandom(1 << 20)
    wanted = b"%d %d" % (len(block) * 3, zlib.adler32(block * 3))
    with Spawner(engine, "--body", "4M") as s:
        want("3 MiB", s.get("/body", "POST", body=block * 3)[2], wanted)
        with s.connect() as c:
            c.raw(b"POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in range(3):
                c.raw(b"%x;ext=1\r\n" % len(block) + block + b"\r\n")
            c.raw(b"0\r\nTrailer: 1\r\n\r\nGET /echo/next HTTP/1.1\r\nHost: a\r\n\r\n")
            want("3 MiB in chunks", c.answer()[2], wanted)
            want("after them", c.answer()[2], b"next")
        with s.connect() as c:
            c.raw(b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            want("100", c.answer()[0], 100)
            c.raw(b"abc")
            want("after 100", c.answer()[2], b"3 %d" % zlib.adler32(b"abc"))
        want("too long", s.get("/body", "POST", ["Content-Length: 5000000"])[0], 413)
        with s.connect() as c:
            c.raw(b"POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n500000\r\n")
            try:
                c.raw(block * 5)
            except OSError:
                pass
            want("too long in chunks", c.answer()[0], 413)
        want("its line", "too long" in s.log_line('"POST /body" 413'), True)


@test
def heads(engine, _):
    """Headers of this hop stay here, those that speak for the spawner cannot be forged, and what is no request is refused."""
    refused = {b"GET / HTTP/1.1\r\n\r\n": 400, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n": 400, b"\x16\x03\x01\x02\0\x01": 400,
               b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n": 400,
               b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n": 400,
               b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n": 501,
               b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n": 400, b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n": 400,
               b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n": 501, b"GET x HTTP/1.1\r\nHost: a\r\n\r\n": 400,
               b"GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n": 417,
               b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 200 + b"\r\n": 431,
               b"GET /" + b"x" * 20000 + b" HTTP/1.1\r\nHost: a\r\n\r\n": 431, b"GET / HTTP/2.0\r\nHost: a\r\n\r\n": None}
    with Spawner(engine) as s:
        sent = ["Ling-Request: 7", "Connection: X-Private", "X-Private: 1", "TE: trailers", "Upgrade: websocket", "Keep: me"]
        seen = dict(line.split(": ", 1) for line in s.get("/headers", headers=sent)[2].decode().splitlines())
        want("kept", (seen.get("keep"), seen["connection"]), ("me", "close"))
        want("dropped", [h for h in ("x-private", "te", "upgrade") if h in seen], [])
        want("not forged", seen["ling-request"] != "7", True)
        want("who asks", seen["x-forwarded-for"], "127.0.0.1")
        for request, status in refused.items():
            with s.connect() as c:
                c.raw(request)
                got = c.answer()[0]
                if got != status and (status or got not in (400, 505)):
                    raise Failure(f"{request[:60]!r}: {got}, not {status}")
        want("a line", "names one host" in s.log_line('"GET /" 400'), True)


# -- faults of guests ----------------------------------------------------------------------------------------------------

@test
def guests(engine, _):
    """Whatever a guest does, its client hears of it by a status, others do not, and the log has a line that says why."""
    faults = {"/crash": (502, "crashed"), "/halt": (502, "halted"), "/hang": (504, "in time"), "/sleep": (504, "in time"),
              "/memory": (502, ""), "/garbage": (502, "not HTTP"), "/protocol": (502, "protocol"), "/split": (502, "not HTTP"),
              "/early": (502, "closed"), "/half": (502, "closed"), "/head/20000": (502, "too long"), "/length/2000000": (502, "too long")}
    with Spawner(engine, "--deadline", str(4 * patience(engine)), "--answer", "1M", "--instances", "8") as s:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            work = {path: pool.submit(s.get, path) for path in faults}
            good = [pool.submit(s.get, f"/echo/{n}") for n in range(8)]
            for path, (status, word) in faults.items():
                got, _, body = work[path].result()
                if got != status or word.encode() not in body:
                    raise Failure(f"{path}: {got} {body!r}, not {status} and '{word}'")
                s.log_line(f'"GET {path}" {status}')
            want("others", [g.result()[2] for g in good], [b"%d" % n for n in range(8)])
        for path in "/short", "/eof/2000000":
            with s.connect() as c:
                c.send("GET", path)
                try:
                    c.answer()
                    raise Failure(f"{path}: the answer came to an end")
                except (Failure, ConnectionResetError) as e:
                    if "came to an end" in str(e):
                        raise
            s.log_line(f'"GET {path}" 200')
        want("outside", s.get("/outside")[2], b"{error,eacces}" if patience(engine) == 1 else b"{error,econnrefused}")
        want("after all", s.get("/echo/fine")[2], b"fine")


# -- clients and limits ---------------------------------------------------------------------------------------------------

@test
def clients(engine, _):
    """A client that goes takes its instance with it; one that is slow is not waited for."""
    with Spawner(engine, "--idle", "1", "--deadline", str(6 * patience(engine)), "--instances", "1", "--queue", "1") as s:
        with s.connect() as gone:
            gone.send("GET", "/sleep")
            time.sleep(0.4)
        begun = time.time()
        want("the place is free", s.get("/echo/a")[2], b"a")
        want("at once", time.time() - begun < 4, True)
        s.log_line('"GET /sleep" 0')
        with s.connect() as slow:
            slow.raw(b"GET / HT")
            want("slow head", slow.answer()[0], 408)
        with s.connect() as idle:
            want("idle", idle.is_closed(), True)
        with s.connect() as first:
            first.send("GET", "/sleep")
            time.sleep(2 * patience(engine))  # the second's time begins now, and it gets the place when the first's is over
            second = s.connect()
            second.send("GET", "/echo/second")
            time.sleep(0.3)
            status, headers, _ = s.get("/echo/third")
            want("third", (status, headers.get("retry-after")), (503, "1"))
            want("its line", "the queue is full" in s.log_line('"GET /echo/third" 503'), True)
            want("first", first.answer()[0], 504)
            want("second", second.answer()[2], b"second")


@test
def routes(engine, _):
    """Images by prefix and by host name; settings from a file; reload; what is wrong with them is said."""
    path = f"{PLACE}/{engine}.conf"
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"# a comment\nroute /echo={IMAGE}\nroute here.example={IMAGE}\nargument -extra\nmemory 64M\n")
    with Spawner(engine, "--config", path, image=None) as s:
        want("prefix", (s.get("/echo/1")[0], s.get("/echoes")[0], s.get("/random")[0]), (200, 404, 404))
        with s.connect() as c:
            c.raw(b"GET /random HTTP/1.1\r\nHost: Here.Example:80\r\n\r\n")
            want("host", c.answer()[0], 200)
        with s.connect() as running:
            running.send("GET", "/echo/kept")
            with open(path, "a", encoding="utf-8") as f:
                f.write(f"route /random={IMAGE}\n")
            s.process.send_signal(signal.SIGHUP)
            want("request that runs", running.answer()[2], b"kept")
        s.log_line("each request")
        end = time.time() + 10
        while s.get("/random")[0] != 200 and time.time() < end:
            time.sleep(0.1)
        want("after the reload", s.get("/random")[0], 200)
        with open(path, "a", encoding="utf-8") as f:
            f.write("wonder 1\n")
        s.process.send_signal(signal.SIGHUP)
        s.log_line("no setting 'wonder'")
        want("old settings", s.get("/random")[0], 200)


@test
def rebuilt(engine, _):
    """An image that is made anew under a spawner is another file: what runs goes on, and a reload takes the new one."""
    path = f"{PLACE}/{engine}.img"
    build_image(path)
    with Spawner(engine, "--memory", "64M", image=path) as s, open(path, "rb") as running:
        before = running.read(1 << 20)
        build_image(path)
        want("another file", os.fstat(running.fileno()).st_ino != os.stat(path).st_ino, True)
        running.seek(0)
        want("the same bytes", running.read(1 << 20) == before, True)
        want("answer", s.get("/echo/old")[2], b"old")
        s.process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        want("answer after the reload", s.get("/echo/new")[2], b"new")


@test
def ends(engine, _):
    """SIGTERM lets requests end; SIGKILL leaves nothing behind."""
    with Spawner(engine) as s:
        with s.connect() as c:
            c.send("GET", "/sleep/700")
            time.sleep(0.3)
            s.process.send_signal(signal.SIGTERM)
            want("request that runs", c.answer()[2], b"slept")
        want("status", s.process.wait(10), 0)
    s = Spawner(engine, "--fresh", "pool", "--pool", "2")
    with s.connect() as c:
        c.send("GET", "/hang")
        time.sleep(0.5)
        mark = f"127.0.0.1:{s.port}"
        want("processes before", len(processes_of(s.process.pid, mark)) >= 5, True)
        s.process.kill()
        s.process.wait()
        end = time.time() + 5
        while processes_of(s.process.pid, mark) and time.time() < end:
            time.sleep(0.02)
        want("processes after", processes_of(s.process.pid, mark), [])


@test
def accidents(engine, _):
    """A front or a maker that dies ends the spawner, with a status; a machine that cannot be made is a 503 that says why."""
    for part in 0, 1:
        s = Spawner(engine)
        with open(f"/proc/{s.process.pid}/task/{s.process.pid}/children", encoding="ascii") as f:
            os.kill(int(f.read().split()[part]), signal.SIGKILL)
        want("status", s.process.wait(10), 1)
        want("processes after", processes_of(s.process.pid, f"127.0.0.1:{s.port}"), [])
    os.makedirs(f"{PLACE}/alone-{engine}", exist_ok=True)
    shutil.copy(SPAWN, f"{PLACE}/alone-{engine}/ling-spawn")  # without the cell beside it
    with Spawner("process", program=f"{PLACE}/alone-{engine}/ling-spawn") as s:
        status, headers, body = s.get("/")
        want("no cell", (status, headers.get("retry-after"), b"engine process is not to be had" in body), (503, "1", True))
        want("its line", "engine process is not to be had" in s.log_line('"GET /" 503'), True)
    if engine == "kvm" and os.geteuid() == 0 and is_there("unshare", "an absent /dev/kvm was not tested."):
        hide = 'while [ ! -e "$0" ]; do sleep 0.05; done; mount --bind /dev/null /dev/kvm; exec sleep 60'
        gone = f"{PLACE}/gone"
        if os.path.exists(gone):
            os.unlink(gone)
        with Spawner(engine, before=["unshare", "-m"]) as s:
            hider = subprocess.Popen(["nsenter", "-t", str(s.process.pid), "-m", "sh", "-c", hide, gone])
            want("with it", s.get("/echo/1")[0], 200)
            with open(gone, "w", encoding="utf-8"):
                pass
            end = time.time() + 10
            while s.get("/echo/2")[0] != 503 and time.time() < end:
                time.sleep(0.1)
            status, _, body = s.get("/echo/2")
            want("without /dev/kvm", (status, b"engine kvm is not to be had" in body), (503, True))
            want("its line", "engine kvm is not to be had" in s.log_line('"GET /echo/2" 503'), True)
            hider.kill()
            hider.wait()


@test
def floods(engine, _):
    """A client that sends far more than is read, and one that hangs up then, cost no processor time; too many are turned away."""
    with Spawner(engine, "--connections", "3", "--deadline", "6") as s:
        with s.connect() as c:
            c.send("GET", "/sleep")
            c.socket.settimeout(0.5)
            try:
                while True:
                    c.raw(b"GET /echo/x HTTP/1.1\r\nHost: a\r\n\r\n" * 1000)
            except TimeoutError:
                pass
            c.socket.shutdown(socket.SHUT_WR)
            before = processor_time(s)
            time.sleep(1)
            want("busy for nothing", processor_time(s) - before < 0.5, True)
            with s.connect() as second, s.connect() as third, s.connect() as fourth:
                want("one too many", fourth.answer()[0], 503)
                second.send("GET", "/echo/2")
                want("second", second.answer()[2], b"2")
                third.send("GET", "/echo/3")
                want("third", third.answer()[2], b"3")


def processor_time(s):
    """Seconds that the spawner's front has used."""
    with open(f"/proc/{s.process.pid}/task/{s.process.pid}/children", encoding="ascii") as f:
        front = f.read().split()[1]
    with open(f"/proc/{front}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def processes_of(pid, mark):
    """The spawner's processes, by their command line, or cells that are children of one."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/cmdline", "rb") as f:
                    line = f.read()
                with open(f"/proc/{name}/stat", encoding="ascii") as f:
                    state = f.read().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if mark.encode() in line and state != "Z" and int(name) != os.getpid():
                found.append(int(name))
    return found


# -- machines ----------------------------------------------------------------------------------------------------------------

@test
def once(engine, _):
    """Under strace: one machine for each request, made after its first byte, and none ahead; from the pool each exactly once."""
    if is_there("strace", "making machines was not counted."):
        with Spawner(engine) as s:
            count_machines(engine, s)
    with Spawner(engine, "--fresh", "pool", "--pool", "2") as s:
        drawn = [s.get("/random")[2] for _ in range(12)]
        want("each once", len(set(drawn)), 12)
        end = time.time() + 5
        while len(served := re.findall(r" instance (\d+) ", s.log())) < 12 and time.time() < end:
            time.sleep(0.02)
        want("instances", len(set(served)), 12)


def count_machines(engine, s):
    """On kvm KVM_CREATE_VM is counted; elsewhere the maker's clone: a cell has one tracer already, another monitor is a program."""
    trace, made = f"{PLACE}/{engine}.strace", "KVM_CREATE_VM" if engine == "kvm" else "clone("
    with open(f"/proc/{s.process.pid}/task/{s.process.pid}/children", encoding="ascii") as f:
        parts = f.read().split()
    want("processes to look at", len(parts), 2)
    want("a first request, behind which the maker has asked KVM what all machines need", s.get("/echo/first")[0], 200)
    if os.path.exists(trace):
        os.unlink(trace)
    words = ["strace", "-o", trace, "-e", "trace=ioctl,clone,clone3,recvfrom", "-s", "64", *[w for p in parts for w in ("-p", p)]]
    tracer = subprocess.Popen(words + (["-f"] if engine == "kvm" else []), stderr=subprocess.PIPE)
    try:
        said = [tracer.stderr.readline() for _ in parts]
        want("attached", [line for line in said if b"attached" not in line], [])
        time.sleep(0.3)
        want("made ahead", len(lines_with(trace, made)), 0)
        with s.connect() as c:
            for n in range(3):
                c.send("GET", f"/echo/{n}")
                want("answer", c.answer()[2], b"%d" % n)
                end = time.time() + 10
                while len(lines_with(trace, made)) <= n and time.time() < end:
                    time.sleep(0.02)
                if len(lines_with(trace, made)) != n + 1:
                    raise Failure(f"{len(lines_with(trace, made))} machines for {n + 1} requests: {lines_with(trace, '')[-20:]}")
        order = ["VM" if made in line else "byte" for line in lines_with(trace, made, "GET /echo")]
        want("order", order[:2], ["byte", "VM"])
    finally:
        tracer.terminate()
        tracer.wait()


def lines_with(trace, *words):
    if not os.path.exists(trace):
        return []  # strace opens it when it has something to write
    with open(trace, encoding="utf-8", errors="replace") as f:
        return [line for line in f if any(word in line for word in words) and "resumed" not in line]


@test
def nonces(engine, given):
    """Many at once, each with a nonce that its client wants back: none lost, none swapped, none answered twice."""
    for options in [], ["--fresh", "pool", "--pool", "4"]:
        with Spawner(engine, *options, "--log", "none") as s:
            def one(n):
                nonce = b"%d-%s" % (n, os.urandom(8).hex().encode())
                status, _, body = s.get(f"/echo/{nonce.decode()}")
                return status == 200 and body == nonce
            begun = time.time()
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                good = sum(pool.map(one, range(given.requests)))
            want("answers", good, given.requests)
            print(f"  {engine} {'pool' if options else 'create'}: {given.requests} requests at 8 in flight, "
                  f"{given.requests / (time.time() - begun):.0f} a second")


# -- other programs ---------------------------------------------------------------------------------------------------------

def wait_until(what, seconds=10):
    end = time.time() + seconds
    while not what() and time.time() < end:
        time.sleep(0.02)


def patience(engine):
    """How many times longer than on kvm an instance may take: under emulation a boot alone is half a second."""
    return 1 if engine in ("kvm", "process") else 5


def is_there(program, what):
    if subprocess.run(["which", program], capture_output=True).returncode == 0:
        return True
    print(f"NO {program}: {what}")
    return False


@test
def pages(engine, _):
    """The dashboard's figures, as JSON and for Prometheus, and the steps of one request."""
    with Spawner(engine, "--instances", "1", "--queue", "0") as s:
        with s.connect() as c:
            c.send("GET", "/sleep/400")
            time.sleep(0.1)
            want("refused", s.get("/random")[0], 503)
            c.answer()
        wait_until(lambda: json.loads(s.get("/zerg/status")[2])["instances"]["now"] == 0)  # with no queue, its place must be free
        number = s.get("/echo/x")[1]["ling-request"]
        wait_until(lambda: b'"gone"' in s.get(f"/zerg/steps/{number}")[2])
        status = json.loads(s.get("/zerg/status")[2])
        want("status", (status["backend"], status["requests"], status["refused"], status["steps"][0]["count"]),
             (engine, 3, {"503": 1}, 2))
        metrics = s.get("/zerg/metrics")[2].decode()
        want("metrics", [line for line in metrics.splitlines() if not METRIC.fullmatch(line)], [])
        steps = json.loads(s.get(f"/zerg/steps/{number}")[2])["steps"]
        want("steps", [x["name"] for x in steps], "first head taken begun made started listening handed answer answered gone".split())
        want("in order", sorted(x["at"] for x in steps), [x["at"] for x in steps])
        want("none such", (s.get("/zerg/steps/999")[0], s.get("/zerg/x")[0], s.get("/zerg/status", "POST")[0]), (404, 404, 405))
    with Spawner(engine, "--pages", "no", "--log", "json") as s:
        want("no pages", s.get("/zerg/status?\"%0a")[2], b"")
        line = json.loads(s.log_line('"target"'))
        want("log", (line["target"], line["status"], line["backend"], line["fresh"], line["cut"]),
             ("/zerg/status?\"%0a", 404, engine, "create", False))


METRIC = re.compile(r"# (HELP|TYPE) ling_\w+ .+|ling_\w+(\{[a-z]+=\"[^\"]*\"(,le=\"[^\"]+\")?\})? [0-9.]+")


@test
def start_event(engine, _):
    """Zergling gives notice where it is asked to, serves one page, and stops; here as a program of `ling run`."""
    if engine != "process":
        return
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as notices:
        notices.settimeout(30)
        variables = {**os.environ, "PORT": str(port), "LING_READY": "http://127.0.0.1:%d/token" % notices.getsockname()[1], "ERL_CRASH_DUMP": "/dev/null"}
        with subprocess.Popen([f"{TOP}/build/bin/ling", "run", "-noshell", "-pa", f"{TOP}/build/zergling/ebin", "-eval",
                               "{ok, _} = application:ensure_all_started(zergling)."], env=variables, stdin=subprocess.DEVNULL) as program:
            try:
                with notices.accept()[0] as caller:
                    want("notice", caller.recv(1000).split(b"\r\n")[0], b"GET /token HTTP/1.1")
                    caller.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
                with Connection(port) as c:
                    c.send("GET", "/", ["Connection: close"])
                    want("page", b"a machine of its own" in c.until(b"</html>"), True)
                want("its end", program.wait(30), 0)
            finally:
                program.kill()


@test
def browser(engine, _):
    """Zergling's page and the dashboard in headless Chromium: their scripts run, and show this spawner's figures."""
    if engine != engines()[0] or not is_there("chromium", "pages were not looked at in a browser."):
        return
    with Spawner(engine, image=f"{TOP}/build/zergling.img") as s:
        page = render(s, "/", "zergling")
        want("page", [words in page for words in ("This page had a machine of its own", "instance gone", "were done before", "init begins")],
             [True, True, True, False])
        dashboard = render(s, "/zerg/", "dashboard")
        want("live", 'data-live="yes"' in dashboard, True)
        want("for every reader", (accessible.faults(page), accessible.faults(dashboard)), ([], []))
        want("colours", accessible.weak_colours(s.get("/zerg/dashboard.css")[2].decode()), [])
        want("requests", re.search(r'id="requests">(\d+)<', dashboard).group(1), "3")
        want("step", re.search(r"first byte read to the last written</th><td>[0-9.]+</td>", dashboard) is not None, True)
    with Spawner(engine, "--fresh", "recycle", image=f"{TOP}/build/zergling.img") as s:
        page, dashboard = render(s, "/", "zergling-recycle"), render(s, "/zerg/", "dashboard-recycle")
        want("the way, and the steps of a recycled machine", [words in text for words, text in (
            ("had been set back to its start", page), ("request handed over", page), ("set back to their start for each request", dashboard))], [True] * 3)
    with Spawner(engine, image=f"{TOP}/build/zergling-cold.img") as s:
        want("from cold", re.findall(r'<th scope="row">([^<]+)</th>', render(s, "/", "zergling-cold"))[5:9],
             ["first instruction", "init begins", "application is started", "application listens"])


def render(s, path, name):
    """The document after its scripts ran for some seconds; pictures of it, on a screen and on a phone, stand beside the logs."""
    words = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={PLACE}/chromium"]
    url = f"http://127.0.0.1:{s.port}{path}"
    for size in "1200,1500", "500,1800":
        picture = f"{PLACE}/{name}-{size.split(',')[0]}.png"
        subprocess.run([*words, f"--window-size={size}", "--virtual-time-budget=4000", f"--screenshot={picture}", f"{url}?picture"],
                       capture_output=True, timeout=60, check=True)
        want("a picture", os.path.getsize(picture) > 10000, True)
    run = subprocess.run([*words, "--virtual-time-budget=4000", "--dump-dom", url], capture_output=True, timeout=60, check=True)
    return run.stdout.decode()


@test
def nginx(engine, _):
    """Behind Debian's nginx with the configuration that comes with the product."""
    if engine != engines()[0] or not is_there(NGINX, "the spawner was not tested behind it."):
        return
    with Spawner(engine) as s:
        with Nginx("nginx.conf", s) as port, Connection(port) as c:
            for n in range(5):
                c.send("GET", f"/echo/{n}")
                want("echo", c.answer()[2], b"%d" % n)
            c.send("GET", "/length/300000")
            want("length", len(c.answer()[2]), 300000)
            c.send("POST", "/body", body=b"z" * 100000)
            want("body", c.answer()[2].split()[0], b"100000")
            c.send("GET", "/headers", ["X-Forwarded-For: 1.2.3.4"])
            want("who asks", b"127.0.0.1" in c.answer()[2], True)
            c.send("GET", "/accel")
            want("a guest's order to nginx", c.answer()[2], b"mine")


def run(engine, given):
    """How many tests passed and failed."""
    return run_tests(TESTS, engine, given, only=given.tests, name=engine)


def main(description=__doc__, chosen=None):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backend", choices=chosen or ["kvm", "process"])
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("tests", nargs="*")
    given = parser.parse_args()
    make_image()
    chosen = [e for e in chosen or engines() if given.backend in (None, e)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # side by side: they mostly wait for deadlines
        scores = list(pool.map(lambda engine: run(engine, given), chosen))
    passed, failed = (sum(column) for column in zip(*scores))
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
