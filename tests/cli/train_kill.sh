#!/usr/bin/env bash
# A trainer is killed at random moments, and goes on each time from its last checkpoint: in the end the
# model is, byte for byte, the one of a training that nobody disturbed.
#   train_kill.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
RANDOM=3
steps=400
make_store
start_server --no-cuts
make_train_data
draw "$scratch/samples" $steps >/dev/null 2>&1
kill -TERM "$server_pid"
cd "$scratch"

# train NAME FLAG...: a checkpoint after every step. Ends the shell that it is called in.
train() {
  local name=$1
  shift
  exec "$fastnode" train --samples samples --metainfo metainfo.json --usage usage.bin \
    --checkpoint "$name/checkpoint" --out "$name/model" --batch 8 --seed 5 --hidden 32 --layers 2 \
    --validation-samples 2 --checkpoint-minutes 0.00001 "$@" >"$name.out" 2>&1
}
# The step that a checkpoint was written after; 0 if there is none.
step_of() {
  [ -f "$1" ] || { echo 0; return; }
  head -c 4000 "$1" | tr -d '\\' | grep -ao '"step":[0-9]*' | head -n 1 | cut -d: -f2
}

(train whole --steps $steps) || fail "training fails: $(tail -n 3 whole.out)"
killed=0 done_steps=0
while [ "$done_steps" -lt $steps ]; do
  more=()
  [ "$done_steps" = 0 ] || more=(--continue)
  train parts --steps $((steps - done_steps)) "${more[@]}" &
  trainer=$!
  # The first second is the program's start.
  sleep "0.$((500 + RANDOM % 499))"
  if [ $killed -lt 10 ] && kill -KILL $trainer 2>/dev/null; then killed=$((killed + 1)); fi
  status=0
  wait $trainer 2>/dev/null || status=$?
  [ $status = 0 ] || [ $status = 137 ] || fail "status $status: $(tail -n 3 parts.out)"
  done_steps=$(step_of parts/checkpoint/checkpoint.safetensors)
  [ $status = 0 ] && break
done
[ "$killed" -ge 3 ] || fail "training ended before it could be killed: $killed times"
[ "$done_steps" = $steps ] || fail "$done_steps steps, not $steps"
for file in checkpoint/checkpoint.safetensors model/model.safetensors model/config.json; do
  cmp "whole/$file" "parts/$file" || fail "killed or not, $file differs"
done
echo "train_kill.sh: passed ($killed kills)"
