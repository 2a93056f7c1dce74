#!/usr/bin/env bash
# The lines of docs/operating.md for many machines run as they stand there, all at once on a fresh checkout's
# folders: hosts of a network of their own (namespaces, sshd), two of which share a home. The model is, byte for
# byte, the one of a training on samples drawn here; nothing is left on the hosts.
#   many_machines.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
[ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null || { echo "no namespaces here: left out"; exit 77; }
. "$source_dir/tests/net/hosts.bash"
folder=$(mktemp -d)
net_folder=$folder/net net_tag=none
mkdir "$net_folder"
: >"$net_folder/pids"
# What still runs there is ended before the folder goes.
finish() {
  stop_hosts
  pids=$(jobs -p)
  [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf -- "$folder"
}
trap finish EXIT
fail() { echo "many_machines.sh: $*" >&2; exit 1; }
passed() { echo "passed: $*"; }

lines=$(awk '/tests\/slow\/many_machines.sh runs these lines/ { here = 1; next }
  here && /^    / { print substr($0, 5); seen = 1; next } here && seen { exit }' "$source_dir/docs/operating.md")
[[ ${lines%%$'\n'*} =~ ^export\ STEPS=[0-9]+\ PARTS=[0-9]+\ TRAINDATA_HOSTS=\"[^\"]*\"$ ]] ||
  fail "the page's first line gives steps, parts and hosts, and nothing else: $lines"
[ "$(grep -c '^[A-Z_0-9= ]*make' <<<"$lines")" -ge 5 ] || fail "the page's lines are not found: $lines"

start_hosts "$folder/net" 3 3
# What the page does not say: a small corpus and model, folders of this test's own, a shorter wait.
unset MAKEFLAGS MAKELEVEL MFLAGS SERVER SERVER_GIVEN STORE LIBRARY
cp -r "$source_dir/tests/pipeline/corpus" "$folder/corpus"
export BUILD=$(dirname "$fastnode") OUT=$folder/out TMP=$folder/tmp DATA=$folder/data TENSORBOARD=$folder/tensorboard \
  RUNS=$folder/runs SAMPLES_DIR=$folder/samples SYNCED=$folder/synced CORPUS=$folder/corpus MODEL_NAME=tiny SITES_PER_SAMPLE=8 \
  NUM_FALLBACK_SAMPLES=20 NUM_VALIDATE_SAMPLES=20 NUM_VALIDATE_NAMES=20 NUM_VALIDATE_CALLS=20 NUM_VALIDATE_CHAINS=20 NUM_VALIDATE_DECISIONS=20 \
  THREADS=1 TRAIN_FLAGS="--hidden 16 --layers 2 --validation-samples 2" SYNC_FLAGS="--poll 0.3" SYNC_WAIT=300 HOST_JOBS=1
{
  echo "set -e; begun=()"
  echo "export STEPS=${STEPS:-400} PARTS=6 TRAINDATA_HOSTS='${host_names[*]}'"
  # A job in the background counts too.
  tail -n +2 <<<"$lines" | sed '/&$/a begun+=($!)'
  echo 'for job in "${begun[@]}"; do wait "$job"; done'
} >"$folder/lines"
cd "$source_dir"
on_trainer bash -o pipefail "$folder/lines" >"$folder/said" 2>&1 || fail "the page's lines: $(cat "$folder/said")"
said() { grep -qE -- "$1" "$folder/said" || fail "$2: $(cat "$folder/said")"; }
said 'runs already, of another make' "one make waits for another"
[ "$(grep -c '^datagen_parallel: .* is ready' "$folder/said")" = 3 ] || fail "three hosts draw: $(cat "$folder/said")"
[ "$(grep -cE '^[0-9]+ +done ' "$folder/said")" = 6 ] || fail "all parts are drawn: $(cat "$folder/said")"
said '^sync: complete' "all samples are brought and used"
said '^train: up to date' "make after it does not train again"
for product in model/model.safetensors serve/manifest.json validation.json validation-decisions.json; do
  [ -f "$OUT/$product" ] || fail "make makes $product: $(cat "$folder/said")"
done
passed "the page's lines run as they stand, on three hosts, two of which share a home"

for home in "${host_homes[@]}"; do
  [ ! -e "$home/fastnode-datagen/corpus-corpus" ] || fail "left behind: $(find "$home")"
done
passed "clean_remote leaves nothing"

# Interrupted, like on a terminal: what runs on the hosts goes on, and the message names the command that ends it, which works.
export TRAINDATA_HOSTS="${host_names[*]}"
many=$((2000000 + $$ % 1000000)) # no other test's number
on_trainer env --default-signal=INT setsid make datagen_parallel STEPS=$many PARTS=6 CLUSTER=ssh SAMPLES_DIR="$folder/left" \
  -o deps -o build >"$folder/said" 2>&1 &
runner=$!
for _ in $(seq 1200); do ! grep -q 'parts ended' "$folder/said" || break; sleep 0.1; done
at_work() { pgrep -f "fastnode datagen .*--samples $many .*--part " || true; }
for _ in $(seq 300); do [ -z "$(at_work)" ] || break; sleep 0.1; done
kill -INT -- -$runner
wait $runner || true
said "interrupted; 0 of 6 parts are done, parts begun on ${host_names[*]} run there to their end \('make clean_remote' ends them" \
  "it is said what stays on the hosts"
[ -n "$(at_work)" ] || fail "nothing was at work on the hosts, or it is ended"
on_trainer make clean_remote >"$folder/said" 2>&1 || fail "clean_remote: $(cat "$folder/said")"
for _ in $(seq 100); do [ -n "$(at_work)" ] || break; sleep 0.1; done
[ -z "$(at_work)" ] || fail "clean_remote does not end what runs there: $(ps -o args= -p $(at_work))"
passed "an interrupted datagen_parallel says what it leaves on the hosts, and clean_remote ends it"

mkdir "$folder/alone"
cp -r "$OUT/metainfo.json" "$OUT/usage.bin" "$folder/alone/"
STEPS=${STEPS:-400} DATA_GEN_LOCAL=1 OUT=$folder/alone TENSORBOARD=$folder/tensorboard_alone TMP=$folder/tmp_alone \
  on_trainer make train >"$folder/said" 2>&1 || fail "one machine alone: $(cat "$folder/said")"
cmp "$OUT/model/model.safetensors" "$folder/alone/model/model.safetensors" || fail "one machine makes another model"
passed "the model is that of one machine"

# Cleaned up while both hosts of one home are at work: nothing runs there any more, long before a shard is finished.
export TRAINDATA_HOSTS="${host_names[*]:1}" REMOTE_DIR=fastnode-datagen/again REMOTE_RECORD=$folder/remote
on_trainer scripts/datagen_parallel.sh ssh 2 "$folder/logs" "$fastnode" --store "$DATA/corpus-corpus/store" \
  --library "$DATA/library.bin" --metainfo "$OUT/metainfo.json" --usage "$OUT/usage.bin" --out ignored \
  --samples 16000 --samples-per-shard 1000 --sites-per-sample 8 --threads 1 --no-cuts >"$folder/said" 2>&1 &
drawing=$!
at_work() {
  local k
  for k in 2 3; do
    ps -o args= -p $(processes_below "$(sed -n "${k}p" "$net_folder/pids")") | grep -F 'fastnode datagen' || true
  done
}
remote=${host_homes[1]}/$REMOTE_DIR
for _ in $(seq 600); do
  [ "$(ls "$remote"/logs/part-*.pid 2>/dev/null | wc -l)" = 2 ] && break
  kill -0 $drawing 2>/dev/null || fail "drawing has ended: $(cat "$folder/said")"
  sleep 0.1
done
[ "$(at_work | wc -l)" = 2 ] || fail "two hosts are at work: $(at_work; cat "$folder/said")"
on_trainer scripts/clean_remote.sh "$REMOTE_RECORD" >"$folder/cleaned" 2>&1 || fail "clean_remote: $(cat "$folder/cleaned")"
for _ in $(seq 50); do [ -z "$(at_work)" ] && break; sleep 0.1; done
[ -z "$(at_work)" ] || fail "it runs on: $(at_work)"
[ ! -e "$remote" ] || fail "left behind: $(find "$remote")"
if wait $drawing; then fail "parts that were ended are no success: $(cat "$folder/said")"; fi
passed "clean_remote ends what hosts with one home are at, all of it"
echo "many_machines.sh: passed"
