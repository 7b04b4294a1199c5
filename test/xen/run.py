#!/usr/bin/env python3
"""An image of OTP's web server as a domain of a real Xen, which runs inside QEMU's emulation (rig.py): `make test-xen`.

What is tested stands in guest.sh, publish.sh and spawn.sh.  Where the packages of packages.txt cannot be had, all of it is skipped, and that is said.
Usage: test/xen/run.py [guest.sh] [publish.sh] [spawn.sh]
"""
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, f"{TOP}/test/guest"]
import image as images
import rig

OTP, IMAGE = "/usr/lib/erlang", f"{TOP}/build/test/guest-xen.img"
TIMEOUT = 900


def bytes_of(path):
    with open(path, "rb") as f:
        return f.read()


def prepared():
    """An image of prepared_web.erl, and the prepared one that a tender made of it."""
    place = f"{TOP}/build/test/prepared-xen"
    unprepared, image = f"{place}/unprepared.img", f"{place}/prepared.img"
    os.makedirs(place, exist_ok=True)
    subprocess.run(["erlc", "-o", place, f"{TOP}/test/guest/prepared_web.erl"], check=True)
    images.make(unprepared, OTP, ["kernel", "stdlib"], [f"{place}/prepared_web.beam"],
                ["--otp", OTP, "-noshell", "-pa", place, "-s", "prepared_web", "serve"], linked=True)
    subprocess.run([f"{TOP}/build/libexec/ling-boot", "--backend", "process", "--memory", "64M", "--prepare", image, unprepared],
                   check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return {"unprepared.img": bytes_of(unprepared), "prepared.img": bytes_of(image)}


def domains():
    address = "ling.ip=10.0.0.2/24"
    told = f"{address} ling.notice=up ling.env=NAME=told"
    return {
        "web.cfg": rig.domain("guest", f"{address} -s guest_web serve", 64, True),
        "halt.cfg": rig.domain("halt", '-eval "halt(7)."', 64, False),
        "crash.cfg": rig.domain("crash", "-s guest_web crash", 64, False),
        "unprepared.cfg": rig.domain("unprepared", told, 64, True, "unprepared.img"),
        "prepared.cfg": rig.domain("prepared", told, 64, True, "prepared.img"),
        **prepared(),
    }


def run(script_name, files, programs):
    """Runs one script in a dom0 of its own; how many of its tests passed and failed."""
    with open(f"{HERE}/{script_name}", encoding="utf-8") as f:
        script = f.read()
    tests = len(names_of_tests(script))
    begun = time.monotonic()
    status, lines, log = rig.run(f"{TOP}/build/test/xen", IMAGE, script, files, [f"{TOP}/build/libexec/{p}" for p in programs], TIMEOUT)
    print("\n".join(lines))
    passed, failed = (sum(line.startswith(word) for line in lines) for word in ("ok ", "failed "))
    if status is None:
        print(f"dom0 did not come to its end within {TIMEOUT} s; the hypervisor's last words:\n{log[-2000:]}")
    print(f"{script_name}: {time.monotonic() - begun:.0f} s")
    return passed, tests - passed if failed == 0 else failed


def names_of_tests(script):
    return set(re.findall(r"^[^#\n]*?\b(?:ok|want) (\w+)", script, re.M))


def main():
    chosen = [name for name in JOBS if not sys.argv[1:] or name in sys.argv[1:]]
    scores = []
    try:
        images.make_web(IMAGE, OTP)
        for name in chosen:
            files, programs = JOBS[name]
            absent = [p for p in programs if not os.path.exists(f"{TOP}/build/libexec/{p}")]
            if absent:
                raise rig.Missing(absent[0])
            scores.append(run(name, files(), programs))
    except rig.Missing as missing:
        skipped = sum(len(names_of_tests(rig.read(f"{HERE}/{name}"))) for name in chosen[len(scores):])
        print(f"NO XEN WAS TESTED: {missing} is missing; `tools/setup.sh test/xen/packages.txt` installs it.")
        scores.append((0, 0))
        print(f"{sum(s[0] for s in scores)} passed, {sum(s[1] for s in scores)} failed, {skipped} skipped")
        return
    passed, failed = (sum(column) for column in zip(*scores))
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


# Script in dom0: its files, and the programs that it starts.
JOBS = {"guest.sh": (domains, ["ling-boot"]), "publish.sh": (dict, ["ling-boot"]), "spawn.sh": (prepared, ["ling-spawn", "ling-spawn-xen"])}
main()
