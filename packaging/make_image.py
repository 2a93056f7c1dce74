#!/usr/bin/env python3
"""The program and its model as a container image, with the C library and nothing else: no shell, no package manager.

    make_image.py BUILD FOLDER [train]

What is in it is what packaging/install.cmake installs: the parts `program` and `libraries`; the C library is this machine's
(libc6), the certificates are Mozilla's (ca-certificates). `train`: an image of its own, fastnode-train, that has the trainer as
well, with the libraries that it loads as they are here, and their notices where Debian has them. The archive is an OCI image layout
(github.com/opencontainers/image-spec) and has the manifest of `docker save` beside it, so podman, skopeo and docker load it.
Times are those of the commit, owners and order are fixed: same input, same bytes.
"""
import glob
import gzip
import hashlib
import io
import json
import os
import platform
import subprocess
import sys
import tarfile
import tempfile
import time

USER = 65532  # as other images without a shell have it
CERTIFICATES = "/usr/share/ca-certificates/mozilla"
LOADED_FROM = f"{platform.machine()}-linux-gnu"  # below /usr/lib: where Debian's loader looks by itself
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def epoch():
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    here = os.path.dirname(os.path.abspath(__file__))
    said = subprocess.run(["git", "-C", here, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False).stdout.strip()
    return int(said or 1577836800)


def files_of_the_library():
    """{path in the image: path here} of libc6: the loader and what it loads."""
    listed = subprocess.check_output(["dpkg-query", "-L", "libc6"], text=True).splitlines()
    files = {}
    for path in listed:
        is_code = "/lib" in path and ".so" in path and "/gconv/" not in path and "/audit/" not in path and os.path.isfile(path)
        if is_code or path == "/usr/share/doc/libc6/copyright":
            target = path if path.startswith("/usr/") else f"/usr{path}"
            files[target[1:]] = path
    return files


def certificates():
    if not os.path.isdir(CERTIFICATES):
        sys.exit(f"make_image: {CERTIFICATES} is missing: apt-get install ca-certificates")
    parts = []
    for name in sorted(os.listdir(CERTIFICATES)):
        with open(f"{CERTIFICATES}/{name}", "rb") as file:
            parts.append(file.read().rstrip(b"\n") + b"\n")
    return b"".join(parts)


class Layer:
    """A tar archive with entries of one time, of root."""

    def __init__(self, when):
        self.when = when
        self.entries = {}  # path: (TarInfo, bytes)

    def _add(self, path, kind, mode, data=b"", link=""):
        entry = tarfile.TarInfo(path)
        entry.type, entry.mode, entry.mtime, entry.size, entry.linkname = kind, mode, self.when, len(data), link
        self.entries[path] = (entry, data)

    def folder(self, path, mode=0o755, owner=0):
        self._add(path, tarfile.DIRTYPE, mode)
        self.entries[path][0].uid = self.entries[path][0].gid = owner

    def file(self, path, data, mode=0o644):
        parent = os.path.dirname(path)
        while parent and parent not in self.entries:
            self.folder(parent)
            parent = os.path.dirname(parent)
        self._add(path, tarfile.REGTYPE, mode, data)

    def link(self, path, target):
        self._add(path, tarfile.SYMTYPE, 0o777, link=target)

    def bytes(self):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for path in sorted(self.entries):
                entry, data = self.entries[path]
                archive.addfile(entry, io.BytesIO(data))
        return out.getvalue()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def base_layer(when):
    layer = Layer(when)
    # The last three are where a runtime mounts something.
    for path in ("usr", "usr/bin", "usr/lib", "usr/lib64", "etc", "home", "dev", "proc", "sys"):
        layer.folder(path)
    for name in ("bin", "lib", "lib64"):
        layer.link(name, f"usr/{name}")
    for path, here in files_of_the_library().items():
        layer.file(path, read(os.path.realpath(here)), 0o755)
    layer.file("etc/ssl/certs/ca-certificates.crt", certificates())
    layer.file("etc/passwd", f"root:x:0:0:root:/:/none\nfastnode:x:{USER}:{USER}::/home/fastnode:/none\n".encode())
    layer.file("etc/group", f"root:x:0:\nfastnode:x:{USER}:\n".encode())
    layer.file("etc/nsswitch.conf", b"passwd: files\ngroup: files\nhosts: files dns\n")
    layer.folder("tmp", 0o1777)
    layer.folder("home/fastnode", 0o700, USER)
    layer.folder("work", 0o755, USER)
    return layer


def program_layer(build, when):
    layer = Layer(when)
    with tempfile.TemporaryDirectory() as prefix:
        for part in ("program", "libraries"):
            subprocess.run(["cmake", "--install", build, "--prefix", prefix, "--strip", "--component", part],
                           check=True, stdout=subprocess.DEVNULL)
        for place in ("bin", "lib", "share/fastnode", "share/doc"):
            for folder, _, names in os.walk(f"{prefix}/{place}"):
                for name in names:
                    path = f"{folder}/{name}"
                    layer.file(f"usr/{os.path.relpath(path, prefix)}", read(path), 0o755 if place == "bin" else 0o644)
        version, commit = subprocess.check_output([f"{prefix}/bin/fastnode", "--version"], text=True).replace("(commit ", "").split()[1:3]
    return layer, version, commit.strip(",")


def beside(library):
    """What a library of a Python package loads by name when it needs it (CUDA's, say) stands in the folders beside it."""
    parts = library.split("/site-packages/")
    if len(parts) != 2:
        return []
    folders = [os.path.dirname(library), *glob.glob(f"{parts[0]}/site-packages/nvidia/*/lib")]
    return [path for folder in folders for path in glob.glob(f"{folder}/*.so*")]


def trainer_layer(build, when):
    """fastnode-train, and what it loads, where the loader looks by itself."""
    layer = Layer(when)
    with tempfile.TemporaryDirectory() as prefix:
        subprocess.run(["cmake", "--install", build, "--prefix", prefix, "--strip", "--component", "trainer"], check=True, stdout=subprocess.DEVNULL)
        if not os.path.isfile(f"{prefix}/bin/fastnode-train"):
            sys.exit(f"make_image: {build} has no trainer (it was built without torch)")
        layer.file("usr/bin/fastnode-train", read(f"{prefix}/bin/fastnode-train"), 0o755)
        layer.file("usr/share/doc/fastnode-train/copyright", read(f"{prefix}/share/doc/fastnode-train/copyright"))
    listed = subprocess.check_output(["ldd", f"{build}/fastnode-train"], text=True)
    if "not found" in listed:
        sys.exit("make_image: the trainer does not find all of its libraries here")
    loaded = [words[2] for words in map(str.split, listed.splitlines()) if len(words) > 2 and words[1] == "=>"]
    known = {os.path.realpath(path) for path in files_of_the_library().values()}
    paths = {os.path.basename(path): path for library in loaded for path in beside(os.path.realpath(library))}
    paths.update({os.path.basename(path): path for path in loaded})
    for name, path in sorted(paths.items()):
        if os.path.realpath(path) not in known:
            layer.file(f"usr/lib/{LOADED_FROM}/{name}", read(os.path.realpath(path)))
    # Debian's packages have some of them in /lib, which is /usr/lib.
    real = {os.path.realpath(path) for path in paths.values()}
    owners = subprocess.run(["dpkg-query", "-S", *sorted(real | {path.removeprefix("/usr") for path in real})],
                            capture_output=True, text=True, check=False).stdout
    for package in sorted({line.split(":")[0] for line in owners.splitlines() if "diversion" not in line}):
        notice = f"/usr/share/doc/{package}/copyright"
        if os.path.isfile(notice):
            layer.file(notice[1:], read(os.path.realpath(notice)))
    return layer


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["train"]):
        sys.exit(__doc__)
    build, folder = map(os.path.abspath, sys.argv[1:3])
    name = "fastnode-train" if sys.argv[3:] else "fastnode"
    if not os.path.isfile(f"{build}/cmake_install.cmake"):
        sys.exit(f"make_image: {build} is no build folder; run 'make build' first")
    when = epoch()
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when))
    program, version, commit = program_layer(build, when)
    layers = [(base_layer(when).bytes(), "the C library, certificates, a user"), (program.bytes(), f"fastnode {version}")]
    if name == "fastnode-train":
        layers.append((trainer_layer(build, when).bytes(), f"the trainer of fastnode {version}"))

    blobs = {}

    def add(data, kind):
        digest = hashlib.sha256(data).hexdigest()
        blobs[f"blobs/sha256/{digest}"] = data
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data)}

    architecture = ARCHITECTURES.get(platform.machine(), platform.machine())
    config = {
        "created": created, "architecture": architecture, "os": "linux",
        "config": {
            "User": f"{USER}:{USER}", "WorkingDir": "/work", "Entrypoint": ["/usr/bin/fastnode"], "Cmd": ["--help"],
            "Env": ["PATH=/usr/bin", "HOME=/home/fastnode", "LANG=C.UTF-8", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"],
            "Labels": {"org.opencontainers.image.title": name, "org.opencontainers.image.version": version,
                       "org.opencontainers.image.revision": commit, "org.opencontainers.image.licenses": "Apache-2.0",
                       "org.opencontainers.image.description": "Completes Python code with a model of how names are used"},
        },
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(data).hexdigest()}" for data, _ in layers]},
        "history": [{"created": created, "created_by": words} for _, words in layers],
    }

    def encode(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    packed = [add(gzip.compress(data, compresslevel=6, mtime=0), "layer.v1.tar+gzip") for data, _ in layers]
    described = add(encode(config), "config.v1+json")
    manifest = add(encode({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": described,
                           "layers": packed}), "manifest.v1+json")
    manifest["annotations"] = {"org.opencontainers.image.ref.name": version, "io.containerd.image.name": f"localhost/{name}:{version}"}
    manifest["platform"] = {"architecture": architecture, "os": "linux"}

    def blob_of(part):
        return "blobs/sha256/" + part["digest"].split(":")[1]

    blobs["index.json"] = encode({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest]})
    blobs["oci-layout"] = encode({"imageLayoutVersion": "1.0.0"})
    blobs["manifest.json"] = encode([{"Config": blob_of(described), "RepoTags": [f"localhost/{name}:{version}"],
                                      "Layers": [blob_of(one) for one in packed]}])
    archive = Layer(when)
    for path, data in blobs.items():
        archive.file(path, data)
    os.makedirs(folder, exist_ok=True)
    target = f"{folder}/{name}-{version}-linux-{platform.machine()}.oci.tar"
    with open(f"{target}.unfinished", "wb") as file:
        file.write(archive.bytes())
        file.flush()
        os.fsync(file.fileno())
    os.rename(f"{target}.unfinished", target)
    print(f"image: {target}, {os.path.getsize(target) / 1e6:.1f} MB")


main()
