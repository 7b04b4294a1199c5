"""Which of OTP's suites there are, and what the score of an area leaves out."""
import glob
import os
import re
import shutil
import subprocess

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
INSTALLED = next(r for r in ("/usr/lib/erlang", "/usr/local/lib/erlang") if os.path.exists(r + "/releases/start_erl.data"))
with open(INSTALLED + "/releases/start_erl.data", encoding="utf-8") as data:
    INSTALLED_RELEASE = data.read().split()[1]
AREAS = ("stdlib", "compiler", "emulator", "kernel")  # of the installed release
NEWER_AREAS = ("stdlib", "emulator")  # of those that are unpacked under build/
BESIDE = ("eunit", "parsetools", "mnesia", "dialyzer", "elixir")  # measured and published; nothing is promised

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


def areas(release):
    return AREAS if release == INSTALLED_RELEASE else NEWER_AREAS


def root(release):
    """Where the release lies."""
    return INSTALLED if release == INSTALLED_RELEASE else os.path.join(TOP, f"build/otp-{release}/usr/lib/erlang")


def environment(release):
    """That in which erl, erlc and Ling are those of the release."""
    otp = root(release)
    return dict(os.environ, LING_OTP=otp, PATH=f"{otp}/bin:{os.environ['PATH']}")


def home(release):
    return os.path.join(TOP, "build/conformance", release)


def folder(release, area):
    return os.path.join(home(release), area + "_test")


class NoSource(Exception):
    """The release, or the source in which its suites are, cannot be fetched (any more)."""


NO_SOURCE = 75  # prepare.sh ends so


def unpack(release):
    """Has the release unpacked, with the header files and pages that common_test needs: an older tree lacks them."""
    def is_whole():
        return all(glob.glob(os.path.join(root(release), n)) for n in ("lib/common_test-*/include", "lib/proper-*/include"))

    if release != INSTALLED_RELEASE and not is_whole():
        shutil.rmtree(os.path.join(TOP, f"build/otp-{release}"), ignore_errors=True)
        subprocess.run([os.path.join(TOP, "tools/fetch_otp.sh"), release], check=True)  # what it cannot have, it skips
        if not is_whole():
            raise NoSource


def prepare(release, wanted):
    """Has the suites of the areas released and compiled, and our hook compiled."""
    env = environment(release)
    unpack(release)
    prepared = subprocess.run([os.path.join(TOP, "test/otp/prepare.sh"), release, home(release), *wanted], check=False, env=env)
    if prepared.returncode == NO_SOURCE:
        raise NoSource
    prepared.check_returncode()
    hook = os.path.join(home(release), "hook")
    os.makedirs(hook, exist_ok=True)
    subprocess.run(["erlc", "-o", hook, *glob.glob(os.path.join(TOP, "test/otp/conformance_*.erl"))], check=True, env=env)


def suites_of(release, area):
    found = glob.glob(os.path.join(folder(release, area), "*_SUITE.beam"))
    return sorted(os.path.basename(f).removesuffix(".beam") for f in found)


def suites_that_call(release, area, condition):
    """The suites of which an imported function {X, Y, Arity} meets a condition, in Erlang."""
    script = """[F] = init:get_plain_arguments(),
        [io:format("~s~n", [M]) || B <- filelib:wildcard(F ++ "/*_SUITE.beam"), {ok, {M, [{imports, I}]}} <- [beam_lib:chunks(B, [imports])],
            [] =/= [x || {X, Y, _} <- I, """ + condition + """]], halt()."""
    out = subprocess.run(["erl", "-noinput", "-eval", script, "-extra", folder(release, area)], check=True,
                         capture_output=True, text=True, env=environment(release)).stdout
    return set(out.split())


def suites_that_trace(release, area):
    """Suites which call the tracer themselves: there is one tracer only, so the oracle runs these twice."""
    return suites_that_call(release, area, 'X =:= dbg orelse X =:= erlang andalso lists:prefix("trace", atom_to_list(Y))')


def suites_with_peers(release, area):
    """Suites that may start a node."""
    return suites_that_call(release, area, "X =:= peer orelse X =:= slave orelse X =:= test_server")
