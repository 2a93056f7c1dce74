#!/bin/bash
# However a training under make is ended, its checkpoint has every step that was made, nothing of it runs
# on, and the same make goes on: in the end the model is, byte for byte, that of an undisturbed training, and
# its curve has the same points.
# Usage: signals.sh PROGRAM SOURCE-FOLDER [ROUNDS]; tests/slow/signals.sh does more rounds.
set -euo pipefail
program=$1 source=$2 rounds=${3:-2}
[ -x "$(dirname "$program")/fastnode-train" ] || exit 77
folder=$(mktemp -d)
# Every process that a make of ours starts has this in its environment.
mark=FASTNODE_SIGNALS_TEST=$folder
of_us() { grep -lzxsF -- "$mark" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true; }
finish() {
  local pids
  pids=$(of_us)
  # shellcheck disable=SC2086 # pids are words
  [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
  rm -rf -- "$folder"
}
trap finish EXIT

. "$source/tests/pipeline/checks.bash"
said=$folder/said port=$(free_port)
tell_more() { of_us | xargs -r ps -o pid=,args= -p; }

steps=$((500 + 200 * rounds))
# start_make NAME TARGET: in a process group of its own, like on a terminal; sets $make.
start_make() {
  env --default-signal=INT,TERM,HUP "$mark" setsid \
    make -C "$source" -o deps -o build BUILD="$(dirname "$program")" OUT="$folder/$1/out" \
    TMP="$folder/$1/tmp" DATA="$folder/data" TENSORBOARD="$folder/$1/tensorboard" RUNS="$folder/$1/runs" \
    MODEL_NAME=tiny CORPUS="$source/tests/pipeline/corpus" SERVER_PORT="$port" SITES_PER_SAMPLE=8 STEPS=$steps \
    TRAIN_FLAGS="--hidden 16 --layers 2 --validation-samples 2" "$2" >"$said" 2>&1 &
  make=$!
}
# wait_until SECONDS WHAT COMMAND...
wait_until() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $end ] || failed "$what"
    sleep 0.02
  done
}
step_of_checkpoint() {
  head -c 40000 "$folder/killed/tmp/checkpoint/checkpoint.safetensors" 2>/dev/null |
    tr -d '\\' | grep -ao '"step":[0-9]*' | head -n 1 | cut -d: -f2
}
num_event_bytes() { { cat "$folder"/killed/tensorboard/corpus-corpus/tiny/events.* 2>/dev/null || true; } | wc -c; }
trainer() { of_us | while read -r pid; do case $(readlink "/proc/$pid/exe") in */fastnode-train) echo "$pid" ;; esac; done; }
stage() { of_us | while read -r pid; do case $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) in *"stage.sh train "*) echo "$pid" ;; esac; done | head -n 1; }

end_by() {
  case $1 in
    "Ctrl-C") kill -INT -- "-$make" ;;
    "TERM to make alone") kill -TERM "$make" ;;
    "KILL to make alone") kill -KILL "$make" ;;
    "Ctrl-C twice, impatient") kill -INT -- "-$make"; sleep 0.2; kill -INT -- "-$make" 2>/dev/null || true ;;
    "TERM to make's group") kill -TERM -- "-$make" ;;
    # shellcheck disable=SC2046 # pids are words
    "TERM to every process") kill -TERM $(of_us) 2>/dev/null || true ;;
    "a terminal that is gone") kill -HUP -- "-$make" ;;
    "TERM to the stage") kill -TERM "$(stage)" ;;
    "KILL to the stage") kill -KILL "$(stage)" ;;
    "TERM to the trainer") kill -TERM "$(trainer)" ;;
  esac || failed "$1: nobody is there to be told"
}
kinds=("Ctrl-C" "TERM to make alone" "Ctrl-C twice, impatient" "TERM to every process" "KILL to make alone"
  "TERM to make's group" "a terminal that is gone" "TERM to the stage" "KILL to the stage" "TERM to the trainer")

before=0
for round in $(seq 0 $((rounds - 1))); do
  kind=${kinds[$((round % ${#kinds[@]}))]}
  target=train
  [ $((round % 2)) = 0 ] || target=all
  bytes=$(num_event_bytes)
  start_make killed $target
  # It trains, and some points of its curve are there, so there are steps to lose.
  trains() { [ "$(num_event_bytes)" -gt $((bytes + 9000)) ] || ! kill -0 "$make" 2>/dev/null; }
  wait_until 240 "training starts" trains
  kill -0 "$make" 2>/dev/null || failed "training goes on until it is ended"
  end_by "$kind"
  ended() { [ -z "$(of_us)" ]; }
  wait_until 60 "$kind: nothing is left running" ended
  status=0
  wait "$make" 2>/dev/null || status=$?
  [ $status != 0 ] || failed "$kind: an interrupted make does not succeed"
  grep -q "the checkpoint has all steps made" "$said" || failed "$kind: the trainer ends in order"
  made=$(sed -n 's/^steps [0-9]* to \([0-9]*\) in .*/\1/p' "$said" | tail -n 1)
  step=$(step_of_checkpoint)
  [ "$made" -gt "$before" ] || failed "$kind: more steps were made"
  [ "$step" = "$made" ] || failed "$kind: the checkpoint is of step $step, not $made"
  [ ! -e "$folder/killed/out/model" ] || failed "$kind: no model is put in place"
  before=$step
  passed "$kind after $step steps: the checkpoint has them all, nothing runs on"
done

start_make killed train
wait "$make" || failed "make goes on and ends with status 0"
grep -q "going on after step $before" "$said" || failed "make goes on after step $before"
start_make whole run_traindata
wait "$make" || failed "make run_traindata"
start_make whole train
wait "$make" || failed "an undisturbed make ends with status 0"
cmp "$folder/killed/out/model/model.safetensors" "$folder/whole/out/model/model.safetensors" ||
  failed "ended $rounds times or not, the model is the same"
# Values that measure time are not the same.
curve() { python3 "$source/tests/pipeline/read_events.py" "$folder/$1/tensorboard/corpus-corpus/tiny" | cut -d' ' -f1,3- | sed -E 's/ (sites_per_second|wait_share)=[^ ]*//g'; }
curve whole >"$folder/whole.curve" || failed "the curve can be read"
curve killed | diff "$folder/whole.curve" - >"$said" || failed "ended $rounds times or not, the curve is the same"
passed "ended $rounds times, model and curve are those of an undisturbed training"
all_passed
