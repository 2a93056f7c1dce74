#!/usr/bin/env bash
# Puts a release into the box: FOLDER (models/pythonexpr) gets the release, its validations, the places that a test asks
# again, the model card, the licence, and a manifest that names all of it.
#   box_model.sh FASTNODE OUT DATASET FOLDER       OUT, DATASET: of the run (out, data/default)
set -euo pipefail
fastnode=$1 out=$2 dataset=$3 folder=$4
here=$(cd "$(dirname "$0")/.." && pwd)
fail() { echo "box_model: $*" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -f "$out/serve/manifest.json" ] || fail "there is no release in $out/serve; 'make' makes one"
# Versions that were kept here before, say, or what somebody put there.
[ ! -e "$folder" ] || [ -f "$folder/manifest.json" ] && [ -z "$(find "$folder" -mindepth 1 -type d 2>/dev/null)" ] ||
  fail "$folder has something else than a boxed model; move it away (versions are kept in versions/ now)"
version=$(sha256sum <"$out/serve/manifest.json" | cut -d' ' -f1)
grep -qs "\"manifest_sha256\": *\"$version\"" "$out/validation.json" || fail "$out/validation.json is not of $out/serve; 'make' validates it"
grep -q '"code_version": *"unknown' "$out/serve/manifest.json" && fail "nobody knows of which commit $out/serve is; train where there is git"
bytes=$(cat "$out"/serve/* | wc -c)
[ "$bytes" -le 12000000 ] || fail "the release has $bytes bytes; 12 MB are the most that a checkout should bring"
cp -r "$out/serve" "$work/box"
for report in "$out"/validation.json "$out"/validation-{names,calls,chains,decisions}.json; do
  [ ! -f "$report" ] || cp "$report" "$work/box/"
done
cp "$here/LICENSE" "$work/box/LICENSE"
mkdir -p "$work/held/corpus"
for package in httpie mkdocs ocrmypdf; do
  [ -d "$dataset/corpus/$package" ] || fail "$dataset/corpus has no $package, which the check asks about"
  cp -r "$dataset/corpus/$package" "$work/held/corpus/"
done
grep -E '^(httpie|mkdocs|ocrmypdf) ' "$dataset/manifest" >"$work/held/manifest"
python3 "$here/packaging/check_model.py" "$fastnode" "$out/serve" "$work/held/corpus" --record "$work/box/check.json"
python3 "$here/packaging/make_model_card.py" "$work/box" "$out" "$dataset"
"$fastnode" manifest "$work/box"
mkdir -p "$(dirname "$folder")"
rm -rf "$folder"
mv "$work/box" "$folder"
bytes=$(cat "$folder"/* | wc -c)
echo "box_model: $folder, $((bytes / 1000)) kB, version $(sha256sum <"$folder/manifest.json" | cut -c -12)"
