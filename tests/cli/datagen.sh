#!/usr/bin/env bash
# Samples in files: the parts of many processes have the bytes of one, a full disk and damaged files are
# reported clearly and mended, and a trainer reads exactly the samples it was promised.
#   datagen.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
. "$source_dir/tests/cli/small_data.bash"
make_store
start_server --no-cuts
make_train_data
cd "$scratch"

draw one 57 --threads 1 --no-cuts >one.out 2>/dev/null || fail "datagen fails: $(cat one.out)"
grep -q 'samples 0 to 56' one.out || fail "datagen says: $(cat one.out)"
# As two hosts would do it: parts drawn at the same time into one folder, each with its own threads, sharing cuts.
pids=()
for part in 0 1 2; do
  draw many 57 --threads 2 --part $part --parts 3 >"many$part.out" 2>&1 &
  pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid" || fail "a part fails: $(cat many?.out)"; done
diff -r one many || fail "the parts of three processes are not the bytes of one"
# A range that begins later, then the rest.
draw late 27 --first 30 --no-cuts >/dev/null 2>&1
draw late 30 >/dev/null 2>&1
diff -r one late || fail "a folder filled from its end is not the same"
draw one 57 2>/dev/null | grep -q '0 shards drawn, 6 there already' || fail "whole shards are drawn again"
"$fastnode" record verify one >verified || fail "verify: $(cat verified)"
grep -q '^7 shards, 59 samples, 472 sites, 0 damaged' verified || fail "verify says: $(cat verified)"
"$fastnode" record dump one/train/000000000010-000000000020.shard >dumped
head -n 1 dumped | grep -q '"begin":10' || fail "record dump shows no header"

# A wrong store is an error, and nothing is left behind there.
status=0
"$fastnode" datagen --store nowhere --library library.bin --metainfo metainfo.json --usage usage.bin --out none --samples 1 \
  2>err >/dev/null || status=$?
[ $status = 1 ] && grep -q 'nowhere: no corpus store there' err || fail "no store: status $status, $(cat err)"
[ ! -e nowhere ] || fail "a folder was made where no store is: $(find nowhere)"

# Former names of flags: the same bytes, and a message about it. Both names with different values are refused.
former() {
  "$fastnode" datagen --store store --library library.bin --metainfo metainfo.json --usage usage.bin --out former \
    --samples 57 --batch 8 --seed 5 --samples-a-shard=10 --validation-samples 2 "$@" 2>err
}
former >/dev/null || fail "former names of flags: $(cat err)"
diff -r one former || fail "former names of flags change samples"
[ "$(grep -c '^--batch is now --sites-per-sample$\|^--samples-a-shard is now --samples-per-shard$' err)" = 2 ] ||
  fail "today's names of flags are not said: $(cat err)"
former --sites-per-sample 8 >/dev/null || fail "both names with one value: $(cat err)"
status=0
former --sites-per-sample 9 >/dev/null || status=$?
[ $status = 2 ] && grep -q 'batch is now --sites-per-sample: both are given, with different values' err ||
  fail "both names with different values: $status $(cat err)"
"$fastnode" datagen --help | grep -q -- '--batch' && fail "a former name is in --help"
if draw shares 5 --typed-share 0.5 2>err; then fail "--typed-share is accepted"; fi
grep -q 'is now --attribute-conditions and --argument-conditions' err || fail "--typed-share says: $(cat err)"
if draw shares 5 --argument-conditions whole:1 2>err; then fail "a wrong condition is accepted"; fi
grep -q "called 'whole'; there are whole_file, expression_ends" err || fail "a wrong condition says: $(cat err)"
draw shares 5 --attribute-conditions rest_of_line:1 --argument-conditions whole_file:1,nothing_below:1 --no-cuts \
  >/dev/null 2>err || fail "conditions are refused: $(cat err)"

# A flipped bit and a cut file: named, refused, drawn again from the seed.
shards=(one/train/*.shard)
printf '\x55' | dd of="${shards[1]}" bs=1 seek=4000 conv=notrunc status=none
truncate -s -7 "${shards[3]}"
status=0
"$fastnode" record verify one >verified 2>err || status=$?
[ "$status" = 1 ] && grep -q '2 damaged' verified || fail "damage is not found: $status $(cat verified)"
grep -q "${shards[1]}" err && grep -q "${shards[3]}" err || fail "damage is not named: $(cat err)"
draw one 57 >out 2>/dev/null
grep -q '2 damaged ones drawn again' out || fail "damage is not mended: $(cat out)"
diff -r one many || fail "mended shards have other bytes"

# Damaged where they are published, two beside each other: whoever brings them draws them again, and publishes them.
place=$scratch/meeting
draw here 57 --threads 1 --publish "file://$place" >out 2>&1 || fail "samples are not published: $(cat out)"
diff -r one "$place" || fail "other samples are published"
published=("$place"/train/*.shard)
for i in 1 2; do printf '\x55' | dd of="${published[$i]}" bs=1 seek=4000 conv=notrunc status=none; done
draw there 57 --threads 4 --publish "file://$place" >out 2>&1 || fail "damaged samples are not drawn again: $(cat out)"
grep -q '2 shards drawn, 4 there already' out || fail "it says: $(cat out)"
diff -r one "$place" && diff -r one there || fail "what was damaged stays so"

# Remembered cuts that are damaged, each time in another way: the same samples, and if the damage was
# met, one line about it and a new file.
draw small 12 --no-cuts >/dev/null 2>&1
said=0
for number in $(seq 20); do
  rm -rf again
  python3 "$source_dir/tests/cli/damage_cache.py" store/cuts/cache.bin "$number"
  draw again 12 >out 2>err || fail "damaged cuts ($number) end datagen: $? $(cat err)"
  diff -r small again || fail "damaged cuts ($number) change samples"
  lines=$(grep -c 'cache.bin was damaged' err || true)
  [ "$lines" -le 1 ] || fail "damaged cuts ($number) are reported $lines times: $(cat err)"
  [ "$lines" = 0 ] || [ -e store/cuts/cache.bin.damaged ] || fail "damaged cuts are not put aside"
  said=$((said + lines))
done
[ "$said" -ge 7 ] || fail "of 20 damaged caches $said were found"

# A disk that is full: an error that says so, whole shards stay, and the work goes on.
full=$scratch/full
if mkdir full && mount -t tmpfs -o size=300k tmpfs full 2>/dev/null; then
  status=0
  draw full/samples 200 --no-cuts >out 2>err || status=$?
  "$fastnode" record verify full/samples >verified || fail "a full disk leaves damage: $(cat verified)"
  mount -o remount,size=50m full
  draw full/samples 200 --no-cuts >/dev/null 2>&1 || fail "with room again it does not go on"
  rm -rf full/samples
  umount full
else
  # Without the right to mount: no file may grow beyond 8 KiB.
  status=0
  (trap '' XFSZ; ulimit -f 8; draw full/samples 57 --no-cuts >out 2>err) || status=$?
fi
[ "$status" = 1 ] || fail "a full disk: status $status"
grep -qE 'No space left|File too large' err || fail "a full disk is not named: $(cat err)"

# Another session's folder is refused.
status=0
seed=6 draw one 57 2>err >/dev/null || status=$?
[ "$status" = 1 ] && grep -q 'one' err || fail "another seed into the same folder: $status $(cat err)"

# A page of the store goes bad: whatever reads it gives an error that names the remedy.
cp -r store bad
printf '\x55\xaa' | dd of=bad/data.mdb bs=1 seek=20000 conv=notrunc status=none
for command in "corpus stat --store bad" "graph-data-server --store bad --library library.bin --port 0"; do
  status=0
  # shellcheck disable=SC2086
  timeout 20 "$fastnode" $command >/dev/null 2>err || status=$?
  [ "$status" = 1 ] && grep -q "bad/data.mdb is damaged.*corpus add" err ||
    fail "$command on a bad page: $status $(cat err)"
done

# Under each condition alone: the same places, of which less and less is there; the rest is as without the flag.
draw judged 57 --by-condition --no-cuts >out 2>&1 || fail "datagen --by-condition fails: $(cat out)"
diff -r one/train judged/train && diff -r one/validation judged/validation || fail "--by-condition changes other samples"
of_condition() {  # the tasks of the sites, and how many nodes their graphs have
  "$fastnode" record dump "judged/validation-$1"/*.shard | python3 -c '
import json, sys
samples = [json.loads(line) for line in sys.stdin][1:]
print([s["site_tasks"] for s in samples], "\n", sum(len(s["node_kinds"]) for s in samples), sep="")'
}
for condition in whole_file expression_ends rest_of_line nothing_below; do of_condition $condition >$condition.sites; done
for condition in expression_ends rest_of_line nothing_below; do
  cmp -s <(head -n 1 whole_file.sites) <(head -n 1 $condition.sites) || fail "$condition has other places"
  [ "$(tail -n 1 $condition.sites)" != "$(tail -n 1 whole_file.sites)" ] || fail "$condition hides nothing"
done

if [ -x "$(dirname "$fastnode")/fastnode-train" ]; then
  train() {
    "$fastnode" train --samples "${samples:-one}" --metainfo metainfo.json --usage usage.bin --checkpoint checkpoint \
      --out model --tensorboard board --sites-per-sample 8 --seed 5 --hidden 16 --layers 2 \
      --validation-samples 2 "$@" >train.out 2>&1
  }
  kill -KILL "$server_pid" # nothing is asked of it
  train --steps 57 || fail "training from files fails: $(tail -n 5 train.out)"
  status=0
  train --steps 57 --by-condition || status=$?
  [ "$status" = 1 ] && grep -q 'validation-whole_file.*datagen' train.out || fail "no samples by condition: $status $(cat train.out)"
  samples=judged train --steps 57 --by-condition || fail "training --by-condition fails: $(tail -n 5 train.out)"
  grep -qE '^nothing_below +16 ' train.out || fail "no line for a condition: $(cat train.out)"
  grep -q '57/57 steps' train.out || fail "not every sample is trained on: $(cat train.out)"
  status=0
  train --steps 58 || status=$?
  [ "$status" = 1 ] && grep -q 'datagen' train.out || fail "a sample too few: $status $(cat train.out)"

  # A training that is fed while samples are drawn begins with the first of them.
  draw beside 20000 --no-cuts >/dev/null 2>&1 &
  drawing=$!
  status=0
  samples=beside train --steps 20 --wait 60 || status=$?
  pkill -KILL -P "$drawing" || fail "the samples were all drawn before a training ended"
  wait "$drawing" || true
  [ "$status" = 0 ] || fail "a training beside datagen fails: $(tail -n 5 train.out)"
fi
echo "datagen.sh: passed"
