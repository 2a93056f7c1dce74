#!/usr/bin/env bash
# `fastnode example-viewer` in Chromium, as it comes with Debian.
#   viewer.sh FASTNODE RELEASE_FOLDER [SCREENSHOT_FOLDER]
set -euo pipefail
fastnode=$1 release=$2 screenshots=${3:-}
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
# Two runs as the trainer keeps them.
for n in 1 2; do
  run=$scratch/runs/2026010${n}T000000.000Z_train
  mkdir -p "$run"
  cat >"$run/run.json" <<EOF
{"command": "train", "status": "finished", "commit": "c$n", "parameters": {"steps": ${n}00, "seed": 1},
 "results": [{"name": "validation/accuracy", "value": 0.$((n + 4))}], "skipped": {}, "artifacts": []}
EOF
  for step in 1 2 3 4; do
    echo "{\"step\": $step, \"train/loss\": $((5 - step)), \"validation/accuracy\": 0.$((step + n))}"
  done >"$run/curve.jsonl"
done

# start NAME ARGUMENT...: a viewer; its address in $url.
start() {
  local name=$1
  shift
  "$fastnode" example-viewer --port 0 "$@" >"$scratch/$name.out" 2>&1 &
  for _ in $(seq 200); do
    url=$(sed -n 's/.* at \(http:[^ ]*\).*/\1/p' "$scratch/$name.out")
    [ -z "$url" ] || return 0
    sleep 0.05
  done
  fail "the viewer does not start: $(cat "$scratch/$name.out")"
}
start few "$scratch/few.json" --release "$release" --runs "$scratch/runs"; few=$url
start two "$scratch/before.json" "$scratch/after.json"; two=$url
start many "$scratch/many.json"; many=$url

echo '{"Buffer": 1}' >"$scratch/broken.json"
if "$fastnode" example-viewer --port 0 "$scratch/broken.json" 2>"$scratch/err"; then fail "a broken file is shown"; fi
grep -q 'broken.json: example 1: no text in "Buffer"' "$scratch/err" || fail "$(cat "$scratch/err")"

TMPDIR=$scratch timeout 300 node "$here/viewer/viewer.mjs" "$few" "$two" "$many" ${screenshots:+"$screenshots"} ||
  fail "the browser's test fails"
