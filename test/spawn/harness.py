"""A spawner under test, and a small client of HTTP that sees every byte."""
import os
import re
import signal
import socket
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLACE = f"{TOP}/build/test/spawn"
LING, SPAWN, IMAGE = f"{TOP}/build/bin/ling", f"{TOP}/build/libexec/ling-spawn", f"{PLACE}/guest.img"
PREPARED = f"{PLACE}/prepared.img"
TIMEOUT = 30
NGINX = "/usr/sbin/nginx"


class Failure(Exception):
    pass


def want(what, got, wanted):
    if got != wanted:
        raise Failure(f"{what}: {got!r}, not {wanted!r}")


def make_image():
    os.makedirs(f"{PLACE}/guest", exist_ok=True)
    subprocess.run(["erlc", "-o", f"{PLACE}/guest", f"{TOP}/test/spawn/spawn_guest.erl"], check=True)
    build_image(IMAGE)


def build_image(path):
    """Of what make_image() compiled."""
    subprocess.run([LING, "build", f"{PLACE}/guest", "-o", path, "-s", "spawn_guest", "main"], check=True, stdout=sys.stderr)


def build_prepared():
    """The same, prepared: PREPARED."""
    subprocess.run([LING, "build", f"{PLACE}/guest", "-o", PREPARED, "-s", "spawn_guest", "main", "--prepare"], check=True, stdout=sys.stderr)


def engines():
    """Those that can be tested here; a missing one is said aloud."""
    if os.access("/dev/kvm", os.R_OK | os.W_OK):
        return ["kvm", "process"]
    print("NO /dev/kvm: engine kvm was not tested.")
    return ["process"]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


class Spawner:
    """`with Spawner("kvm", "--pool", "2") as s:`; ends it with SIGTERM and wants status 0."""

    def __init__(self, engine, *options, image=IMAGE, before=(), program=SPAWN):
        self.port = free_port()
        os.makedirs(PLACE, exist_ok=True)
        self.log_path = f"{PLACE}/{engine}-{self.port}.log"
        words = ["--memory", "64M", *options] if image == IMAGE else [*options]
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen([*before, program, "--listen", f"127.0.0.1:{self.port}", "--backend", engine, *words,
                                             *([image] if image else [])], stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, start_new_session=True)
        end = time.time() + TIMEOUT
        # It listens before its processes are there: who looks for these waits for its sentence too.
        while "each request" not in self.log() or not answers(self.port):
            if self.process.poll() is not None or time.time() > end:
                raise Failure(f"the spawner did not start: {self.log()}")
            time.sleep(0.01)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            status = self.process.wait()
        os.unlink(self.log_path) if not kind else None
        if not kind and status != 0:
            raise Failure(f"the spawner ended with status {status}")

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as f:
            return f.read()

    def connect(self):
        return Connection(self.port)

    def get(self, path, method="GET", headers=(), body=b""):
        """(status, headers, body) over a connection of its own."""
        with self.connect() as c:
            c.send(method, path, headers, body)
            return c.answer(method)

    def log_line(self, word):
        end = time.time() + 5
        while time.time() < end:
            for line in self.log().splitlines():
                if word in line:
                    return line
            time.sleep(0.02)
        raise Failure(f"no line with {word!r} in the log: {self.log()[-800:]}")


class Connection:
    def __init__(self, port, address="127.0.0.1"):
        self.socket = socket.create_connection((address, port), timeout=TIMEOUT)
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def raw(self, data):
        self.socket.sendall(data)

    def send(self, method, path, headers=(), body=b""):
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def more(self):
        part = self.socket.recv(65536)
        self.rest += part
        return part

    def until(self, mark):
        while mark not in self.rest:
            if not self.more():
                raise Failure(f"the connection ended within an answer: {self.rest[:300]!r}")
        before, self.rest = self.rest.split(mark, 1)
        return before

    def take(self, count):
        while len(self.rest) < count:
            if not self.more():
                raise Failure(f"the connection ended {count - len(self.rest)} bytes too early")
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def answer(self, method="GET"):
        first, *lines = self.until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        found = re.fullmatch(r"HTTP/1\.1 (\d{3}) .*", first)
        if not found:
            raise Failure(f"no status line: {first!r}")
        status = int(found.group(1))
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        return status, headers, b"" if method == "HEAD" or status in (100, 204, 304) else self.body(headers)

    def body(self, headers):
        if headers.get("transfer-encoding") == "chunked":
            whole = b""
            while size := int(self.until(b"\r\n"), 16):
                whole += self.take(size)
                want("end of a chunk", self.take(2), b"\r\n")
            want("end of the chunks", self.take(2), b"\r\n")
            return whole
        if "content-length" in headers:
            return self.take(int(headers["content-length"]))
        while self.more():
            pass
        whole, self.rest = self.rest, b""
        return whole

    def is_closed(self):
        try:
            return self.rest == b"" and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True


class Nginx:
    """Debian's nginx before a spawner, with a configuration of the product's: `with Nginx("nginx.conf", s) as port:`."""

    def __init__(self, name, spawner):
        self.port = free_port()
        with open(f"{TOP}/spawn/{name}", encoding="utf-8") as f:
            site = f.read().replace("127.0.0.1:8080", f"127.0.0.1:{spawner.port}").replace("listen 80", f"listen 127.0.0.1:{self.port}")
        conf = f"{PLACE}/{self.port}.nginx.conf"
        temporary = "".join(f"{kind}_temp_path {PLACE}/nginx_{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        with open(conf, "w", encoding="utf-8") as f:
            f.write(f"daemon off; pid {PLACE}/{self.port}.nginx.pid; error_log {PLACE}/nginx.error; events {{}}\n"
                    f"http {{ access_log off; {temporary}\n{site}}}\n")
        self.process = subprocess.Popen([NGINX, "-c", conf, "-p", PLACE], stderr=subprocess.DEVNULL)

    def __enter__(self):
        end = time.time() + TIMEOUT
        while not answers(self.port):
            if self.process.poll() is not None or time.time() > end:
                raise Failure("nginx does not start")
            time.sleep(0.05)
        return self.port

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def run_tests(tests, *given, only=(), name=""):
    """Runs functions with what they are given, all or those that are named, and says what failed: (passed, failed)."""
    passed = failed = 0
    for function in tests:
        if only and function.__name__ not in only:
            continue
        try:
            function(*given)
            passed += 1
        except (Failure, OSError, KeyError, ValueError, subprocess.SubprocessError) as e:
            failed += 1
            print(f"{name} {function.__name__}: {type(e).__name__}: {e}", flush=True)
    return passed, failed
