"""What is measured beside OTP's suites and is none of common_test: Elixir's own tests of its kernel, and dialyzer making a PLT.

Each is a program that writes what becomes of its cases as conformance_hook.erl does, into the file $CONFORMANCE_RECORD.
"""
import glob
import os
import shutil
import subprocess
import time

import run_suite
import suites

AREAS = ("dialyzer", "elixir")
CASE_LIMIT = {"dialyzer": 3000, "elixir": 90}  # seconds for a case, on either machine
INSTALLED_ELIXIR = "/usr/lib/elixir"


def elixir_source():
    """Elixir's sources, from the source package of the installed one."""
    fetched = subprocess.run([os.path.join(suites.TOP, "tools/fetch_source.sh"), "elixir-lang"], check=True, capture_output=True, text=True)
    return fetched.stdout.strip()


def elixir_tree(name):
    """A copy of Elixir's sources for a machine, as the tests write into it, with the installed code in the place of code built there."""
    tree = os.path.join(suites.home(suites.INSTALLED_RELEASE), f"elixir-{name}")
    if not os.path.isdir(tree):
        shutil.copytree(elixir_source(), tree, symlinks=True)
        for ebin in glob.glob(INSTALLED_ELIXIR + "/lib/*/ebin"):
            os.symlink(ebin, os.path.join(tree, "lib", os.path.basename(os.path.dirname(ebin)), "ebin"))
    return tree


def suites_of(area):
    """An area of dialyzer has one suite; Elixir's have the names of their files, with "." for "/"."""
    if area == "dialyzer":
        return ["plt"]
    tests = os.path.join(elixir_tree("ling"), "lib/elixir/test/elixir")
    found = glob.glob("**/*_test.exs", root_dir=tests, recursive=True)
    return sorted(name.removesuffix("_test.exs").replace("/", ".") for name in found)


def words_and_folder(machine, area, suite):
    if area == "dialyzer":
        plt = os.path.join(run_suite.work_of(machine, area, suite), "plt")
        hook = os.path.join(suites.home(machine.release), "hook")
        return ["-noinput", "-pa", hook, "-s", "conformance_plt", "main", "-extra", plt, "kernel", "stdlib"], None
    tree = elixir_tree(machine.name)
    test = "test/elixir/" + suite.replace(".", "/") + "_test.exs"
    recorder = os.path.join(suites.TOP, "test/otp/conformance_formatter.exs")
    return [tree + "/bin/elixir", "-r", recorder, "-r", "test/elixir/test_helper.exs", "-r", test], tree + "/lib/elixir"


def run(machine, slot, area, suite):
    """Returns {KEY: (outcome, seconds, reason)} of one process; what follows the death of a machine has no outcome."""
    shutil.rmtree(run_suite.work_of(machine, area, suite), ignore_errors=True)
    record = run_suite.new_record(machine, area, suite)
    words, folder = words_and_folder(machine, area, suite)
    limit = CASE_LIMIT[area]
    ending = run_suite.attempt(machine, slot, area, suite, record, words, lambda _key: limit, time.time() + 2 * limit + 600, folder)
    if ending is not None:
        run_suite.blame(record, ending, 0)
    return record.outcomes
