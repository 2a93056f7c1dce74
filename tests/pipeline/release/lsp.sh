#!/usr/bin/env bash
# `fastnode lsp` in Neovim, as it comes with Debian.
#   lsp.sh FASTNODE RELEASE_FOLDER
set -euo pipefail
fastnode=$1 release=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "lsp.sh: $*" >&2; exit 1; }

cat >"$scratch/shop.py" <<'EOF'
class Basket:
    def __init__(self):
        self.total = 0

    def add(self, price):
        self.total += price
        emoji = "😀 😀"; self.
EOF
export FASTNODE=$fastnode RELEASE=$release FOLDER=$scratch
export XDG_CONFIG_HOME=$scratch XDG_DATA_HOME=$scratch XDG_STATE_HOME=$scratch XDG_CACHE_HOME=$scratch
timeout 60 nvim --headless --clean -n -i NONE -c "luafile $here/lsp/neovim.lua" </dev/null >"$scratch/out" 2>&1 ||
  fail "$(cat "$scratch/out")"
grep -q passed "$scratch/out" || fail "$(cat "$scratch/out")"

# Killed clients leave no server behind: the end of the input is its end.
status=0
printf '' | timeout 5 "$fastnode" lsp --model "$release" || status=$?
[ "$status" = 1 ] || fail "without exit: status $status"
if "$fastnode" lsp --model "$scratch" </dev/null 2>"$scratch/err"; then fail "a folder without a release was taken"; fi
grep -q 'not a release folder' "$scratch/err" || fail "$(cat "$scratch/err")"
