#!/usr/bin/env bash
# run.sh [--against BUILD]: speed and memory of the data side over the default corpus: the floor, indexing, cutting
# cold and remembered, reading shards, one client of a server, the share of time that training waits, the server's memory, 200
# clients at once (REQUESTS, 1,000,000). BUILD is the build folder of another version: each row then comes from
# both in turns, ours first, so that a busy machine is busy for both.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=data/default library=data/library.bin
names=(ours) builds=(build)
if [ "${1:-}" = --against ]; then
  [ -x "${2:?--against needs a build folder}/collect_bench" ] || { echo "bench/collect: no collect_bench in $2" >&2; exit 1; }
  names+=(other) builds+=("$2")
elif [ $# -gt 0 ]; then
  echo "usage: bench/collect/run.sh [--against BUILD]" >&2
  exit 2
fi
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

# The steps below work for one version: $name and $build, with all that it makes in $mine.
start_server() {
  "$build/fastnode" graph-data-server --store "$mine/store" --library "$mine/library.bin" --port 0 --cuts "$mine/cuts" "$@" \
    >"$mine/server.log" 2>&1 &
  server=$!
  for _ in $(seq 3000); do
    url=$(sed -n 's/.* ready on \(http:.*\)/\1/p' "$mine/server.log")
    [ -z "$url" ] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  echo "bench/collect: the server has ended, or is not ready after five minutes" >&2
  cat "$mine/server.log" >&2
  exit 1
}
stop_server() {
  kill "$server"
  wait "$server" || true
  server=
}

index() {
  mkdir -p "$mine"
  # The library is the version's own too, if it says that it cannot read ours.
  cp $library "$mine/library.bin"
  if ! "$build/collect_bench" index "$build/fastnode" $data/corpus "$mine/library.bin" "$mine/store"; then
    typeshed=$(ls -d node_modules/pyright/dist/typeshed-fallback)
    "$build/fastnode" corpus library --typeshed "$typeshed" --out "$mine/library.bin" >/dev/null
    "$build/collect_bench" index "$build/fastnode" $data/corpus "$mine/library.bin" "$mine/store"
  fi
  start_server
  "$build/fastnode" traindata --server "$url" --out "$mine/metainfo.json" --usage "$mine/usage.bin" >/dev/null
  stop_server
}

cut() {
  "$build/collect_bench" cut "$mine/store" "$mine/library.bin" "$mine/metainfo.json" "$mine/usage.bin" "$mine/cuts_of_one"
}

# Older versions have one thread, and no such row.
shards() {
  [ "$name" = ours ] || return 0
  "$build/fastnode" datagen --store "$mine/store" --library "$mine/library.bin" --metainfo "$mine/metainfo.json" \
    --usage "$mine/usage.bin" --out "$mine/shards" --samples 100 --validation-samples 0 >/dev/null
  "$build/collect_bench" shards "$mine/shards/train"
}

# With one thread that draws, and on two cores with two.
client() {
  rm -rf "$mine/cuts"
  start_server --threads "$1"
  # Versions before this one take no process id.
  "$build/collect_bench" client "$url" "$mine/metainfo.json" "$server" 2>"$mine/refused" ||
    "$build/collect_bench" client "$url" "$mine/metainfo.json"
  stop_server
}

# Twice the same 300 steps: the second time the server remembers the cuts.
train() {
  rm -rf "$mine/cuts"
  start_server
  local times
  for times in "the first time" "the second time"; do
    "$build/fastnode" train --server "$url" --metainfo "$mine/metainfo.json" --usage "$mine/usage.bin" \
      --checkpoint "$mine/checkpoint" --out "$mine/model" --tensorboard "$mine/board" --steps 300 --threads 1 \
      >"$mine/train.log" 2>&1
    echo "training 300 steps, $times: $(grep -o 'steps .* waiting for samples' "$mine/train.log")"
    grep '^samples: ' "$mine/train.log" || true
    rm -rf "$mine/model" "$mine/checkpoint" "$mine/board"
  done
  stop_server
}

# Other versions are measured by our program: the protocol is the same.
memory() {
  start_server
  build/collect_bench memory "$url" "$mine/metainfo.json" "$server" "${MEMORY_SAMPLES:-120}"
  stop_server
}

load() {
  start_server
  build/collect_bench load "$url" "$mine/metainfo.json" "$server" "${REQUESTS:-1000000}"
  stop_server
}

each() {  # STEP [ARGUMENT]...: of each version, with its name before each line
  local i
  for i in "${!names[@]}"; do
    name=${names[$i]} build=${builds[$i]} mine=$scratch/${names[$i]}
    if [ ${#names[@]} = 1 ]; then
      "$@"
    else
      "$@" >"$scratch/rows"
      sed "s/^/$name: /" "$scratch/rows"
    fi
  done
}

each index
build/collect_bench floor "$scratch/ours/store"
build/collect_bench again "$scratch/ours/store"
for _ in $(seq $((${#names[@]} > 1 ? 2 : 1))); do
  each cut
  each client 1
done
each shards
each client 2
each train
each memory
each load
