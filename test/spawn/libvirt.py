#!/usr/bin/env python3
"""`ling spawn --backend libvirt`: domains of libvirt's qemu driver, under emulation, with a daemon of the test's own.

The daemon is one of a session: no privilege, no system's configuration.  Run by root, all of it runs as nobody, in a folder of its own.
Where libvirtd cannot start, all is skipped, and that is said.  Usage: test/spawn/libvirt.py [TEST ...]
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import IMAGE, LING, SPAWN, TOP, Failure, Spawner, make_image, run_tests, want

TESTS = []
HELPER = f"{os.path.dirname(SPAWN)}/ling-spawn-libvirt"
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []


class Missing(Exception):
    pass


def test(function):
    TESTS.append(function)
    return function


def wait_until(what, seconds=15):
    end = time.time() + seconds
    while not what() and time.time() < end:
        time.sleep(0.05)
    return what()


class Session:
    """A libvirtd, and copies of our programs and images where nobody can read them."""

    def __init__(self, folder):
        self.folder = folder
        os.chmod(folder, 0o755)
        self.home = f"{folder}/home"
        os.mkdir(self.home)
        if NOBODY:
            os.chown(self.home, 65534, 65534)
        for path in SPAWN, HELPER, IMAGE:
            shutil.copy(path, folder)
        self.environment = [f"{name}={self.home}" for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")]
        self.before = [*NOBODY, "env", *self.environment]
        self.image = f"{folder}/{os.path.basename(IMAGE)}"
        self.daemon = self.start()

    def start(self):
        program = shutil.which("libvirtd") or "/usr/sbin/libvirtd"
        if not os.path.exists(program):
            raise Missing("libvirtd is missing; `tools/setup.sh test/spawn/packages.txt` installs it")
        daemon = subprocess.Popen([*self.before, program], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        end = time.time() + 20
        while self.domains() is None:
            if daemon.poll() is not None or time.time() > end:
                daemon.kill()
                raise Missing(f"libvirtd does not start: {daemon.stderr.read().decode()[-300:]}")
            time.sleep(0.1)
        return daemon

    def domains(self):
        """Their names; None: there is no daemon."""
        if not os.path.exists(f"{self.home}/libvirt/libvirt-sock"):
            return None
        done = subprocess.run([*self.before, "virsh", "-q", "-c", "qemu:///session", "list", "--all", "--name"], capture_output=True,
                              text=True, check=False)
        return done.stdout.split() if done.returncode == 0 else None

    def spawner(self, *options):
        return Spawner("libvirt", "--memory", "64M", "--uri", "qemu:///session", *options, image=self.image, before=self.before,
                       program=f"{self.folder}/ling-spawn")

    def stop(self):
        self.daemon.terminate()
        self.daemon.wait()


# -- tests -------------------------------------------------------------------------------------------------------------------

@test
def requests(session):
    """Each request gets a domain, which is gone after it."""
    with session.spawner("--deadline", "40") as s:
        for n in range(3):
            want("echo", s.get(f"/echo/{n}")[2], b"%d" % n)
        want("body", s.get("/body", "POST", body=b"z" * 100000)[2].split()[0], b"100000")
        want("domains", wait_until(lambda: session.domains() == []), True)
        want("made", s.log().count(" libvirt create "), 4)
    with session.spawner("--fresh", "pool", "--pool", "1", "--deadline", "40") as s:
        drawn = {s.get("/random")[2] for _ in range(3)}
        want("each once", len(drawn), 3)
    want("after its end", wait_until(lambda: session.domains() == []), True)


@test
def faults(session):
    """What a guest does wrong, its client hears by a status, and the log says why."""
    with session.spawner("--deadline", "15") as s:
        for path, status, word in (("/crash", 502, "crashed"), ("/halt", 502, "halted"), ("/garbage", 502, "not HTTP"), ("/sleep", 504, "in time")):
            got, _, body = s.get(path)
            if got != status or word.encode() not in body:
                raise Failure(f"{path}: {got} {body!r}, not {status} and '{word}'")
            s.log_line(f'"GET {path}" {status}')
        want("after all", s.get("/echo/fine")[2], b"fine")


@test
def killed(session):
    """kill -9 of the spawner, of the helper: no domain survives (AUTODESTROY)."""
    for victim in "spawner", "helper":
        s = session.spawner()
        with s.connect() as c:
            c.send("GET", "/sleep")
            want("domain", wait_until(lambda: len(session.domains()) == 1), True)
            if victim == "spawner":
                s.process.kill()
            else:
                os.kill(int(subprocess.run(["pgrep", "-f", f"{session.folder}/ling-spawn-libvirt"], capture_output=True, text=True,
                                           check=True).stdout.split()[0]), signal.SIGKILL)
                want("status", c.answer()[0] in (502, 503), True)
                s.process.terminate()
            s.process.wait()
        want(f"domains after the {victim} was killed", wait_until(lambda: session.domains() == []), True)


@test
def refused(session):
    """A bridge that is not there, no daemon: 503, and the sentence is libvirt's."""
    with session.spawner("--network", "nobridge0=10.9.9.1/24") as s:
        status, headers, body = s.get("/")
        want("no bridge", (status, headers.get("retry-after"), b"libvirt makes no domain" in body), (503, "1", True))
        s.log_line('"GET /" 503')
    with Spawner("libvirt", "--memory", "64M", "--uri", "test+unix:///nowhere?socket=/none", image=session.image, before=session.before,
                 program=f"{session.folder}/ling-spawn") as s:
        status, _, body = s.get("/")
        want("no daemon", (status, b"libvirt is not to be had" in body), (503, True))


def main():
    chosen = [t for t in TESTS if not sys.argv[1:] or t.__name__ in sys.argv[1:]]
    if not os.path.exists(HELPER):
        print(f"NO libvirt in this build: --backend libvirt was not tested.\n0 passed, 0 failed, {len(chosen)} skipped")
        return
    make_image()
    with tempfile.TemporaryDirectory() as folder:
        try:
            session = Session(folder)
        except Missing as why:
            print(f"NO LIBVIRT WAS TESTED: {why}\n0 passed, 0 failed, {len(chosen)} skipped")
            return
        try:
            passed, failed = run_tests(chosen, session, name="libvirt")
        finally:
            session.stop()
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
