#!/usr/bin/env python3
"""check_names.py [SOURCE-FOLDER]: no name in an unnamed namespace of a stage is one that support/ gives to all.

Sources of a stage are compiled together (CMakeLists.txt), so such a name hides the other from its neighbours,
without an error where both fit.
"""
import pathlib
import re
import sys

# What begins a line, and so stands in a namespace: types, functions and constants.
DECLARED = re.compile(r"^(?:(?:struct|class|enum class|using) (\w+)|[\w:<>,&*\[\]. ]*?[ &*>](\w+)(?:\[\])?(?: = |\{|\())")


def declared(lines):
    for line in lines:
        found = DECLARED.match(line)
        name = found and (found.group(1) or found.group(2))
        if name and name != "std" and not line.startswith((" ", "#", "//")):
            yield name


def unnamed(text):
    """Lines in unnamed namespaces."""
    inside = False
    for line in text.splitlines():
        if line == "namespace {":
            inside = True
        elif line == "}  // namespace":
            inside = False
        elif inside:
            yield line


def main():
    src = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "src")
    of_all = {}
    headers = sorted(src.glob("support/*.h")) + sorted(src.parent.glob("cmake/*.h.in"))
    for header in headers:
        for name in declared(header.read_text(encoding="utf-8").splitlines()):
            of_all.setdefault(name, header.name)
    bad = 0
    for source in sorted(src.rglob("*.cc")):
        if source.name.endswith("_test.cc") or source.parent.name == "support":
            continue
        for name in declared(unnamed(source.read_text(encoding="utf-8"))):
            if name in of_all:
                print(f"{source}: {name} hides that of {of_all[name]} from its neighbours: choose another name")
                bad = 1
    if not bad:
        print(f"names: passed ({len(of_all)} of support)")
    return bad


sys.exit(main())
