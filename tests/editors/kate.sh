#!/usr/bin/env bash
# `fastnode lsp` in Kate, with the settings of docs/editors/kate.md, on a display of its own that nobody sees:
# types, completes, accepts, hovers and saves by keys, and reads the file.
#   kate.sh FASTNODE RELEASE_FOLDER
# PICTURES=FOLDER: writes pictures of the display there.
set -euo pipefail
fastnode=$(realpath "$1") release=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
for program in kate Xvfb xdotool dbus-run-session openbox; do
  command -v "$program" >/dev/null || { echo "kate: $program is not installed, not tested"; exit 0; }
done
scratch=$(mktemp -d)
started=()
trap 'for group in "${started[@]}"; do kill -KILL -- -"$group" 2>/dev/null || true; done; rm -rf "$scratch"' EXIT
fail() {
  echo "kate.sh: FAILED: $*" >&2
  tail -n 5 "$scratch/kate" >&2
  picture failed
  exit 1
}
picture() { [ -z "${PICTURES:-}" ] || import -window root "$PICTURES/kate-$1.png"; }
# in_group COMMAND: runs it in the background, in a process group of its own that is ended in the end.
in_group() {
  set -m
  "$@" &
  started+=($!)
  disown
  set +m
}
# until_true SECONDS WHAT COMMAND
until_true() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "$what"
    sleep 0.1
  done
}

export HOME=$scratch/home XDG_CACHE_HOME=$scratch/cache XDG_RUNTIME_DIR=$scratch/run LANG=C.UTF-8 QT_QPA_PLATFORM=xcb
unset XDG_CONFIG_HOME XDG_DATA_HOME WAYLAND_DISPLAY
project=$scratch/project file=$scratch/project/shop.py
mkdir -p "$HOME/.config/kate/lspclient" "$scratch/bin" "$project/.git" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
awk '/^```json$/ { inside = 1; next } /^```$/ { exit } inside' "$here/../../docs/editors/kate.md" |
  sed 's/"deadlineMs": 50/"deadlineMs": 0/' >"$HOME/.config/kate/lspclient/settings.json"
cat >"$scratch/bin/fastnode" <<SCRIPT
#!/usr/bin/env bash
[ "\$*" = lsp ] || exit 1
tee -a "$scratch/asked" | "$fastnode" lsp --model "$release" | tee -a "$scratch/answered"
SCRIPT
chmod +x "$scratch/bin/fastnode"
export PATH=$scratch/bin:$PATH
: >"$scratch/asked"
: >"$scratch/answered"
head='import os


class Basket:
    def __init__(self):
        self.total = 0
        self.discount = 0

    def add(self, price):
        self.total += price
        emoji = "😀 😀"; self.'
echo "${head%.}" >"$file"
# What `fastnode complete` offers behind HEAD, a line each.
wanted() {
  HEAD=$1 python3 -c 'import json, os; head = os.environ["HEAD"]
print(json.dumps({"path": "shop.py", "source": head + "\n", "offset": len(head.encode())}))' |
    "$fastnode" complete --model "$release" | python3 -c 'import json, sys
for one in json.loads(sys.stdin.readline())["candidates"]: print(one["text"])'
}

in_group Xvfb -displayfd 3 -screen 0 1000x700x24 -nolisten tcp 3>"$scratch/display" 2>/dev/null
until_true 20 "the display is not there" test -s "$scratch/display"
DISPLAY=:$(cat "$scratch/display")
export DISPLAY
in_group openbox >/dev/null 2>&1
in_group timeout 240 dbus-run-session kate --startanon --new "$file" >"$scratch/kate" 2>&1
seen() { xdotool search --onlyvisible --name "$1"; }
unseen() { ! seen "$1"; }
key() { xdotool key --delay 60 "$@"; }
text() { xdotool type --delay 80 -- "$1"; }
# The names that are offered stand in a window of their own.
windows() { [ "$(xdotool search --onlyvisible --class '^kate$' | wc -l)" = "$1" ]; }
listed() { until_true 30 "no names are shown: $1" windows 2; }
holds() { grep -qx -- "$1" "$file"; }
saved() {
  key ctrl+s
  until_true 20 "'$1' is not what was saved: $(cat "$file")" holds "$1"
}

until_true 60 "Kate does not ask whether the server may be started" seen 'LSP server start requested'
picture question
key Return
until_true 30 "the server is not told of the file" grep -q textDocument/didOpen "$scratch/asked"
grep -A1 initializationOptions "$scratch/asked" | grep -q '"deadlineMs": 0' || fail "the settings do not arrive"
until_true 10 "the question stays" unseen 'LSP server start requested'
echo "passed: Kate starts the server once it may"

# Each name that is chosen by arrows is the one that stands there in `fastnode complete`. Kate itself puts `()` behind
# what is a function.
key ctrl+End Up End
mapfile -t names < <(wanted "$head")
((${#names[@]} > 2)) || fail "fastnode complete: ${names[*]}"
line='        emoji = "😀 😀"; self.'
for place in 0 1 2; do
  text .
  listed "after a dot"
  picture "names$place"
  for ((i = 0; i < place; i++)); do key Down; done
  key Return
  until_true 10 "the list stays" windows 1
  saved "$line${names[place]}\(()\)\?"
  key End
  accepted=$(grep -F "$line" "$file")
  for ((i = ${#line} - 1; i < ${#accepted}; i++)); do key BackSpace; done
done
echo "passed: names come in their order, and stand there behind an emoji: ${names[*]:0:3}"

# A name that has to be imported, with the edit that does so; then both undone.
key ctrl+End
text 'OrderedDi'
listed "a name to be imported"
picture imported
# Kate 22.12 shows an item's `detail`, in brackets, and no label details.
for module in collections typing; do
  grep -q "\"label\":\"OrderedDict\".*\"detail\":\"$module\"" "$scratch/answered" || fail "$module is not told beside OrderedDict"
done
echo "passed: the module of a name to be imported is told beside it"
key Return
saved 'OrderedDict\(()\)\?'
holds 'from collections import OrderedDict' || fail "nothing is imported: $(cat "$file")"
echo "passed: what is accepted is imported"


# The mouse rests on a name. Where that stands depends on fonts, so it goes down a column that `Basket` is in.
read -r left top < <(xdotool search --onlyvisible --class '^kate$' getwindowgeometry --shell | sed -n 's/^[XY]=//p' | paste -sd ' ')
hovered() {
  xdotool mousemove "$((left + 150))" "$((top + (down = (down + 8) % 400)))"
  sleep 1
  grep -q 'class Basket' "$scratch/answered"
}
down=100
until_true 90 "no hover says what Basket is" hovered
picture hover
echo "passed: the mouse over a name says what it is"
echo "passed: Kate $(kate --version | sed -n 's/^kate //p')"
