#!/usr/bin/env python3
"""The program and its model as a container image, with the C library and nothing else: no shell, no package manager.

    make_image.py BUILD FOLDER

What is in it is what packaging/install.cmake installs: the parts `program` and `libraries`; the C library is this machine's
(libc6), the certificates are Mozilla's (ca-certificates). The archive is an OCI image layout
(github.com/opencontainers/image-spec) and has the manifest of `docker save` beside it, so podman, skopeo and docker load it.
Times are those of the commit, owners and order are fixed: same input, same bytes.
"""
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


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    build, folder = map(os.path.abspath, sys.argv[1:])
    if not os.path.isfile(f"{build}/cmake_install.cmake"):
        sys.exit(f"make_image: {build} is no build folder; run 'make build' first")
    when = epoch()
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when))
    program, version, commit = program_layer(build, when)
    layers = [(base_layer(when).bytes(), "the C library, certificates, a user"), (program.bytes(), f"fastnode {version}")]

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
            "Labels": {"org.opencontainers.image.title": "fastnode", "org.opencontainers.image.version": version,
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
    manifest["annotations"] = {"org.opencontainers.image.ref.name": version, "io.containerd.image.name": f"localhost/fastnode:{version}"}
    manifest["platform"] = {"architecture": architecture, "os": "linux"}

    def blob_of(part):
        return "blobs/sha256/" + part["digest"].split(":")[1]

    blobs["index.json"] = encode({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest]})
    blobs["oci-layout"] = encode({"imageLayoutVersion": "1.0.0"})
    blobs["manifest.json"] = encode([{"Config": blob_of(described), "RepoTags": [f"localhost/fastnode:{version}"],
                                      "Layers": [blob_of(one) for one in packed]}])
    archive = Layer(when)
    for path, data in blobs.items():
        archive.file(path, data)
    os.makedirs(folder, exist_ok=True)
    target = f"{folder}/fastnode-{version}-linux-{platform.machine()}.oci.tar"
    with open(f"{target}.unfinished", "wb") as file:
        file.write(archive.bytes())
        file.flush()
        os.fsync(file.fileno())
    os.rename(f"{target}.unfinished", target)
    print(f"image: {target}, {os.path.getsize(target) / 1e6:.1f} MB")


main()
