#!/usr/bin/env bash
# The model in the box and the program fit: it is whole, it is what the program takes when nothing is chosen, and what it
# gets right of packages that it was not trained on is what it got right when it was put there.
#   boxed_model.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
model=${FASTNODE_MODEL_IN_BOX:-$source_dir/models/pythonexpr}
fail() { echo "boxed_model.sh: $*" >&2; exit 1; }
[ -f "$model/manifest.json" ] || fail "there is no model in the box: $model"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for file in README.md check.json LICENSE config.json model.safetensors usage.bin library.bin; do
  [ -s "$model/$file" ] || fail "$model has no $file"
done
bytes=$(cat "$model"/* | wc -c)
[ "$bytes" -le 13100000 ] || fail "it has $bytes bytes; 12 MB of release and 1.1 of reports are the most"
version=$(sha256sum <"$model/manifest.json" | cut -c -12)
mkdir -p "$scratch/bin" "$scratch/share/fastnode/models"
cp "$fastnode" "$scratch/bin/fastnode"
cp -r "$model" "$scratch/share/fastnode/models/pythonexpr"
env -i "$scratch/bin/fastnode" doctor >"$scratch/said" || grep -q 'MISSING no packages' "$scratch/said" || fail "doctor: $(cat "$scratch/said")"
grep -q "^ok *model pythonexpr $version in $scratch/share" "$scratch/said" || fail "it is not what is taken: $(cat "$scratch/said")"
hash=$(sha256sum <"$model/model.safetensors" | cut -d' ' -f1)
grep -q "$hash" "$model/README.md" || fail "the card is of another model"

# What the README shows is what it answers; the last digits are the processor's.
rounded() { sed 's/\(0\.[0-9][0-9]\)[0-9]*/\1/g'; }
shown=$(sed -n 's/^    \$ \(echo .*\) | build\/fastnode complete$/\1/p' "$source_dir/README.md")
answer=$(sed -n 's/^    \({"id":1,"candidates":\[{[^}]*}\),.*/\1/p' "$source_dir/README.md")
[ -n "$shown" ] && [ -n "$answer" ] || fail "the README shows no completion"
bash -c "$shown" | env -i "$scratch/bin/fastnode" complete --cache none >"$scratch/said" || fail "complete: $(cat "$scratch/said")"
[[ $(rounded <"$scratch/said") == "$(rounded <<<"$answer")"* ]] || fail "the README shows $answer; the answer is $(head -c 300 "$scratch/said")"

# Most of what stands in a call that begins with no name is a literal, and does not push keywords down (decision 57).
echo '{"id": 1, "source": "from dataclasses import dataclass\n\n\n@dataclass\nclass Kettle:\n    litres: float\n    colour: str = \"red\"\n\n\nmine = Kettle(", "offset": 119}' |
  env -i "$scratch/bin/fastnode" complete --cache none --max 6 >"$scratch/said" || fail "complete: $(cat "$scratch/said")"
grep -q '"candidates":\[{"text":"litres=".*"text":"colour="' "$scratch/said" || fail "keywords of a dataclass: $(cat "$scratch/said")"

# What the standard library keeps to itself does not stand among the first.
echo '{"id": 1, "source": "import asyncio\nclass S:\n    def __init__(self):\n        self.queue: asyncio.PriorityQueue[int] = asyncio.PriorityQueue()\n    async def f(self):\n        await self.queue.", "offset": 169}' |
  env -i "$scratch/bin/fastnode" complete --cache none --max 6 >"$scratch/said" || fail "complete: $(cat "$scratch/said")"
grep -q '"text":"get"' "$scratch/said" && ! grep -q '"text":"_' "$scratch/said" || fail "methods of a queue: $(cat "$scratch/said")"

cd "$source_dir"
grep -E '^(httpie|mkdocs|ocrmypdf) ' pipeline/packagelist.txt | sed 's/ default$/ dry/' >"$scratch/list"
[ "$(grep -c ' test ' "$scratch/list")" = 3 ] || fail "these packages are held out: $(cat "$scratch/list")"
scripts/fetch_corpus.sh "$scratch/list" dry "$scratch/data/corpus" >"$scratch/said" 2>&1 || true
[ "$(find "$scratch/data/corpus/corpus" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | wc -l)" = 3 ] && ! grep -q 'NO PACKAGE' "$scratch/said" ||
  { echo "boxed_model.sh: the packages cannot be had: the rest is left out"; exit 77; }
python3 packaging/check_model.py "$fastnode" "$model" "$scratch/data/corpus/corpus" --against "$model/check.json"
echo "boxed_model.sh: passed"
