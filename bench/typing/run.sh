#!/usr/bin/env bash
# run.sh [FILE...]: files of ordinary Python (tests/lsp/typed) typed from nothing beside pyright's server and Jedi, as
# in Visual Studio Code and in Neovim: words taken from the list, keys saved.
set -euo pipefail
cd "$(dirname "$0")/../.."
need() { echo "bench/typing: $1 is missing: $2" >&2; exit 1; }
python=/usr/bin/python3 # Debian's, which sees Debian's Jedi
$python -c 'import jedi' 2>/dev/null ||
  need Jedi "apt install $(grep -v '^#' bench/debian-packages.txt | cut -d' ' -f1 | xargs)"
langserver=$PWD/node_modules/pyright/langserver.index.js
[ -e "$langserver" ] || need pyright 'npm ci'
[ -x build/fastnode ] || need build/fastnode 'make build'
[ -d out/serve ] || need out/serve 'make'
[ $# -gt 0 ] || set -- tests/lsp/typed/*.py
echo "as in Visual Studio Code"
node tests/lsp/typing.mjs build/fastnode out/serve "$langserver" $python --floor=72 "$@"
command -v nvim >/dev/null || need nvim 'apt install neovim'
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
echo "in Neovim $(nvim --version | head -1 | cut -d' ' -f2)"
for server in "$PWD/build/fastnode lsp --model $PWD/out/serve --deadline 0 --cache none" "node $langserver --stdio"; do
  echo "  ${server%% -*}"
  FOLDER=$scratch FILES=$(realpath "$@" | xargs) SERVER=$server \
    timeout 600 nvim --headless --clean -n -i NONE -c 'luafile tests/lsp/neovim_typing.lua' </dev/null 2>&1
  echo
done
