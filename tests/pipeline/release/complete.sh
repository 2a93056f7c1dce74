#!/usr/bin/env bash
# `fastnode complete` answers every line it is given, whatever is on it.
#   complete.sh FASTNODE RELEASE_FOLDER
set -euo pipefail
fastnode=$1 release=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "complete.sh: $*" >&2; exit 1; }

big=$(head -c 2000000 < <(yes 'value = 1\n'  | tr -d '\n'))
cat > "$scratch/in" <<EOF
{"id": 1, "source": "import os\nos.", "offset": 13}
{"id": 2, "source": "", "offset": 0}
{"id": 3, "source": "def f(:\n  x = [\n  x.", "offset": 20}
{"id": 4, "source": "import os\r\nos.\r\n", "offset": 14}
{"id": 5, "source": "if True:\n\tx = ''\n\tx.", "offset": 20}
{"id": 6, "source": "s = 'äöü€'\ns.", "offset": 18}
{"id": 7, "source": "x.", "offset": 3}
{"id": 8, "source": "'ä'.", "offset": 2}
{"id": 9, "source": "${big}x.", "offset": $((${#big} / 11 * 10))}
not JSON at all
{"id": 10, "source": "x.", "offset": 2, "root": "$scratch/none"}
{"id": 11, "source": "import os\nos.path.jo", "offset": 20, "root": "$scratch", "path": "$scratch/a.py"}
EOF
"$fastnode" complete --model "$release" < "$scratch/in" > "$scratch/out" || fail "exit status $?"

expect() { sed -n "$1p" "$scratch/out" | grep -q -- "$2" || fail "line $1 does not have $2: $(sed -n "$1p" "$scratch/out" | head -c 300)"; }
[ "$(wc -l < "$scratch/out")" = 12 ] || fail "12 lines in, $(wc -l < "$scratch/out") out"
for line in 1 2 3 4 5 6 9 12; do expect $line '"candidates"'; done
for line in 1 3 4 5 6 12; do expect $line '"text"'; done
for line in 7 8 10 11; do expect $line '"error"'; done
expect 7 '"id":7'
expect 10 '"id":null'
expect 12 '"id":11'
expect 12 '"text":"join"'

# Texts that were made to take long are answered from their words, and those after them as usual.
python3 - >"$scratch/in" <<'EOF'
import json
hostile = ["print a " * 30000, "(]" * 100000, "[" * 200000, "f(" * 200000, "@a" * 10000, "if a:" * 20000,
           "a, " * 200000, "\\\n" * 100000]
for text in hostile:
    source = "near.word = 1\n" + text + "\nnear."
    print(json.dumps({"source": source, "offset": len(source)}))
print(json.dumps({"source": "import os\nos.pa", "offset": 15}))
EOF
timeout 100 "$fastnode" complete --model "$release" --deadline 2000 <"$scratch/in" >"$scratch/out" ||
  fail "hostile texts: status $?"
[ "$(grep -c '"candidates"' "$scratch/out")" = 9 ] || fail "hostile texts: $(cut -c -200 "$scratch/out")"
for line in 1 8; do expect $line '"text":"word".*"late":true'; done
if grep '"late":true' "$scratch/out" | head -n 8 | grep -qv '"text":"word"'; then fail "late without the text's words"; fi
sed -n '1p;9p' "$scratch/in" | "$fastnode" complete --model "$release" --deadline 0 >"$scratch/out"
expect 1 '"late":true'
expect 2 '"text":"path"'

# The name that stands for what is typed never shows.
printf 'import os\nname = os.path\nother = name.foo\n' >"$scratch/a.py"
"$fastnode" inspect "$scratch/a.py" --stop-after=sample --at 3:14 --model "$release" >"$scratch/out"
grep -q "truth '?'" "$scratch/out" || fail "$(head -c 400 "$scratch/out")"
if grep -q fastnode_pl "$scratch/out"; then fail "a sample shows the placeholder"; fi

if "$fastnode" complete --model "$scratch" < /dev/null 2> "$scratch/err"; then
  fail "a folder without a release was taken"
fi
grep -q 'not a release folder' "$scratch/err" || fail "$(cat "$scratch/err")"
status=0
"$fastnode" complete --nonsense 2> /dev/null < /dev/null || status=$?
[ "$status" = 2 ] || fail "an argument that there is not gave status $status"

# Why a name is there: known by types in a library, or put there by a rule. (Which of the two is
# first, a model of a few steps does not know.)
printf 'import os\nos.getcw' >"$scratch/why.py"
"$fastnode" inspect "$scratch/why.py" --stop-after=reasons --at 2:9 --first 1 --model "$release" >"$scratch/out" || fail "inspect: $?"
grep -q "^1 .* getcwdb\? " "$scratch/out" && grep -q 'attribute [12] of 2, known by: types' "$scratch/out" && grep -q 'is_member=64' "$scratch/out" ||
  fail "reasons of a member: $(cat "$scratch/out")"
[ "$(grep -c '^[0-9] ' "$scratch/out")" -le 2 ] || fail "more than the first"
printf 'import js' >"$scratch/why.py"
"$fastnode" inspect "$scratch/why.py" --stop-after=reasons --at 1:10 --model "$release" >"$scratch/out" || fail "inspect: $?"
grep -q "typed 'js', an import" "$scratch/out" || fail "reasons of an import: $(cat "$scratch/out")"
