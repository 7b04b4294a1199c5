"""Runs one suite on one machine, in a process of its own, again and again until every case has an outcome."""
import os
import shutil
import subprocess
import time

import suites

ATTEMPTS = 30  # how often a machine may die in one suite
SILENCE = 240  # seconds without a running case (a suite's or group's own preparation) that count as a hang
HANG_GRACE = 30  # seconds that a machine has to end a case that is over its limit


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def erlang_list(names):
    return "[" + ",".join(f"<<{quoted(n)}/utf8>>" for n in names) + "]"


class Record:
    """What the hook has written: outcomes by case, cases begun and not ended, peers started."""

    def __init__(self, path):
        self.path, self.offset, self.rest = path, 0, ""
        self.outcomes, self.running, self.overdue, self.peers = {}, {}, set(), set()
        self.last = time.time()
        self.whole = False

    def read(self):
        if not os.path.exists(self.path):
            return
        with open(self.path, encoding="utf-8", errors="replace") as f:
            f.seek(self.offset)
            text = f.read()
            self.offset = f.tell()
        *lines, self.rest = (self.rest + text).split("\n")
        for line in lines:
            self.last = time.time()
            self.line(line.split("\t"))

    def line(self, fields):
        if fields[0] == "whole":
            self.whole = True
        elif fields[0] == "begin":
            self.running[fields[1]] = time.time()
        elif fields[0] == "overdue":
            self.overdue.add(fields[1])
        elif fields[0] == "peer":
            self.peers.add(fields[1])
        elif fields[0] == "end":
            key, outcome, reason = fields[1], fields[2], fields[3] if len(fields) > 3 else ""
            begun = self.running.pop(key, None)
            before = self.outcomes.get(key)
            seconds = time.time() - begun if begun else before[1] if before else 0
            if key in self.overdue:
                outcome, reason = "timeout", "over the time limit of a case"
            elif before and before[0] not in ("passed", outcome):
                outcome, reason = before[0], before[2]
            self.outcomes[key] = (outcome, seconds, reason)


class Machine:
    """How to start a machine; for Ling, so that no stock ERTS can be started from within."""

    def __init__(self, name, release, namespaces):
        self.name, self.release, self.namespaces = name, release, namespaces
        self.attempts = os.path.join(suites.home(release), "stock_started")

    def command(self, slot, words):
        """The command that runs a machine with these words behind its name, or, if the first has a '/', a program that starts it."""
        erl = [] if "/" in words[0] else ["erl", "-sname", self.node(slot)]
        if self.name == "ling":
            erl = [os.path.join(suites.TOP, "build/launchers/erl")] if erl else []
            erl = (["sh", os.path.join(suites.TOP, "test/otp/hide_stock.sh"), self.attempts] if self.namespaces else []) + erl
        return self.namespaces + erl + words

    def node(self, slot):
        """A name that no other run has: one of each release may go on at the same time."""
        return "ct" + (self.release if self.release != suites.INSTALLED_RELEASE else "") + (f"_{slot}" if slot else "")

    def environment(self, work, area):
        env = dict(suites.environment(self.release), HOME=work, ERL_CRASH_DUMP=os.path.join(work, "erl_crash.dump"))
        env.update(CONFORMANCE_RECORD=os.path.join(os.path.dirname(work), os.path.basename(work) + ".record"))
        path = [env["PATH"], suites.folder(self.release, area)]
        if self.name == "ling":
            path.insert(0, os.path.join(suites.TOP, "build/launchers"))
        env["PATH"] = ":".join(path)
        return env


running = set()  # processes to be ended with this one


def end_all(*_):
    for process in list(running):
        process.kill()
    os._exit(130)


def tail(path):
    with open(path, "rb") as f:
        text = f.read()[-3000:].decode(errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("Testing ")]
    return " | ".join(lines[-3:])[-400:]


def work_of(machine, area, suite):
    return os.path.join(suites.home(machine.release), "work", f"{machine.name}-{area}-{suite}")


def words_for(machine, area, suite, record, options):
    """The words with which a machine runs a suite under common_test; options are the hook's, and go into a file."""
    home = suites.home(machine.release)
    work = work_of(machine, area, suite)
    logs = os.path.join(work, "logs")
    os.makedirs(logs)
    by_case = ", ".join(f"{quoted(k)} => {v * 1000:.0f}" for k, v in options["limits"].items())
    options = dict(options, limit=options["limit"] * 1000, limits="#{" + by_case + "}", file=quoted(record.path), logs=quoted(logs),
                   config="[" + quoted(os.path.join(home, "test_server/ts.config")) + "]")
    options_file = os.path.join(work, "options")
    with open(options_file, "w", encoding="utf-8") as f:
        f.write("%% coding: utf-8\n#{" + ", ".join(f"{k} => {v}" for k, v in options.items()) + "}.\n")
    return ["-noinput", "-boot", "start_sasl", "-sasl", "errlog_type", "error", "-enable-feature", "maybe_expr",
            "-pz", os.path.join(home, "test_server"), "-pa", os.path.join(home, "hook"), "-s", "conformance_run",
            "main", "-extra", suites.folder(machine.release, area), suite, options_file]


def attempt(machine, slot, area, suite, record, words, limit_of, suite_end, folder=None):
    """One process, which runs in the folder or else in that of its work.  Returns what ended it: None for a whole run, else a sentence."""
    work = work_of(machine, area, suite)
    os.makedirs(work, exist_ok=True)
    output = os.path.join(work, "output")
    with open(output, "wb") as out:
        process = subprocess.Popen(machine.command(slot, words), stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=subprocess.STDOUT, cwd=folder or work, env=machine.environment(work, area),
                                   start_new_session=True)
    running.add(process)
    ending = watch(process, record, limit_of, suite_end)
    if ending or (record.whole and not record.running):
        return ending
    return f"ended with status {process.returncode}: {tail(output)}"


def watch(process, record, limit_of, suite_end):
    record.last = time.time()
    try:
        while process.poll() is None:
            time.sleep(0.2)
            record.read()
            now = time.time()
            late = [k for k, begun in record.running.items()
                    if now - begun > limit_of(k) + HANG_GRACE]
            if late:
                record.running = {k: record.running[k] for k in late}
                return "the machine did not end it at its time limit"
            if not record.running and now - record.last > SILENCE:
                return f"no case began for {SILENCE} s"
            if now > suite_end:
                return "time limit of the suite"
        return None
    finally:
        if process.poll() is None:
            process.kill()
            try:
                os.killpg(process.pid, 9)
            except ProcessLookupError:
                pass
        process.wait()
        running.discard(process)
        record.read()


def blame(record, ending, before):
    """Gives the cases that were running when a machine ended the outcome that they had.  Returns whether it is worth to go on."""
    outcome = "hung" if "did not end" in ending or "no case began" in ending else "crashed"
    if "status 1:" in ending:
        outcome = "failed"  # common_test gave up, and Erlang code ended the machine in order
    if "time limit of the suite" in ending:
        outcome = "timeout"
    for key in record.running or ([] if len(record.outcomes) > before else ["(suite)"]):
        record.outcomes[key] = (outcome, 0, ending)
    nothing = not record.running and len(record.outcomes) == before + 1 and "(suite)" in record.outcomes
    record.running = {}
    return outcome != "timeout" and not nothing


def new_record(machine, area, suite):
    """An empty record; what a run before has left of its work is removed."""
    path = work_of(machine, area, suite) + ".record"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.exists(path):
        os.remove(path)
    return Record(path)


def run(machine, slot, area, suite, limit, limits=None, only=None, trace_peers=False, suite_limit=3600):
    """Returns ({KEY: (outcome, seconds, reason)}, peers).  limit and limits (by case) are in seconds."""
    record = new_record(machine, area, suite)
    suite_end = time.time() + suite_limit
    for _ in range(ATTEMPTS):
        shutil.rmtree(work_of(machine, area, suite), ignore_errors=True)
        before = len(record.outcomes)
        wanted = {"only": erlang_list(k for k in only if k not in record.outcomes)} if only is not None else {}
        options = {"done": erlang_list(record.outcomes), "limit": limit, "limits": limits or {},
                   "trace_peers": str(trace_peers).lower(), **wanted}
        words = words_for(machine, area, suite, record, options)
        ending = attempt(machine, slot, area, suite, record, words, lambda key: (limits or {}).get(key, limit), suite_end)
        if ending is None or not blame(record, ending, before):
            break
    return record.outcomes, record.peers
