#!/usr/bin/env python3
"""The OTP compiler on Ling compiles every module of kernel and stdlib to the same bytes as on erl.

Both machines compile the same sources with +deterministic, at the same time; each .beam is compared.
"""
import os
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOME = os.path.join(TOP, "build/test/compile")


def start(machine, out):
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    command = [*machine, "-noshell", "-pa", HOME, "-s", "compile_otp", "main", "-extra", out, *sys.argv[1:]]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)


def main():
    os.makedirs(HOME, exist_ok=True)
    subprocess.run(["erlc", "-o", HOME, os.path.join(TOP, "test/otp/compile_otp.erl")], check=True)
    theirs, mine = os.path.join(HOME, "erl"), os.path.join(HOME, "ling")
    running = [start(["erl"], theirs), start([os.path.join(TOP, "build/bin/ling"), "run"], mine)]
    for r in running:
        sys.stdout.write(r.communicate()[0].decode(errors="replace")[-2000:])
    beams = sorted(f for f in os.listdir(theirs) if f.endswith(".beam"))
    read = lambda folder, f: open(os.path.join(folder, f), "rb").read() if os.path.exists(os.path.join(folder, f)) else b""
    bad = [f for f in beams if read(theirs, f) != read(mine, f)]
    for f in bad:
        print(f"FAIL {f}: {'differs' if read(mine, f) else 'was not made'}")
    missing = 0 if beams else 1
    print(f"kernel and stdlib compiled on Ling: {len(beams) - len(bad)} passed, {len(bad) + missing} failed")
    sys.exit(bool(bad) or bool(missing))


main()
