#!/usr/bin/env python3
"""The guest on QEMU's emulation (`ling boot --backend qemu`): web server, ends, clocks, idling, register dumps.

Usage: test/guest/run_qemu.py [TEST ...]
"""
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import idle as idleness
import image as images

OTP, TIMEOUT = "/usr/lib/erlang", 120
BOOT, IMAGE = f"{images.TOP}/build/libexec/ling-boot", f"{images.TOP}/build/test/guest-qemu.img"
PAGE = b"<h1>a guest</h1>\n"
DRIFT_MOST, DATE_MOST_NS, WATCHED_S = 0.01, 2_000_000_000, 5
AGAIN_MOST_S = 0.8  # a peer that hears nothing tries again after a second


class Failure(Exception):
    pass


def want(what, got, wanted):
    if got != wanted:
        raise Failure(f"{what}: {got!r}, not {wanted!r}")


def contains(what, text, part):
    if part not in text:
        raise Failure(f"{what}: no {part!r} in {text!r}")


def start(*words, options=(), environment=None):
    return subprocess.Popen([BOOT, "--backend", "qemu", "--timeout", str(TIMEOUT), *options, IMAGE, "--", *words],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def finish(guest):
    """(status, output, errors); nothing is left behind."""
    try:
        out, err = guest.communicate(timeout=TIMEOUT)
        return guest.returncode, out, err
    finally:
        guest.kill()


def run(*words, **more):
    return finish(start(*words, **more))


def wait_ready(guest):
    want("first line", guest.stdout.readline().strip(), b"ready")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def serving(words, options=()):
    port = free_port()
    guest = start(*words, options=["--publish", f"{port}:8080", *options])
    try:
        wait_ready(guest)
    except Failure:
        guest.terminate()
        raise Failure(f"{finish(guest)}") from None
    return guest, port


def get(port):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as s:
        s.sendall(b"GET / HTTP/1.0\r\n\r\n")
        answer = b""
        while part := s.recv(65536):
            answer += part
        return answer


# -- tests -------------------------------------------------------------------------------------------------------

def serves(machine):
    guest, port = serving(["-s", "guest_web", "serve"], ["--machine", machine])
    try:
        for _ in range(20):
            answer = get(port)
            want("status line", answer[:12], b"HTTP/1.0 200")
            want("page", answer[-len(PAGE):], PAGE)
        guest.send_signal(signal.SIGTERM)  # in order: init:stop()
        status, out, _ = finish(guest)
        want("status", status, 0)
        contains("output", out, b"SIGTERM received - shutting down")
    finally:
        guest.kill()


def ends():
    for words, status in (["-eval", "halt(3)."], 3), (["-eval", "halt(200)."], 200), (["-s", "guest_web", "crash"], 120):
        got, out, err = run(*words)
        want(f"status of {words}", got, status)
        want("sentence", b"the program crashed" in err, status == 120)
    got, out, err = run("-eval", 'io:format("~ts ~ts~n", [os:getenv("A"), init:get_plain_arguments()]), halt().', "-extra", 'b "c\\',
                        options=["--env", 'A=x "y\\'])
    want("environment and arguments", out.strip(), b'x "y\\ b "c\\')


def timeout():
    got, _, err = run("-s", "guest_web", "spin", options=["--timeout", "5"])
    want("status", got, 124)
    contains("sentence", err, b"--timeout")


def refusals():
    for options, sentence in (["--machine", "pc"], b"microvm or q35"), (["--accel", "hax"], b"tcg or kvm"), (["--publish", "x"], b"--publish wants"), \
            (["--publish", "udp:80:80"], b"only with --allow '*:*'"), (["--allow", "10.0.0.1:80"], b"only --allow '*:*'"), (["--vif", "x"], b"--backend xen"), \
            (["--gdb", "x"], b"--gdb wants a port"), (["--disk", "/nonexistent"], b"--disk: /nonexistent"), (["--prepare", "x"], b"--prepare, --snapshot"):
        got, _, err = run(options=options)
        want(f"status of {options}", got, 64)
        contains("sentence", err, sentence)
    got, _, err = run(options=["--memory", "1M"])
    want("status without memory", got, 123)
    contains("sentence", err, b"does not fit in 1024 KiB")
    got, _, err = run(environment={"PATH": "/nonexistent"})
    want("status without QEMU", got, 126)
    contains("sentence", err, b"install QEMU")
    damaged = IMAGE + ".damaged"
    shutil.copy(IMAGE, damaged)
    with open(damaged, "r+b") as f:
        f.seek(-10000, os.SEEK_END)
        f.write(b"\xff" * 100)
    done = subprocess.run([BOOT, "--backend", "qemu", damaged], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    os.remove(damaged)
    want("status of a damaged image", done.returncode, 125)
    contains("sentence", done.stderr, b"the image is damaged")


class Clock:
    """The guest's clocks, asked over a connection; the answer that came back fastest counts."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self):
        begun = time.monotonic_ns()
        self.socket.sendall(b"?")
        answer = b""
        while len(answer) < 16:
            answer += self.socket.recv(16 - len(answer))
        ended = time.monotonic_ns()
        monotonic, system = struct.unpack(">qq", answer)
        return ended - begun, (begun + ended) / 2, monotonic, system, time.time_ns()

    def best(self):
        return min(self.ask() for _ in range(100))


def clocks():
    guest, port = serving(["-s", "guest_web", "clock"])
    try:
        clock = Clock(port)
        first = clock.best()
        time.sleep(WATCHED_S)
        last = clock.best()
        drift = (last[2] - first[2]) / (last[1] - first[1]) - 1
        uncertain = (first[0] + last[0]) / 2 / (last[1] - first[1])
        date = abs(last[3] - last[4])
        print(f"  clocks: drift {drift * 100:.3f} % (known to {uncertain * 100:.3f} %), date off by {date / 1e6:.1f} ms")
        if abs(drift) > DRIFT_MOST + uncertain:
            raise Failure(f"the clock drifts by {drift * 100:.2f} %")
        if date > DATE_MOST_NS:
            raise Failure(f"the date is off by {date / 1e9:.2f} s")
    finally:
        guest.kill()
        guest.communicate()


def want_idle(guest):
    why = idleness.complaint(guest, "qemu")
    if why:
        raise Failure(why)


def idle():
    guest, _ = serving(["-s", "guest_web", "serve"])
    try:
        want_idle(guest)
    finally:
        guest.kill()
        guest.communicate()


def idle_with_input():
    """Input that nobody reads keeps nobody awake."""
    guest = subprocess.Popen([BOOT, "--backend", "qemu", "--timeout", str(TIMEOUT), IMAGE, "--", "-noinput", "-s", "guest_web", "serve"],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        wait_ready(guest)
        guest.stdin.write(b"nobody reads this\n")
        guest.stdin.flush()
        want_idle(guest)
    finally:
        guest.kill()
        guest.communicate()


class Debugger:
    """As much of the protocol of GDB's stubs as sets a register."""

    def __init__(self, port):
        for _ in range(100):
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
                return
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise Failure("nobody listens for a debugger")

    def send(self, text):
        self.socket.sendall(b"$" + text.encode() + b"#%02x" % (sum(text.encode()) & 255))

    def answer(self):
        heard = b""
        while not re.search(rb"#[0-9a-f]{2}", heard):
            heard += self.socket.recv(4096)
        return heard

    def interrupt(self):
        self.socket.sendall(b"\x03")
        self.answer()

    def set_register(self, number, value):
        self.send("qXfer:features:read:target.xml:0,fff")  # without having read it, nobody may write one register
        self.answer()
        self.send(f"P{number:x}={struct.pack('<Q', value).hex()}")
        contains("answer to the debugger", self.answer(), b"OK")


RIP, RSP, TEXT, ARENA = 16, 7, 0x200800, 0x202000000000


def faulted(register, value):
    """(status, output, errors) of a guest that runs an Erlang process when a register is set."""
    port = free_port()
    guest = start("-s", "guest_web", "spin", options=["--gdb", str(port)])
    try:
        debugger = Debugger(port)
        debugger.send("c")
        wait_ready(guest)
        debugger.interrupt()
        debugger.set_register(register, value)
        debugger.send("c")
        return finish(guest)
    finally:
        guest.kill()


def write_or_execute():
    """Data cannot be run, nor code be written to: by a stack that lies in it, unless what comes first reads an address from there."""
    for register, value, ends in (RIP, ARENA, rb"page fault"), (RSP, TEXT, rb"(page fault|general protection|invalid opcode)"):
        status, out, _ = faulted(register, value)
        want(f"status with register {register} at {value:#x}", status, 122)
        if not re.search(rb"panic: " + ends + rb"  at ", out):
            raise Failure(f"output: {out!r}")


def register_dump():
    """A guest sent to an address where there is nothing names function, line and process."""
    status, out, err = faulted(RIP, 0x10)
    want("status", status, 122)
    contains("output", out, b"panic: page fault  at 0000000000000010")
    contains("output", out, b"running Erlang process <0.")
    if not re.search(rb"perhaps called from 0x[0-9a-f]+ \w+ \(\S+\.c:\d+\)", err):
        raise Failure(f"no function and line: {err!r}")


def no_entropy():
    """A processor without RDRAND and no device: said at boot."""
    command = ["qemu-system-x86_64", "-machine", "microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=on", "-accel", "tcg", "-cpu", "max,-rdrand,-rdseed",
               "-m", "128", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio", "-device",
               "isa-debug-exit,iobase=0xf4,iosize=4", "-kernel", IMAGE]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False)
    contains("sentence", done.stdout, b"There is no source of entropy")
    want("status", done.returncode >> 1, 126)


def entropy_device():
    """The same processor with a virtio-rng device, on both kinds of PC."""
    for machine, device in ("microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=on", "virtio-rng-device"), ("q35", "virtio-rng-pci,disable-legacy=on"):
        command = ["qemu-system-x86_64", "-machine", machine, "-accel", "tcg", "-cpu", "max,-rdrand,-rdseed", "-m", "128", "-nodefaults", "-no-user-config",
                   "-display", "none", "-no-reboot", "-serial", "stdio", "-device", "isa-debug-exit,iobase=0xf4,iosize=4", "-global",
                   "virtio-mmio.force-legacy=false", "-device", device, "-kernel", IMAGE, "-append",
                   '-eval "io:format(\\"~p~n\\",[rand:uniform(1 bsl 64)]),halt(5)."']
        numbers = set()
        for _ in range(2):
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False)
            want(f"status on {machine}: {done.stdout!r}", done.returncode >> 1, 5)
            numbers.add(done.stdout)
        want("different numbers", len(numbers), 2)


def virtio_console():
    """Output and input go through a virtio console where there is one, on both kinds of PC."""
    for machine, device in ("microvm,acpi=off,rtc=on,pit=on,pic=on,isa-serial=off", "virtio-serial-device"), ("q35", "virtio-serial-pci,disable-legacy=on"):
        command = ["qemu-system-x86_64", "-machine", machine, "-accel", "tcg", "-cpu", "max", "-m", "128", "-nodefaults", "-no-user-config", "-display",
                   "none", "-no-reboot", "-device", "isa-debug-exit,iobase=0xf4,iosize=4", "-global", "virtio-mmio.force-legacy=false", "-device", device,
                   "-chardev", "stdio,id=console", "-device", "virtconsole,chardev=console", "-kernel", IMAGE, "-append", "-s guest_web lines"]
        guest = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            want("first line", guest.stdout.readline().strip(), b"ready")
            for text in b"a line", b"another" * 700, b"last":
                guest.stdin.write(text + b"\n")
                guest.stdin.flush()
                want("answer", guest.stdout.readline().strip(), b"%d %s" % (len(text), text))
            guest.wait(TIMEOUT)
            want("status", guest.returncode >> 1, 5)
        finally:
            guest.kill()
            guest.communicate()


def network_settings():
    """What the image says of addresses holds where the monitor's command line says nothing; one that is none is refused at boot."""
    image, show = IMAGE + ".addressed", "io:format('~p~n', [[A || {_, Ps} <- element(2, inet:getifaddrs()), {addr, A} <- Ps, A =/= {127,0,0,1}]])"
    place = f"{images.TOP}/build/test/guest_web"
    try:
        images.make(image, OTP, ["kernel", "stdlib", "inets"], [f"{place}/guest_web.beam"],
                    ["--otp", OTP, "-noshell", "ling.ip=10.9.9.9/8", "ling.ip6=fd00::77/64"])
        done = subprocess.run([BOOT, "--backend", "qemu", "--timeout", str(TIMEOUT), image, "--", "-eval", show + ", halt()."],
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        want("status", done.returncode, 0)
        contains("the image's address", done.stdout, b"{64768,0,0,0,0,0,0,119}")
        contains("the monitor's comes first", done.stdout, b"{10,0,2,15}")
    finally:
        os.remove(image)
    got, out, _ = run("ling.ip6=10.0.0.1/8")
    want("status of an address that is none", got, 126)
    contains("sentence", out, b"ling.ip6 is no address of IPv6")


def disk():
    path = f"{images.TOP}/build/test/disk,1"  # a comma means something to QEMU
    for machine in "microvm", "q35":
        with open(path, "wb") as f:
            f.write(b"\0" * 1000 + b"from the host" + b"\0" * (1 << 20))
            f.truncate(1 << 20)
        got, out, err = run("-s", "guest_web", "disk", options=["--disk", path, "--machine", machine])
        want(f"status on {machine}: {out!r} {err!r}", got, 0)
        want("size, type, and writing beyond the end", out.strip(), b"1048576 device {error,enospc}")
        with open(path, "rb") as f:
            bytes_there = f.read()
        want("size of the file", len(bytes_there), 1 << 20)
        want("what the guest wrote", bytes_there[510:526], b"\0from the guest\0")
        want("what it wrote at large", bytes_there[5003:5003 + 30010], b"0123456789" * 3001)
        want("the last byte", bytes_there[-1:], b"a")
    os.remove(path)


def newer_releases():
    """Images of OTP 27 and 29 (`make releases`) boot on each engine; one that is not there is named."""
    for release in "27", "29":
        otp, image = f"{images.TOP}/build/otp-{release}/usr/lib/erlang", f"{images.TOP}/build/test/guest-otp-{release}.img"
        if not os.path.isdir(otp):
            print(f"  OTP {release} is not unpacked: no image of it was booted")
            continue
        images.make(image, otp, ["kernel", "stdlib"], [], ["--otp", otp, "-noshell"])
        for backend in "qemu", "process", "kvm":
            if backend == "kvm" and not os.access("/dev/kvm", os.R_OK | os.W_OK):
                continue
            command = [BOOT, "--backend", backend, "--timeout", str(TIMEOUT), image, "--", "-eval",
                       f'halt(case erlang:system_info(otp_release) of "{release}" -> 42; _ -> 1 end).']
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            want(f"status of OTP {release} on {backend}: {done.stdout!r} {done.stderr!r}", done.returncode, 42)


def datagrams():
    """With --publish udp: as on our own engines; a datagram may be lost, an answer comes from the published port."""
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    guest = start("-s", "guest_web", "datagrams", options=["--publish", f"udp:{port}:8080", "--allow", "*:*"])
    try:
        wait_ready(guest)
        with socket.socket(type=socket.SOCK_DGRAM) as s:
            s.settimeout(TIMEOUT)
            s.connect(("127.0.0.1", port))
            for size in 1, 700, 4000:
                s.send(b"." * size)
                want("answer", s.recv(65536), b"10.0.2.2 " + b"." * size)
            s.send(b"stop")
        want("status", finish(guest)[0], 0)
    finally:
        guest.kill()
        guest.communicate()


def port_again():
    """A peer that uses its port again finds the listener at once, though the guest still keeps the connection before."""
    guest, port = serving(["-s", "guest_web", "serve"])
    took = []
    try:
        own = free_port()
        for _ in range(6):
            begun = time.monotonic()
            with socket.socket() as s:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                s.settimeout(TIMEOUT)
                s.bind(("127.0.0.1", own))
                s.connect(("127.0.0.1", port))
                s.sendall(b"GET / HTTP/1.0\r\n\r\n")
                want("page", b"".join(iter(lambda: s.recv(65536), b""))[-len(PAGE):], PAGE)
            took.append(time.monotonic() - begun)
        print(f"  port_again: {', '.join(f'{t:.2f}' for t in took)} s")
        if min(took[1:]) > AGAIN_MOST_S:
            raise Failure(f"a port used again was answered after {min(took[1:]):.2f} s")
    finally:
        guest.kill()
        guest.communicate()


def small_guest():
    """What `ling build` makes of inets' httpd with kernel and stdlib serves in 24 MB, the image included."""
    image, port = f"{images.TOP}/build/test/guest-small.img", free_port()
    images.make_small_web(image)
    guest = subprocess.Popen([BOOT, "--backend", "qemu", "--timeout", str(TIMEOUT), "--memory", "24M", "--publish", f"{port}:8080", image],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        wait_ready(guest)
        for _ in range(10):
            want("page", get(port)[-len(PAGE):], PAGE)
    finally:
        guest.kill()
        guest.communicate()


TESTS = {
    "httpd_microvm": lambda: serves("microvm"),
    "httpd_q35": lambda: serves("q35"),
    "ends": ends,
    "timeout": timeout,
    "refusals": refusals,
    "clocks": clocks,
    "idle": idle,
    "idle_with_input": idle_with_input,
    "port_again": port_again,
    "datagrams": datagrams,
    "register_dump": register_dump,
    "write_or_execute": write_or_execute,
    "no_entropy": no_entropy,
    "entropy_device": entropy_device,
    "disk": disk,
    "network_settings": network_settings,
    "virtio_console": virtio_console,
    "newer_releases": newer_releases,
    "small_guest": small_guest,
}


def main():
    wanted = sys.argv[1:] or list(TESTS)
    if not shutil.which("qemu-system-x86_64"):
        print(f"NO qemu-system-x86_64: nothing was tested on QEMU.\n0 passed, 0 failed, {len(wanted)} skipped")
        return
    images.make_web(IMAGE, OTP)
    passed = failed = 0
    for name in wanted:
        try:
            TESTS[name]()
            passed += 1
        except (Failure, subprocess.TimeoutExpired, OSError) as e:
            failed += 1
            print(f"{name}: {e}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
