#!/usr/bin/env bash
# Same input, same bytes: two runs, and one thread and four, of what reads Python.
#   same_bytes.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "same_bytes.sh: $*" >&2; exit 1; }
cd "$scratch"

# The cases of analysis, and texts long enough to have uses that repeat, in nine projects.
mkdir -p projects
cp -r "$source_dir"/tests/corpus/*/ projects/
for p in $(seq 4); do
  mkdir -p "projects/p$p"
  for f in $(seq 12); do
    {
      echo "import os, json, collections"
      echo "class Thing$p$f(collections.OrderedDict):"
      for i in $(seq 20); do
        printf '    def step_%s(self, path):\n        self.field_%s = os.path.join(path, str(%s))\n' "$i" "$i" "$i"
        printf '        return json.dumps(self.field_%s.split())\n' "$((i % 7 + 1))"
      done
    } >"projects/p$p/f$f.py"
  done
done
mkdir -p stubs
ln -s "$source_dir/node_modules/pyright/dist/typeshed-fallback/stdlib" stubs/stdlib

for run in 1 2; do
  "$fastnode" corpus library --typeshed stubs --out "library$run" >/dev/null
  for stage in ast bind graph; do
    "$fastnode" inspect projects --stop-after=$stage >"$stage$run"
    [ -s "$stage$run" ] || fail "inspect --stop-after=$stage prints nothing"
  done
done
for product in library ast bind graph; do
  cmp "${product}1" "${product}2" || fail "two runs differ in $product"
done

# 04: four again.
for threads in 1 4 04; do
  "$fastnode" corpus add --store "store$threads" --library library1 --threads "$threads" projects \
    >"add$threads" 2>/dev/null
  "$fastnode" corpus stat --store "store$threads" --json >"stat$threads"
  for split in train validation test; do
    "$fastnode" corpus export --store "store$threads" --split $split --out "out$threads/$split" >/dev/null
  done
done
for threads in 4 04; do
  cmp add1 "add$threads" || fail "corpus add says something else with $threads threads"
  cmp stat1 "stat$threads" || fail "the stores of 1 and $threads threads differ"
  diff -r out1 "out$threads" || fail "the sources of 1 and $threads threads differ"
  cmp store1/data.mdb "store$threads/data.mdb" || fail "the stores of 1 and $threads threads differ"
done
