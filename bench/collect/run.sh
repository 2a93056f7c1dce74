#!/usr/bin/env bash
# run.sh: speed of the data side over the default corpus: indexing, cutting cold and remembered, one
# client of a server, the share of time that training waits, 200 clients at once (REQUESTS, 1,000,000).
set -euo pipefail
cd "$(dirname "$0")/../.."
data=data/default library=data/library.bin
[ -d $data/corpus ] && [ -f $library ] || { echo "bench/collect: $data/corpus is missing: make corpus" >&2; exit 1; }
[ -e build/build.ninja ] || { echo "bench/collect: build/ is missing: make build" >&2; exit 1; }
ninja -C build collect_bench fastnode fastnode-train >/dev/null
scratch=$(mktemp -d "$PWD/build/bench_collect_XXXXXX")
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
bench=build/collect_bench store=$scratch/store cuts=$scratch/cuts
files=(--metainfo "$scratch/metainfo.json" --usage "$scratch/usage.bin")

start_server() {
  build/fastnode graph-data-server --store "$store" --library $library --port 0 --cuts "$cuts" \
    >"$scratch/server.log" 2>&1 &
  server=$!
  for _ in $(seq 200); do
    url=$(sed -n 's/.* ready on \(http:.*\)/\1/p' "$scratch/server.log")
    [ -z "$url" ] || return 0
    sleep 0.1
  done
  cat "$scratch/server.log" >&2
  exit 1
}
stop_server() {
  kill "$server"
  wait "$server" || true
  server=
}

$bench index build/fastnode $data/corpus $library "$store"
start_server
build/fastnode traindata --server "$url" --out "$scratch/metainfo.json" --usage "$scratch/usage.bin" >/dev/null
stop_server
$bench cut "$store" $library "$scratch/metainfo.json" "$scratch/usage.bin" "$scratch/cuts_of_one"
start_server
$bench client "$url" "$scratch/metainfo.json"
# Twice the same 300 steps: the second time the server remembers the cuts.
for times in "the first time" "the second time"; do
  build/fastnode train --server "$url" "${files[@]}" --checkpoint "$scratch/checkpoint" --out "$scratch/model" \
    --tensorboard "$scratch/board" --steps 300 --threads 1 >"$scratch/train.log" 2>&1
  echo "training 300 steps, $times: $(grep -o 'steps .* waiting for samples' "$scratch/train.log")"
  rm -rf "$scratch/model" "$scratch/checkpoint" "$scratch/board"
done
$bench load "$url" "$scratch/metainfo.json" "$server" "${REQUESTS:-1000000}"
