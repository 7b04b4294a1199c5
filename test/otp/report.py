"""The score of Ling on OTP's suites, as a page."""
import collections
import os

import reasons
import results
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


def skipped_with_group(rows, key):
    """Of a case whose group could not begin, common_test tells with the innermost group's name alone."""
    row = rows.get("/".join(key.split("/")[-2:]))
    return row if row and row.outcome == "skipped" else None


def covered(area, suite, key, outcome, reason):
    """A line of a report on a case that does not pass, with the passage of LIMITS.md that says why."""
    passage = reasons.words(area, suite, key, outcome, reason)
    why = f"LIMITS.md: {passage}" if passage else "no reason is known"
    return f"- `{suite}:{key}` {outcome}: `{clean(reason)}` - {why}"


def judge(area, suite, oracle, rows):
    """The score of a suite, and the counted cases that do not pass: (suite, key, Row)."""
    score, bad = Score(), []
    score.listed = len(oracle)
    score.run = sum(row.outcome not in ("skipped",) for row in oracle.values())
    fallback = rows.get("(suite)")
    for key, row in oracle.items():
        if row.outcome != "passed" or suites.is_left_out(area, suite, key):
            continue
        mine = rows.get(key) or skipped_with_group(rows, key) or fallback
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
                yield f"- `{area}/{suite}:{key}` {row.outcome}: {clean(row.reason)}"


def clean(reason):
    return results.anywhere(reason.replace("`", "'"))[:240]


def lost_on_erl(area, suite, oracle):
    for key, row in sorted(oracle.items()):
        if row.outcome != "passed":
            yield f"- `{suite}:{key}` {row.outcome}: `{clean(row.reason)}`"


def left_out_lines():
    for reason, by_area in suites.LEFT_OUT.items():
        names = "; ".join(f"{area}: " + ", ".join(f"`{n}_SUITE`" for n in names) for area, names in by_area.items())
        yield f"- {reason}: {names}"
    yield "- the socket NIF: kernel: `socket_SUITE`, `socket_*_SUITE` and the groups `inet_backend_socket`"


def lines_on_ling_only(areas, found, oracle):
    """What was run on Ling and has no oracle, so that nothing of it is counted: outcomes by area, and the most frequent reasons."""
    for area in areas:
        rows = [row for (a, suite), of_suite in found.items() if a == area and (a, suite) not in oracle for row in of_suite.values()]
        counts = collections.Counter(row.outcome for row in rows)
        why = collections.Counter(clean(row.reason)[:80] for row in rows if row.outcome != "passed").most_common(3)
        if rows:
            yield f"- {area}: " + ", ".join(f"{n} {o}" for o, n in counts.most_common()) + "".join(f"; {n} times `{r}`" for r, n in why)


def commit_lines(release, areas, found):
    """With which commit of Ling each suite was run."""
    known, by_commit = results.commits(release), collections.defaultdict(list)
    for area, suite in sorted(found):
        if area in areas:
            by_commit[known.get((area, suite), "not noted")].append(f"{area}/{suite.removesuffix('_SUITE')}")
    for commit, names in sorted(by_commit.items(), key=lambda pair: -len(pair[1])):
        yield f"- {commit}: " + (f"{len(names)} suites, all that are not named here" if len(names) > 60 else ", ".join(names))


class Page:
    """The tables and lists of some areas."""

    def __init__(self, areas, floors, results, oracle):
        self.totals, self.tables, self.failures, self.lost, self.floors = {}, [], [], [], floors
        self.ling_only = list(lines_on_ling_only(areas, results, oracle))
        self.crashes = list(crash_lines({pair: rows for pair, rows in results.items() if pair[0] in areas}))
        self.not_run = [f"- {area}: no suite" for area in areas if not any(a == area for a, _ in results)]
        for area in areas:
            names = [s for a, s in sorted(oracle) if a == area and not suites.is_left_out(a, s)]
            self.not_run += [f"- `{area}/{s}`" for s in names if (area, s) not in results]
            self.add_area(area, [s for s in names if (area, s) in results], results, oracle)

    def add_area(self, area, names, results, oracle):
        if not names:
            return
        total = self.totals[area] = Score()
        self.tables += [f"\n## {area}\n", HEAD.format("suite")]
        self.failures += [f"\n### {area}\n"]
        for suite in names:
            score, bad = judge(area, suite, oracle[area, suite], results[area, suite])
            total.add(score)
            self.tables.append(score.row(suite))
            self.failures += [covered(area, *one) for one in bad]
            self.lost += lost_on_erl(area, suite, oracle[area, suite])

    def grand(self):
        grand = Score()
        for total in self.totals.values():
            grand.add(total)
        return grand

    def name(self, area):
        return f"{area} (floor {self.floors[area]} %)" if area in self.floors else area

    def is_below(self):
        return bool(self.crashes) or any(self.totals[a].percent() < floor for a, floor in self.floors.items() if a in self.totals)

    def write(self, name, head, commits):
        path = os.path.join(suites.TOP, "conformance", name)
        lines = [*head, "", "## Crashes and hangs of the machine\n", *(self.crashes or ["None."]),
                 *(["\n## Not run\n", *self.not_run] if self.not_run else []),
                 *(["\n## Run on Ling, but not on erl\n", *self.ling_only] if self.ling_only else []), "\n## In all\n", HEAD.format("area"),
                 *(total.row(self.name(area)) for area, total in self.totals.items()), self.grand().row("all"), *self.tables,
                 "\n## Cases that do not pass", *self.failures, "\n## Cases that do not pass on erl, and so are not counted\n", *self.lost,
                 "\n## With which commit each suite was run\n", *commits]
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        for area, total in self.totals.items():
            print(f"{total.outcomes['passed']:>5} of {total.counted} passed, {total.percent():.1f} %: {self.name(area)}")
        print(f"{len(self.crashes)} crashes or hangs; report in {os.path.relpath(path, suites.TOP)}")


def head_of(release):
    installed = release == suites.INSTALLED_RELEASE
    return [f"# OTP {release}: its own test suites on Ling\n",
            "Made by `make conformance" + ("" if installed else f" RELEASE={release}") + "`; counted are the cases that pass on `erl` in "
            "the same harness and start no peer over",
            "distribution (those stand in the last column). " +
            ("The floor is what we promise. " if installed else
             "Of this release, the suites of the machine and of stdlib are run; the suites are those of Debian's source package, at most a "
             "patch level off; nothing is promised yet. ") + "Left out are suites that as a whole need\n", *left_out_lines()]


BESIDE_HEAD = """# Beside the floor: OTP {}'s other suites, dialyzer and Elixir on Ling

Made by `make conformance BESIDE=1`, by the same commands on `erl` and on Ling; nothing is promised here. PropEr's property tests of stdlib
stand in `OTP-{}.md`, in the suites whose names end in `_property_test_SUITE`. dialyzer makes a PLT of kernel and stdlib: without
warnings (`build`), and with the same specification of each function (`found`, named by a hash of them all). Elixir's are the tests of its
application `elixir` from the source package of the installed one, each file in a machine of its own, without a name for distribution.
mnesia's suites want a node with a name in every case: without distribution nearly all end in `not_alive`.
Seconds of `dialyzer/plt:build`: {} on erl (two processors), {} on Ling.""".format


def write(release, options, results, oracle):
    """Writes conformance/OTP-RELEASE.md and what is beside it from all that is known, prints the summary, and returns the exit status."""
    reasons.check()
    installed = release == suites.INSTALLED_RELEASE
    page = Page(suites.areas(release), FLOORS if installed else {}, results, oracle)
    page.write(f"OTP-{release}.md", head_of(release), commit_lines(release, suites.areas(release), results))
    if installed:
        times = [f"{rows['build'].seconds:.0f}" if "build" in rows else "not measured"
                 for rows in (known.get(("dialyzer", "plt"), {}) for known in (oracle, results))]
        Page(suites.BESIDE, {}, results, oracle).write(f"others-OTP-{release}.md", [BESIDE_HEAD(release, release, *times)],
                                                      commit_lines(release, suites.BESIDE, results))
    shown = page.grand()
    if options.suite:
        shown = Score()
        for (area, suite), rows in results.items():
            if suite in options.suite and (area, suite) in oracle:
                shown.add(judge(area, suite, oracle[area, suite], rows)[0])
    passed = shown.outcomes["passed"]
    print(f"{passed} passed, {shown.counted - passed} failed")
    return int(page.is_below())


def print_selection(selection, failed, started):
    total = sum(len(keys) for keys in selection.values())
    for area, suite, key, outcome, _, reason in failed:
        print(f"FAIL {area}/{suite}:{key}: {outcome}: {reason[:300]}")
    print(f"OTP's suites, the selection: {total - len(failed)} passed, {len(failed) + len(started)} failed")
    return int(bool(failed or started))
