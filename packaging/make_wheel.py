#!/usr/bin/env python3
"""The program and its model as a Python wheel, which `pip install` puts into any environment.

    make_wheel.py BUILD FOLDER

What is in it is what packaging/install.cmake installs: the parts `program` and `libraries`. A wheel is a zip archive with a
list of its files (PEP 427), so nothing but Python's own library is needed to make one. Its times are fixed: same input, same bytes.
"""
import base64
import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import zipfile

GLIBC = platform.libc_ver()[1].replace(".", "_")  # of the machine that builds it

METADATA = """Metadata-Version: 2.1
Name: fastnode
Version: {version}
Summary: Python completions ranked by a model of how names are used
License: Apache-2.0
Keywords: completion,lsp,language server
Classifier: Environment :: Console
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Text Editors :: Integrated Development Environments (IDE)
Requires-Python: >=3.8
Description-Content-Type: text/markdown

"""
WHEEL = """Wheel-Version: 1.0
Generator: fastnode
Root-Is-Purelib: false
Tag: py3-none-manylinux_{glibc}_{machine}
"""
DESCRIPTION = """# Fastnode

Completes Python code with a model of how names are used. It works off-line, and sends nothing anywhere.

    fastnode lsp           # the language server, for an editor
    fastnode serve --http  # for notebooks
    fastnode complete      # JSON lines in, JSON lines out
    fastnode doctor        # says what is missing
"""


def install(build, prefix):
    for part in ("program", "libraries"):
        subprocess.run(["cmake", "--install", build, "--prefix", prefix, "--strip", "--component", part],
                       check=True, stdout=subprocess.DEVNULL)


def files_of(prefix, name):
    """{path in the wheel: (bytes, mode)}"""
    places = {"bin": f"{name}.data/scripts", "lib": f"{name}.data/data/lib", "share/fastnode": f"{name}.data/data/share/fastnode",
              "share/man": f"{name}.data/data/share/man", "share/doc/fastnode": f"{name}.dist-info/licenses"}
    files = {}
    for place, target in places.items():
        for folder, _, names in os.walk(f"{prefix}/{place}"):
            for one in names:
                path = f"{folder}/{one}"
                below = os.path.relpath(path, f"{prefix}/{place}")
                with open(path, "rb") as file:
                    files[f"{target}/{below}"] = (file.read(), 0o755 if place == "bin" else 0o644)
    return files


def main():
    build, folder = map(os.path.abspath, sys.argv[1:])
    with tempfile.TemporaryDirectory() as prefix:
        install(build, prefix)
        version = subprocess.check_output([f"{prefix}/bin/fastnode", "--version"], text=True).split()[1]
        name = f"fastnode-{version}"
        files = files_of(prefix, name)
    if not any(path.endswith("/models/pythonexpr/manifest.json") for path in files):
        print("wheel: without a model: there is none in models/pythonexpr", file=sys.stderr)
    files[f"{name}.dist-info/METADATA"] = ((METADATA.format(version=version) + DESCRIPTION).encode(), 0o644)
    files[f"{name}.dist-info/WHEEL"] = (WHEEL.format(glibc=GLIBC, machine=platform.machine()).encode(), 0o644)
    record = ""
    for path, (data, _) in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(data)}\n"
    files[f"{name}.dist-info/RECORD"] = ((record + f"{name}.dist-info/RECORD,,\n").encode(), 0o644)
    os.makedirs(folder, exist_ok=True)
    target = f"{folder}/{name}-py3-none-manylinux_{GLIBC}_{platform.machine()}.whl"
    # What describes the wheel stands last (PEP 427).
    order = sorted(files, key=lambda path: (".dist-info/" in path, path.endswith("/RECORD"), path))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in order:
            data, mode = files[path]
            entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    print(f"wheel: {target}, {os.path.getsize(target) / 1e6:.1f} MB")


main()
