#!/usr/bin/env python3
"""What the guest's base must not be.  Usage: check_base.py BASE.ELF

No instruction in it calls a kernel: what a guest asks of its monitor goes through the door.  No segment is
writable and executable, and each begins on a page.
"""
import re
import subprocess
import sys

KERNEL_CALL = re.compile(r"^\s*[0-9a-f]+:\s+(syscall|sysenter|int\s+\$0x80|int\s+\$128)\b")


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def kernel_calls(path):
    function = "?"
    for line in run("llvm-objdump-19", "-d", "--no-show-raw-insn", path).splitlines():
        named = re.match(r"^[0-9a-f]+ <(.*)>:", line)
        if named:
            function = named.group(1)
        elif KERNEL_CALL.match(line):
            yield f"{function} calls a kernel: {line.strip()}"


def segments(path):
    for line in run("llvm-readelf-19", "-lW", path).splitlines():
        found = re.match(r"\s+LOAD\s+(\S+)\s+(\S+)\s+\S+\s+\S+\s+\S+\s+(.{3})", line)
        if not found:
            continue
        offset, address, flags = int(found.group(1), 16), int(found.group(2), 16), found.group(3)
        if "W" in flags and "E" in flags:
            yield f"the segment at {address:#x} is writable and executable"
        if address % 4096 or offset % 4096:
            yield f"the segment at {address:#x} does not begin on a page"


faults = list(kernel_calls(sys.argv[1])) + list(segments(sys.argv[1]))
print("\n".join(faults) if faults else "base: calls no kernel, W^X")
sys.exit(bool(faults))
