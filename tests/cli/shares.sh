#!/usr/bin/env bash
# A dataset with shares: who draws needs the parts that his draws fall into, and no others. As one store, as 4
# parts and as 8, on one machine or dealt over three, it gives the same samples. A part that is damaged ends what
# needs it and is named; made again, the work goes on.
#   shares.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
. "$source_dir/tests/cli/small_data.bash"
. "$source_dir/tests/cli/many_projects.bash"
mkdir -p "$scratch/stubs"
ln -s "$source_dir/node_modules/pyright/dist/typeshed-fallback/stdlib" "$scratch/stubs/stdlib"
"$fastnode" corpus library --typeshed "$scratch/stubs" --out "$scratch/library.bin" >/dev/null
write_projects "$scratch/projects" 40
cd "$scratch"
add() { local store=$1; shift; "$fastnode" corpus add --store "$store" --library library.bin --list roles "$@" projects 2>err || { cat err >&2; return 1; }; }
sums() { (cd "$1" && find . -type f ! -name lock.mdb ! -name '*.lock' | sort | xargs sha256sum); }
id_of() { sed -n 's/.*; dataset \([0-9a-f]*\).*/\1/p' "$1"; }
# draws STORE FOLDER [FLAG...]
draws() {
  local store=$1 folder=$2
  shift 2
  "$fastnode" datagen --store "$store" --library library.bin --metainfo "${of:-metainfo}.json" --usage "${of:-usage}.bin" --out "$folder" \
    --samples 400 --validation-samples "${num_validation:-40}" --sites-per-sample 8 --sites-per-source 8 --seed 5 --no-cuts "$@"
}

add none >said_none
add one --shares 8 >said_one
add four --parts 4 --shares 8 >said_four
add eight --parts 8 --shares 8 >said_eight
[ "$(id_of said_one)" != "$(id_of said_none)" ] || fail "shares are no part of the dataset's id"
cmp <(id_of said_one) <(id_of said_four) && cmp <(id_of said_one) <(id_of said_eight) || fail "parts are part of the id"
grep -q ', 8 shares$' said_one || fail "it is not said: $(cat said_one)"
ln -sfn one store
start_server
make_train_data
kill "$server_pid" && wait "$server_pid" 2>/dev/null || true

for n in one four eight; do draws $n samples_$n >drawn_$n; done
for n in four eight; do diff -r samples_one samples_$n || fail "$n parts give other samples"; done
[ "$(find samples_one -name '*.shard' | wc -l)" = 28 ] || fail "a shard of a dataset with shares is a round: $(ls samples_one/train | head)"
draws eight samples_long --samples-per-shard 100 >/dev/null
"$fastnode" record verify samples_long/train >/dev/null || fail "shards of a hundred samples cannot be drawn where all parts are"

# The number of shares changes the catalogue, and no part.
sums eight | grep -v catalogue.json >before
"$fastnode" corpus merge --store eight --library library.bin --list roles --shares 1 >said
[ "$(id_of said)" = "$(id_of said_none)" ] || fail "one share is not the dataset that it was"
"$fastnode" corpus merge --store eight --library library.bin --list roles --shares 8 >said
[ "$(id_of said)" = "$(id_of said_one)" ] || fail "eight shares again are another dataset"
cmp <(sums eight | grep -v catalogue.json) before || fail "shares change parts"
"$fastnode" corpus merge --store eight --library library.bin --list roles >said
[ "$(id_of said)" = "$(id_of said_one)" ] || fail "a merge forgets the shares"
if "$fastnode" corpus merge --store eight --library library.bin --shares 12 >said 2>&1; then fail "twelve shares in eight parts"; fi
grep -q "12 shares in 8 parts: it must be a multiple" said || fail "$(cat said)"

# Three hosts with their parts, and no others.
put() { # HOST PART...
  local host=$1 part
  shift
  mkdir -p "$host"
  cp eight/catalogue.json "$host/"
  for part in "$@"; do
    mkdir "$host/part-$part-of-8"
    cp eight/part-$part-of-8.rows "$host/"
    cp eight/part-$part-of-8/{data.mdb,checksum} "$host/part-$part-of-8/"
  done
}
put host1 0 3 6 && put host2 1 4 7 && put host3 2 5
for host in host1 host2 host3; do
  draws $host samples_$host >said || fail "$host: $(cat said)"
  grep -q "train: samples 0 to 399 .* left to those who have their parts" said || fail "what is passed over is not counted: $(cat said)"
  mkdir -p together
  cp -rn samples_$host/. together/
done
diff -r samples_one together || fail "three hosts give other samples"
number=$(find samples_host1 samples_host2 samples_host3 -name '*.shard' | wc -l)
[ "$number" = 28 ] || fail "a shard is drawn by one host alone: $number"
# So do tasks of one part each, two for each part, on a machine that has all.
for part in $(seq 0 7); do
  for slice in 0 1; do draws eight tasks --corpus-part $part --part $slice --parts 2 >/dev/null; done
done
diff -r samples_one tasks || fail "a task for each part gives other samples"
# And pods, which bring the one part that they draw from: two tasks for each part.
parcel=$("$fastnode" parcel put --to "file://$scratch/meeting" store=eight --without lock.mdb 2>err) || fail "no parcel: $(cat err)"
for task in $(seq 0 15); do
  rm -rf pod
  "$fastnode" parcel get "$parcel" --from "file://$scratch/meeting" --to pod --corpus-part "$task" 2>err || fail "no parcel: $(cat err)"
  part=part-$((task % 8))-of-8
  [ "$(ls -d pod/store/part-* | paste -sd' ')" = "pod/store/$part pod/store/$part.rows" ] || fail "task $task brings $(ls pod/store)"
  draws pod/store pods --by-corpus-part --part "$task" --parts 16 >/dev/null
done
diff -r samples_one pods || fail "pods with a part each give other samples"
if draws eight elsewhere --by-corpus-part --part 0 --parts 12 >said 2>&1; then fail "twelve tasks of eight parts"; fi
grep -q "parts must be a multiple of the corpus's 8 parts" said || fail "$(cat said)"
if draws one elsewhere --by-corpus-part >said 2>&1; then fail "parts of one store"; fi
grep -q "one is no corpus in parts; leave out --by-corpus-part" said || fail "$(cat said)"

# What needs all parts says which are missing.
for command in "corpus stat --store host1" "graph-data-server --store host1 --library library.bin --port 0" \
  "corpus export --store host1 --split train --out exported"; do
  if "$fastnode" $command >said 2>&1; then fail "$command works without five parts"; fi
  grep -q "parts 1, 2, 4, 5 and 7 of 8 are missing" said || fail "$command: $(cat said)"
done
if draws host1 long --samples-per-shard 100 >said 2>&1; then fail "a shard of parts that are not here"; fi
grep -q "leave out --samples-per-shard" said || fail "$(cat said)"
if draws host1 elsewhere --corpus-part 2 >said 2>&1; then fail "a part that is not here"; fi
grep -q "no part of the corpus is here" said || fail "$(cat said)"
if draws one elsewhere --corpus-part 2 >said 2>&1; then fail "a part of one store"; fi
grep -q "need a corpus in parts with shares" said || fail "$(cat said)"
for n in 1 3; do # some packages alone: how much of them each share has, all parts know
  name=$(grep ' train$' roles | sed -n "${n}p" | cut -d' ' -f1)
  echo "$name"
done >packages
start_server
"$fastnode" traindata --server "$url" --packages packages --out some.json --usage some.bin >/dev/null
kill "$server_pid" && wait "$server_pid" 2>/dev/null || true
some() { of=some num_validation=0 draws "$@"; }
for n in one eight; do some $n some_$n >/dev/null || fail "some packages of $n"; done
diff -r some_one some_eight || fail "some packages of eight parts give other samples"
if some host1 some_host >said 2>&1; then fail "some packages without all parts"; fi
grep -q "parts 1, 2, 4, 5 and 7 of 8 are not here" said || fail "$(cat said)"

# A damaged part ends the draws that need it, under its name. Nothing takes its place.
rm -r samples_host1
size=$(stat -c %s host1/part-3-of-8/data.mdb)
printf '\x55\xaa' | dd of=host1/part-3-of-8/data.mdb bs=1 seek=$((size / 2)) conv=notrunc status=none
if draws host1 samples_host1 >said 2>&1; then fail "a damaged part is drawn from"; fi
grep -q "part-3-of-8/data.mdb is damaged" said || fail "$(cat said)"
for shard in $(cd samples_host1 && find . -name '*.shard'); do cmp "samples_host1/$shard" "samples_one/$shard" || fail "damage changes a sample"; done
rm -r host1/part-3-of-8
draws host1 without >said || fail "a part that is not there is no error: $(cat said)"
for shard in $(cd without && find . -name '*.shard'); do cmp "without/$shard" "samples_one/$shard" || fail "a missing part changes a sample"; done
"$fastnode" corpus add --store host1 --library library.bin --parts 8 --part 3 projects >/dev/null 2>&1
draws host1 samples_host1 >said || fail "a part made again: $(cat said)"
rm -r together
for host in host1 host2 host3; do mkdir -p together && cp -rn samples_$host/. together/; done
diff -r samples_one together || fail "a part made again gives other samples"

# datagen_parallel: each part of the work is of one part of the corpus, which is all that a task opens, and copies if
# it is told to where.
parallel=$source_dir/scripts/datagen_parallel.sh
arguments=(--library library.bin --metainfo metainfo.json --usage usage.bin --samples 400 --validation-samples 40
  --sites-per-sample 8 --sites-per-source 8 --seed 5 --no-cuts)
JOBS=2 NODE_DIR=$scratch/node "$parallel" local 5 logs "$fastnode" --store eight "${arguments[@]}" --out parallel >said 2>&1 ||
  fail "in parts: $(cat said; tail logs/*.log)"
diff -r samples_one parallel || fail "by parts of the corpus the samples differ"
[ "$(grep -c ' done ' said)" = 8 ] || fail "five parts of the work are eight, one for each of the corpus: $(cat said)"
[ -d node ] && [ -z "$(ls node)" ] || fail "what was copied to a node stays there: $(find node)"

# Parts are dealt by cores; a folder keeps what it has; where there is no room it is said.
deal() { "$source_dir/scripts/deal_parts.sh" "$@"; }
[ "$(printf 'a 2\nb 2\nc 2\n' | deal 8 3)" = $'a 0 3 6\nb 1 4 7\nc 2 5' ] || fail "three hosts with equal cores"
[ "$(printf 'a 2 0 3 6\nc 2 2 5\nd 2\n' | deal 8 3)" = $'a 0 3 6\nc 2 5 7\nd 1 4' ] || fail "what a host has is not moved"
[ "$(printf 'a 6 0\nb 2 1 2 3\n' | deal 4 0)" = $'a 0 2 3\nb 1' ] || fail "a host with few cores keeps too much"
if printf 'a 2 0 3 6\nc 2 2 5\n' | deal 8 3 >/dev/null 2>said; then fail "two hosts have room for six parts"; fi
[ "$(cat said)" = "4 7" ] || fail "the parts without a host: $(cat said)"
echo "shares.sh: passed"
