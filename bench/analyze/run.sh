#!/usr/bin/env bash
# run.sh [FOLDER]: speed of source -> graph beside tree-sitter alone, by default on the corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-data/default/corpus}
[ -d "$folder" ] || { echo "bench/analyze: $folder is missing: make corpus" >&2; exit 1; }
[ -e build/build.ninja ] || { echo "bench/analyze: build/ is missing: make build" >&2; exit 1; }
ninja -C build analyze_bench >/dev/null
exec build/analyze_bench "$folder"
