#!/usr/bin/env python3
"""Who may include whom.  The lists below are the architecture; this check keeps it true.

A folder of src/ may include itself and any folder on a line above it.  Folders on the same line
do not see each other.  Run by `make check`.
"""
import os
import re
import sys

LAYERS = [
    ["base"],
    ["platform"],  # the headers only; the implementations are leaves, below
    ["memory"],
    ["term"],
    ["heap"],
    ["etf"],
    ["code"],
    ["process"],
    ["ets", "io"],
    ["bif"],
    ["interp"],
    ["vm"],
]
# The contracts of include/, with programs that are built apart, are for the guest's platforms alone.
LEAVES = {
    "platform/posix": ["base", "platform", "memory"],
    "platform/linux": ["base", "platform", "memory", "platform/posix"],
    "platform/memory_files": ["base", "platform", "memory"],
    "platform/sim": ["base", "platform", "memory", "platform/memory_files", "platform/posix"],
    "platform/guest": ["include", "base", "platform", "memory"],
    "platform/tender": ["include", "base", "platform", "memory", "platform/guest"],
    "platform/link": ["include", "base", "platform", "memory", "platform/guest"],
    "platform/frames": ["base", "platform", "memory", "platform/guest"],
    "platform/pvh": ["include", "base", "platform", "memory", "platform/guest", "platform/frames"],
}
# A table that two folders read: the interpreter's bodies make the table of addresses.
EXCEPTIONS = {}


def folder_of(path):
    for leaf in LEAVES:
        if path.startswith(leaf + "/"):
            return leaf
    return path.split("/")[0] if "/" in path else "include"


def allowed(folder):
    if folder in LEAVES:
        return LEAVES[folder] + [folder]
    seen = []
    for layer in LAYERS:
        if folder in layer:
            return seen + [folder]
        seen += layer
    sys.exit(f"src/{folder}: not in the list of layers; add it, or move the file")


def violations():
    for top, _, names in os.walk("src"):
        for name in sorted(names):
            if not name.endswith((".c", ".h", ".S", ".def")):
                continue
            path = os.path.relpath(os.path.join(top, name), "src")
            may = allowed(folder_of(path))
            for number, line in enumerate(open(os.path.join("src", path), encoding="utf-8"), 1):
                found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                if found and folder_of(found.group(1)) not in may and (path, found.group(1)) not in EXCEPTIONS:
                    yield f"src/{path}:{number}: {folder_of(path)} must not include {found.group(1)}"


def apart(folder, sees):
    """The tender and the spawner are no part of the machine: they see `sees`, and the contracts in include/."""
    contracts = os.listdir("include")
    for top, _, names in os.walk(folder):
        for name in sorted(n for n in names if n.endswith((".c", ".h"))):
            path = os.path.join(top, name)
            for number, line in enumerate(open(path, encoding="utf-8"), 1):
                found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                if found and found.group(1) not in contracts and not found.group(1).startswith(sees):
                    yield f"{path}:{number}: {folder}/ must not include {found.group(1)}"


bad = [*violations(), *apart("tender", ("tender/", "base/")), *apart("spawn", ("spawn/", "tender/", "base/"))]
print("\n".join(bad) if bad else "layers: every include points downwards")
sys.exit(bool(bad))
