#!/usr/bin/env python3
"""Times Ling beside erl, in one run: each benchmark in turn on ling, `erl +S 1:1` and `erl`, several rounds.

Prints a table of medians with ratios, and keeps it as bench/results/COMMIT.md.  A ratio is Ling's figure over that of
`erl +S 1:1` (for times and memory less is better, for estones more).
Usage: bench/run.py [--rounds N] [--no-save] [NAME ...]
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(TOP, "build/bench")
MACHINES = {
    "ling": [os.path.join(TOP, "build/bin/ling"), "run"],
    "erl +S 1:1": ["erl", "+S", "1:1"],
    "erl": ["erl"],
}
WORK = ["ring", "spawn", "ets", "binary", "maps", "sort", "fib", "compile"]


def timed(command):
    """Wall milliseconds and standard output of one run, or None where it failed."""
    begun = time.perf_counter()
    got = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
    spent = (time.perf_counter() - begun) * 1000
    if got.returncode:
        print(f"  {' '.join(command)} ended with status {got.returncode}", file=sys.stderr)
        return None
    return spent, got.stdout.decode(errors="replace")


def measured(command):
    """Peak resident megabytes and standard output of one run, or None where it failed.

    The kernel counts what a process was before exec as well, so a small program has to be the parent: time(1)."""
    with tempfile.NamedTemporaryFile("r") as peak:
        got = timed(["/usr/bin/time", "-q", "-f", "%M", "-o", peak.name, *command])
        return got and (int(peak.read()) / 1024, got[1])


def start_stop(machine):
    command = [*machine, "-noshell", "-s", "erlang", "halt"]
    wall, memory = timed(command), measured(command)
    return wall and memory and {"start and stop, ms": wall[0], "start and stop, peak MB": memory[0]}


def estone(machine):
    got = measured([*machine, "-noshell", "-pa", OUT, "-eval", "estone_SUITE:pgo(), halt()."])
    found = got and re.search(r"ESTONES = (\d+)", got[1])
    return found and {"estones": float(found.group(1))}


def work(name):
    def one(machine):
        got = measured([*machine, "-noshell", "-pa", OUT, "-s", "ling_bench", "main", "-extra", name])
        found = got and re.search(rf"^{name} ([\d.]+) ms", got[1], re.M)
        return found and {f"{name}, ms": float(found.group(1)), f"{name}, peak MB": got[0]}
    return one


def prepare():
    os.makedirs(OUT, exist_ok=True)
    subprocess.run(["erlc", "-o", OUT, os.path.join(TOP, "bench/ling_bench.erl")], check=True)
    source = subprocess.run([os.path.join(TOP, "tools/fetch_otp_source.sh")], stdout=subprocess.PIPE, text=True)
    suite = source.stdout.strip() + "/erts/emulator/test/estone_SUITE.erl"
    if source.returncode or not os.path.exists(suite):
        print("skipped: estone (OTP's source could not be fetched)")
        return False
    subprocess.run(["erlc", "-W0", "-DPGO", "-o", OUT, suite], check=True)
    return True


def table(results, rounds):
    commit = subprocess.run(["git", "-C", TOP, "rev-parse", "--short", "HEAD"], stdout=subprocess.PIPE, text=True).stdout.strip()
    cpu = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo", encoding="utf-8").read())
    lines = [f"# Commit {commit}", "",
             f"Medians of {rounds} rounds, the machines in turn; {os.cpu_count()} cores, {cpu.group(1) if cpu else 'unknown'}; "
             f"OTP {open('/usr/lib/erlang/releases/start_erl.data', encoding='utf-8').read().split()[1]} with its JIT.", "",
             "| benchmark | " + " | ".join(MACHINES) + " | ling / erl +S 1:1 |", "|---|" + "---:|" * (len(MACHINES) + 1)]
    for metric in results:
        medians = {m: statistics.median(v) if (v := results[metric].get(m)) else None for m in MACHINES}
        row = [f"{medians[m]:,.1f}" if medians[m] is not None else "-" for m in MACHINES]
        both = medians["ling"] is not None and medians["erl +S 1:1"]
        lines.append(f"| {metric} | " + " | ".join(row) + f" | {medians['ling'] / medians['erl +S 1:1']:.2f} |" if both
                     else f"| {metric} | " + " | ".join(row) + " | - |")
    return commit, "\n".join(lines) + "\n"


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--no-save", action="store_true")
    p.add_argument("names", nargs="*")
    a = p.parse_args()
    os.chdir(TOP)
    benches = {"start": start_stop, **({"estone": estone} if prepare() else {}), **{n: work(n) for n in WORK}}
    results = {}
    for name, bench in benches.items():
        if a.names and name not in a.names:
            continue
        for round_number in range(a.rounds + 1):  # the first is a warm-up
            for machine, command in MACHINES.items():
                got = bench(command)
                for metric, value in (got or {}).items():
                    if round_number:
                        results.setdefault(metric, {}).setdefault(machine, []).append(value)
        print(f"{name} done", file=sys.stderr)
    commit, text = table(results, a.rounds)
    print(text)
    if not a.no_save:
        open(f"bench/results/{commit}.md", "w", encoding="utf-8").write(text)


main()
