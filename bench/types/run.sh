#!/usr/bin/env bash
# run.sh [--peers] [ARGUMENT...]: our types beside Jedi and pyright's language server, on the same sites of
# the default corpus's held-out projects; with --peers beside ty, pyrefly and zuban, too, which come from the
# Python package index. Other arguments are compare.py's: --sites, --seed, --timeout, ...
set -euo pipefail
cd "$(dirname "$0")/../.."
need() { echo "bench/types: $1 is missing: $2" >&2; exit 1; }
python=/usr/bin/python3 # Debian's, which sees Debian's Jedi
$python -c 'import jedi' 2>/dev/null ||
  need Jedi "apt install $(grep -v '^#' bench/debian-packages.txt | cut -d' ' -f1 | xargs)"
command -v node >/dev/null || need node 'apt install nodejs'
langserver=node_modules/pyright/langserver.index.js
[ -e "$langserver" ] || need pyright 'npm ci'
[ -x build/fastnode ] || need build/fastnode 'make build'
[ -e data/library.bin ] && [ -d data/default/corpus ] || need 'the default corpus' 'make corpus'
peers=()
if [ "${1:-}" = --peers ]; then
  shift
  bench/types/peers.sh build/bench_types/python
  peers=(--peers "$PWD/build/bench_types/python")
fi
bench/types/fetch_dependencies.sh data/default/packagelist.txt data/dependencies
exec $python bench/types/compare.py --fastnode build/fastnode --library data/library.bin \
  --langserver "$langserver" --corpus data/default/corpus \
  --package-list data/default/packagelist.txt --dependencies data/dependencies "${peers[@]}" "$@"
