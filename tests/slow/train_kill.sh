#!/usr/bin/env bash
# A trainer is killed at random moments and each time goes on from its last checkpoint. In the end the model
# is, byte for byte, the one of an undisturbed training, and so is its curve.
#   train_kill.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
RANDOM=3
steps=1000
make_dataset
draw "$scratch/samples" $steps >/dev/null 2>&1
cd "$scratch"

# train NAME FLAG...: a checkpoint every second or so. Ends the shell that it is called in.
train() {
  local name=$1
  shift
  exec "$fastnode" train --samples samples --metainfo metainfo.json --usage usage.bin \
    --checkpoint "$name/checkpoint" --out "$name/model" --tensorboard "$name/board" --runs "$name/runs" \
    --sites-per-sample 8 --seed 5 --hidden 32 --layers 2 --validation-samples 2 --validate-every 25 \
    --checkpoint-minutes 0.005 "$@" >"$name.out" 2>&1
}
# The step that a checkpoint was written after; 0 if there is none.
step_of() {
  [ -f "$1" ] || { echo 0; return; }
  head -c 40000 "$1" | tr -d '\\' | grep -ao '"step":[0-9]*' | head -n 1 | cut -d: -f2
}

# curve NAME: steps, tags and values of its events, read by another program, without values that measure time.
curve() { python3 "$source_dir/tests/pipeline/read_events.py" "$1" | sed -E 's/ (sites_per_second|wait_share)=[^ ]*//g'; }
values() { curve "$1" | cut -d' ' -f1,3-; }
# record NAME: the same of its newest record, as `fastnode runs` keeps it.
record() {
  local newest
  newest=$(find "$1/runs" -name run.json | sort | tail -n 1)
  sed -E 's/"(sites_per_second|wait_share)":[^,}]*,?//g' "$(dirname "$newest")/curve.jsonl"
}

num_bytes() { { cat parts/board/* 2>/dev/null || true; } | wc -c; }

(train whole --steps $steps --go-on) || fail "training fails: $(tail -n 3 whole.out)"
killed=0 gone_on=0 done_steps=0
while [ "$done_steps" -lt $steps ]; do
  # What is there up to the checkpoint stays as it is, wall times included.
  : >kept
  [ "$done_steps" = 0 ] || curve parts/board 2>/dev/null | awk -v last="$done_steps" '$1 <= last' >kept || true
  train parts --steps $steps --go-on &
  trainer=$!
  # Some die while they start, and while they cut the curve; the others some points later.
  if [ $((killed % 3)) = 1 ]; then
    sleep "0.$((200 + RANDOM % 799))"
  else
    more=$((RANDOM % 30000)) end=$((SECONDS + 60)) size=$(num_bytes)
    while kill -0 $trainer 2>/dev/null && [ "$(num_bytes)" -lt $((size + more)) ] && [ $SECONDS -lt $end ]; do sleep 0.02; done
  fi
  if [ $killed -lt 10 ] && kill -KILL $trainer 2>/dev/null; then killed=$((killed + 1)); fi
  status=0
  wait $trainer 2>/dev/null || status=$?
  [ $status = 0 ] || [ $status = 137 ] || fail "status $status: $(tail -n 3 parts.out)"
  if [ -s kept ]; then
    { curve parts/board 2>/dev/null || true; } | sed -n "1,$(wc -l <kept)p" | cmp -s - kept || fail "events before the checkpoint are changed"
  fi
  # What a TensorBoard has seen of a run that was killed.
  [ "$done_steps" = 0 ] || [ $status = 0 ] || { rm -rf board_before && cp -r parts/board board_before; }
  [ "$done_steps" = 0 ] || gone_on=$((gone_on + 1))
  done_steps=$(step_of parts/checkpoint/checkpoint.safetensors)
  [ $status = 0 ] && break
done
values whole/board >whole.curve || fail "whole/board cannot be read"
values parts/board >parts.curve || fail "parts/board cannot be read"
[ "$(grep -c train/loss whole.curve)" = $((steps / 10 + 1)) ] || fail "the curve has not its points: $(cut -c 1-60 whole.curve)"
diff whole.curve parts.curve >differs || fail "killed or not, the curve differs: $(head -n 4 differs)"
diff <(record whole) <(record parts) >differs || fail "the record's curve differs: $(head -n 4 differs)"
# TensorBoard itself, if it is installed (python3 -m venv BUILD/tensorboard; its pip install tensorboard).
tensorboard=$(dirname "$fastnode")/tensorboard/bin/python
if [ -x "$tensorboard" ]; then
  "$tensorboard" "$source_dir/tests/slow/read_with_tensorboard.py" "$source_dir/tests/pipeline/read_events.py" parts/board \
    2>errors || fail "TensorBoard reads another curve: $(tail -n 1 errors)"
  "$tensorboard" "$source_dir/tests/slow/read_with_tensorboard.py" "$source_dir/tests/pipeline/read_events.py" parts/board \
    board_before 2>errors || fail "a TensorBoard that runs meanwhile has another curve: $(tail -n 1 errors)"
else
  echo "no TensorBoard in $(dirname "$fastnode")/tensorboard: left out"
fi
[ "$gone_on" -ge 3 ] || fail "it went on $gone_on times only"
[ "$killed" -ge 3 ] || fail "training ended before it could be killed: $killed times"
[ "$done_steps" = $steps ] || fail "$done_steps steps, not $steps"
for file in checkpoint/checkpoint.safetensors model/model.safetensors model/config.json; do
  cmp "whole/$file" "parts/$file" || fail "killed or not, $file differs"
done
echo "train_kill.sh: passed ($killed kills, went on $gone_on times)"
