#!/usr/bin/env python3
"""What others made and is part of the program: a list (SPDX 2.3, JSON) and the notices that go with it.

    make_sbom.py BUILD FOLDER      makes FOLDER/fastnode.spdx.json and FOLDER/third-party-notices.txt

Nothing is listed by hand. Which libraries the program loads says the loader; which headers and sources were compiled into it
says the build; which packages of npm are in the page of the viewer says the bundler. Versions, licences and notices come from the
Debian packages and the npm packages that these files belong to, as they are installed where the build runs.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time

DEBIAN_DOC = "/usr/share/doc"
# Of the C library only what every program has; and kernel headers, which are declarations.
NOT_LISTED = {"libc6", "libc6-dev", "linux-libc-dev"}


def run(*command):
    return subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def loaded(program):
    """Paths of the shared libraries."""
    return [os.path.realpath(path) for path in re.findall(r"=> (/\S+)", run("ldd", program))]


def compiled(build):
    """Paths of all headers and sources outside of our own that objects of the program were made from."""
    found = set()
    ours = re.compile(r"^CMakeFiles/(fastnode(_(?!train)\w+)?|onnx_proto|tree_sitter\w*|third_party\w*)\.dir/.*(?<!_test\.cc)\.o: ")
    inside = False
    for line in run("ninja", "-C", build, "-t", "deps").splitlines():
        if not line.startswith(" "):
            inside = bool(ours.match(line)) and "_test.cc.o" not in line
        elif inside:
            found.add(line.strip())
    return {os.path.realpath(os.path.join(build, path)) for path in found}


def debian_packages(paths):
    """{package: version}, of those that the paths belong to."""
    paths = sorted(path for path in paths if path.startswith(("/usr/", "/lib")))
    names = set()
    for begin in range(0, len(paths), 500):
        part = paths[begin:begin + 500]
        # dpkg knows files by the names from before /lib moved to /usr/lib, too.
        known = run("dpkg", "-S", *part, *(path[4:] for path in part if path.startswith("/usr/lib")))
        for line in known.splitlines():
            if not line.startswith("diversion "):
                names |= {name.split(":")[0].strip() for name in line.rsplit(": ", 1)[0].split(",")}
    shown = run("dpkg-query", "-W", "-f", "${Package} ${Version} ${source:Package}\n", *sorted(names)) if names else ""
    return {name: (version, source) for name, version, source in (line.split() for line in shown.splitlines()) if name not in NOT_LISTED}


def npm_packages(build, source, parts):
    """{package: folder}: compiled (tree-sitter) and bundled into the viewer's page."""
    folders = set()
    with open(f"{build}/viewer/inputs.json", encoding="utf-8") as file:
        inputs = json.load(file)
    for path in [os.path.join(source, path) for path in inputs] + sorted(parts):
        found = re.match(r".*/node_modules/(@[^/]+/[^/]+|[^/@]+)", path)
        if found:
            folders.add(found[0])
    # The stubs of the standard library: types of the model come from them.
    folders.add(f"{source}/node_modules/pyright")
    packages = {}
    for folder in folders:
        with open(f"{folder}/package.json", encoding="utf-8") as file:
            package = json.load(file)
        packages[package["name"]] = (package["version"], package.get("license", "NOASSERTION"), folder)
    return packages


def debian_notice(name):
    with open(f"{DEBIAN_DOC}/{name}/copyright", encoding="utf-8", errors="replace") as file:
        return file.read()


def npm_notice(folder):
    paths = [f"{folder}/{name}" for name in sorted(os.listdir(folder)) if re.match(r"(licen[cs]e|notice|copying)", name, re.I)]
    if folder.endswith("/pyright"):
        paths.append(f"{folder}/dist/typeshed-fallback/LICENSE")
    return "\n".join(open(path, encoding="utf-8", errors="replace").read() for path in paths)


def licences_in(notice):
    """The short names in a copyright file that a machine can read (DEP 5)."""
    if not re.search("^Format:", notice, re.M):
        return []
    return sorted({name.strip() for name in re.findall(r"^License:[ \t]*(\S.*)$", notice, re.M)})


def spdx_id(kind, name):
    return f"SPDXRef-{kind}-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def main():
    build, folder = map(os.path.abspath, sys.argv[1:])
    source = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    program = f"{build}/fastnode"
    version = run(program, "--version").split()[1]
    shared = debian_packages(loaded(program))
    parts = compiled(build)
    # Headers of a library that is loaded say nothing new.
    sources = {source_name for _, source_name in shared.values()}
    inside = {name: facts for name, facts in debian_packages(parts).items() if facts[1] not in sources}
    npm = npm_packages(build, source, parts)

    packages, relations, notices = [], [], []
    root = spdx_id("Package", "fastnode")
    packages.append({"SPDXID": root, "name": "fastnode", "versionInfo": version, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
                     "licenseConcluded": "Apache-2.0", "licenseDeclared": "Apache-2.0", "copyrightText": "NOASSERTION", "primaryPackagePurpose": "APPLICATION"})

    def add(kind, name, package_version, purl, declared, comments, relation, notice):
        package = {"SPDXID": spdx_id(kind, name), "name": name, "versionInfo": package_version, "downloadLocation": "NOASSERTION",
                   "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": declared, "copyrightText": "NOASSERTION",
                   "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}]}
        if comments:
            package["licenseComments"] = "In its copyright file: " + ", ".join(comments)
        packages.append(package)
        relations.append({"spdxElementId": root, "relationshipType": relation, "relatedSpdxElement": package["SPDXID"]})
        notices.append((f"{name} {package_version}", notice))

    for relation, found in (("DYNAMIC_LINK", shared), ("STATIC_LINK", inside)):
        for name, (package_version, _) in sorted(found.items()):
            notice = debian_notice(name)
            add("Debian", name, package_version, f"pkg:deb/debian/{name}@{package_version.replace('+', '%2B')}?arch=amd64", "NOASSERTION",
                licences_in(notice), relation, notice)
    for name, (package_version, licence, where) in sorted(npm.items()):
        add("Npm", name, package_version, f"pkg:npm/{name.replace('@', '%40')}@{package_version}", licence, [],
            "STATIC_LINK" if "tree-sitter" in name else "CONTAINS", npm_notice(where))

    committed = run("git", "-C", source, "log", "-1", "--format=%ct").strip() if shutil.which("git") else ""
    created = int(os.environ.get("SOURCE_DATE_EPOCH") or committed or 1577836800)
    content = json.dumps([packages, relations], sort_keys=True)
    document = {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"fastnode-{version}",
                "documentNamespace": f"https://spdx.org/spdxdocs/fastnode-{version}-{hashlib.sha256(content.encode()).hexdigest()[:32]}",
                "creationInfo": {"created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(created)), "creators": ["Tool: fastnode-make_sbom"]},
                "packages": packages,
                "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": root}, *relations]}
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/fastnode.spdx.json", "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1, ensure_ascii=False)
        file.write("\n")
    with open(f"{folder}/third-party-notices.txt", "w", encoding="utf-8") as file:
        file.write(f"Fastnode {version} is under the Apache licence, version 2.0. It contains, or is distributed with, what follows,\n"
                   "each part under its own licence.\n")
        texts = {}
        for title, notice in notices:
            texts.setdefault(notice.strip(), []).append(title)
        for notice, titles in texts.items():
            file.write("\n" + "=" * 80 + "\n" + "\n".join(titles) + "\n" + "=" * 80 + "\n\n" + notice + "\n")
    print(f"sbom: {len(packages) - 1} packages")


main()
