#!/usr/bin/env bash
# Sessions with the language server over VS Code's client library, and its answers compared with those of
# the validation.
#   sessions.sh FASTNODE RELEASE_FOLDER
set -euo pipefail
fastnode=$1 release=$2
here=$(cd "$(dirname "$0")/../../.." && pwd)
[ -d "$here/node_modules/vscode-languageserver-protocol" ] || exit 0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/sessions" "$scratch/quality"
node "$here/tests/lsp/session.mjs" "$fastnode" "$release" "$scratch/sessions"
# Files typed from nothing: a model of five steps takes 63 % of the words from the list, a trained one 75 % (bench/typing).
node "$here/tests/lsp/typing.mjs" "$fastnode" "$release" none none --only=fastnode --floor=58
# If a pipeline made the release: its sites, and the sources that they are in.
sites=$release/../validation-sites.jsonl corpus=$release/../../corpus
if [ -f "$sites" ] && [ -d "$corpus" ]; then
  node "$here/tests/lsp/quality.mjs" "$fastnode" "$release" "$sites" "$corpus" "$scratch/quality"
fi
