#!/usr/bin/env bash
# Samples drawn in parts by several processes of this machine are those of one process. Failures are
# counted and named. (By a cluster: tests/slow/slurm.sh; by hosts: tests/slow/sync.sh.)
#   datagen_parallel.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
. "$source_dir/tests/cli/small_data.bash"
passed() { echo "passed: $*"; }
parallel=$source_dir/scripts/datagen_parallel.sh
make_dataset
cd "$scratch"
arguments=(--store store --library library.bin --metainfo metainfo.json --usage usage.bin --samples 200
  --sites-per-sample 8 --seed 5 --samples-per-shard 10 --validation-samples 2)
"$fastnode" datagen "${arguments[@]}" --out one --no-cuts >one.out 2>&1 || fail "one process: $(tail -n 3 one.out)"

JOBS=2 "$parallel" local 3 logs "$fastnode" "${arguments[@]}" --out parts >said 2>&1 || fail "in parts: $(cat said)"
diff -r one parts || fail "three parts differ from one process"
[ "$(grep -c ' done ' said)" = 3 ] || fail "the table has every part: $(cat said)"
[ -z "$(grep -l 'without remembered cuts' logs/part-*.log)" ] || fail "processes of one machine share cuts: $(cat logs/part-*.log)"
rm parts/train/*0100-*
JOBS=2 "$parallel" local 3 logs "$fastnode" "${arguments[@]}" --out parts >said 2>&1 || fail "again: $(cat said)"
diff -r one parts || fail "what was missing is not made again"
passed "parts by processes are the samples of one process, and what is missing is made again"

# A folder that is not on a disk of this machine, such as a network file system: this only costs time.
"$fastnode" datagen "${arguments[@]}" --out without --cuts /proc >said 2>&1 || fail "without cuts: $(cat said)"
grep -q 'without remembered cuts: /proc: not on a disk of this machine' said || fail "it is not said: $(cat said)"
diff -r one without || fail "without cuts the samples differ"
passed "work goes on without cuts that cannot be shared, and says so"

if "$parallel" local 3 logs "$fastnode" "${arguments[@]}" --out parts --metainfo nowhere.json >said 2>&1; then
  fail "parts that fail are no success"
fi
grep -q '3 of 3 parts failed' said || fail "no count of failures: $(cat said)"
if "$parallel" cloud 3 logs "$fastnode" >said 2>&1; then fail "a cluster that we do not know"; fi
grep -q "it is local, ssh, slurm or kubernetes" said || fail "it is not said"
passed "failures are counted and named"
echo "datagen_parallel.sh: passed"
