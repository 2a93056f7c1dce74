#!/usr/bin/env bash
# The release folder: the compressed model, then the fallback list that it needs.
#   make_release.sh FASTNODE FOLDER STORE SITES THREADS COMPRESS-ARGUMENT...
set -euo pipefail
fastnode=$1 folder=$2 store=$3 sites=$4 threads=$5
shift 5
"$fastnode" compress --out "$folder" "$@"
"$fastnode" learn-fallback --store "$store" --release "$folder" --always pipeline/attr-fallback.txt \
  --sites "$sites" --threads "$threads"
