#!/usr/bin/env bash
# `fastnode lsp` in editors that are too large to be installed for every test: Emacs with eglot; Kate; JupyterLab; Emacs with
# lsp-mode, Vim, Neovim and Helix (terminal.py); and Visual Studio Code's server in a browser with our extension, which is
# built on Microsoft's own client library.
#   run.sh FASTNODE RELEASE_FOLDER EXTENSION.vsix BUILD_FOLDER [WHOLE.vsix]     WHOLE.vsix: has program and model in it
# PICTURES=FOLDER: writes those of the getting-started page there, of WHOLE.vsix.
set -euo pipefail
fastnode=$(realpath "$1") release=$(realpath "$2") extension=$(realpath "$3") whole=${5:+$(realpath "$5")}
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
if [ -z "${PICTURES:-}" ]; then
  "$here/kate.sh" "$fastnode" "$release"
  "$here/jupyterlab.sh" "$fastnode" "$release" "$build"
  timeout 1200 python3 "$here/terminal.py" "$fastnode" "$release"
fi

code=$build/vscode-server
"$here/install_vscode.sh" "$code"
# session NAME EXTENSION SETTINGS: types in a server of its own, which has that extension and these settings.
session() {
  local name=$1 vsix=$2 port="" data=$scratch/session-$((++sessions))
  mkdir -p "$data/data/Machine" "$data/project"
  cp "$scratch/project/shop.py" "$data/project/"
  echo "$3" >"$data/data/Machine/settings.json"
  local folders=(--server-data-dir "$data" --extensions-dir "$data/extensions" --accept-server-license-terms)
  local clean=(env -i HOME="$data" PATH=/usr/bin:/bin XDG_CACHE_HOME="$XDG_CACHE_HOME")
  timeout 120 "${clean[@]}" "$node" "$code/out/server-main.js" "${folders[@]}" --install-extension "$vsix" >"$scratch/out" 2>&1 ||
    fail "$(cat "$scratch/out")"
  : >"$scratch/server"
  set -m
  "${clean[@]}" "$node" "$code/out/server-main.js" "${folders[@]}" --host 127.0.0.1 --port 0 --connection-token shop --telemetry-level off \
    >"$scratch/server" 2>&1 &
  server=$!
  set +m
  for _ in $(seq 300); do
    port=$(sed -n 's|.*Web UI available at http://localhost:\([0-9]*\).*|\1|p' "$scratch/server")
    [ -n "$port" ] && break
    sleep 0.1
  done
  [ -n "$port" ] || fail "the editor's server does not start: $(cat "$scratch/server")"
  timeout 300 node "$here/vscode.mjs" "http://127.0.0.1:$port/?tkn=shop&folder=$data/project" "$data/project/shop.py" \
    ${SCREENSHOT:+"$SCREENSHOT"} || fail "Visual Studio Code, $name: $(tail -n 5 "$scratch/server"; tail -n 5 "$scratch/log")"
  kill -- -"$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=""
  echo "passed: Visual Studio Code, $name"
}
node=$(node -p process.execPath)
sessions=0
: >"$scratch/log"
[ -n "${PICTURES:-}" ] || session "with the program that the settings name" "$extension" \
  "$(printf '{"fastnode.program": "%s", "fastnode.model": "%s", "fastnode.deadlineMs": 0, "fastnode.logFile": "%s"}' "$fastnode" "$release" "$scratch/log")"
# Nothing is installed but the extension, and nothing is set: `fastnode` is not in the PATH.
[ -z "$whole" ] || session "with the program in the extension" "$whole" '{}'
