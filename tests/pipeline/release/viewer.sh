#!/usr/bin/env bash
# `fastnode example-viewer` in Chromium, as it comes with Debian: on examples with hostile content, on
# two files side by side, and on what the pipeline made.
#   viewer.sh FASTNODE RELEASE_FOLDER
set -euo pipefail
fastnode=$1 release=$2
out=$(dirname "$release")
here=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
finish() {
  local pids
  pids=$(jobs -p)
  [ -z "$pids" ] || kill -TERM $pids 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
fail() { echo "viewer.sh: $*" >&2; exit 1; }

python3 "$here/viewer/make_examples.py" "$scratch"
# Two runs as the trainer keeps them, the second of which is still going on, on another host; and a validation.
run() {
  mkdir -p "$scratch/runs/$1"
  cat >"$scratch/runs/$1/run.json"
}
for n in 1 2; do
  run=2020010${n}T120000.000Z_train
  [ "$n" = 1 ] && end='"ended": "20200101T130500.000Z", "status": "finished"' || end='"status": "started"'
  run "$run" <<EOF
{"format": 1, "command": "train", "started": "2020010${n}T120000.000Z", $end, "host": "elsewhere", "process": 1,
 "commit": "c$n", "model_name": "wide", "outputs": {"release": "0123456789abcdef"},
 "headline": {"name": "accuracy", "value": 0.$((7 - n))}, "parameters": {"steps": ${n}00, "seed": 1, "session": "{\\"random_seed\\": $n, \\"list\\": \\"$(printf 'x%.0s' $(seq 400))\\"}"},
 "results": [{"name": "validation/accuracy", "value": 0.$((n + 4))}], "skipped": {}, "artifacts": []}
EOF
  for step in 1 2 3 4; do
    echo "{\"step\": $step, \"train/loss\": $((5 - step)), \"validation/accuracy\": 0.$((step + n))}"
  done >"$scratch/runs/$run/curve.jsonl"
done
run 20191231T120000.000Z_validate-attribute <<EOF
{"format": 1, "command": "validate-attribute", "started": "20191231T120000.000Z", "ended": "20191231T120007.000Z",
 "status": "finished", "results": [{"name": "model recall@1", "value": 0.5}, {"name": "passed", "value": 1}]}
EOF
"$fastnode" runs note --runs "$scratch/runs" 20200101 'twice the <b>width</b>' >"$scratch/said"
grep -q '20200101T120000.000Z_train: noted' "$scratch/said" || fail "a note is kept: $(cat "$scratch/said")"
"$fastnode" runs list --runs "$scratch/runs" | grep -q 'note: twice the <b>width' || fail "a note is listed"
if "$fastnode" runs note --runs "$scratch/runs" nothing text 2>/dev/null; then fail "a note needs a run"; fi
# A page that would do harm, one that leads elsewhere, and one that is not a validation.
mkdir "$scratch/validations"
echo '<!doctype html><h1>Hostile</h1><script>document.body.dataset.owned="yes"</script>' >"$scratch/validations/validation.html"
echo secret >"$scratch/secret.html"
ln -s ../secret.html "$scratch/validations/validation-link.html"
cp "$scratch/secret.html" "$scratch/validations/secret.html"

# start NAME ARGUMENT...: a viewer; its address in $url.
start() {
  local name=$1
  shift
  : >"$scratch/$name.out"  # the next line's process may be late to make it
  "$fastnode" example-viewer --port 0 "$@" >"$scratch/$name.out" 2>&1 &
  for _ in $(seq 200); do
    url=$(sed -n 's/.* at \(http:[^ ]*\).*/\1/p' "$scratch/$name.out")
    [ -z "$url" ] || return 0
    sleep 0.05
  done
  fail "the viewer does not start: $(cat "$scratch/$name.out")"
}
start few "$scratch/uncurated-examples/attr" "$scratch/curated-examples/attr.json" --release "$release" \
  --runs "$scratch/runs" --validations "$scratch/validations"; few=$url
start two "$scratch/before.json" "$scratch/after.json"; two=$url
start real "$out/../tmp/uncurated-examples/attr" "$out/curated-examples/attr.json" --release "$release" \
  --runs "$out/../runs" --validations "$out"; real=$url

echo '{"Buffer": 1}' >"$scratch/broken.json"
if "$fastnode" example-viewer --port 0 "$scratch/broken.json" 2>"$scratch/err"; then fail "a broken file is shown"; fi
grep -q 'broken.json: example 1: Buffer ' "$scratch/err" || fail "$(cat "$scratch/err")"

TMPDIR=$scratch timeout 300 node "$here/viewer/viewer.mjs" "$few" "$two" "$real" "$scratch/runs/20200102T120000.000Z_train" ||
  fail "the browser's test fails"
