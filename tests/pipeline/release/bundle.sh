#!/usr/bin/env bash
# What the registry names is what the product uses, once it is bundled: scripts/build_datadeps.sh.
#   bundle.sh FASTNODE RELEASE_FOLDER
set -euo pipefail
fastnode=$1 release=$2
here=$(cd "$(dirname "$0")/../../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "bundle.sh: $*" >&2; exit 1; }
export FASTNODE=$fastnode REGISTRY=$scratch/models.json FASTNODE_DATADEPS=$scratch/datadeps
build() { "$here/scripts/build_datadeps.sh" "$@" >"$scratch/said" 2>&1; }
registry() { "$fastnode" registry --registry "$REGISTRY" "$@" >"$scratch/said" 2>&1; }
complete() { printf '%s\n' "$1" | "$fastnode" complete >"$scratch/out" 2>"$scratch/said"; }
status_of() { status=0; "$@" || status=$?; }
os='{"source": "import os\nos.envir", "offset": 18}' flask='{"source": "import flask\nflask.", "offset": 19}'

if complete "$os"; then fail "there is no model yet"; fi
grep -q 'build_datadeps.sh' "$scratch/said" || fail "no word of how to get one: $(cat "$scratch/said")"
status_of build
[ $status = 1 ] || fail "without a registry the exit status is $status"

cp -r "$release" "$scratch/one"
registry add "$scratch/one" || fail "add: $(cat "$scratch/said")"
status_of build
[ $status = 0 ] || fail "the first time the exit status is $status: $(cat "$scratch/said")"
grep -q 'bundle: made' "$scratch/said" || fail "it does not say that it was made: $(cat "$scratch/said")"
status_of build
[ $status = 0 ] || fail "up to date, the exit status is $status"
grep -q 'bundle: up to date' "$scratch/said" || fail "it does not say that it is up to date: $(cat "$scratch/said")"
status_of build --verify
[ $status = 0 ] || fail "whole, the exit status is $status"
complete "$os" || fail "complete: $(cat "$scratch/said")"
grep -q '"environ"' "$scratch/out" || fail "no names of os: $(head -c 300 "$scratch/out")"

# A second model, for some packages; nothing changes before the bundle is made again.
cp -r "$release" "$scratch/two"
"$fastnode" manifest "$scratch/two" --name web
printf 'flask\ndjango\n' >"$scratch/packages"
registry add "$scratch/two" --packages "$scratch/packages" || fail "add another: $(cat "$scratch/said")"
status_of build --verify
[ $status = 3 ] || fail "the registry has changed, the exit status is $status"
"$fastnode" bundle show | grep -q web && fail "the bundle changes without being made"
status_of build
[ $status = 0 ] || fail "with two models the exit status is $status: $(cat "$scratch/said")"
"$fastnode" bundle show | grep -q 'web .* for 2 packages' || fail "$("$fastnode" bundle show)"
complete "$flask" && grep -q '"candidates"' "$scratch/out" || fail "the model for flask: $(cat "$scratch/out")"
# A missing model is an error for the files that it is for.
mv "$scratch/datadeps/web" "$scratch/away"
complete "$flask"
grep -q '"error".*web' "$scratch/out" || fail "a model that is missing is no error: $(head -c 300 "$scratch/out")"
complete "$os"
grep -q '"candidates"' "$scratch/out" || fail "and others go without: $(head -c 300 "$scratch/out")"
status_of build --verify
[ $status = 1 ] || fail "damaged, the exit status is $status"
status_of build
[ $status = 0 ] || fail "damaged, it is not made again: $status"

# Published elsewhere, installed from there.
mkdir "$scratch/store"
status_of build --from "file://$scratch/store" nothing
[ $status = 1 ] || fail "a release that is not there, the exit status is $status"
status_of build --what
[ $status = 2 ] || fail "wrong arguments, the exit status is $status"
echo "bundle.sh: passed"
