#!/bin/bash
# build_fuzzers.sh FOLDER FASTNODE: builds analyze, collect, readers of JSON, their fuzzers (tests/fuzz) and
# analyse_files with sanitizers in FOLDER, and what the fuzzers read: a library, a store, samples.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 fastnode=$2
mkdir -p "$folder"
scripts/forget_moved.sh "$folder" tests/fuzz
if [ ! -f "$folder/build.ninja" ]; then
  cmake -S tests/fuzz -B "$folder" -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ \
    >"$folder/configure.log" 2>&1 || { cat "$folder/configure.log" >&2; exit 1; }
fi
ninja -C "$folder" -j 2 >"$folder/build.log" 2>&1 || { cat "$folder/build.log" >&2; exit 1; }
"$fastnode" corpus library --typeshed node_modules/pyright/dist/typeshed-fallback \
  --out "$folder/library.bin"

# A store of the small projects, and samples of it to start mutation from.
data=$folder/data
rm -rf "$data" && mkdir -p "$data/sample" "$data/shard"
small=tests/pipeline/corpus
"$fastnode" corpus add --store "$data/store" --library "$folder/library.bin" \
  --list $small/packagelist.txt $small >"$data/add.log" 2>&1
"$fastnode" graph-data-server --store "$data/store" --library "$folder/library.bin" --port 0 \
  --no-cuts >"$data/server.log" 2>&1 &
trap 'kill %1 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  url=$(sed -n 's/.* ready on \(http:.*\)/\1/p' "$data/server.log")
  [ -z "$url" ] || break
  sleep 0.1
done
"$fastnode" traindata --server "$url" --out "$data/metainfo.json" --usage "$data/usage.bin" >/dev/null

# Writes each record of FILE to NAME-0, NAME-1 and so on: a frame is a length of 8 bytes and 4 of checksum before,
# 4 after.
unframe() {
  local at=0 number=0 length
  while [ $at -lt "$(stat -c %s "$1")" ]; do
    length=$(od -An -t u8 -j $at -N 8 "$1")
    head -c $((at + 12 + length)) "$1" | tail -c $((length)) >"$2-$number"
    at=$((at + length + 16)) number=$((number + 1))
  done
}

# Packed samples are in shards, tables are asked of the server.
for sites in 1 4; do
  "$fastnode" datagen --store "$data/store" --library "$folder/library.bin" --no-cuts \
    --metainfo "$data/metainfo.json" --usage "$data/usage.bin" --out "$data/samples$sites" \
    --sites-per-sample $sites --samples 2 --samples-per-shard 2 --validation-samples 0 --no-compression >/dev/null 2>&1
  cp "$data/samples$sites"/train/*.shard "$data/shard/$sites"
  unframe "$data/shard/$sites" "$data/sample/packed$sites"
  printf '{"random_seed": 1, "sites_per_sample": %d, "metainfo": %s}' $sites "$(cat "$data/metainfo.json")" >"$data/session.json"
  session=$(curl -fsS -m 60 --data-binary @"$data/session.json" "$url/session" | sed 's/.*"session": *"\([^"]*\)".*/\1/')
  curl -fsS -m 60 -o "$data/tables" -H 'Accept: application/x-flatbuffers' \
    -d "{\"session\": \"$session\", \"index\": 0, \"num_batches\": 2}" "$url/session"
  unframe "$data/tables" "$data/sample/table$sites"
done
