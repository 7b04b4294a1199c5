#!/usr/bin/env python3
"""Engine kvm on a stock Linux KVM (AMD SVM), nested and shadow paging, inside QEMU's software emulation.

Needs no /dev/kvm: qemu-system-x86, linux-image-amd64, busybox-static, cpio, kmod.  Minutes.  What the small guest
(test/guest/guest.c) does and how it ends must be the same as on this machine.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

BOOT, CELL, GUEST = "build/libexec/ling-boot", "build/libexec/ling-cell", "build/test/guest.elf"
# What each test of the guest must end with.
WANTED = {"hello": 7, "memory": 0, "entropy": 0, "local": 0, "datagram": 0, "slots": 0, "bad_calls": 0, "flood": 0,
          "crash": 120, "panic": 121, "out_of_memory": 123, "loop": 124, "sleep": 124, "ring_put": 119,
          **{name: 122 for name in ("write_text", "write_gate", "write_boot", "write_clock", "write_host_half", "write_received",
                                    "null", "beyond", "system", "run_data", "run_transfer", "stack", "instruction", "halt",
                                    "divide", "port", "control", "msr", "breakpoint", "interrupt", "syscall")}}
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t devtmpfs dev /dev
for m in /mods/*; do
    case $m in *kvm-amd*) insmod "$m" "npt=$NPT" ;; *) insmod "$m" ;; esac
done
for t in %s; do
    /libexec/ling-boot --backend kvm --memory 32M --timeout 20 /guest.elf -- $t > /out 2> /err
    echo "ENDED $t $?"
done
poweroff -f
"""


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def kernel():
    found = [k for k in sorted(glob.glob("/boot/vmlinuz-*")) if os.path.isdir("/lib/modules/" + k[len("/boot/vmlinuz-"):])]
    return found[-1] if found else None


def modules(version):
    for line in run("/sbin/modprobe", "-S", version, "-D", "kvm_amd").splitlines():
        if line.startswith("insmod"):
            yield line.split()[1]


def put(source, root, path):
    os.makedirs(os.path.dirname(root + path), exist_ok=True)
    shutil.copy(source, root + path)


def make_root(root, version):
    for directory in "/proc", "/dev", "/bin":
        os.makedirs(root + directory)
    put("/bin/busybox", root, "/bin/busybox")
    os.symlink("busybox", root + "/bin/sh")
    put(BOOT, root, "/libexec/ling-boot")
    put(CELL, root, "/libexec/ling-cell")
    put(GUEST, root, "/guest.elf")
    for library in re.findall(r"(/\S+)", run("ldd", BOOT)):
        put(library, root, library)
    for number, module in enumerate(modules(version), 100):
        put(module, root, f"/mods/{number}-{os.path.basename(module)}")
    with open(root + "/init", "w", encoding="utf-8") as f:
        f.write(INIT % " ".join(WANTED))
    os.chmod(root + "/init", 0o755)


def boot(linux, initrd, npt):
    command = ["qemu-system-x86_64", "-M", "q35", "-accel", "tcg", "-m", "1024", "-cpu", "EPYC,+svm,+npt", "-nodefaults",
               "-no-reboot", "-display", "none", "-serial", "stdio", "-kernel", linux, "-initrd", initrd, "-append",
               f"console=ttyS0 loglevel=3 mitigations=off NPT={npt}"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=900)
    return dict(re.findall(r"ENDED (\S+) (\d+)", done.stdout.decode(errors="replace")))


def main():
    linux = kernel()
    if not linux or not shutil.which("qemu-system-x86_64") or not shutil.which("cpio"):
        print("qemu-system-x86, a kernel in /boot, or cpio is missing: stock KVM was not tested\n0 passed, 0 failed, 2 skipped")
        return
    passed = failed = 0
    with tempfile.TemporaryDirectory() as place:
        make_root(place + "/root", linux[len("/boot/vmlinuz-"):])
        subprocess.run("find . | cpio --quiet -o -H newc -R 0:0 > ../initrd", shell=True, check=True, cwd=place + "/root")
        for npt in 1, 0:
            got = boot(linux, place + "/initrd", npt)
            for test, status in WANTED.items():
                if got.get(test) == str(status):
                    passed += 1
                else:
                    failed += 1
                    print(f"npt={npt} {test}: status {got.get(test)}, not {status}")
    print(f"stock KVM: {passed} passed, {failed} failed, 0 skipped")
    sys.exit(bool(failed))


main()
