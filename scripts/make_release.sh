#!/usr/bin/env bash
# The release folder: the compressed model, then the fallback list that it needs.
#   make_release.sh FASTNODE FOLDER STORE SITES THREADS RUNS COMPRESS-ARGUMENT...
set -euo pipefail
fastnode=$1 folder=$2 store=$3 sites=$4 threads=$5 runs=$6
shift 6
"$fastnode" compress --out "$folder" --runs "$runs" "$@"
"$fastnode" learn-fallback --store "$store" --release "$folder" --always pipeline/attr-fallback.txt \
  --sites "$sites" --threads "$threads" --runs "$runs"
