#!/usr/bin/env python3
"""`ling build`, `ling inspect`, `ling check` and the door of `ling boot`: layouts, sizes, damage, statuses.

Usage: test/image/run.py [NAME...]
"""
import glob
import os
import shutil
import struct
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LING, OTP, TIMEOUT = f"{TOP}/build/bin/ling", "/usr/lib/erlang", 120
BACKENDS = ["kvm", "process"] if os.access("/dev/kvm", os.R_OK | os.W_OK) else ["process"]
USAGE, DATA, NO_INPUT, LACKING, NO_IMAGE = 64, 65, 66, 69, 125
WHOLE_MOST, LAZY_MOST, MINIMAL_MOST = 10_000_000, 7_000_000, 6_000_000  # bytes of hello world; SPEC.md
MANIFEST_VERSION, MANIFEST_BUILD_ID = 8, 32                              # offsets, include/image_format.h
PAYLOAD, CODE = 0x1e0000000000, 0x201000000000


class Failure(Exception):
    pass


def want(what, got, wanted):
    if got != wanted:
        raise Failure(f"{what}: {got!r}, not {wanted!r}")


def contains(text, part):
    if part not in text:
        raise Failure(f"no {part!r} in {text!r}")


def run(*words, status=0, env=None):
    """(stdout, stderr) of a command that must end with the status."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT,
                          env={**os.environ, "ERL_CRASH_DUMP": "/dev/null", **(env or {})})
    out, err = done.stdout.decode(), done.stderr.decode()
    if done.returncode != status:
        raise Failure(f"{' '.join(words)}: status {done.returncode}, not {status}: {out}{err}")
    return out, err


def ling(*words, status=0):
    return run(LING, *words, status=status)


def sentence(err):
    """One line says what is wrong."""
    want("lines on stderr", len(err.splitlines()), 1)
    return err


def boots(image, output, status=0, words=(), options=("--memory", "64M")):
    for backend in BACKENDS:
        out, _ = ling("boot", "--backend", backend, "--timeout", "60", *options, image, "--", *words, status=status)
        want(f"output on {backend}", out, output)


class Place:
    """A folder for one run of the tests."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(self.path("hello"))
        subprocess.run(["erlc", "-o", self.path("hello"), f"{TOP}/test/image/hello.erl"], check=True)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def hello(self, name, *options, call=("hello", "main")):
        image = self.path(name)
        ling("build", self.path("hello"), "-o", image, *options, "-s", *call)
        return image


# -- sizes, and the same bytes -----------------------------------------------------------------------

def state_of(folder):
    return sorted((f, os.stat(f).st_size, os.stat(f).st_mtime_ns) for f in glob.glob(folder + "/**", recursive=True))


def whole(place):
    before = state_of(OTP + "/lib") + state_of(place.path("hello"))
    image, again = place.hello("a.img"), place.hello("b.img")
    boots(image, "hello\n")
    want("the same input, the same bytes", open(image, "rb").read() == open(again, "rb").read(), True)
    want("files of OTP and the application as before", state_of(OTP + "/lib") + state_of(place.path("hello")) == before, True)
    if os.path.getsize(image) > WHOLE_MOST:
        raise Failure(f"{os.path.getsize(image)} bytes, more than {WHOLE_MOST}")


def small(place, option, most):
    before = state_of(OTP + "/lib")
    image, again = place.hello("a.img", option), place.hello("b.img", option)
    boots(image, "hello\n")
    want("the same input, the same bytes", open(image, "rb").read() == open(again, "rb").read(), True)
    want("files of OTP as before", state_of(OTP + "/lib") == before, True)
    if os.path.getsize(image) > most:
        raise Failure(f"{os.path.getsize(image)} bytes, more than {most}")


def lazy(place):
    small(place, "--lazy", LAZY_MOST)
    boots(place.hello("l.img", "--lazy", call=("hello", "lazily")), "[{a,1}]\n")


def minimal(place):
    small(place, "--minimal", MINIMAL_MOST)


def keep_beams(place):
    image = place.hello("a.img", "--keep-beams")
    contains(ling("inspect", image, "files")[0], "/ebin/lists.beam")
    boots(image, "hello\n")


def releases(place):
    for root in glob.glob(f"{TOP}/build/otp-*/usr/lib/erlang"):
        boots(place.hello("r.img", "--otp", root), "hello\n")


# -- layouts -------------------------------------------------------------------------------------------

APP = '{application, greeter, [{description, ""}, {vsn, "1.2"}, {modules, [greeter]}, {registered, []}, {applications, [kernel, stdlib]}, {mod, {greeter, []}}]}.\n'
REL = '{{release, {{"demo", "0.3"}}, {{erts, "{erts}"}}, [{{kernel, "{kernel}"}}, {{stdlib, "{stdlib}"}}, {{greeter, "1.2"}}]}}.\n'


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def greeter(folder):
    os.makedirs(folder + "/ebin")
    subprocess.run(["erlc", "-o", folder + "/ebin", f"{TOP}/test/image/greeter.erl"], check=True)
    write(folder + "/ebin/greeter.app", APP)
    write(folder + "/priv/note.txt", "hello\n")


def rebar3(place):
    project = place.path("project")
    greeter(project + "/_build/default/lib/greeter")
    write(project + "/sys.config", '[{greeter, [{whom, "rebar3"}]}].\n')
    image = place.path("a.img")
    ling("build", project, "--config", project + "/sys.config", "-o", image)
    boots(image, "hello rebar3\n", status=7)


def version_of(application):
    return glob.glob(f"{OTP}/lib/{application}-[0-9]*")[0].rsplit("-", 1)[1]


def make_release(folder):
    """As relx lays it out, without the runtime system."""
    versions = {name: version_of(name) for name in ("kernel", "stdlib", "erts")}
    greeter(folder + "/lib/greeter-1.2")
    for name in "kernel", "stdlib":
        shutil.copytree(f"{OTP}/lib/{name}-{versions[name]}", f"{folder}/lib/{name}-{versions[name]}")
    here = folder + "/releases/0.3"
    write(folder + "/releases/start_erl.data", f"{versions['erts']} 0.3\n")
    write(here + "/demo.rel", REL.format(**versions))
    write(here + "/sys.config", '[{greeter, [{whom, "release"}]}].\n')
    write(here + "/vm.args", "## a comment\n-sname demo\n-setcookie secret\n+P 5000\n-env WHAT 'two words'\n")
    script = f'systools:make_script("demo", [{{path, ["{folder}/lib/*/ebin"]}}, {{outdir, "."}}]), halt().'
    subprocess.run(["erl", "-noshell", "-eval", script], cwd=here, check=True)
    os.rename(here + "/demo.boot", here + "/start.boot")


def release(place):
    folder, image = place.path("demo"), place.path("a.img")
    make_release(folder)
    _, err = ling("build", folder, "-o", image)
    contains(err, "-sname demo")
    boots(image, "hello release\n", status=7)
    out, _ = ling("inspect", image)
    contains(out, "-env WHAT 'two words'")
    shutil.rmtree(folder + "/lib/greeter-1.2")
    contains(sentence(ling("build", folder, "-o", image, status=DATA)[1]), "greeter-1.2")


MIX = """defmodule Demo.Application do
  use Application
  def start(_, _) do
    note = File.read!(Application.app_dir(:demo, "priv/note.txt"))
    IO.puts("#{String.trim(note)} #{Application.get_env(:demo, :whom)} #{Enum.count([1, 2])}")
    spawn(&stop/0)
    {:ok, self()}
  end
  def stop do
    case :init.get_status() do
      {:started, _} -> System.stop(7)
      _ -> stop()
    end
  end
end
"""


def mix(place):
    if not shutil.which("mix"):
        return "no mix here"
    project = place.path("demo")
    run("mix", "new", project, "--sup")
    write(project + "/lib/demo/application.ex", MIX)
    write(project + "/priv/note.txt", "hello\n")
    write(project + "/config/runtime.exs", 'import Config\nconfig :demo, whom: System.get_env("WHOM", "mix")\n')
    subprocess.run(["mix", "release"], cwd=project, check=True, capture_output=True, env={**os.environ, "MIX_ENV": "prod"})
    image = place.path("a.img")
    ling("build", project + "/_build/prod/rel/demo", "-o", image)
    boots(image, "hello mix 2\n", status=7, options=("--memory", "128M"))
    boots(image, "hello guest 2\n", status=7, options=("--memory", "128M", "--env", "WHOM=guest"))
    ling("build", project, "-o", image)
    boots(image, "hello  2\n", status=7, options=("--memory", "128M"))
    return None


# -- looking ---------------------------------------------------------------------------------------------

def inspect(place):
    image = place.hello("a.img")
    out, _ = ling("inspect", image)
    for part in "machine", "code", "tables", "-s hello main", "stdlib-", "every image has it":
        contains(out, part)
    contains(ling("inspect", image, "modules")[0], "unicode_util")
    contains(ling("inspect", image, "files")[0], "/otp/bin/image.boot")
    out, _ = ling("inspect", image, "extract", "/otp/releases/start_erl.data")
    want("start_erl.data", out, open(OTP + "/releases/start_erl.data", encoding="ascii").read())
    contains(ling("inspect", image, "why", "lists")[0], "application stdlib: every image has it")
    small_image = place.hello("m.img", "--minimal")
    contains(ling("inspect", small_image, "why", "io_lib")[0], "called by module io")
    ling("inspect", image, "why", "nosuch", status=1)
    ling("inspect", image, "extract", "/nosuch", status=1)
    ling("inspect", image, "nosuch", status=USAGE)
    ling("inspect", status=USAGE)
    ling("inspect", place.path("nosuch"), status=NO_INPUT)


def compare(place):
    image, again, other = place.hello("a.img"), place.hello("b.img"), place.hello("c.img", "--app", "tools")
    want("nothing differs", ling("inspect", image, "compare", again)[0], "")
    out, _ = ling("inspect", image, "compare", other, status=1)
    contains(out, "only in " + other + ": application tools")
    contains(out, "another file /otp/bin/image.boot")


def check(place):
    contains(ling("check", place.path("hello"))[0], "nothing is lacking")
    if glob.glob(OTP + "/lib/crypto-*/ebin/crypto.app"):
        out, _ = ling("check", place.path("hello"), "--app", "crypto", status=LACKING)
        contains(out, "crypto: crypto loads a NIF library")
        contains(out, "crypto is in: named by --app")
    ling("check", place.path("nosuch"), status=NO_INPUT)
    ling("check", status=USAGE)


def network_settings(place):
    """Addresses are kept for monitors that carry frames; the program does not see them, nor do the engines with addresses of their own."""
    image = place.hello("n.img", "--ip", "10.1.0.2/16", "--ip6", "fd00::2/64", "--gateway", "10.1.0.1", "--dns", "10.1.0.3", "--dns", "fd00::3",
                        call=("hello", "words"))
    contains(ling("inspect", image)[0], "ling.ip=10.1.0.2/16")
    boots(image, "[]\n10.0.2.15\n")
    for words in ["--ip", "10.1.0.2"], ["--ip", "10.1.0.2/33"], ["--ip", "fd00::2/64"], ["--ip6", "10.1.0.2/16"], ["--gateway", "fd00::1"], \
            ["--dns", "a.name"]:
        contains(sentence(ling("build", place.path("hello"), "-o", place.path("x.img"), *words, status=USAGE)[1]), words[0] + " wants")


# -- what is wrong -----------------------------------------------------------------------------------------

def wrong_words(place):
    hello, image = place.path("hello"), place.path("x.img")
    os.makedirs(place.path("empty"))
    for status, words in [(USAGE, [hello]), (USAGE, ["-o", image]), (USAGE, [hello, "-o", image, "--memory", "many"]),
                          (USAGE, [hello, "-o", image, "--what"]), (NO_INPUT, [place.path("nosuch"), "-o", image]),
                          (NO_INPUT, [hello, "-o", image, "--otp", "/nosuch"]), (DATA, [place.path("empty"), "-o", image]),
                          (DATA, [hello, "-o", image, "--app", "nosuch"]), (73, [hello, "-o", place.path("nosuch", "x.img")])]:
        sentence(ling("build", *words, status=status)[1])
    want("no image is left", os.path.exists(image), False)
    write(place.path("bad", "bad.beam"), "no module")
    sentence(ling("build", place.path("bad"), "-o", image, status=DATA)[1])


def segment_at(image, address):
    """Where in the file a segment lies."""
    count = struct.unpack_from("<H", image, 56)[0]
    for i in range(count):
        kind, _, offset, start = struct.unpack_from("<IIQQ", image, 64 + 56 * i)
        if kind == 1 and start == address:
            return offset
    raise Failure(f"no segment at {address:#x}")


def sum_of(payload):
    """image_checksum() of include/image_format.h."""
    prime, mask = 0x9e3779b97f4a7c15, (1 << 64) - 1
    lanes, at = [1, 2, 3, len(payload)], 32
    while len(payload) - at >= 32:
        for i, word in enumerate(struct.unpack_from("<4Q", payload, at)):
            lane = (lanes[i] ^ word) * prime & mask
            lanes[i] = (lane << 29 | lane >> 35) & mask
        at += 32
    for byte in payload[at:]:
        lanes[0] = (lanes[0] ^ byte) * prime & mask
    total = 0
    for lane in lanes:
        total = (total ^ lane ^ lane >> 32) * prime & mask
    return total


def sealed(image, offset, value):
    """The image with other bytes in its payload, and the checksum that fits them: a liar, not damage."""
    at = segment_at(image, PAYLOAD)
    changed = bytearray(image)
    changed[at + offset:at + offset + len(value)] = value
    size = struct.unpack_from("<Q", changed, at + 16)[0]
    struct.pack_into("<Q", changed, at + 24, sum_of(bytes(changed[at:at + size])))
    return bytes(changed)


def flipped(image, at):
    return image[:at] + bytes([image[at] ^ 1]) + image[at + 1:]


def damage(place):
    image = open(place.hello("a.img"), "rb").read()
    payload, code = segment_at(image, PAYLOAD), segment_at(image, CODE)
    cases = {"empty": (b"", "cut short"), "text": (b"#!/bin/sh\n" * 100, "not an image|no image"),
             "half": (image[:len(image) // 2], "cut short"), "header": (image[:100], "cut short|table of segments"),
             "payload": (flipped(image, payload + 5000), "checksum"), "tables": (flipped(image, payload + 64), "damaged"),
             "magic": (flipped(image, payload), "damaged"),
             "newer": (sealed(image, MANIFEST_VERSION, b"\x63"), "newer"),
             "older": (sealed(image, MANIFEST_VERSION, b"\x01"), "build it anew"),
             "mislabelled": (sealed(image, MANIFEST_BUILD_ID, b"another base"), "another base")}
    for name, (bytes_, words) in cases.items():
        path = place.path(name + ".img")
        with open(path, "wb") as f:
            f.write(bytes_)
        looked = sentence(ling("inspect", path, status=DATA)[1])
        booted = [sentence(ling("boot", "--backend", b, path, status=NO_IMAGE)[1]) for b in BACKENDS]
        for said in looked, *booted:
            if not any(w in said for w in words.split("|")):
                raise Failure(f"{name}: {said!r} says nothing of {words}")
    with open(place.path("code.img"), "wb") as f:
        f.write(flipped(image, code + 5000))
    contains(sentence(ling("inspect", place.path("code.img"), status=DATA)[1]), "checksum")


TESTS = [whole, lazy, minimal, keep_beams, network_settings, releases, rebar3, release, mix, inspect, compare, check, wrong_words, damage]


def main():
    names = sys.argv[1:]
    passed = failed = 0
    for test in TESTS:
        if names and test.__name__ not in names:
            continue
        with tempfile.TemporaryDirectory(prefix="ling-image-") as folder:
            try:
                skipped = test(Place(folder))
                if skipped:
                    print(f"{test.__name__}: {skipped}, skipped")
                passed += 1
            except (Failure, subprocess.SubprocessError, OSError) as e:
                failed += 1
                print(f"{test.__name__}: {e}")
    if "kvm" not in BACKENDS:
        print("NO /dev/kvm: images were booted on engine process alone.")
    print(f"images: {passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
