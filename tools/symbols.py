#!/usr/bin/env python3
"""Writes which function and line each address of a base belongs to, for register dumps of `ling boot`.

Usage: symbols.py BASE.ELF: writes symbols/BUILD-ID beside it, a text that tender/symbols.c reads:
    file NUMBER PATH
    function ADDRESS SIZE NAME
    line ADDRESS FILE LINE        valid up to the next one
Addresses are hexadecimal; functions and lines each in ascending order.
"""
import os
import re
import subprocess
import sys


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def build_id(base):
    return re.search(r"Build ID: ([0-9a-f]+)", run("llvm-readelf-19", "-n", base)).group(1)


def functions(base):
    found = re.findall(r"^([0-9a-f]+) ([0-9a-f]+) [tTwW] (\S+)$", run("llvm-nm-19", "-S", base), re.M)
    return sorted((int(address, 16), int(size, 16), name) for address, size, name in found)


def lines(base):
    """(address, path, line) as the line tables have it, the compiler's own line 0 left out."""
    names, number, rows = {}, None, []
    for text in run("llvm-dwarfdump-19", "--debug-line", base).splitlines():
        if text.startswith("debug_line["):
            names = {}
        elif begun := re.match(r"file_names\[\s*(\d+)\]:", text):
            number = int(begun.group(1))
        elif named := re.match(r'\s+name: "(.*)"', text):
            names[number] = named.group(1)
        elif row := re.match(r"0x([0-9a-f]+)\s+(\d+)\s+\d+\s+(\d+) ", text):
            if row.group(2) != "0" and "end_sequence" not in text:
                rows.append((int(row.group(1), 16), names.get(int(row.group(3)), "?"), int(row.group(2))))
    return sorted(rows)


def main():
    base = sys.argv[1]
    place = os.path.join(os.path.dirname(base), "symbols")
    os.makedirs(place, exist_ok=True)
    rows = lines(base)
    files = {path: number for number, path in enumerate(sorted({path for _, path, _ in rows}))}
    with open(os.path.join(place, build_id(base)), "w", encoding="utf-8") as out:
        out.writelines(f"file {number} {path}\n" for path, number in files.items())
        out.writelines(f"function {address:x} {size:x} {name}\n" for address, size, name in functions(base))
        last = None
        for address, path, line in rows:
            if (path, line) != last:
                out.write(f"line {address:x} {files[path]} {line}\n")
            last = (path, line)


main()
