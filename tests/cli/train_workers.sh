#!/usr/bin/env bash
# Two trainers share each step: they end with one model, which is that of one trainer except for rounding.
# When one of them is killed, the other ends, says so, and keeps a checkpoint to go on from.
#   train_workers.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
steps=30
make_store
start_server --no-cuts
make_train_data
draw "$scratch/samples" 400 >/dev/null 2>&1
kill -TERM "$server_pid"
cd "$scratch"

# start NAME RANK STEPS FLAG...: one of two workers, in the background; its process is $!.
start() {
  local name=$1 rank=$2 steps=$3
  shift 3
  RANK=$rank WORLD_SIZE=2 "$fastnode" train --samples samples --metainfo metainfo.json \
    --usage usage.bin --checkpoint "$name/checkpoint" --out "$name/model" --sites-per-sample 8 --seed 5 \
    --hidden 32 --layers 2 --validation-samples 2 --steps "$steps" --rendezvous "$name.meet" "$@" \
    >"$name.$rank.out" 2>&1 &
}
alone() {
  local name=$1 steps=$2
  shift 2
  "$fastnode" train --samples samples --metainfo metainfo.json --usage usage.bin \
    --checkpoint "$name/checkpoint" --out "$name/model" --sites-per-sample 8 --seed 5 --hidden 32 --layers 2 \
    --validation-samples 2 --steps "$steps" "$@" >"$name.out" 2>&1
}

alone one $steps || fail "one worker fails: $(tail -n 3 one.out)"
start two 0 $steps; first=$!
start two 1 $steps; second=$!
wait $first || fail "the first of two workers fails: $(tail -n 3 two.0.out)"
wait $second || fail "the second fails: $(tail -n 3 two.1.out)"
python3 - one/model/training.json two/model/training.json <<'EOF' || fail "two workers train another model than one"
import json, sys
one, two = (json.load(open(path)) for path in sys.argv[1:])
a, b = (run["validation"]["all"] for run in (one, two))
assert one["steps"] == two["steps"] and a["sites"] == b["sites"], (one["steps"], two["steps"])
assert abs(a["loss"] - b["loss"]) < 2e-3, (a, b)
EOF

start killed 0 400 --checkpoint-minutes 0.00001; first=$!
start killed 1 400 --checkpoint-minutes 0.00001; second=$!
for _ in $(seq 600); do
  [ -f killed/checkpoint/checkpoint.safetensors ] && break
  sleep 0.05
done
kill -KILL $second
wait $second 2>/dev/null || true
if wait $first; then fail "a run whose worker was killed ends well"; fi
grep -q 'another worker is gone' killed.0.out || fail "it is not said: $(tail -n 3 killed.0.out)"
alone killed 5 --continue || fail "cannot go on alone: $(tail -n 3 killed.out)"
echo "train_workers.sh: passed"
