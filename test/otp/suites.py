"""Which of OTP's suites there are, and what the score of an area leaves out."""
import glob
import os
import re
import subprocess

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
AREAS = ("stdlib", "compiler", "emulator", "kernel")

# What as a whole needs what Ling does not have (LIMITS.md): the reason, and by area the suites or cases.
LEFT_OUT = {
    "the C NIF API": {"emulator": "nif trace_nif dirty_nif".split()},
    "C drivers": {"emulator": "ddll driver erl_drv_thread mtx busy_port send_term".split()},
    "tracer modules in C": {"emulator": ["tracer"]},
    "LTTng": {"emulator": ["lttng"]},
    "several schedulers": {"emulator": ["scheduler"]},
    "distribution": {"emulator": ["distribution"], "kernel": ["erl_distribution", "erl_distribution_wb"]},
    "SCTP": {"kernel": ["gen_sctp"]},
}
LEFT_OUT_PATTERN = {"kernel": re.compile(r"socket(_|$)")}  # the socket NIF
LEFT_OUT_GROUPS = {"kernel": re.compile(r"(^|/)inet_backend_socket(/|$)")}


def is_left_out(area, suite, key=""):
    """Whether the score leaves out the suite, or the case whose path of groups is key."""
    name = suite.removesuffix("_SUITE")
    if any(name in by_area.get(area, ()) for by_area in LEFT_OUT.values()) or (area in LEFT_OUT_PATTERN and LEFT_OUT_PATTERN[area].match(name)):
        return True
    return area in LEFT_OUT_GROUPS and bool(LEFT_OUT_GROUPS[area].search(key))


def home(release):
    return os.path.join(TOP, "build/conformance", release)


def folder(release, area):
    return os.path.join(home(release), area + "_test")


def prepare(release, areas):
    """Has the suites of the areas released and compiled, and our hook compiled."""
    subprocess.run([os.path.join(TOP, "test/otp/prepare.sh"), home(release), *areas], check=True)
    hook = os.path.join(home(release), "hook")
    os.makedirs(hook, exist_ok=True)
    subprocess.run(["erlc", "-o", hook, *glob.glob(os.path.join(TOP, "test/otp/conformance_*.erl"))], check=True)


def suites_of(release, area):
    found = glob.glob(os.path.join(folder(release, area), "*_SUITE.beam"))
    return sorted(os.path.basename(f).removesuffix(".beam") for f in found)


def suites_that_call(release, area, condition):
    """The suites of which an imported function {X, Y, Arity} meets a condition, in Erlang."""
    script = """[F] = init:get_plain_arguments(),
        [io:format("~s~n", [M]) || B <- filelib:wildcard(F ++ "/*_SUITE.beam"), {ok, {M, [{imports, I}]}} <- [beam_lib:chunks(B, [imports])],
            [] =/= [x || {X, Y, _} <- I, """ + condition + """]], halt()."""
    out = subprocess.run(["erl", "-noinput", "-eval", script, "-extra", folder(release, area)], check=True,
                         capture_output=True, text=True).stdout
    return set(out.split())


def suites_that_trace(release, area):
    """Suites which call the tracer themselves: there is one tracer only, so the oracle runs these twice."""
    return suites_that_call(release, area, 'X =:= dbg orelse X =:= erlang andalso lists:prefix("trace", atom_to_list(Y))')


def suites_with_peers(release, area):
    """Suites that may start a node."""
    return suites_that_call(release, area, "X =:= peer orelse X =:= slave orelse X =:= test_server")
