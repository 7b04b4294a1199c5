#!/usr/bin/env python3
"""What whoever operates `ling spawn` does to it: wrong settings, reloads under load, logs that turn over, limits, descriptors that are closed.

Usage: test/spawn/run_operator.py [TEST ...]
"""
import argparse
import concurrent.futures
import fcntl
import os
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import IMAGE, PLACE, SPAWN, TOP, Spawner, build_image, make_image, run_tests, want
from run import wait_until

ENGINE, TESTS = "process", []


def test(function):
    TESTS.append(function)
    return function


def refusal(*words, before=()):
    """Status and sentence of a spawner that does not start."""
    run = subprocess.run([*before, SPAWN, "--backend", ENGINE, *words], capture_output=True, text=True, timeout=60, check=False)
    return run.returncode, run.stderr


def written(name, text):
    path = f"{PLACE}/{name}"
    with open(path, "wb") as f:
        f.write(text)
    return path


def through_shell(words):
    """Starts what follows with that said to the shell first."""
    return ["sh", "-c", words.replace("PROGRAM", '"$@"'), "sh"]


@test
def settings(_):
    """What makes no sense is refused in one sentence that names it, with status 64."""
    for text, sentence in ((b"memory lots\n", "line 1: --memory wants a size"), (b"# fine\npool\n", "line 2: 'pool' has no value"),
                           (b"po\0ol 3\n", "line 1: there is a zero byte in it"), (b"nothing 1\n", "line 1: there is no setting 'nothing'")):
        status, said = refusal("--config", written("wrong.conf", text), IMAGE)
        want(f"{text}", (status, sentence in said, said.count("\n")), (64, True, 1))
    for words, sentence in ((("--config", TOP, IMAGE), "Is a directory"), (("--listen", "127.0.0.1:99999", IMAGE), "--listen wants ADDRESS:PORT"),
                            (("--log-file", TOP, IMAGE), "--log-file"), ((f"{TOP}/nothing.img",), "No such file"), ((TOP,), "not a file")):
        status, said = refusal(*words)
        want(f"{words}", (status, sentence in said, said.count("\n")), (64, True, 1))
    status, said = refusal(IMAGE, before=through_shell("ulimit -n 40; exec PROGRAM"))
    want("few descriptors", (status, "the system allows 40 (ulimit -n)" in said), (64, True))
    long_line = b"env LONG=" + b"x" * 20000 + b"\n"
    with Spawner(ENGINE, "--config", written("long.conf", long_line)) as s:
        want("a long line", s.get("/echo/x")[2], b"x")


@test
def places(_):
    """A port that the system chooses is said; a second spawner there is told that it is taken."""
    with Spawner(ENGINE, "--listen", "127.0.0.1:0", "--listen", "[::1]:0") as s:
        wait_until(lambda: s.log().count("each request") == 3)
        ports = re.findall(r"http://(\S+):(\d+)/", s.log())
        want("places", ([host for host, _ in ports], "0" in [port for _, port in ports]), (["127.0.0.1", "127.0.0.1", "[::1]"], False))
        status, said = refusal("--listen", f"127.0.0.1:{s.port}", IMAGE)
        want("taken", (status, "Address already in use" in said), (64, True))


@test
def logs(_):
    """--log-file: moved away and told so by SIGHUP, the spawner begins another; a log that nobody reads holds up no request."""
    path = f"{PLACE}/operator.log"
    for name in path, f"{path}.1":
        if os.path.exists(name):
            os.unlink(name)
    with Spawner(ENGINE, "--log-file", path) as s:
        want("first", s.get("/echo/first")[0], 200)
        os.rename(path, f"{path}.1")
        s.process.send_signal(signal.SIGHUP)
        wait_until(lambda: s.log().count("each request") == 2)
        want("second", s.get("/echo/second")[0], 200)
        wait_until(lambda: os.path.exists(path) and "second" in text_of(path))
        want("the old one", ("first" in text_of(f"{path}.1"), "second" in text_of(f"{path}.1")), (True, False))
        want("not on standard output", "GET" in s.log(), False)
    fifo = f"{PLACE}/unread"
    if os.path.exists(fifo):
        os.unlink(fifo)
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDWR)
    fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 4096)
    with Spawner(ENGINE, before=through_shell(f"exec PROGRAM >{fifo}")) as s:
        want("answers", {s.get("/zerg/unknown" if n % 2 else "/echo/x")[0] for n in range(60)}, {200, 404})
    os.close(reader)


def text_of(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


@test
def closed(_):
    """Without a standard input and output, and with a full disk behind the log, it serves."""
    for words in "exec PROGRAM <&- >&-", "exec PROGRAM >/dev/full":
        with Spawner(ENGINE, before=through_shell(words)) as s:
            want(words, s.get("/echo/x")[2], b"x")


@test
def reloads(_):
    """SIGHUP again and again, and clients that connect all the time: each is answered.  An image that is gone meanwhile changes nothing."""
    image = f"{PLACE}/going.img"
    build_image(image)
    with Spawner(ENGINE, "--memory", "64M", image=image) as s, concurrent.futures.ThreadPoolExecutor(4) as clients:
        begun = 1
        going = [clients.submit(lambda n: [s.get(f"/echo/{n}-{k}")[2] == b"%d-%d" % (n, k) for k in range(40)], n) for n in range(4)]
        while not all(g.done() for g in going):
            s.process.send_signal(signal.SIGHUP)
            begun += 1
            wait_until(lambda: s.log().count("each request") == begun, 60)
        want("answers", [all(g.result()) for g in going], [True] * 4)
        os.unlink(image)
        s.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "the new settings are refused, the old ones stay" in s.log(), 60)
        want("after a reload without an image", s.get("/echo/x")[2], b"x")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tests", nargs="*")
    given = parser.parse_args()
    make_image()
    passed, failed = run_tests(TESTS, given, only=given.tests, name="operator")
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
