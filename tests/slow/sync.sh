#!/usr/bin/env bash
# Three hosts draw samples, a fourth brings them and trains at the same time: hosts of a network of
# their own (namespaces, sshd). One is cut off and comes back, and sync and trainer are killed.
# In the end the model is, byte for byte, the one of a training on samples drawn here.
#   sync.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
passed() { echo "passed: $*"; }
[ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null || { echo "no namespaces here: left out"; exit 77; }
. "$source_dir/tests/net/hosts.bash"
make_dataset
cd "$scratch"
steps=600
arguments=(--store store --library library.bin --metainfo metainfo.json --usage usage.bin --samples $steps
  --sites-per-sample 8 --seed 5 --samples-per-shard 20 --validation-samples 2)
"$fastnode" datagen "${arguments[@]}" --out one --no-cuts >one.out 2>&1 || fail "one process: $(tail -n 3 one.out)"

# train NAME FLAG...: a checkpoint after some steps. Ends the shell that it is called in.
train() {
  local name=$1
  shift
  exec "${trainer_here[@]}" "$fastnode" train --metainfo metainfo.json --usage usage.bin --steps $steps \
    --checkpoint "$name/checkpoint" --out "$name/model" --sites-per-sample 8 --seed 5 --hidden 16 --layers 2 \
    --validation-samples 2 --checkpoint-minutes 0.005 "$@" >>"$name.out" 2>&1
}
trainer_here=()
(train alone --samples one) || fail "training fails: $(tail -n 3 alone.out)"

trap 'stop_hosts; finish' EXIT
start_hosts "$scratch/net" 3
trainer_here=(on_trainer)
export TRAINDATA_HOSTS="${host_names[*]}" REMOTE_DIR=fastnode/small REMOTE_RECORD=$scratch/remote HOST_JOBS=1
on_trainer "$source_dir/scripts/datagen_parallel.sh" ssh 6 logs "$fastnode" "${arguments[@]}" \
  --threads 1 --out ignored >generated 2>&1 &
generator=$!
# A host goes away while it draws, and others do its parts. It is stopped while we look at it, so that what is at
# work still is when it goes. Before it is ready it is not touched: a host that is stopped while it is asked
# whether the program starts there would be left out.
for tries in $(seq 1200); do
  grep -q "${host_names[2]} is ready" generated && break
  kill -0 $generator 2>/dev/null && [ "$tries" -lt 1200 ] || fail "the host that is to be cut off is not ready: $(cat generated)"
  sleep 0.05
done
for tries in $(seq 600); do
  freeze_host 3
  ! ls "${host_homes[2]}/$REMOTE_DIR"/logs/part-*.pid >/dev/null 2>&1 || break
  thaw_host 3
  kill -0 $generator 2>/dev/null && [ "$tries" -lt 600 ] || fail "the host that is to be cut off draws nothing: $(cat generated)"
  sleep 0.05
done
cut_off 3
thaw_host 3
wait $generator || fail "drawing: $(cat generated)"
come_back 3
[ "$(grep -c ' done ' generated)" = 6 ] || fail "the table has every part: $(cat generated)"
begun=$(ls "${host_homes[2]}/$REMOTE_DIR"/logs/part-*.log | wc -l)
ended=$(grep -c "done  *${host_names[2]} " generated || true)
[ "$begun" -gt "$ended" ] || fail "the host that was cut off had ended all it began ($begun): $(cat generated)"
passed "$((begun - ended)) parts of a host that is cut off are done by others"

from=()
for name in "${host_names[@]}"; do from+=(--from "$name:$REMOTE_DIR/samples"); done
# The ledger is kept here, outside of what is killed.
start_sync() {
  on_trainer "$fastnode" sync "${from[@]}" --to synced --samples $steps --validation-samples 2 --poll 0.3 \
    --ahead-files 8 >>ledger 2>>errors &
  syncer=$!
}
start_train() {
  (train synced --samples synced --wait 60 --go-on) &
  trainer=$!
}
num_used() { grep -c '^sync: used' ledger 2>/dev/null || true; }
until_used() {
  for _ in $(seq 1200); do
    [ "$(num_used)" -ge "$1" ] && return
    kill -0 $syncer 2>/dev/null || fail "the syncer ended: $(tail -n 5 ledger) $(tail -n 5 errors)"
    kill -0 $trainer 2>/dev/null || fail "the trainer ended: $(tail -n 5 synced.out)"
    sleep 0.05
  done
  fail "$1 shards are not used within a minute: $(tail -n 3 ledger; tail -n 3 errors; tail -n 3 synced.out)"
}
kill_now() { kill -KILL "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
# Slow enough for all that follows to happen meanwhile.
slow_hosts 2mbit
start_sync
start_train
until_used 3
cut_off 2
until_used 5
kill_now $trainer
kill_now $syncer
start_sync
start_train
sleep 2
come_back 2
until_used 10
kill_now $syncer
start_sync
until_used 15
kill_now $trainer
start_train
fast_hosts
wait $trainer || fail "the trainer: $(tail -n 5 synced.out)"
wait $syncer || fail "the syncer: $(tail -n 5 errors)"
for file in checkpoint/checkpoint.safetensors model/model.safetensors model/config.json; do
  [ "$file" = checkpoint/checkpoint.safetensors ] || cmp "alone/$file" "synced/$file" || fail "$file differs"
done
grep -q 'going on after step' synced.out || fail "the trainer began anew: $(cat synced.out)"
[ -z "$(grep '^sync: used' ledger | sort | uniq -d)" ] || fail "used twice: $(sort ledger | uniq -d)"
[ "$(num_used)" -ge $((steps / 20 - 2)) ] || fail "$(num_used) shards used, of $((steps / 20))"
[ -z "$(ls synced/train/*.shard 2>/dev/null)" ] || fail "used shards stay: $(ls synced/train)"
passed "a host cut off, syncer and trainer killed: the model is that of one machine ($(num_used) shards used)"

# Whatever the hosts made between them is what one process makes.
(on_trainer "$fastnode" sync "${from[@]}" --to copied --samples $steps --validation-samples 2 --keep --poll 0.3) \
  >copied.out 2>&1 || fail "copy: $(tail -n 3 copied.out)"
rm -f copied/sync.lock
diff -r one copied || fail "what hosts draw differs from one process"

# A store on a network file system: read, and nothing written beside it.
if command -v sshfs >/dev/null && [ -c /dev/fuse ]; then
  cp -r store "${host_homes[0]}/far"
  rm -rf "${host_homes[0]}/far"/{cuts,lock.mdb}
  mkdir near
  on_trainer sh -c 'sshfs -o ssh_command="$RSYNC_RSH" "$1":far near && shift && "$@"; status=$?; fusermount3 -u near; exit $status' \
    far "${host_names[0]}" "$fastnode" datagen "${arguments[@]/#store/near}" --out far --threads 2 >said 2>&1 ||
    fail "a store on a network file system: $(cat said)"
  diff -r one far || fail "what is drawn from a store on a network file system differs"
  grep -q 'without remembered cuts: near/cuts: not on a disk of this machine' said || fail "no word of it: $(cat said)"
  [ ! -e "${host_homes[0]}/far/lock.mdb" ] || fail "it was locked: $(ls "${host_homes[0]}/far")"
  passed "a store on a network file system is read without locks, and cuts are not shared over it"
fi

# Somebody else's folder is left alone, by both.
home=${host_homes[0]}
mkdir "$home/theirs" && touch "$home/theirs/thing"
if REMOTE_DIR=theirs on_trainer "$source_dir/scripts/datagen_parallel.sh" ssh 2 logs "$fastnode" "${arguments[@]}" \
  --out ignored >said 2>&1; then fail "a folder of somebody else is taken"; fi
grep -q "is not ours" said || fail "no word of it: $(cat said)"
on_trainer "$source_dir/scripts/clean_remote.sh" remote >said 2>&1 || fail "clean: $(cat said)"
for k in 0 1 2; do
  [ ! -e "${host_homes[$k]}/$REMOTE_DIR" ] || fail "left behind: $(find "${host_homes[$k]}")"
done
[ -e "$home/theirs/thing" ] || fail "what was not ours is gone"
passed "clean_remote takes what was put there, and nothing else"
echo "sync.sh: passed"
