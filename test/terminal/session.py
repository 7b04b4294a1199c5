"""session.py - a program on a terminal of its own: types keys, waits for what must be seen, tells the terminal's modes."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

from screen import Screen

PATIENCE = float(os.environ.get("PATIENCE", 60))  # seconds: longer than any step takes on a loaded machine

MARK = b"\x00"  # which no screen shows


class Unseen(Exception):
    """What a step waits for was not seen."""


class Session:
    def __init__(self, words, environment, folder, rows=24, columns=80):
        self.master, self.slave = pty.openpty()
        self.resize(rows, columns, None)
        self.modes_before = termios.tcgetattr(self.slave)
        self.pid = os.fork()
        if self.pid == 0:
            self.become(words, environment, folder)
        self.screen = Screen(rows, columns, self.type)
        self.status = None

    def become(self, words, environment, folder):
        try:
            os.close(self.master)
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            for fd in range(3):
                os.dup2(self.slave, fd)
            os.closerange(3, 64)
            os.chdir(folder)
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE):  # ignored, where the tests run in the background
                signal.signal(number, signal.SIG_DFL)
            os.execvpe(words[0], words, environment)
        finally:
            os._exit(126)

    def resize(self, rows, columns, screen):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if screen:
            screen.resize(rows, columns)

    def type(self, keys):
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            # What the program echoes must be read while it is typed to, or both wait for ever.
            readable, writable, _ = select.select([self.master], [self.master], [], PATIENCE)
            if readable:
                self.read()
            if writable:
                data = data[os.write(self.master, data[:512]) :]

    def read(self):
        data = os.read(self.master, 65536)
        self.screen.feed(data.decode(errors="replace"))
        return data

    def wait_until(self, happened):
        """Until what the program writes has made it true."""
        limit = time.monotonic() + PATIENCE
        while not happened():
            if not select.select([self.master], [], [], max(0, limit - time.monotonic()))[0]:
                return False
            self.read()
        return True

    def wait_for(self, pattern):
        """Until the screen's end looks like the pattern."""
        wanted = re.compile(pattern)
        if not self.wait_until(lambda: wanted.search(self.screen.text())):
            raise Unseen(f"{pattern!r} in\n{self.screen.text()[-2000:]}")

    def shows(self, pattern):
        return re.search(pattern, self.screen.text())

    def wait_for_modes(self, as_before):
        limit = time.monotonic() + PATIENCE
        while self.modes() != as_before:
            if time.monotonic() > limit:
                raise Unseen(f"other modes, after\n{self.screen.text()[-2000:]}")
            if select.select([self.master], [], [], 0.01)[0]:
                self.read()

    def wait_for_foreground(self):
        """Until the shell has given the terminal to one of its jobs."""
        limit = time.monotonic() + PATIENCE
        while self.foreground() == self.pid:
            if time.monotonic() > limit:
                raise Unseen(f"a job in the foreground, after\n{self.screen.text()[-2000:]}")
            if select.select([self.master], [], [], 0.01)[0]:
                self.read()

    def wait_for_end(self):
        """The program's status; what it still wrote is on the screen."""
        limit = time.monotonic() + PATIENCE
        while self.status is None:
            if select.select([self.master], [], [], 0.02)[0]:
                self.read()
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > limit:
                raise Unseen(f"the end, after\n{self.screen.text()[-2000:]}")
        # What it wrote last may still be on its way: a byte of our own comes after it.
        os.write(self.slave, MARK)
        while MARK not in self.read():
            pass
        return self.status

    def modes(self):
        """What the terminal does now: True for each of its habits of before."""
        now, before = termios.tcgetattr(self.slave), self.modes_before
        return now[:4] == before[:4] and now[6] == before[6]

    def foreground(self):
        return os.tcgetpgrp(self.master)

    def close(self):
        if self.status is None:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            os.waitpid(self.pid, 0)
        os.close(self.master)
        os.close(self.slave)
