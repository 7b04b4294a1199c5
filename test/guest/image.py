"""Images for tests: OTP's files and compiled programs under the paths that they have here."""
import glob
import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BASE = f"{TOP}/build/guest/base.elf"
LEFT_OUT = "prim_socket.beam", "prim_net.beam"  # as `ling build`: they would start what the machine starts itself


def release_of(otp):
    """Its number, by the newest folder of releases/."""
    return max(int(name) for name in os.listdir(f"{otp}/releases") if name.isdigit())


def files_of(otp, applications):
    for name in applications:
        for application in glob.glob(f"{otp}/lib/{name}-[0-9]*"):
            yield from glob.glob(application + "/ebin/*")
            yield from glob.glob(application + "/include/*")
    yield from glob.glob(f"{otp}/releases/**", recursive=True)
    yield from glob.glob(f"{otp}/bin/*.boot")
    yield from glob.glob(f"{otp}/erts-*/ebin/*") + glob.glob(f"{otp}/lib/erts-*/ebin/*")


def directories_of(files):
    found = set()
    for f in files:
        parent = os.path.dirname(f)
        while parent != "/" and parent not in found:
            found.add(parent)
            parent = os.path.dirname(parent)
    return sorted(found)


def modules_of(otp, applications):
    """Lines that have the packer link modules, so that nothing is loaded at the start."""
    preloaded = {os.path.realpath(f) for f in glob.glob(f"{otp}/erts-*/ebin/*.beam") + glob.glob(f"{otp}/lib/erts-*/ebin/*.beam")
                 if os.path.basename(f) not in LEFT_OUT}
    for kind, files in ("preloaded", preloaded), *(("module", glob.glob(f"{otp}/lib/{name}-[0-9]*/ebin/*.beam"))
                                                   for name in applications):
        yield from (f"{kind}\t{os.path.basename(f)[:-5]}\t{f}" for f in sorted(files))


def make_web(image, otp):
    """The image of guest_web.erl: OTP's web server and client."""
    place = f"{TOP}/build/test/guest_web"
    os.makedirs(place, exist_ok=True)
    subprocess.run(["erlc", "-o", place, f"{TOP}/test/guest/guest_web.erl"], check=True)
    make(image, otp, ["kernel", "stdlib", "inets"], [f"{place}/guest_web.beam"], ["--otp", otp, "-noshell", "-pa", place])


def make_small_web(image):
    """The same by `ling build --lazy`: for guests with little memory."""
    subprocess.run([f"{TOP}/build/bin/ling", "build", f"{TOP}/build/test/guest_web", "-o", image, "-s", "guest_web", "serve", "--lazy"],
                   check=True, capture_output=True)


def make(image, otp, applications, programs, words=(), linked=False):
    """Packs the image; `words` come first on its command line."""
    files = sorted(f for f in {*files_of(otp, applications), *programs} if os.path.isfile(f))
    lines = [f"base\t{BASE}", f"output\t{image}.new", f"release\t{release_of(otp)}", *(f"argument\t{w}" for w in words)]
    lines += [f"directory\t{d[1:]}" for d in directories_of(files)] + [f"file\t{f[1:]}\t{f}" for f in files]
    lines += modules_of(otp, applications) if linked else []
    with open(image + ".plan", "w", encoding="utf-8") as plan:
        plan.write("\n".join(lines) + "\n")
    subprocess.run([f"{TOP}/build/libexec/ling-pack", image + ".plan"], check=True, stdout=sys.stderr)
    os.replace(image + ".new", image)
