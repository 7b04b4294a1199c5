#!/usr/bin/env python3
"""Writes doc/ops.md out of src/code/ops.def and src/code/fused.def: the internal operations, for people."""
import pathlib
import re

root = pathlib.Path(__file__).resolve().parent.parent
rows, section = [], ""
for line in (root / "src/code/ops.def").read_text().splitlines():
    if m := re.match(r"/\* -- (.*?) -+ \*/", line):
        section = m[1]
    elif m := re.match(r'OP\((\w+), \((.*?)\), "(.*)"\)', line):
        rows.append((section, m[1], m[2], m[3], []))
    elif m := re.match(r"FORM\(\w+, (\w+), ", line):
        rows[-1][4].append(m[1])
fused = re.findall(r"^(?:FUSED|CHAINED)\((\w+), (\w+)\)", (root / "src/code/fused.def").read_text(), re.M)

out = ["# Internal operations", "",
       "Made by `tools/ops_doc.py` out of `src/code/ops.def`; operand kinds are those of `src/code/ops.h`.", "",
       f"{len(rows)} operations, {sum(len(r[4]) for r in rows)} specialised forms, {len(fused)} fused sequences."]
last = None
for section, name, kinds, meaning, forms in rows:
    if section != last:
        out += ["", f"## {section.capitalize()}", "", "| operation | operands | meaning | forms |", "|---|---|---|---|"]
        last = section
    operands = "" if kinds == "NONE" else kinds.replace(", ", " ")
    out.append(f"| `{name}` | {operands} | {meaning.replace('|', chr(92) + '|')} | {' '.join(forms)} |")
(root / "doc/ops.md").write_text("\n".join(out) + "\n")
