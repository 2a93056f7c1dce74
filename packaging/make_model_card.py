#!/usr/bin/env python3
"""The card of a model, README.md of its release folder, from the files of the run that made it.

    make_model_card.py RELEASE OUT DATASET

RELEASE  the release folder that gets the card, with check.json of packaging/check_model.py
OUT      the folder of the run: validation*.json, model/training.json
DATASET  the folder of the corpus: manifest (name, role, version, hash of each package); ../packages has the packages themselves,
         whose copyright files name the licences

Every figure and every name in the card comes from these files; only the sentences between them stand here.
"""
import hashlib
import json
import os
import re
import subprocess
import sys

TASKS = [("validation.json", "Attributes", "the name behind a dot"),
         ("validation-names.json", "Names and words of the language", "where a statement or an expression begins"),
         ("validation-calls.json", "Whole calls", "all arguments of a call, every one right"),
         ("validation-chains.json", "Whole expressions", "everything behind a dot, to the end of the expression"),
         ("validation-decisions.json", "Decisions", "the single decisions that calls and names are made of")]
MODEL = "model"
HEADLINES = {"rest_of_line": "the rest of the line is gone", "whole_file": "whole file"}
FEW = 30  # sites: below, a group is not called weak for what chance may do


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def percent(estimate):
    return f"{100 * estimate['value']:.1f} [{100 * estimate['low']:.1f}, {100 * estimate['high']:.1f}]"


def is_own(method):
    return method in (MODEL, "uncompressed", "previous")


def best_baseline(group):
    others = {name: metrics for name, metrics in group["methods"].items() if not is_own(name)}
    return max(others, key=lambda name: others[name]["recall@1"]["value"]) if others else None


def table(rows, titles):
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def rows_of(label, group, baseline):
    metrics = group["methods"][MODEL]
    row = [label, f"{group['sites']:,}", percent(metrics["recall@1"]), percent(metrics["recall@5"]), percent(metrics["mrr"])]
    if baseline:
        row.append(percent(group["methods"][baseline]["recall@1"]) if baseline in group["methods"] else "")
    return row


def task_section(report, title, what):
    baseline = best_baseline(report["all"])
    titles = ["how much of the text is there", "places", "recall@1", "recall@5", "MRR"] + ([f"{baseline}, recall@1"] if baseline else [])
    rows = [rows_of("**" + HEADLINES.get(report["condition"], report["condition"]) + "**", report["all"], baseline)]
    rows += [rows_of(condition["name"], condition["all"], baseline) for condition in report["conditions"]]
    verdict = "passed" if report["verdict"]["passed"] else "**failed**: " + ", ".join(
        gate["name"] for gate in report["verdict"]["gates"] if not gate["passed"])
    return (f"### {title}\n\n{what[:1].upper()}{what[1:]}: {report['sites']['count']:,} places in {report['sites']['files']:,} files of "
            f"{report['sites']['projects']} projects. Gates: {verdict}.\n\n" + table(rows, titles))


def weaknesses(reports):
    """The groups where the model gets least, as far as there are enough places to say so."""
    lines = []
    for title, report in reports:
        whole = report["all"]["methods"][MODEL]["recall@1"]["value"]
        for kind in ("slices", "seen", "projects"):
            groups = [group for group in report[kind] if group["sites"] >= FEW]
            if not groups:
                continue
            worst = min(groups, key=lambda group: group["methods"][MODEL]["recall@1"]["value"])
            if worst["methods"][MODEL]["recall@1"]["high"] < whole:
                kind_name = {"slices": "kind of place", "seen": "by where else the name stands", "projects": "project"}[kind]
                lines.append(f"- {title}, {kind_name} *{worst['name']}*: first {percent(worst['methods'][MODEL]['recall@1'])} of "
                             f"{worst['sites']:,} places, of all {100 * whole:.1f}")
        gone = min(report["conditions"], key=lambda one: one["all"]["methods"][MODEL]["recall@1"]["value"], default=None)
        if gone and gone["all"]["methods"][MODEL]["recall@1"]["value"] < whole:
            lines.append(f"- {title}, *{gone['name']}*: first {percent(gone['all']['methods'][MODEL]['recall@1'])}")
        if "calibration" in report and report["calibration"]:
            calibration = report["calibration"]
            chance = f", where chance alone makes {100 * calibration['by_chance']:.1f}" if "by_chance" in calibration else ""
            lines.append(f"- {title}: what the model says how sure it is, is off by {100 * calibration['expected_error']:.1f} "
                         f"of a hundred on the mean{chance}")
    return "\n".join(lines)


def licences(packages, name):
    """What the package's copyright file names, in the words of that file."""
    path = f"{packages}/{name}.deb"
    if not os.path.exists(path):
        return "not known: the package is not there any more"
    listing = subprocess.run(f"dpkg-deb --fsys-tarfile '{path}' | tar -xO --wildcards './usr/share/doc/*/copyright'", shell=True,
                             check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(errors="replace")
    if not re.search("^Format:", listing, re.M):  # written for people only
        return "see its copyright file"
    names = sorted({one.strip() for one in re.findall(r"^License:[ \t]*(\S.*)$", listing, re.M)})
    return ", ".join(names) or "see its copyright file"


def data_section(dataset):
    with open(f"{dataset}/manifest", encoding="utf-8") as file:
        packages = [line.split() for line in file if line.strip()]
    roles = {"train": "trained on", "validation": "to choose by (temperatures, the fallback list)", "test": "measured on, and seen by nothing else"}
    text = ""
    for role, words in roles.items():
        rows = [(name, version, licences(f"{os.path.dirname(os.path.abspath(dataset))}/packages", name))
                for name, one, version, _ in packages if one == role]
        text += f"### {words[:1].upper()}{words[1:]}: {len(rows)} packages\n\n" + table(rows, ["package", "version", "licences"]) + "\n"
    return text


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def main():
    release, out, dataset = sys.argv[1:]
    manifest = read(f"{release}/manifest.json")
    check = read(f"{release}/check.json")
    made = manifest["created_from"]
    reports = [(title, read(f"{out}/{name}"), what) for name, title, what in TASKS if os.path.exists(f"{out}/{name}")]
    measured = {report["release"]["manifest_sha256"] for _, report, _ in reports}
    if len(measured) != 1:
        sys.exit("make_model_card.py: the validations are of different releases: " + ", ".join(sorted(measured)))
    steps = read(f"{out}/model/training.json").get("steps", "not known")
    profile = os.path.basename(os.path.abspath(dataset))  # a corpus is called by its profile
    profile = f"PROFILE={profile} " if profile in ("dry", "full") else ""
    files = sorted(name for name in os.listdir(release) if name not in ("README.md", "manifest.json") and os.path.isfile(f"{release}/{name}"))
    sizes = sum(os.path.getsize(f"{release}/{name}") for name in files)
    card = f"""# {manifest['name']}: a model of how names are used in Python

The model that `fastnode lsp`, `complete` and `serve` take when no other is chosen. This page was made by `packaging/make_model_card.py` from the
files of the run that made the model; nothing in it was written by hand.

## What it is for

To order what a completion list has, in an editor or over HTTP: attributes, names and words of the language, arguments, keywords, whole calls; and to
say how likely each is. The candidates come from the program's analysis of the code, and the model orders them. It is not for anything else: it makes no code up,
knows no other language than Python 3, and judges nobody. It works off-line, on a processor; {sizes / 1e6:.1f} MB.

## How well

Recall@1: how often the right answer is the first; recall@5: is among the first five; MRR: the mean of one by its place. In percent, with 95 % intervals clustered by
file, on projects that neither training nor any count has seen. The first line of each table is the headline: where people type. The last column is the baseline that
gets most there. Validated as release {measured.pop()[:12]}.

""" + "\n".join(task_section(report, title, what) for title, report, what in reports) + f"""
When it was put here, the program got {100 * check['recall@1']:.1f} % of {check['places']} attributes of {', '.join(f'{name} {version}' for name, version in sorted(check['packages'].items()))}
as the first of its list, and {100 * check['recall@5']:.1f} % among the first five (`check.json`); a test asks the same again of each later program.

## Weaknesses

{weaknesses([(title, report) for title, report, _ in reports])}
- It has learnt from packages of a Linux distribution: libraries and applications, not notebooks, not exercises, not what a company writes for itself.
- It repeats what is usual. A name that is common elsewhere may stand before the one that is right here.

## Data

Names, counts and types of Debian packages, with their roles; no text of them is in the model, but names are. Dataset {made['dataset_id']}.

{data_section(dataset)}
`library.bin` has the signatures of typeshed's stubs (Apache-2.0 and MIT).

## To train it again

    git checkout {re.sub('-dirty$', '', made['code_version'])}
    make {profile}STEPS={steps}

with packages of the versions above. {'The sources had been changed when it was trained. ' if made['code_version'].endswith('-dirty') else ''}Same data, same settings, same bytes, on the same kind of processor.

## Files

""" + table([(f"`{name}`", f"{os.path.getsize(f'{release}/{name}'):,}", sha256(f"{release}/{name}")) for name in files], ["file", "bytes", "SHA-256"]) + """
The licence is the project's, Apache-2.0 (`LICENSE`).
"""
    with open(f"{release}/README.md", "w", encoding="utf-8") as file:
        file.write(card)


main()
