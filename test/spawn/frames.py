#!/usr/bin/env python3
"""`ling spawn --backend qemu`: the requests and faults of run.py, and what is this backend's own.

Usage: test/spawn/frames.py [--requests N] [TEST ...]
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import run
from harness import LING, NGINX, PLACE, TOP, Connection, Failure, Nginx, Spawner, answers, want

UNPREPARED = f"{TOP}/build/zergling-cold.img"  # Zergling that starts in the instance

SHARED = {"forms", "bodies", "heads", "guests", "clients", "routes", "ends", "once", "nonces", "pages"}
run.TESTS[:] = [test for test in run.TESTS if test.__name__ in SHARED]


def monitors(spawner):
    """Programs of QEMU's that belong to it: (pid, command line)."""
    found = []
    for pid in descendants(spawner.process.pid):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                words = f.read().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"qemu-system-x86_64"):
            found.append((pid, words))
    return found


def descendants(pid):
    found = []
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
            for child in f.read().split():
                found += [int(child), *descendants(int(child))]
    except OSError:
        pass
    return found


def wait_for_monitor(spawner):
    run.wait_until(lambda: monitors(spawner))
    return monitors(spawner)[0]


@run.test
def killed(engine, _):
    """kill -9 of the spawner, of a keeper, of QEMU: no guest survives, and each has its status."""
    s = Spawner(engine)
    with s.connect() as c:
        c.send("GET", "/hang")
        pid, _ = wait_for_monitor(s)
        s.process.kill()
        s.process.wait()
        run.wait_until(lambda: not os.path.exists(f"/proc/{pid}"))
        want("QEMU is there", os.path.exists(f"/proc/{pid}"), False)
    with Spawner(engine) as s:
        with s.connect() as c:
            c.send("GET", "/sleep")
            pid, _ = wait_for_monitor(s)
            os.kill(pid, signal.SIGKILL)
            want("QEMU killed", c.answer()[0] in (502, 503), True)
        with s.connect() as c:
            c.send("GET", "/sleep")
            pid, _ = wait_for_monitor(s)
            keeper, = [int(p) for part in children(s.process.pid) for p in children(part)]
            os.kill(keeper, signal.SIGKILL)
            want("keeper killed", c.answer()[0] in (502, 503), True)
            run.wait_until(lambda: not os.path.exists(f"/proc/{pid}"))
            want("its QEMU is there", os.path.exists(f"/proc/{pid}"), False)
        want("after all", s.get("/echo/fine")[2], b"fine")


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
        return f.read().split()


@run.test
def absent(engine, _):
    """Without QEMU each request is a 503 that says so; --accel kvm is passed on."""
    os.makedirs(f"{TOP}/build/test/spawn/nothing", exist_ok=True)
    with Spawner(engine, before=["env", f"PATH={TOP}/build/test/spawn/nothing"]) as s:
        status, headers, body = s.get("/")
        want("no QEMU", (status, headers.get("retry-after"), b"qemu-system-x86_64" in body), (503, "1", True))
        s.log_line('"GET /" 503')
    with Spawner(engine, "--accel", "kvm", "--machine", "q35") as s, s.connect() as c:
        c.send("GET", "/echo/x")
        _, words = wait_for_monitor(s)
        want("words", (words[words.index(b"-accel") + 1], words[words.index(b"-machine") + 1]), (b"kvm", b"q35"))


@run.test
def notices(engine, _):
    """A guest that says itself when it is ready is asked then and not before; nobody else can say it.  Of a prepared image each
    instance says it with its own token."""
    for image in UNPREPARED, f"{TOP}/build/zergling.img":
        with Spawner(engine, "--ready", "notice", "--deadline", "30", image=image) as s:
            pages = [s.get("/") for _ in range(2)]
            want(f"pages of {os.path.basename(image)}", [(p[0], b"a machine of its own" in p[2]) for p in pages], [(200, True)] * 2)
            want("two machines", len({random_number(p[2]) for p in pages}), 2)
    with Spawner(engine, "--ready", "notice", "--deadline", "6") as s, s.connect() as c:
        c.send("GET", "/echo/x")
        _, words = wait_for_monitor(s)
        chardev = next(w for w in words if b"id=notice" in w).decode()
        port = int(chardev.rsplit("port=", 1)[1])
        with Connection(port) as other:
            other.send("GET", "/" + "0" * 32)
            want("a wrong token", other.answer()[0], 403)
        want("one that says nothing", c.answer()[0], 504)
        token = next(w for w in words if b"ling.notice=" in w).split(b"ling.notice=")[1][:32].decode()
        want("the token is drawn anew", len(set(token)) > 4, True)


def random_number(page):
    """The one that the instance drew for its page."""
    return re.search(rb"drawn once</dt><dd>(\d+)", page)[1]


@run.test
def redirected(engine, _):
    """nginx is told where the answer is, brings the request there, and each instance serves one."""
    if not run.is_there(NGINX, "--accel-redirect was not tested behind it."):
        return
    with Spawner(engine, "--accel-redirect", "@ling", "--deadline", "10") as s:
        with Nginx("nginx-accel.conf", s) as port:
            with Connection(port) as c:
                for n in range(2):
                    c.send("GET", f"/echo/{n}")
                    want("echo", c.answer()[2], b"%d" % n)
                c.send("POST", "/body", body=b"z" * 100000)
                want("body", c.answer()[2].split()[0], b"100000")
                c.send("GET", "/accel")
                want("a guest's order to nginx", c.answer()[2], b"mine")
                c.send("GET", "/crash")
                want("crash", c.answer()[0], 502)
        status, headers, body = s.get("/echo/direct")
        where = headers["x-ling-instance"]
        want("redirect", (status, headers["x-accel-redirect"], body), (200, "@ling", b""))
        address, number = where.split(":")
        with Connection(int(number), address) as c:
            c.send("GET", "/echo/direct")
            want("fetched", c.answer()[2], b"direct")
        want("once", is_refused(address, int(number)), True)
        s.get("/echo/nobody")
        run.wait_until(lambda: not monitors(s), 20)
        want("not fetched in time", monitors(s), [])


def is_refused(address, port):
    try:
        socket.create_connection((address, port), timeout=1).close()
        return False
    except ConnectionRefusedError:
        return True


@run.test
def bridged(engine, _):
    """With --network each instance has an address on a bridge of the host's, here in a network namespace of the test's own."""
    inside = os.environ.get("LING_TEST_BRIDGE")
    make = "ip link set lo up && ip link add br0 type bridge && ip addr add 10.77.0.1/24 dev br0 && ip link set br0 up"
    if not inside:
        if os.geteuid() != 0 or subprocess.run(["unshare", "-n", "sh", "-c", make], capture_output=True, check=False).returncode:
            print("NO bridge can be made here: --network was not tested.")
            return
        done = subprocess.run(["unshare", "-n", "sh", "-c", f"{make} && exec {__file__} bridged"], capture_output=True, text=True,
                              env={**os.environ, "LING_TEST_BRIDGE": "1"}, timeout=120, check=False)
        want("on a bridge", (done.returncode, done.stdout.strip().splitlines()[-1:]), (0, ["1 passed, 0 failed"]))
        return
    with Spawner(engine, "--network", "br0=10.77.0.1/24", image=f"{TOP}/build/zergling.img") as s:
        want("page", b"a machine of its own" in s.get("/")[2], True)
    with Spawner(engine, "--network", "br0=10.77.0.1/24", "--ready", "notice", image=UNPREPARED) as s, s.connect() as c:
        c.send("GET", "/")
        want("page after its notice", b"a machine of its own" in c.answer()[2], True)


if __name__ == "__main__":
    if not shutil.which("qemu-system-x86_64"):
        print(f"NO qemu-system-x86_64: --backend qemu was not tested.\n0 passed, 0 failed, {len(run.TESTS)} skipped")
        sys.exit(0)
    run.main(__doc__, ["qemu"])
