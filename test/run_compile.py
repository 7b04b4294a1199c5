#!/usr/bin/env python3
"""The OTP compiler on Ling compiles every module of kernel and stdlib to the same bytes as on erl.

Both machines compile the same sources with +deterministic, at the same time; each .beam is compared.
Usage: test/run_compile.py [--otp ROOT] [MODULE...]      ROOT: that release's compiler and sources (default: the installed one)
"""
import argparse
import os
import shutil
import subprocess
import sys

from run_erl import Oracle, default_root

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def start(machine, out, home, a, env):
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    command = [*machine, "-noshell", "-pa", home, "-s", "compile_otp", "main", "-extra", out, *a.modules]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--otp", default="")
    p.add_argument("modules", nargs="*")
    a = p.parse_args()
    if a.otp and not os.path.exists(a.otp):
        print(f"SKIP {a.otp}: the release is not there (tools/fetch_otp.sh says why)\n0 passed, 0 failed, 1 skipped")
        return
    otp = Oracle(os.path.realpath(a.otp or default_root()))
    home = os.path.join(TOP, "build/test/compile", otp.release)
    os.makedirs(home, exist_ok=True)
    subprocess.run([*otp.erlc, "-o", home, os.path.join(TOP, "test/otp/compile_otp.erl")], check=True, env=otp.env)
    theirs, mine = os.path.join(home, "erl"), os.path.join(home, "ling")
    ling = [os.path.join(TOP, "build/bin/ling"), "run", "--otp", otp.root]
    running = [start(otp.erl, theirs, home, a, otp.env), start(ling, mine, home, a, {**os.environ})]
    for r in running:
        sys.stdout.write(r.communicate()[0].decode(errors="replace")[-2000:])
    beams = sorted(f for f in os.listdir(theirs) if f.endswith(".beam"))
    read = lambda folder, f: open(os.path.join(folder, f), "rb").read() if os.path.exists(os.path.join(folder, f)) else b""
    bad = [f for f in beams if read(theirs, f) != read(mine, f)]
    for f in bad:
        print(f"FAIL {f}: {'differs' if read(mine, f) else 'was not made'}")
    missing = 0 if beams else 1
    print(f"kernel and stdlib of OTP {otp.release} compiled on Ling: {len(beams) - len(bad)} passed, {len(bad) + missing} failed")
    sys.exit(bool(bad) or bool(missing))


main()
