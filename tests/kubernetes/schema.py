#!/usr/bin/env python3
"""Holds manifests of Kubernetes to its own schemas: schema.py SOURCE-FOLDER MANIFEST.json...

The npm package kubernetes-types is made of the OpenAPI description that Kubernetes publishes, as types of TypeScript; its
compiler refuses a field that is not there, one that is missing, and one of another type.
"""
import json
import subprocess
import sys
import tempfile

KINDS = {"Job": "batch/v1", "Service": "core/v1", "PersistentVolumeClaim": "core/v1", "Secret": "core/v1"}


def main():
    source, manifests = sys.argv[1], sys.argv[2:]
    lines = [f'import type {{ {kind} as {kind}Type }} from "{source}/node_modules/kubernetes-types/{place}";' for kind, place in KINDS.items()]
    for path in manifests:
        with open(path, encoding="utf-8") as file:
            items = json.load(file)["items"]
        for number, item in enumerate(items):
            lines += [f"// {path}: {item['kind']}", f"export const {item['kind']}_{len(lines)}_{number}: {item['kind']}Type =", json.dumps(item, indent=1) + ";"]
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/manifests.ts", "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        said = subprocess.run(["node", f"{source}/node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--skipLibCheck", "--module", "esnext",
                               "--moduleResolution", "bundler", f"{folder}/manifests.ts"], capture_output=True, text=True, check=False)
    if said.returncode != 0:
        sys.exit(f"schema.py: {said.stdout}{said.stderr}")


main()
