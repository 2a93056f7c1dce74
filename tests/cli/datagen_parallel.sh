#!/usr/bin/env bash
# Samples drawn in parts are those of one process: by several processes of this machine, and by a real
# Slurm of which a node is killed in the middle.
#   datagen_parallel.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
. "$source_dir/tests/cli/small_data.bash"
passed() { echo "passed: $*"; }
parallel=$source_dir/scripts/datagen_parallel.sh
make_store
start_server --no-cuts
make_train_data
kill -TERM "$server_pid"
cd "$scratch"
samples=${SAMPLES:-16000}
arguments=(--store store --library library.bin --metainfo metainfo.json --usage usage.bin --samples $samples
  --batch 8 --seed 5 --samples-a-shard 100 --validation-samples 2 --no-cuts)
"$fastnode" datagen "${arguments[@]}" --out one >one.out 2>&1 || fail "one process: $(tail -n 3 one.out)"

JOBS=2 "$parallel" local 3 logs "$fastnode" "${arguments[@]}" --out parts >said 2>&1 || fail "in parts: $(cat said)"
diff -r one parts || fail "three parts differ from one process"
[ "$(grep -c ' done ' said)" = 3 ] || fail "the table has every part: $(cat said)"
rm parts/train/*0300*-*
JOBS=2 "$parallel" local 3 logs "$fastnode" "${arguments[@]}" --out parts >said 2>&1 || fail "again: $(cat said)"
diff -r one parts || fail "what was missing is not made again"
passed "parts by processes are the samples of one process, and what is missing is made again"

if "$parallel" local 3 logs "$fastnode" "${arguments[@]}" --out parts --metainfo nowhere.json >said 2>&1; then
  fail "parts that fail are no success"
fi
grep -q '3 of 3 parts failed' said || fail "no count of failures: $(cat said)"
if "$parallel" cloud 3 logs "$fastnode" >said 2>&1; then fail "a cluster that we do not know"; fi
grep -q "it is local, ssh or slurm" said || fail "no word of it"
passed "failures are counted and named"

[ "$(id -u)" = 0 ] && command -v slurmctld >/dev/null && command -v munged >/dev/null || { echo "no Slurm: left out"; exit 0; }
# As containers have it: processes of one number, on one store.
contained() { unshare --pid --fork --kill-child "$fastnode" datagen "${arguments[@]}" --out contained --parts 2 --part "$1" >"contained.$1" 2>&1; }
contained 0 &
contained 1 || fail "in a container: $(tail -n 3 contained.1)"
wait $! || fail "in a container: $(tail -n 3 contained.0)"
diff -r one contained || fail "containers differ from one process"
passed "processes of the same number, in containers, share a store"

. "$source_dir/tests/slurm/start.bash"
start_slurm "$scratch/slurm" 2
"$parallel" slurm 16 "$scratch/slurm_logs" "$fastnode" "${arguments[@]/#store/$scratch/store}" \
  --out "$scratch/cluster" >said 2>&1 &
runner=$!
# When the first parts have ended and others are at work there, a node is gone with them.
at_work() {
  local pid
  for pid in slurm_logs/part-*.pid; do
    grep -qs '^start on n1 ' "${pid%.pid}.log" && [ -f "$pid" ] && return
  done
  return 1
}
for _ in $(seq 1200); do
  [ "$(find slurm_logs -name '*.status' 2>/dev/null | wc -l)" -ge 2 ] && at_work && break
  kill -0 $runner 2>/dev/null || fail "nothing was at work on the node that is to be killed: $(cat said)"
  sleep 0.02
done
crash_node n1
wait $runner || fail "the array: $(cat said; tail -n 5 slurm_logs/*.log)"
stop_slurm
diff -r one cluster || fail "a Slurm array differs from one process"
[ "$(grep -c ' done ' said)" = 16 ] || fail "the table has every part: $(cat said)"
grep -qE ' done +[^ ]+ +[0-9]+ +[2-9] ' said || fail "no part was started twice: $(cat said)"
passed "a Slurm array of 16 parts, a node killed in the middle, gives the same bytes"
echo "datagen_parallel.sh: passed"
