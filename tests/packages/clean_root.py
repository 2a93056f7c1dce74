#!/usr/bin/env python3
"""A root that has nothing but what Debian packages say they need: clean_root.py ROOT FILE.deb|PACKAGE...

The files of all packages that those named depend on, as this machine has them installed, are copied into ROOT,
and ROOT's dpkg knows these packages and no others. So a dependency that a .deb does not name is missing there, and
dpkg refuses a .deb there whose dependencies are not fulfilled. What is named as a FILE.deb is not installed: that is
for dpkg to do.
"""
import os
import re
import subprocess
import sys

STATUS = "/var/lib/dpkg/status"


def fields(stanza):
    return dict(re.findall(r"^([A-Za-z-]+): ?(.*(?:\n[ \t].*)*)", stanza, re.M))


def wanted(text):
    """[[alternative, ...], ...] of a Depends field."""
    return [[re.sub(r"[\s(:].*", "", one.strip(), flags=re.S) for one in group.split("|")] for group in text.split(",") if group.strip()]


def installed():
    packages, providers = {}, {}
    for stanza in open(STATUS, encoding="utf-8").read().split("\n\n"):
        package = fields(stanza)
        if package.get("Status", "").split()[-1:] != ["installed"]:
            continue
        packages[package["Package"]] = (package, stanza)
        for group in wanted(package.get("Provides", "")):
            providers.setdefault(group[0], package["Package"])
    return packages, providers


def closure(groups, packages, providers):
    found, todo = {}, list(groups)
    while todo:
        group = todo.pop()
        name = next((providers.get(one, one) if one not in packages else one for one in group
                     if one in packages or one in providers), None)
        if name is None:
            sys.exit(f"clean_root.py: none of {' | '.join(group)} is installed here")
        if name not in found:
            found[name] = packages[name][1]
            todo += wanted(packages[name][0].get("Depends", "")) + wanted(packages[name][0].get("Pre-Depends", ""))
    return found


def main():
    root, named = sys.argv[1], sys.argv[2:]
    packages, providers = installed()
    groups, own = [], set()
    for one in named:
        if one.endswith(".deb"):
            deb = fields(subprocess.check_output(["dpkg-deb", "-f", one], text=True))
            groups += wanted(deb.get("Depends", ""))
            own.add(deb["Package"])
        else:
            groups.append([one])
    found = closure([group for group in groups if not own & set(group)], packages, providers)
    for folder in ("usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "tmp", "dev", "var/lib/dpkg/info", "var/lib/dpkg/updates"):
        os.makedirs(f"{root}/{folder}", exist_ok=True)
    for folder in ("bin", "sbin", "lib", "lib64"):
        os.symlink(f"usr/{folder}", f"{root}/{folder}")
    listed = subprocess.check_output(["dpkg-query", "-L", *sorted(found)], text=True).splitlines()
    paths = sorted({path for path in listed if path.startswith("/") and not path.startswith("/usr/share/")
                    and os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path))})
    # Links that packages make when they are set up.
    paths += [f"/etc/alternatives/{name}" for name in sorted(os.listdir("/etc/alternatives"))]
    paths += [path for path in ("/usr/lib/x86_64-linux-gnu/libblas.so.3", "/usr/lib/x86_64-linux-gnu/liblapack.so.3",
                                "/usr/lib/x86_64-linux-gnu/libopenblas.so.0") if os.path.islink(path) and path not in paths]
    pack = subprocess.Popen(["tar", "-C", "/", "-c", "--no-recursion", "--null", "-T", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    unpack = subprocess.Popen(["tar", "-C", root, "-x", "--keep-directory-symlink"], stdin=pack.stdout)
    pack.stdin.write(b"\0".join("." .encode() + path.encode() for path in paths))
    pack.stdin.close()
    if unpack.wait() or pack.wait():
        sys.exit("clean_root.py: cannot copy files")
    with open(f"{root}/var/lib/dpkg/status", "w", encoding="utf-8") as status:
        status.write("\n\n".join(found[name].strip("\n") for name in sorted(found)) + "\n")
    print(" ".join(sorted(found)))


main()
