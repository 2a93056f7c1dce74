#!/usr/bin/env python3
"""Starts a container of a pod as its node would, from what the manifest says, without a cluster (root only).

    run_pod.py MANIFEST JOB INDEX CONTAINER --root ROOT --volumes FOLDER --secrets FOLDER [--probe startupProbe|livenessProbe]

JOB is the place of the Job in the manifest, from 0. ROOT is the unpacked image: it is mounted read-only, with a /proc and the
volumes, which are folders of FOLDER by their names. The process is number 1 of a namespace of its own, has the pod's user, gains
no privileges, and has the variables that the manifest says: of a Secret those of the file SECRETS/NAME (NAME=VALUE lines). With
--probe the probe's command runs there instead. Exit status: the container's. The container's first process is this one's only child.
"""
import argparse
import json
import os
import re

# What it needs itself it calls by its whole name: the variables are the container's.
SCRIPT = """
set -e
root=$1
shift
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
while [ "$1" != -- ]; do mount --bind "$1" "$root$2"; shift 2; done
mount -o remount,bind,ro "$root"
exec setpriv --no-new-privs /usr/sbin/chroot --userspec="$2" "$root" "${@:3}"
"""


def expand(text, env):
    """As Kubernetes expands $(NAME) in arguments; $$ is a dollar."""
    return re.sub(r"\$\$|\$\(([A-Za-z_][A-Za-z0-9_]*)\)",
                  lambda found: "$" if found[0] == "$$" else env.get(found[1], found[0]), text)


def value_of(entry, index):
    if "value" in entry:
        return entry["value"]
    assert entry["valueFrom"]["fieldRef"]["fieldPath"] == "metadata.annotations['batch.kubernetes.io/job-completion-index']"
    return index


def main():
    parser = argparse.ArgumentParser()
    for name in ("manifest", "job", "index", "container"):
        parser.add_argument(name)
    for name in ("root", "volumes", "secrets"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--probe")
    options = parser.parse_args()
    with open(options.manifest, encoding="utf-8") as file:
        pod = json.load(file)["items"][int(options.job)]["spec"]["template"]["spec"]
    one = next(one for one in pod["initContainers"] + pod["containers"] if one["name"] == options.container)
    # The image's own variables (packaging/make_image.py), then the Secret's, then those by name.
    env = {"PATH": "/usr/bin", "HOME": "/home/fastnode", "LANG": "C.UTF-8", "SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt"}
    for source in one["envFrom"]:
        with open(f"{options.secrets}/{source['secretRef']['name']}", encoding="utf-8") as file:
            env.update(line.rstrip("\n").split("=", 1) for line in file)
    for entry in one["env"]:
        env[entry["name"]] = value_of(entry, options.index)
    words = ["/usr/bin/fastnode"] + [expand(word, env) for word in one["args"]]
    if options.probe:
        words = one[options.probe]["exec"]["command"]
    mounts = []
    for mount in one["volumeMounts"]:
        folder = f"{options.volumes}/{mount['name']}"
        if not os.path.isdir(folder):
            os.makedirs(folder)
            os.chown(folder, -1, pod["securityContext"]["fsGroup"])
            os.chmod(folder, 0o2775)
        os.makedirs(options.root + mount["mountPath"], exist_ok=True)
        mounts += [folder, mount["mountPath"]]
    user = f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"
    # The variables go by the environment, so that no key is on a command line.
    os.execve("/usr/bin/unshare", ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", SCRIPT, "run_pod", options.root, *mounts, "--",
                                   user, *words], env)


main()
