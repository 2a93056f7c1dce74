#!/usr/bin/env python3
"""Whether a model and the program fit: attributes of packages that nobody trained on, completed by the program.

    check_model.py FASTNODE MODEL CORPUS --record FILE      measures, and writes what came out
    check_model.py FASTNODE MODEL CORPUS --against FILE     measures, and fails if much less came out than FILE says

CORPUS has one folder for each package (scripts/fetch_corpus.sh makes it of Debian packages). The places are a fixed list: of all
attributes that are read there, those whose place has the smallest hashes, at most PLACES of a package. The rest of the line is gone, as
it is where people type. FILE names the packages' versions, so that it is known whether the places are the same.
"""
import argparse
import ast
import hashlib
import json
import os
import subprocess
import sys

PLACES = 60  # of each package: what 20 seconds are enough for
# What an answer's change by a handful of places may cost; a model whose features mean something else loses far more.
MAY_LOSE = 0.06


def places_of(folder):
    """[(path, source with the rest of the line gone, offset, name)], the smallest hashes first."""
    found = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(where, name)
            if not name.endswith(".py"):
                continue
            with open(path, encoding="utf-8", errors="replace", newline="") as file:
                text = file.read()
            try:
                tree = ast.parse(text)
            except (SyntaxError, ValueError):
                continue
            lines = text.encode().split(b"\n")
            for node in ast.walk(tree):
                if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load) or node.end_lineno is None:
                    continue
                line, end = lines[node.end_lineno - 1], node.end_col_offset
                begin = end - len(node.attr.encode())
                if line[begin:end].decode(errors="replace") != node.attr or line[begin - 1:begin] != b".":
                    continue
                before = b"\n".join(lines[:node.end_lineno - 1] + [line[:begin]])
                below = lines[node.end_lineno:]
                source = before + b"\n" + b"\n".join(below)
                key = f"{os.path.relpath(path, folder)}:{node.end_lineno}:{begin}"
                found.append((hashlib.sha256(key.encode()).hexdigest(), path, source, len(before), node.attr))
    return [place[1:] for place in sorted(found)[:PLACES]]


def measure(program, model, corpus):
    requests, names = [], []
    for package in sorted(os.listdir(corpus)):
        folder = os.path.join(corpus, package)
        for path, source, offset, name in places_of(folder):
            requests.append(json.dumps({"id": len(names), "path": path, "root": folder, "offset": offset,
                                        "source": source.decode(errors="replace")}))
            names.append(name)
    if not names:
        sys.exit(f"check_model.py: there is no attribute in {corpus}")
    command = [program, "complete", "--model", model, "--cache", "none", "--deadline", "0", "--no-auto-import"]
    done = subprocess.run(command, input="\n".join(requests) + "\n", text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"check_model.py: the program does not take the model: {done.stderr.strip()}")
    first = five = 0
    for line, name in zip(done.stdout.splitlines(), names):
        answer = json.loads(line)
        if "error" in answer:
            sys.exit(f"check_model.py: {answer['error']}")
        texts = [candidate["text"] for candidate in answer["candidates"]]
        first += texts[:1] == [name]
        five += name in texts[:5]
    return {"places": len(names), "recall@1": round(first / len(names), 4), "recall@5": round(five / len(names), 4)}


def versions(corpus):
    """{package: version} of the manifest beside the corpus, if there is one."""
    path = os.path.join(os.path.dirname(os.path.abspath(corpus)), "manifest")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return {name: version for name, _, version, _ in (line.split() for line in file)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    for name in ("program", "model", "corpus"):
        parser.add_argument(name)
    parser.add_argument("--record")
    parser.add_argument("--against")
    asked = parser.parse_args()
    result = {"packages": versions(asked.corpus), **measure(asked.program, asked.model, asked.corpus)}
    print(json.dumps(result))
    if asked.record:
        with open(asked.record, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)
            file.write("\n")
    if asked.against:
        with open(asked.against, encoding="utf-8") as file:
            before = json.load(file)
        if before["packages"] != result["packages"] or before["places"] != result["places"]:
            print("check_model.py: the packages have other versions than when the model was put into the box", file=sys.stderr)
        for metric in ("recall@1", "recall@5"):
            if result[metric] < before[metric] - MAY_LOSE:
                sys.exit(f"check_model.py: {metric} is {result[metric]}, and was {before[metric]} when the model was put into the box: "
                         "code and model no longer fit; a new release is due")


main()
