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

# The first recipe of the page, as it stands there.
mkdir "$scratch/bin"
printf '#!/bin/sh\nexec "%s" "$@" --model "%s"\n' "$fastnode" "$release" >"$scratch/bin/fastnode"
chmod +x "$scratch/bin/fastnode"
awk '/^```lua$/ { inside = ++block == 1; next } /^```$/ { inside = 0 } inside' "$here/../docs/editors/neovim.md" >"$scratch/page.lua"
[ -s "$scratch/page.lua" ] || fail "the page of Neovim has no recipe"
cat >"$scratch/after.lua" <<'EOF'
vim.cmd('edit ' .. os.getenv('FOLDER') .. '/shop.py')
vim.cmd('set filetype=python')
local attached = vim.wait(10000, function()
  for _, client in pairs(vim.lsp.buf_get_clients(0)) do
    if client.name == 'fastnode' and client.initialized then return true end
  end
  return false
end)
print(attached and 'recipe passed' or 'recipe FAILED')
vim.cmd('qall!')
EOF
PATH=$scratch/bin:$PATH timeout 60 nvim --headless --clean -n -i NONE -c "luafile $scratch/page.lua" -c "luafile $scratch/after.lua" \
  </dev/null >"$scratch/out" 2>&1 || fail "the page's recipe: $(cat "$scratch/out")"
grep -q 'recipe passed' "$scratch/out" || fail "the page's recipe: $(cat "$scratch/out")"

# Killed clients leave no server behind: the end of the input is its end.
status=0
printf '' | timeout 5 "$fastnode" lsp --model "$release" || status=$?
[ "$status" = 1 ] || fail "without exit: status $status"
if "$fastnode" lsp --model "$scratch" </dev/null 2>"$scratch/err"; then fail "a folder without a release was taken"; fi
grep -q 'not a release folder' "$scratch/err" || fail "$(cat "$scratch/err")"

# Over a port of loopback: one client, and no other address. And with a cache that is none: it is
# put aside, which is said once.
mkdir "$scratch/cache"
head -c 100000 /dev/urandom >"$scratch/cache/cache.bin"
"$fastnode" lsp --model "$release" --cache "$scratch/cache" --port 0 >"$scratch/port" 2>&1 &
server=$!
for _ in $(seq 200); do
  port=$(sed -n 's/.*: port //p' "$scratch/port")
  [ -n "$port" ] && break
  sleep 0.05
done
[ -n "$port" ] || fail "no port: $(cat "$scratch/port")"
python3 - "$port" <<'EOF' || fail "a session over the port"
import json, socket, sys
stream = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20).makefile("rwb")
def send(message):
    data = json.dumps({"jsonrpc": "2.0", **message}).encode()
    stream.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
    stream.flush()
def receive():
    length = 0
    while (line := stream.readline().strip()):
        length = int(line.split(b":")[1])
    return json.loads(stream.read(length))
send({"id": 1, "method": "initialize", "params": {"capabilities": {}}})
assert receive()["result"]["serverInfo"]["name"] == "fastnode"
send({"id": 2, "method": "shutdown"})
assert receive()["id"] == 2
send({"method": "exit"})
EOF
wait $server || fail "over a port it ends with status $?"
[ "$(grep -c 'cache.bin was damaged' "$scratch/port")" = 1 ] || fail "a damaged cache: $(cat "$scratch/port")"
[ -e "$scratch/cache/cache.bin.damaged" ] || fail "a damaged cache is not put aside"
