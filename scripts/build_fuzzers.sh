#!/bin/bash
# build_fuzzers.sh FOLDER FASTNODE: builds analysis, its fuzzers (tests/fuzz) and analyse_files with
# sanitizers in FOLDER, and the library that they read.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 fastnode=$2
mkdir -p "$folder"
if [ ! -f "$folder/build.ninja" ]; then
  cmake -S tests/fuzz -B "$folder" -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ \
    >"$folder/configure.log" 2>&1 || { cat "$folder/configure.log" >&2; exit 1; }
fi
ninja -C "$folder" -j 2 >"$folder/build.log" 2>&1 || { cat "$folder/build.log" >&2; exit 1; }
"$fastnode" corpus library --typeshed node_modules/pyright/dist/typeshed-fallback \
  --out "$folder/library.bin"
