#!/usr/bin/env python3
"""Runs every program of test/erl on erl and on Ling, and compares output and exit status.

Nothing is stored that could decide: the oracle's answers are kept under build/ only, for as long
as program and OTP stay the same.  A program is test/erl/AREA/NAME.erl with main/0, run as
`-noshell -pa DIR -s NAME main -s init stop`.

Lines in a program's head, before -module, may say:
    %% flags: +pc unicode           more flags for both machines
    %% args: a b c                  arguments after -extra
    %% stdin: text\\nmore            what it reads (default: nothing)
    %% skip OTP 27: reason          left out for that release, counted as skipped
    %% skip stress_gc: reason       left out for that build of the machine
    %% skip ling: reason            left out, with a reason that also stands in LIMITS.md
    %% needs: programs, signals     what it asks of the host; left out on a platform that has it not (LACKS)
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


# What a platform has not: `programs` (that run beside the machine), `inet_gethost` (names of hosts, or a way without it), `signals`,
# `sparse files` (larger than memory).
LACKS = {"linux": set(), "sim": {"programs", "inet_gethost", "signals", "sparse files"}, "guest": {"programs", "signals", "sparse files", "ancillary data", "debugger", "zstd"}}


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--ling", default="build/release/ling-run", help="the machine under test")
    p.add_argument("--otp", default="", help="root of the OTP release that both run (default: the installed one)")
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--timeout", type=int, default=120, help="seconds for one run of one program")
    p.add_argument("--platform", default="linux")
    p.add_argument("--verbose", action="store_true", help="name those that pass, too")
    p.add_argument("--known", help="file of AREA/NAME lines: run these; all others are counted as skipped")
    p.add_argument("names", nargs="*", help="run only programs whose AREA/NAME contains one of these")
    return p.parse_args()


def release_of(root):
    words = open(os.path.join(root, "releases/start_erl.data"), encoding="utf-8").read().split()
    return words[1], words[0]


def default_root():
    for root in ("/usr/lib/erlang", "/usr/local/lib/erlang"):
        if os.path.exists(root + "/releases/start_erl.data"):
            return root
    sys.exit("no OTP installation was found")


class Program:
    """One file of test/erl and what its head says."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.basename(path)[:-4]
        self.area = os.path.basename(os.path.dirname(path))
        self.said = {"flags": "", "args": "", "stdin": ""}
        self.skips = {}
        self.needs = []
        for line in open(path, encoding="utf-8"):
            if line.startswith("-module"):
                break
            found = re.match(r"%+\s*(flags|args|stdin):\s?(.*)$", line)
            if found:
                self.said[found.group(1)] = found.group(2).rstrip("\n")
            found = re.match(r"%+\s*needs:\s*(.*)$", line)
            if found:
                self.needs = [word.strip() for word in found.group(1).split(",")]
            found = re.match(r"%+\s*skip\s+([^:]+):\s*(.*)$", line)
            if found:
                self.skips[found.group(1).strip()] = found.group(2).strip()

    def is_program(self):
        text = open(self.path, encoding="utf-8").read().replace(" ", "")
        return "main/0" in text or "export_all" in text

    def words(self, beams):
        line = self.said["flags"].split()
        line += ["-noshell", "-pa", beams, "-s", self.name, "main", "-s", "init", "stop"]
        return line + (["-extra"] + self.said["args"].split() if self.said["args"] else [])

    def stdin(self):
        return self.said["stdin"].encode().decode("unicode_escape").encode("latin-1")


def compile_all(programs, erlc, beams, env):
    os.makedirs(beams, exist_ok=True)
    stale = [p for p in programs
             if not os.path.exists(f"{beams}/{p.name}.beam")
             or os.path.getmtime(f"{beams}/{p.name}.beam") < os.path.getmtime(p.path)]
    options = ["+debug_info", "+nowarn_export_all", "-W0", "-I", TOP + "/test/erl", "-o", beams]
    start = lambda group: subprocess.Popen([*erlc, *options, *[p.path for p in group]], stdout=subprocess.PIPE,
                                           stderr=subprocess.STDOUT, env=env)
    for r in [start(group) for group in (stale[0::2], stale[1::2]) if group]:
        r.communicate()
    for p in stale:  # a file that does not compile ended its group: once more, alone
        if not os.path.exists(f"{beams}/{p.name}.beam"):
            print(start([p]).communicate()[0].decode(errors="replace"))


def run(command, stdin, timeout, env):
    home = tempfile.mkdtemp(prefix="ling-erl-")
    try:
        done = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
                              env=env, cwd=home)
        return {"status": done.returncode, "out": done.stdout.decode("latin-1"),
                "err": done.stderr.decode("latin-1")[-2000:]}
    except subprocess.TimeoutExpired as late:
        return {"status": "timeout", "out": (late.stdout or b"").decode("latin-1"), "err": ""}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def oracle(program, a, otp, beams, again=False):
    beam = open(f"{beams}/{program.name}.beam", "rb").read()
    key = hashlib.sha256(beam + json.dumps(program.said).encode() + otp.erts.encode()).hexdigest()[:32]
    place = os.path.join(TOP, "build/test/oracle", key)
    if os.path.exists(place) and not again:
        return json.load(open(place, encoding="utf-8"))
    answer = run([*otp.erl, *program.words(beams)], program.stdin(), a.timeout, otp.env)
    if answer["status"] != "timeout":
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place + ".new", "w", encoding="utf-8") as f:
            json.dump(answer, f)
        os.replace(place + ".new", place)
    return answer


def difference(expected, got):
    if expected["status"] != got["status"]:
        return f"status {got['status']}, erl's is {expected['status']}"
    if expected["out"] == got["out"]:
        return ""
    mine, theirs = got["out"].split("\n"), expected["out"].split("\n")
    longest = max(len(mine), len(theirs))
    mine += [""] * (longest - len(mine))
    theirs += [""] * (longest - len(theirs))
    number = next(i for i in range(longest) if mine[i] != theirs[i])
    return f"line {number + 1}:\n      erl:  {theirs[number][:300]}\n      ling: {mine[number][:300]}"


class Oracle:
    """An OTP installation, and how its erl and erlc are started."""

    def __init__(self, root):
        self.root = root
        self.release, self.erts = release_of(root)
        bindir = f"{root}/erts-{self.erts}/bin"
        self.env = {**os.environ, "ERL_CRASH_DUMP": "/dev/null", "ROOTDIR": root, "BINDIR": bindir, "EMU": "beam",
                    "PROGNAME": "erl"}
        self.erl = [bindir + "/erlexec"]
        self.erlc = [*self.erl, "-noinput", "-mode", "minimal", "-boot", "no_dot_erlang",
                     "-s", "erl_compile", "compile_cmdline", "-extra"]


def left_out(p, a, otp):
    """Why the program is skipped, or nothing."""
    for why in (f"OTP {otp.release}", "ling", a.platform, os.path.basename(os.path.dirname(a.ling))):
        if why in p.skips:
            return f"{why}: {p.skips[why]}"
    lacking = [need for need in p.needs if need in LACKS.get(a.platform, ())]
    return lacking and f"needs {', '.join(lacking)}"


def judge(p, a, otp, beams):
    why = left_out(p, a, otp)
    if why:
        return p, "skip", why
    if not os.path.exists(f"{beams}/{p.name}.beam"):
        return p, "fail", "does not compile"
    why = judge_once(p, a, otp, beams, False)
    if why:  # once more: what then passes depends on the clock, and is named, not hidden
        again = judge_once(p, a, otp, beams, True)
        if not again:
            print(f"UNSTABLE {p.area}/{p.name}: {why}", flush=True)
        why = again
    return p, "fail" if why else "pass", why


def judge_once(p, a, otp, beams, again):
    """What differs between erl and Ling in one run of each; "" if nothing does."""
    expected = oracle(p, a, otp, beams, again)
    if expected["status"] == "timeout":
        return f"erl itself did not end in {a.timeout} s"
    got = run([os.path.abspath(a.ling), "--otp", otp.root, *p.words(beams)], p.stdin(), a.timeout,
              {**os.environ, "ERL_CRASH_DUMP": "/dev/null"})
    why = difference(expected, got)
    if why and got["err"].strip():
        why += "\n      stderr: " + got["err"].strip()[-600:].replace("\n", "\n      ")
    return why


def main():
    a = arguments()
    os.chdir(TOP)
    if a.otp and not os.path.exists(a.otp):
        print(f"SKIP {a.otp}: the release is not there (tools/fetch_otp.sh says why)\n0 passed, 0 failed, 1 skipped")
        return
    otp = Oracle(os.path.realpath(a.otp or default_root()))
    beams = os.path.join(TOP, "build/test/erl", otp.release)
    os.makedirs("build/test", exist_ok=True)
    paths = sorted(os.path.join(d, f) for d, _, fs in os.walk("test/erl") for f in fs if f.endswith(".erl"))
    programs = [Program(os.path.join(TOP, p)) for p in paths if not a.names or any(n in p for n in a.names)]
    programs = [p for p in programs if p.is_program()]
    unknown = 0
    if a.known:
        known = {line.strip() for line in open(a.known, encoding="utf-8") if line.strip() and line[0] != "#"}
        unknown = sum(f"{p.area}/{p.name}" not in known for p in programs)
        programs = [p for p in programs if f"{p.area}/{p.name}" in known]
        print(f"skipped: {unknown} programs that {a.known} does not list yet")
    begun, count = time.time(), {"pass": 0, "fail": 0, "skip": 0}
    compile_all([p for p in programs if not left_out(p, a, otp)], otp.erlc, beams, otp.env)
    with concurrent.futures.ThreadPoolExecutor(a.jobs) as pool:
        for p, verdict, why in pool.map(lambda p: judge(p, a, otp, beams), programs):
            count[verdict] += 1
            if verdict == "pass" and a.verbose:
                print(f"pass {p.area}/{p.name}", flush=True)
            if verdict != "pass":
                print(f"{verdict.upper()} {p.area}/{p.name}: {why}", flush=True)
    print(f"test/erl on OTP {otp.release}, {a.ling}: {count['pass']} passed, {count['fail']} failed, "
          f"{count['skip'] + unknown} skipped, {time.time() - begun:.0f} s")
    sys.exit(bool(count["fail"]))


if __name__ == "__main__":
    main()
