#!/usr/bin/env bash
# run.sh [--sites N] [--files N] [--seed N]: our language server beside pyright's and Jedi, each over its own
# protocol, on the same edits of the same files of held-out projects of the default corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
need() { echo "bench/serve: $1 is missing: $2" >&2; exit 1; }
python=/usr/bin/python3 # Debian's, which sees Debian's Jedi
$python -c 'import jedi' 2>/dev/null ||
  need Jedi "apt install $(grep -v '^#' bench/debian-packages.txt | cut -d' ' -f1 | xargs)"
langserver=node_modules/pyright/langserver.index.js
[ -e "$langserver" ] || need pyright 'npm ci'
[ -x build/fastnode ] || need build/fastnode 'make build'
[ -d data/default/corpus ] && [ -d out/serve ] || need 'a release of the default corpus' 'make'
exec $python bench/serve/latency.py --fastnode build/fastnode --release out/serve --langserver "$langserver" \
  --corpus data/default/corpus --package-list data/default/packagelist.txt "$@"
