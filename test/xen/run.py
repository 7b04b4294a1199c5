#!/usr/bin/env python3
"""An image of OTP's web server as a domain of a real Xen, which runs inside QEMU's emulation (rig.py): `make test-xen`.

What is tested stands in guest.sh.  Where the packages of packages.txt cannot be had, all of it is skipped, and that is said.
"""
import os
import re
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, f"{TOP}/test/guest"]
import image as images
import rig

OTP, IMAGE = "/usr/lib/erlang", f"{TOP}/build/test/guest-xen.img"
TIMEOUT = 420


def domains():
    address = "ling.ip=10.0.0.2/24"
    return {
        "web.cfg": rig.domain("guest", f"{address} -s guest_web serve", 64, True),
        "halt.cfg": rig.domain("halt", '-eval "halt(7)."', 64, False),
        "crash.cfg": rig.domain("crash", "-s guest_web crash", 64, False),
    }


def main():
    with open(f"{HERE}/guest.sh", encoding="utf-8") as f:
        script = f.read()
    tests = len(set(re.findall(r"^[^#\n]*?\b(?:ok|want) (\w+)", script, re.M)))
    try:
        images.make_web(IMAGE, OTP)
        begun = time.monotonic()
        status, lines, log = rig.run(f"{TOP}/build/test/xen", IMAGE, script, domains(), [f"{TOP}/build/libexec/ling-boot"], TIMEOUT)
    except rig.Missing as missing:
        print(f"NO XEN WAS TESTED: {missing} is missing; `tools/setup.sh test/xen/packages.txt` installs it.")
        print(f"0 passed, 0 failed, {tests} skipped")
        return
    print("\n".join(lines))
    passed, failed = (sum(line.startswith(word) for line in lines) for word in ("ok ", "failed "))
    if status is None:
        print(f"dom0 did not come to its end within {TIMEOUT} s; the hypervisor's last words:\n{log[-2000:]}")
    print(f"{time.monotonic() - begun:.0f} s")
    print(f"{passed} passed, {tests - passed if failed == 0 else failed} failed")
    sys.exit(passed != tests)


main()
