"""The files in which outcomes are kept: erl's (committed), Ling's (under build), the selection (committed)."""
import collections
import os
import re
import subprocess
import threading

import suites

Row = collections.namedtuple("Row", "outcome seconds peer reason")
lock = threading.Lock()


def anywhere(reason):
    """The reason without what is so on one machine only: directories of paths, and host names behind an @."""
    reason = re.sub(r"(?<![\w:/])(?:[\w.-]*(?:/[\w.@+-]+)*/build/conformance|/[\w.@+-]+)/(?:[\w.@+-]+/)*", "DIR/", reason)
    return re.sub(r"(\w+)@(?!nohost)[\w-]+", r"\1@HOST", reason)


def oracle_path(release):
    return os.path.join(suites.TOP, "conformance", f"oracle-OTP-{release}.txt")


def new_oracle_path(release):
    """What a run of erl has found so far: the committed file changes only when the run is whole."""
    return os.path.join(suites.home(release), "oracle.txt")


def read_oracle_file(path):
    oracle = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            for line in f:
                if line.startswith("#"):
                    continue
                area, suite, key, outcome, seconds, peer, reason = line.rstrip("\n").split("\t")
                oracle.setdefault((area, suite), {})[key] = Row(outcome, float(seconds), peer == "peer", reason)
    return oracle


def read_oracle(release):
    """{(area, suite): {key: Row}}"""
    return read_oracle_file(oracle_path(release)) | read_oracle_file(new_oracle_path(release))


def keep_oracle(release):
    """Brings what a run of erl has found into the committed file."""
    write_oracle(oracle_path(release), read_oracle(release))
    if os.path.exists(new_oracle_path(release)):
        os.remove(new_oracle_path(release))


def write_oracle(path, oracle):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write("# What erl makes of each case of OTP's suites; made by test/otp/conformance.py --machine erl\n"
                "# area suite case outcome seconds peer reason\n")
        for (area, suite), rows in sorted(oracle.items()):
            for key, row in sorted(rows.items()):
                f.write("\t".join([area, suite, key, row.outcome, f"{row.seconds:.0f}", "peer" if row.peer else "-",
                                   anywhere(row.reason)[:160].strip()]) + "\n")


def add_to_oracle(release, area, suite, outcomes):
    with lock:
        oracle = read_oracle_file(new_oracle_path(release))
        oracle[area, suite] = {key: Row(outcome, seconds, peer, reason if outcome != "passed" else "")
                               for key, (outcome, seconds, reason, peer) in outcomes.items()}
        if not outcomes:
            oracle[area, suite] = {"(suite)": Row("skipped", 0, False, "has no cases here")}
        write_oracle(new_oracle_path(release), oracle)


def result_path(release, area, suite):
    return os.path.join(suites.home(release), "results", area, suite + ".txt")


def is_fresh(release, area, suite, mark):
    """Whether there is a result; with a mark, one of the machine with that mark."""
    path = result_path(release, area, suite)
    if not os.path.exists(path):
        return False
    with open(path, encoding="utf-8") as f:
        return mark is None or f.readline().split()[1:] == [mark]


def commits(release):
    """{(area, suite): commit} of the runs whose commit is known."""
    known = {}
    for path in (kept_path(release, False), kept_path(release, True)):
        for line in lines_of(path):
            if line.startswith("# commit "):
                _, _, area, suite, which = line.split()
                known[area, suite] = which
    for area, suite in read_run(release):
        which = [line.split()[2] for line in lines_of(result_path(release, area, suite)) if line.startswith("# commit ")]
        known.update({(area, suite): one for one in which})
    return known


def lines_of(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as f:
        return f.read().splitlines()


def commit():
    """The commit that is checked out; with a + if what the machine is made of differs from it."""
    said = subprocess.run(["git", "rev-parse", "--short=7", "HEAD"], cwd=suites.TOP, capture_output=True, text=True, check=False).stdout.strip()
    same = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "Makefile", "src", "include", "erl"], cwd=suites.TOP, check=False).returncode == 0
    return (said or "unknown") + ("" if same else "+")


def write(release, area, suite, mark, outcomes):
    path = result_path(release, area, suite)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"# {mark}\n# commit {commit()}\n")
        for key, (outcome, seconds, reason) in sorted(outcomes.items()):
            f.write(f"{key}\t{outcome}\t{seconds:.1f}\t{reason}\n")


def kept_path(release, beside):
    """Outcomes on Ling that are committed, so that the report can be made again where only some suites were run."""
    return os.path.join(suites.TOP, "conformance", f"results-{'others-' if beside else ''}OTP-{release}.txt")


def read_kept(release):
    return read_kept_file(kept_path(release, False)) | read_kept_file(kept_path(release, True))


def read_kept_file(path):
    found = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            for line in f:
                if not line.startswith("#"):
                    area, suite, key, outcome, seconds, reason = line.rstrip("\n").split("\t")
                    found.setdefault((area, suite), {})[key] = Row(outcome, float(seconds), False, reason)
    return found


def write_kept(release, found):
    runs = commits(release)
    beside = {pair: rows for pair, rows in found.items() if pair[0] in suites.BESIDE}
    write_kept_file(kept_path(release, False), {pair: rows for pair, rows in found.items() if pair not in beside}, runs)
    if beside:
        write_kept_file(kept_path(release, True), beside, runs)


def write_kept_file(path, found, runs):
    with open(path, "w", encoding="utf-8") as f:
        f.write("# What Ling makes of each case of OTP's suites, each suite as it was run last; made by test/otp/conformance.py\n"
                "# area suite case outcome seconds reason\n")
        for (area, suite), rows in sorted(found.items()):
            if (area, suite) in runs:
                f.write(f"# commit {area} {suite} {runs[area, suite]}\n")
            for key, row in sorted(rows.items()):
                reason = anywhere(row.reason)[:240] if row.outcome != "passed" else ""
                f.write(f"{area}\t{suite}\t{key}\t{row.outcome}\t{row.seconds:.0f}\t{reason}\n")


def read_run(release):
    """What has been run in this working copy."""
    found = {}
    for area in suites.AREAS + suites.BESIDE:
        folder = os.path.dirname(result_path(release, area, "x"))
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            rows = {}
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                for line in f:
                    if not line.startswith("#"):
                        key, outcome, seconds, reason = line.rstrip("\n").split("\t")
                        rows[key] = Row(outcome, float(seconds), False, reason)
            found[area, name.removesuffix(".txt")] = rows
    return found


def read_all(release):
    """{(area, suite): {key: Row}} of what has been run on Ling, here or before."""
    return read_kept(release) | read_run(release)


def selection_path(release):
    return os.path.join(suites.TOP, "conformance", f"selection-OTP-{release}.txt")


def read_selection(release):
    """{(area, suite): [key]}: a list that may only grow."""
    selection = {}
    with open(selection_path(release), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                area, suite, key = line.split()
                selection.setdefault((area, suite), []).append(key)
    return selection


def add_to_selection(release, chosen):
    """Adds (area, suite, key)s."""
    path = selection_path(release)
    known = {(a, s, k) for (a, s), keys in (read_selection(release) if os.path.exists(path) else {}).items() for k in keys}
    with open(path, "w", encoding="utf-8") as f:
        f.write("# Cases of OTP's suites that `make test` runs: area suite case.  Each has passed; lines are only added.\n")
        for area, suite, key in sorted(known | set(chosen)):
            f.write(f"{area} {suite} {key}\n")
