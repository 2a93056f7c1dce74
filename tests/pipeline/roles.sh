#!/usr/bin/env bash
# `make corpus` again with more projects: what was held out before is held out still.
#   roles.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1 source_dir=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "roles.sh: $*" >&2; exit 1; }
cd "$source_dir"
mkdir -p "$folder/stubs" "$folder/data"
ln -s "$source_dir/node_modules/pyright/dist/typeshed-fallback/stdlib" "$folder/stubs/stdlib"
"$fastnode" corpus library --typeshed "$folder/stubs" --out "$folder/data/library.bin" >/dev/null
cp -r tests/pipeline/corpus "$folder/code"
rm "$folder/code/packagelist.txt" # else it says the roles

make_corpus() {
  make -s FASTNODE="$fastnode" DATA="$folder/data" TMP="$folder/tmp" OUT="$folder/out" CORPUS="$folder/code" run_corpus >"$folder/said" 2>&1 ||
    fail "$(cat "$folder/said")"
}
held_out() {
  local split project
  for split in validation test; do
    rm -rf "$folder/exported"
    "$fastnode" corpus export --store "$folder/data/code-corpus/store" --split $split --out "$folder/exported" >/dev/null
    for project in "$folder"/exported/*; do echo "$split ${project##*/}"; done
  done
}
make_corpus
held_out >"$folder/before"
[ "$(wc -l <"$folder/before")" -ge 2 ] || fail "nothing is held out: $(cat "$folder/before")"
for n in 1 2 3 4 5 6; do
  mkdir "$folder/code/more$n"
  {
    echo "class More$n:"
    for k in 1 2 3 4 5 6 7 8; do echo "    def m${n}_$k(self, a$n): return a$n.x${n}_$k.y${n}_$k + self.z$n"; done
  } >"$folder/code/more$n/m.py"
done
make_corpus
held_out >"$folder/after"
cmp -s "$folder/before" "$folder/after" && fail "the projects more are not there: the test tests nothing"
lost=$(comm -23 <(sort "$folder/before") <(sort "$folder/after"))
[ -z "$lost" ] || fail "held out before, and no longer: $lost"
echo "roles.sh: passed"
