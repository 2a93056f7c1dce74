#!/usr/bin/env bash
# `fastnode lsp` in editors that are too large to be installed for every test: Emacs with eglot, and Visual Studio
# Code's server in a browser with our extension, which is built on Microsoft's own client library.
#   run.sh FASTNODE RELEASE_FOLDER EXTENSION.vsix BUILD_FOLDER
set -euo pipefail
fastnode=$(realpath "$1") release=$(realpath "$2") extension=$(realpath "$3")
mkdir -p "$4"
build=$(realpath "$4")
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill -- -"$server" 2>/dev/null; rm -rf "$scratch"' EXIT
fail() { echo "run.sh: $*" >&2; exit 1; }
export XDG_CACHE_HOME=$scratch/cache

mkdir "$scratch/project"
cat >"$scratch/project/shop.py" <<'EOF'
import os


class Basket:
    def __init__(self):
        self.total = 0

    def add(self, price):
        self.total += price
        emoji = "😀 😀"; self.
EOF
if command -v emacs >/dev/null; then
  FASTNODE=$fastnode RELEASE=$release FOLDER=$scratch/project HOME=$scratch \
    timeout 120 emacs --batch --no-site-file --load "$here/emacs.el" >"$scratch/out" 2>&1 || fail "$(cat "$scratch/out")"
  grep passed "$scratch/out"
else
  echo "emacs: not installed, not tested"
fi

code=$build/vscode-server
"$here/install_vscode.sh" "$code"
mkdir -p "$scratch/data/data/Machine"
printf '{"fastnode.program": "%s", "fastnode.model": "%s", "fastnode.deadlineMs": 0, "fastnode.logFile": "%s"}\n' \
  "$fastnode" "$release" "$scratch/log" >"$scratch/data/data/Machine/settings.json"
folders=(--server-data-dir "$scratch/data" --extensions-dir "$scratch/extensions" --accept-server-license-terms)
timeout 120 node "$code/out/server-main.js" "${folders[@]}" --install-extension "$extension" >"$scratch/out" 2>&1 ||
  fail "$(cat "$scratch/out")"
: >"$scratch/server"
set -m
node "$code/out/server-main.js" "${folders[@]}" --host 127.0.0.1 --port 0 --connection-token shop --telemetry-level off \
  >"$scratch/server" 2>&1 &
server=$!
set +m
for _ in $(seq 300); do
  port=$(sed -n 's|.*Web UI available at http://localhost:\([0-9]*\).*|\1|p' "$scratch/server")
  [ -n "$port" ] && break
  sleep 0.1
done
[ -n "$port" ] || fail "the editor's server does not start: $(cat "$scratch/server")"
timeout 300 node "$here/vscode.mjs" "http://127.0.0.1:$port/?tkn=shop&folder=$scratch/project" "$scratch/project/shop.py" \
  ${SCREENSHOT:+"$SCREENSHOT"} || fail "Visual Studio Code: $(tail -n 5 "$scratch/server"; tail -n 5 "$scratch/log")"
