#!/usr/bin/env bash
# Two trainers share each step: they end with one model, which is that of one trainer except for rounding. They meet
# at a port, as MASTER_ADDR and MASTER_PORT say, or in a folder. When one of them is killed, the other ends, says so,
# and keeps a checkpoint to go on from; or it goes on, where --workers says that they may come and go. torchrun starts
# them, and starts them again.
#   train_workers.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
steps=30
make_dataset
draw "$scratch/samples" 400 >/dev/null 2>&1
draw "$scratch/exact" $steps >/dev/null 2>&1
cd "$scratch"
unset RANK LOCAL_RANK WORLD_SIZE MASTER_ADDR MASTER_PORT SLURM_PROCID SLURM_NTASKS

# set_arguments NAME STEPS FLAG...: into $arguments.
set_arguments() {
  local name=$1 steps=$2
  shift 2
  arguments=(train --samples "${samples:-samples}" --metainfo metainfo.json --usage usage.bin --checkpoint "$name/checkpoint"
    --out "$name/model" --sites-per-sample 8 --seed 5 --hidden 32 --layers 2 --validation-samples 2 --steps "$steps" "$@")
}
# start NAME RANK STEPS FLAG...: one of two workers, in the background; its process is $!.
start() {
  local name=$1 rank=$2
  shift 2
  set_arguments "$name" "$@"
  RANK=$rank WORLD_SIZE=2 "$fastnode" "${arguments[@]}" >"$name.$rank.out" 2>&1 &
}
alone() {
  local name=$1
  set_arguments "$@"
  "$fastnode" "${arguments[@]}" >"$name.out" 2>&1
}
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

alone one $steps || fail "one worker fails: $(tail -n 3 one.out)"
MASTER_PORT=$(free_port)
export MASTER_ADDR=127.0.0.1 MASTER_PORT
samples=exact  # not one more than is needed
start two 1 $steps; second=$!
start two 0 $steps; first=$!
samples=samples
wait $first || fail "the first of two workers fails: $(tail -n 3 two.0.out)"
wait $second || fail "the second fails: $(tail -n 3 two.1.out)"
python3 - one/model/training.json two/model/training.json <<'EOF' || fail "two workers train another model than one"
import json, sys
one, two = (json.load(open(path)) for path in sys.argv[1:])
a, b = (run["validation"]["all"] for run in (one, two))
assert one["steps"] == two["steps"] and a["sites"] == b["sites"], (one["steps"], two["steps"])
assert abs(a["loss"] - b["loss"]) < 2e-3, (a, b)
EOF
unset MASTER_PORT
start half 0 $steps; half=$!
if wait $half; then fail "half of MASTER_ADDR and MASTER_PORT is enough"; fi
grep -q 'only one of MASTER_ADDR and MASTER_PORT is set' half.0.out || fail "it is not said: $(tail -n 3 half.0.out)"
unset MASTER_ADDR

start killed 0 400 --checkpoint-minutes 0.00001 --rendezvous meet; first=$!
start killed 1 400 --checkpoint-minutes 0.00001 --rendezvous meet; second=$!
for _ in $(seq 600); do
  [ -f killed/checkpoint/checkpoint.safetensors ] && break
  sleep 0.05
done
kill -KILL $second
wait $second 2>/dev/null || true
if wait $first; then fail "a run whose worker was killed ends well"; fi
grep -q 'another worker is gone: worker 1' killed.0.out || fail "it is not said: $(tail -n 3 killed.0.out)"
alone killed 5 --continue || fail "cannot go on alone: $(tail -n 3 killed.out)"

# In the same folder. One is killed and another comes in its place; no bit tells.
start left 0 $steps --rendezvous meet --workers 2:2 --ledger left.ledger; first=$!
start left 1 $steps --rendezvous meet --workers 2:2; second=$!
for _ in $(seq 600); do
  ! grep -qs '^made' left.ledger || break
  sleep 0.05
done
kill -KILL $second
wait $second 2>/dev/null || true
start left 1 $steps --rendezvous meet --workers 2:2; second=$!
wait $first || fail "where workers may come and go, one that is killed ends the others: $(tail -n 3 left.0.out)"
wait $second || fail "the worker that came later fails: $(tail -n 3 left.1.out)"
grep -q 'gone: 1' left.0.out || fail "the worker was not killed in time: $(tail -n 3 left.0.out)"
cmp two/model/model.safetensors left/model/model.safetensors || fail "with a worker replaced the model is another one"
[ "$(grep '^made' left.ledger | cut -d' ' -f2-5 | uniq | wc -l)" = $steps ] || fail "the ledger has not each step once"

torchrun=$(command -v torchrun || ls "$(dirname "$fastnode")"/python-*/bin/torchrun 2>/dev/null | head -n 1 || true)
# Debian's 1.13 starts nothing under its own Python 3.11.
if [ -z "$torchrun" ] || ! "$torchrun" --standalone --nproc_per_node 1 --no_python true >/dev/null 2>&1; then
  echo "no torchrun that works: left out ('make build TORCH=pip-cuda' brings one)"
  echo "train_workers.sh: passed"
  exit 0
fi
# Its second worker dies once there is a checkpoint, and it starts both again.
cat >worker.sh <<'EOF'
if [ "$RANK/$TORCHELASTIC_RESTART_COUNT" = 1/0 ]; then
  "$@" &
  for _ in $(seq 600); do [ ! -f run/checkpoint/checkpoint.safetensors ] || break; sleep 0.05; done
  kill -KILL $!
  exit 1
fi
exec "$@"
EOF
set_arguments run $steps --go-on --checkpoint-minutes 0.00001
"$torchrun" --standalone --nproc_per_node 2 --max_restarts 1 --no_python bash worker.sh "$fastnode" "${arguments[@]}" \
  >run.out 2>&1 || fail "torchrun: $(tail -n 5 run.out)"
grep -q 'this run was interrupted; going on after step' run.out || fail "torchrun: did not go on: $(tail -n 5 run.out)"
cmp two/model/model.safetensors run/model/model.safetensors || fail "torchrun: started again, the model is another one"
echo "train_workers.sh: passed"
