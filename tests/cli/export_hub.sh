#!/usr/bin/env bash
# The folder of a model for the hub: its card says what was measured, and the program completes with it.
#   export_hub.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
model=$source_dir/models/pythonexpr
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "export_hub.sh: $*" >&2; exit 1; }

"$fastnode" export hub "$model" "$scratch/hub" --repository somebody/pythonexpr >"$scratch/said" || fail "$(cat "$scratch/said")"
grep -q "with its figures" "$scratch/said" || fail "it says: $(cat "$scratch/said")"
for file in config.json model.safetensors usage.bin library.bin; do
  cmp -s "$model/$file" "$scratch/hub/$file" || fail "$file is not the release's"
done
grep -q "somebody/pythonexpr" "$scratch/hub/README.md" || fail "the card does not say where it is"
grep -q "^\*\.safetensors filter=lfs" "$scratch/hub/.gitattributes" || fail "large files are not marked"

# The front matter is YAML, and its figures are those of the reports.
python3 - "$scratch/hub/README.md" "$model" <<'PYTHON' || fail "the card"
import json
import sys

import yaml

card, model = sys.argv[1:]
text = open(card, encoding="utf-8").read()
assert text.startswith("---\n")
head, body = text[4:].split("\n---\n", 1)
front = yaml.safe_load(head)
assert front["license"] == "apache-2.0" and "code-completion" in front["tags"], front
[entry] = front["model-index"]
results = {one["task"]["name"]: one for one in entry["results"]}
assert len(results) == 5, sorted(results)
for name, file in [("Attributes", "validation"), ("Names and words of the language", "validation-names"),
                   ("Whole calls", "validation-calls"), ("Whole expressions", "validation-chains"),
                   ("Decisions", "validation-decisions")]:
    report = json.load(open(f"{model}/{file}.json", encoding="utf-8"))
    metrics = results[name]["metrics"]
    assert metrics[0]["name"] == "recall@1, the rest of the line is gone, percent", metrics[0]
    assert len(metrics) == 3 * (1 + len(report.get("conditions", []))), (name, len(metrics))
    for metric, shown in zip(["recall@1", "recall@5", "mrr"], metrics):
        measured = 100 * report["all"]["methods"]["model"][metric]["value"]
        assert shown["type"] == metric and abs(shown["value"] - measured) < 0.051, (name, shown, measured)
    assert results[name]["dataset"]["revision"] == report["dataset_id"], name
own = open(f"{model}/README.md", encoding="utf-8").read()
assert body.endswith(own), "the release's own card is missing"
PYTHON

ask() { # how long it took apart
  echo '{"id":1,"source":"import os\nos.pa","offset":15}' | "$fastnode" complete --cache none --deadline 0 --model "$1" |
    sed 's/"micros":[0-9]*//'
}
ask "$model" >"$scratch/by_release"
# As a clone, or a download, leaves it.
mkdir -p "$scratch/hub/.git" "$scratch/hub/.cache/huggingface"
touch "$scratch/hub/.git/HEAD" "$scratch/hub/.cache/huggingface/x.lock"
ask "$scratch/hub" >"$scratch/by_hub" || fail "the folder does not complete"
grep -q '"candidates"' "$scratch/by_hub" || fail "it answers $(cat "$scratch/by_hub")"
cmp -s "$scratch/by_release" "$scratch/by_hub" || fail "it answers otherwise: $(diff "$scratch/by_release" "$scratch/by_hub")"
cp "$scratch/hub/manifest.json" "$scratch/manifest"
"$fastnode" manifest "$scratch/hub" >/dev/null || fail "its manifest cannot be made again"
cmp -s "$scratch/hub/manifest.json" "$scratch/manifest" || fail "hidden files are named in a manifest"

sha256sum <"$scratch/hub/README.md" >"$scratch/first"
"$fastnode" export hub "$model" "$scratch/hub/" --repository somebody/pythonexpr >"$scratch/said" || fail "it is not made again: $(cat "$scratch/said")"
sha256sum <"$scratch/hub/README.md" | cmp -s - "$scratch/first" || fail "the same release has another card"
[ -e "$scratch/hub/.git/HEAD" ] || fail "the clone is no clone any more"
[ ! -e "$scratch/hub.unfinished" ] || fail "unfinished work is left"

# refuses WORDS COMMAND...: it fails, and says so.
refuses() {
  local words=$1
  shift
  ! "$@" >"$scratch/said" 2>&1 || fail "not refused: $*"
  grep -q -- "$words" "$scratch/said" || fail "$* says: $(cat "$scratch/said")"
}
mkdir "$scratch/notes" && touch "$scratch/notes/mine"
refuses "something else" "$fastnode" export hub "$model" "$scratch/notes"
[ -e "$scratch/notes/mine" ] || fail "somebody's file is gone"
touch "$scratch/hub/stray.bin"
refuses "something else" "$fastnode" export hub "$model" "$scratch/hub"
[ -e "$scratch/hub/stray.bin" ] || fail "somebody's file is gone from an export"
refuses "a folder of the hub already" "$fastnode" export hub "$scratch/hub" "$scratch/new"
cp -r "$model" "$scratch/release"
refuses "give a folder beside it" "$fastnode" export hub "$scratch/release" "$scratch/release/hub"
refuses "give a folder beside it" "$fastnode" export hub "$scratch/release" "$scratch/release/"
refuses "give a folder beside it" "$fastnode" export hub "$scratch/release" "$scratch"
cp -r "$model" "$scratch/damaged"
printf x | dd of="$scratch/damaged/usage.bin" bs=1 seek=1000 conv=notrunc status=none
refuses "usage.bin" "$fastnode" export hub "$scratch/damaged" "$scratch/new"
[ ! -e "$scratch/new" ] || fail "a damaged release leaves a folder"
mkdir "$scratch/other"
refuses "has no validation" "$fastnode" export hub "$model" "$scratch/new" --validation "$scratch/other"
of() { sed "s/\"manifest_sha256\" *: *\"[0-9a-f]*\"/\"manifest_sha256\":\"$1\"/" "$model/validation.json" >"$scratch/other/validation.json"; }
of 0
refuses "another release" "$fastnode" export hub "$model" "$scratch/new" --validation "$scratch/other"
of "$(sha256sum <"$model/manifest.json" | cut -d' ' -f1)"
"$fastnode" export hub "$model" "$scratch/new" --validation "$scratch/other" >"$scratch/said" || fail "its own validation: $(cat "$scratch/said")"
grep -q "with its figures" "$scratch/said" || fail "its own validation is not taken"
echo "export_hub.sh: passed"
