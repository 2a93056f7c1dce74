#!/usr/bin/env bash
# Samples drawn by a real Slurm, with a node killed in the middle, are those of one process. So are those of
# containers. Nodes and containers have the same process numbers, and share a folder of remembered cuts.
#   slurm.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ "$(id -u)" = 0 ] && command -v slurmctld >/dev/null && command -v munged >/dev/null || { echo "no Slurm: left out"; exit 77; }
. "$source_dir/tests/cli/small_data.bash"
. "$source_dir/tests/slurm/start.bash"
passed() { echo "passed: $*"; }
make_dataset
cd "$scratch"
arguments=(--store "$scratch/store" --library library.bin --metainfo metainfo.json --usage usage.bin --samples 800
  --sites-per-sample 8 --seed 5 --samples-per-shard 10 --validation-samples 2)
"$fastnode" datagen "${arguments[@]}" --out one --no-cuts --threads 2 >one.out 2>&1 ||
  fail "one process: $(tail -n 3 one.out)"

# Three at once, and a process of this machine beside: each is process 1, or 2, of its own.
contained() {
  unshare --pid --fork --kill-child --mount-proc "$fastnode" datagen "${arguments[@]}" --out contained --parts 3 \
    --part "$1" >"contained.$1" 2>&1
}
start_server
contained 0 & first=$!
contained 1 & second=$!
contained 2 || fail "in a container: $(tail -n 3 contained.2)"
wait $first || fail "in a container: $(tail -n 3 contained.0)"
wait $second || fail "in a container: $(tail -n 3 contained.1)"
diff -r one contained || fail "containers differ from one process"
[ "$(grep -l 'without remembered cuts: .* another machine or container' contained.? | wc -l)" = 3 ] ||
  fail "a container writes into what this machine uses: $(cat contained.?)"
kill -TERM "$server_pid"
wait "$server_pid" || fail "the server does not end well"
passed "processes with the same number, in containers, share a store, and only the owner uses the cuts"

trap 'stop_slurm; finish' EXIT
start_slurm "$scratch/slurm" 2
rm -rf "$scratch/store/cuts"
"$source_dir/scripts/datagen_parallel.sh" slurm 16 "$scratch/slurm_logs" "$fastnode" "${arguments[@]}" \
  --out "$scratch/cluster" >said 2>&1 &
runner=$!
# When the first part has ended and another is in the middle of its work there, the node is gone with it.
in_the_middle() {
  local pid
  [ -n "$(find slurm_logs -name '*.status' 2>/dev/null)" ] || return 1
  for pid in slurm_logs/part-*.pid; do
    grep -qs '^start on n1 ' "${pid%@*}.log" && [ -f "$pid" ] && return
  done
  return 1
}
for tries in $(seq 1200); do
  # Stopped while we look at it, so that what is at work still is when it is killed.
  freeze_node n1
  ! in_the_middle || break
  thaw_node n1
  kill -0 $runner 2>/dev/null && [ "$tries" -lt 1200 ] || fail "nothing was at work on the node that is to be killed: $(cat said)"
  sleep 0.05
done
crash_node n1
wait $runner || fail "the array: $(cat said; tail -n 5 slurm_logs/*.log)"
# What the killed node left half-written has another name; datagen removes it after an hour.
diff -r -x '*.tmp.*' one cluster || fail "a Slurm array differs from one process"
[ "$(grep -c ' done ' said)" = 16 ] || fail "the table has every part: $(cat said)"
grep -qE ' done +[^ ]+ +[0-9]+ +[2-9] ' said || fail "no part was started twice: $(cat said)"
grep -q 'without remembered cuts: .* another machine or container' slurm_logs/part-*.log ||
  fail "two nodes wrote into one folder of cuts"
[ "$(grep -L 'without remembered cuts' slurm_logs/part-*.log | wc -l)" -ge 1 ] || fail "no node had the cuts"
passed "a Slurm array of 16 parts, a node killed in the middle, gives the same bytes"
# The process that watches the array is interrupted: the array goes on, and the message names the command that ends it.
env --default-signal=INT setsid "$source_dir/scripts/datagen_parallel.sh" slurm 4 "$scratch/slurm_logs" "$fastnode" \
  "${arguments[@]}" --samples 100000 --out "$scratch/left" >said 2>&1 &
runner=$!
for _ in $(seq 600); do ! grep -q 'parts ended' said || break; sleep 0.05; done
kill -INT -- -$runner
status=0
wait $runner || status=$?
[ $status = 130 ] || fail "interrupted: status $status: $(cat said)"
line=$(sed -n "s/.*interrupted; .* job [0-9]* is left running ('\(scancel [0-9]*\)' ends it).*/\1/p" said)
[ -n "$line" ] || fail "it is not said how the array is ended: $(cat said)"
[ -n "$(squeue -h -j "${line#* }")" ] || fail "the array is not there any more"
$line
for _ in $(seq 600); do [ -n "$(squeue -h -j "${line#* }" 2>/dev/null)" ] || break; sleep 0.05; done
[ -z "$(squeue -h -j "${line#* }" 2>/dev/null)" ] || fail "'$line' does not end the array"
passed "an interrupted datagen_parallel leaves the array, and says how to end it"

# A corpus in parts: made and counted by arrays, merged here.
projects=$source_dir/tests/pipeline/corpus
"$fastnode" corpus add --store parts_here --library library.bin --list "$projects/packagelist.txt" --parts 4 "$projects" >/dev/null 2>&1
"$source_dir/scripts/corpus_parallel.sh" 4 "$scratch/corpus_logs" "$fastnode" --store "$scratch/parts" --library "$scratch/library.bin" \
  --list "$projects/packagelist.txt" --dataset-id dataset_id "$projects" >said 2>&1 || fail "the corpus by an array: $(cat said)"
cmp parts/catalogue.json parts_here/catalogue.json || fail "an array makes another catalogue"
grep -q "$(cat dataset_id)" parts/catalogue.json || fail "the dataset's id is another one: $(cat dataset_id)"
[ "$(find parts -name '*.counts' | wc -l)" = 4 ] || fail "not all parts are counted: $(ls parts)"
"$fastnode" traindata --store parts --out counted/metainfo.json >/dev/null
cmp counted/metainfo.json metainfo.json || fail "what an array counted gives another metainfo"
printf '\x55\xaa' | dd of=parts/part-2-of-4/data.mdb bs=1 seek=20000 conv=notrunc status=none
if "$source_dir/scripts/corpus_parallel.sh" 4 "$scratch/corpus_logs" "$fastnode" --store "$scratch/parts" --library "$scratch/library.bin" \
  --list "$projects/packagelist.txt" "$projects" >said 2>&1; then fail "a damaged part is not seen"; fi
grep -q "part 2: .*data.mdb is damaged" said && grep -q "1 of 4 parts failed" said || fail "$(cat said)"
passed "a Slurm array makes and counts a corpus in parts"
echo "slurm.sh: passed"
