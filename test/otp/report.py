"""The score of Ling on OTP's suites, as a page."""
import collections
import os

import suites

OUTCOMES = ("passed", "failed", "skipped", "timeout", "crashed", "hung", "lost")
FLOORS = {"compiler": 98, "stdlib": 93, "emulator": 85, "kernel": 80}


def suite_line(area, suite, outcomes, oracle, machine):
    counts = collections.Counter(row[0] for row in outcomes.values())
    text = ", ".join(f"{n} {outcome}" for outcome, n in counts.most_common())
    if machine == "ling":
        counted = [k for k, row in oracle.items() if row.outcome == "passed" and not row.peer]
        passed = sum(outcomes.get(k, ("lost",))[0] == "passed" for k in counted)
        text += f"; of those that pass on erl {passed}/{len(counted)}"
    return f"{area}/{suite}: {text}"


class Score:
    """The cases of one suite, or the sum of several."""

    def __init__(self):
        self.listed = self.run = self.counted = self.peers = self.peers_passed = 0
        self.outcomes = collections.Counter()

    def add(self, other):
        for name in ("listed", "run", "counted", "peers", "peers_passed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.outcomes.update(other.outcomes)

    def percent(self):
        return 100 * self.outcomes["passed"] / self.counted if self.counted else 100

    def row(self, name):
        o = self.outcomes
        return (f"| {name} | {self.listed} | {self.run} | {self.counted} | {o['passed']} | {o['failed']} | {o['skipped']} | {o['timeout']} "
                f"| {o['crashed'] + o['hung']} | {o['lost']} | {self.percent():.1f} % | {self.peers_passed}/{self.peers} |")


HEAD = """| {} | listed | run on erl | passed on erl, counted | passed | failed | skipped | timed out | crashed or hung | did not run | | with peers |
|---|---|---|---|---|---|---|---|---|---|---|---|"""


def judge(area, suite, oracle, rows):
    """The score of a suite, and the counted cases that do not pass: (suite, key, Row)."""
    score, bad = Score(), []
    score.listed = len(oracle)
    score.run = sum(row.outcome not in ("skipped",) for row in oracle.values())
    fallback = rows.get("(suite)")
    for key, row in oracle.items():
        if row.outcome != "passed" or suites.is_left_out(area, suite, key):
            continue
        mine = rows.get(key) or fallback
        outcome = mine.outcome if mine else "lost"
        if row.peer:
            score.peers += 1
            score.peers_passed += outcome == "passed"
            continue
        score.counted += 1
        score.outcomes[outcome] += 1
        if outcome != "passed":
            bad.append((suite, key, outcome, mine.reason if mine else "did not run"))
    return score, bad


def crash_lines(results):
    for (area, suite), rows in sorted(results.items()):
        for key, row in rows.items():
            if row.outcome in ("crashed", "hung"):
                yield f"- `{area}/{suite}:{key}` {row.outcome}: {row.reason[:300]}"


def clean(reason):
    return reason.replace("`", "'").replace(suites.TOP, "")[:240]


def lost_on_erl(area, suite, oracle):
    for key, row in sorted(oracle.items()):
        if row.outcome != "passed":
            yield f"- `{suite}:{key}` {row.outcome}: `{clean(row.reason)}`"


def left_out_lines():
    for reason, by_area in suites.LEFT_OUT.items():
        names = "; ".join(f"{area}: " + ", ".join(f"`{n}_SUITE`" for n in names) for area, names in by_area.items())
        yield f"- {reason}: {names}"
    yield "- the socket NIF: kernel: `socket_SUITE`, `socket_*_SUITE` and the groups `inet_backend_socket`"


def write(release, options, results, oracle):
    """Writes conformance/OTP-RELEASE.md from all that is known, prints the summary, and returns the exit status."""
    totals, tables, failures, lost, grand = {}, [], [], [], Score()
    for area in suites.AREAS:
        names = [s for a, s in sorted(oracle) if a == area and not suites.is_left_out(a, s) and (a, s) in results]
        if not names:
            continue
        total, bad_lines = Score(), []
        tables += [f"\n## {area}\n", HEAD.format("suite")]
        for suite in names:
            score, bad = judge(area, suite, oracle[area, suite], results[area, suite])
            total.add(score)
            tables.append(score.row(suite))
            bad_lines += [f"- `{s}:{k}` {o}: `{clean(r)}`" for s, k, o, r in bad]
            lost += lost_on_erl(area, suite, oracle[area, suite])
        totals[area] = total
        grand.add(total)
        failures += [f"\n### {area}\n", *bad_lines]
    crashes = list(crash_lines(results))
    lines = [f"# OTP {release}: its own test suites on Ling\n",
             "Made by `make conformance`; counted are the cases that pass on `erl` in the same harness and start no peer over",
             "distribution (those stand in the last column). The floor is what we promise. Left out are suites that as a whole need\n",
             *left_out_lines(), "",
             "## Crashes and hangs of the machine\n", *(crashes or ["None."]), "\n## In all\n", HEAD.format("area"),
             *(total.row(f"{area} (floor {FLOORS[area]} %)") for area, total in totals.items()), grand.row("all"), *tables,
             "\n## Cases that do not pass", *failures, "\n## Cases that do not pass on erl, and so are not counted\n", *lost]
    path = os.path.join(suites.TOP, "conformance", f"OTP-{release}.md")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
    shown = grand
    for area, total in totals.items():
        print(f"{area:<10} {total.outcomes['passed']:>5} of {total.counted} passed: {total.percent():.1f} % (floor {FLOORS[area]} %)")
    if options.suite:
        shown = Score()
        for (area, suite), rows in results.items():
            if suite in options.suite and (area, suite) in oracle:
                shown.add(judge(area, suite, oracle[area, suite], rows)[0])
    passed = shown.outcomes["passed"]
    print(f"{len(crashes)} crashes or hangs; report in {os.path.relpath(path, suites.TOP)}")
    print(f"{passed} passed, {shown.counted - passed} failed")
    return int(bool(crashes) or any(t.percent() < FLOORS[a] for a, t in totals.items()))


def print_selection(selection, failed, started):
    total = sum(len(keys) for keys in selection.values())
    for area, suite, key, outcome, _, reason in failed:
        print(f"FAIL {area}/{suite}:{key}: {outcome}: {reason[:300]}")
    print(f"OTP's suites, the selection: {total - len(failed)} passed, {len(failed) + len(started)} failed")
    return int(bool(failed or started))
