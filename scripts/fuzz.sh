#!/bin/bash
# fuzz.sh FOLDER ENTRY SECONDS: runs the fuzzer of an entry (parse, tree, bind, graph, types, tokens,
# request, sample, shard, json) that build_fuzzers.sh built in FOLDER. It starts from the inputs in
# tests/fuzz/ENTRY, and from the sources in tests/corpus (for analysis) or what build_fuzzers.sh made.
# Fails on a crash, a leak, a sanitizer's report, or an input that takes over ten seconds; that input is
# then in FOLDER/found. Mend the cause, and add the input (`fuzz_ENTRY -minimize_crash=1`) to
# tests/fuzz/ENTRY.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 entry=$2 seconds=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$folder/found" "$scratch/new"

export ASAN_OPTIONS=handle_abort=1:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
export FASTNODE_LIBRARY=$folder/library.bin FASTNODE_STORE=$folder/data/store
case $entry in
  request) more=(-max_len=8192 -dict=tests/fuzz/request.dict) ;;
  json)
    mkdir "$scratch/seeds"
    FASTNODE_JSON_SEEDS=$scratch/seeds "$folder/fuzz_json"
    more=(-max_len=4096 "$scratch/seeds") ;;
  sample | shard) more=(-max_len=65536 "$folder/data/$entry") ;;
  *) more=(-max_len=4096 -dict=tests/fuzz/python.dict tests/corpus) ;;
esac
# First the inputs in the tree, once each: an old crash must not come back.
run() {
  "$folder/fuzz_$entry" -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$folder/found/$entry-" "$@" >"$scratch/log" 2>&1 ||
    { cat "$scratch/log" >&2; echo "fuzz: $entry failed; inputs in $folder/found" >&2; exit 1; }
}
run tests/fuzz/"$entry"/*
run -max_total_time="$seconds" -seed=1 "$scratch/new" tests/fuzz/"$entry" "${more[@]}"
grep -E '^Done' "$scratch/log"
