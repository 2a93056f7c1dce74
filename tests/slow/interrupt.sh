#!/usr/bin/env bash
# Long commands that are interrupted at random moments end at once, with the status that says so. Nothing of
# them runs on, what they left is whole, and started again they make what they would have made.
#   interrupt.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
. "$source_dir/tests/cli/small_data.bash"
passed() { echo "passed: $*"; }
RANDOM=7
make_store
start_server --no-cuts
make_train_data
cd "$scratch"
mark=FASTNODE_INTERRUPT_TEST=$scratch
of_us() { grep -lzxsF -- "$mark" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true; }

# interrupt SIGNAL LONGEST_MS COMMAND...: signals its whole group, like a terminal, at a random moment. Sets $status.
interrupt() {
  local signal=$1 longest=$2 pid nap
  shift 2
  env --default-signal=INT,TERM "$mark" setsid "$@" >said 2>&1 &
  pid=$!
  nap=$((RANDOM % longest + 5))
  sleep "$((nap / 1000)).$(printf %03d $((nap % 1000)))"
  kill -"$signal" -- "-$pid" 2>/dev/null || true
  local end=$((SECONDS + 20))
  while [ -n "$(of_us)" ]; do
    [ $SECONDS -lt $end ] || fail "$signal: still there after 20 s: $(of_us | xargs -r ps -o args= -p)"
    sleep 0.02
  done
  status=0
  wait "$pid" 2>/dev/null || status=$?
}
# often WHAT CHECK LONGEST_MS COMMAND...: ten times; CHECK looks at what each time has left.
often() {
  local what=$1 check=$2 longest=$3 told=0 round signal expected
  shift 3
  for round in $(seq 10); do
    signal=INT expected=130
    [ $((round % 2)) = 0 ] || signal=TERM expected=143
    interrupt $signal "$longest" "$@"
    case $status in
      0) longest=$((longest / 2 + 1)) ;;  # this machine is quicker
      "$expected") told=$((told + 1)) ;;
      *) fail "$what: status $status after $signal: $(tail -n 3 said)" ;;
    esac
    "$check" || fail "$what: what is left is not whole: $(tail -n 3 checked) ($(tail -n 5 said))"
  done
  [ $told -gt 0 ] || fail "$what always ended before it could be interrupted"
  passed "$what, $told times interrupted"
}
nothing() { :; }
# If it is there, it is whole.
same_if_there() { [ ! -e "$1" ] || cmp "$1" "$2" >checked 2>&1; }

corpus=$source_dir/tests/pipeline/corpus
add=("$fastnode" corpus add --store stores/a --library library.bin --list "$corpus/packagelist.txt" "$corpus")
store_opens() { [ ! -e stores/a/data.mdb ] || "$fastnode" corpus stat --store stores/a >checked 2>&1 || grep -q 'nothing has been added yet' checked; }
mkdir stores
often "corpus add" store_opens 400 "${add[@]}"
"${add[@]}" >said 2>&1 || fail "corpus add, again: $(tail -n 3 said)"
[ "$("$fastnode" corpus stat --store stores/a --json)" = "$("$fastnode" corpus stat --store store --json)" ] ||
  fail "interrupted or not, the store differs"

traindata_is_whole() { same_if_there interrupted.json metainfo.json; }
often "traindata" traindata_is_whole 400 "$fastnode" traindata --server "$url" --out interrupted.json --usage interrupted.bin

draw one 1000 --no-cuts >/dev/null 2>&1
arguments=(--store store --library library.bin --metainfo metainfo.json --usage usage.bin
  --samples 1000 --sites-per-sample 8 --seed 5 --samples-per-shard 10 --validation-samples 2 --no-cuts)
datagen=("$fastnode" datagen "${arguments[@]}")
shards_are_whole() { [ ! -d shards ] || "$fastnode" record verify shards >checked 2>&1 || grep -q '^0 shards' checked; }
often "datagen" shards_are_whole 1500 "${datagen[@]}" --out shards
"${datagen[@]}" --out shards >said 2>&1 || fail "datagen, again: $(tail -n 3 said)"
diff -r -x '*.tmp.*' one shards >checked || fail "interrupted or not, the shards differ: $(head -n 3 checked)"

parallel=$source_dir/scripts/datagen_parallel.sh
# Before the first line, nothing has been begun.
interrupted_is_said() { [ "$status" = 0 ] || ! grep -q 'parts ended' said || grep -q 'datagen_parallel: interrupted; .* nothing of it is left running' said; }
JOBS=2 often "datagen_parallel" interrupted_is_said 1500 "$parallel" local 3 logs "$fastnode" "${arguments[@]}" --out parts
JOBS=2 "$parallel" local 3 logs "$fastnode" "${arguments[@]}" --out parts >said 2>&1 || fail "in parts, again: $(cat said)"
diff -r -x '*.tmp.*' one parts >checked || fail "interrupted or not, the parts differ: $(head -n 3 checked)"

often "sync" nothing 1500 "$fastnode" sync --from "$scratch/one" --to synced --samples 4000 --poll 0.1
kill -TERM "$server_pid"
wait "$server_pid" || fail "a server that is told to end ends well"

# A server that ends as it was told to has status 0.
for signal in INT TERM; do
  rm -f server.out
  env --default-signal=INT,TERM setsid "$fastnode" graph-data-server --store store --library library.bin --port 0 >server.out 2>&1 &
  server_pid=$!
  for _ in $(seq 200); do ! grep -qs ' ready on ' server.out || break; sleep 0.05; done
  kill -$signal "$server_pid"
  timeout 10 tail --pid="$server_pid" -f /dev/null || fail "graph-data-server does not end on $signal"
  wait "$server_pid" || fail "graph-data-server on $signal"
done
passed "graph-data-server ends on INT and on TERM, with status 0"

if [ -x "$(dirname "$fastnode")/fastnode-train" ]; then
  # It waits for a server that is gone. Told to end, it ends, with all its steps in the checkpoint.
  start_server --no-cuts
  env --default-signal=INT setsid "$fastnode" train --server "$url" --metainfo metainfo.json --usage usage.bin \
    --checkpoint waiting/checkpoint --out waiting/model --tensorboard waiting/board --steps 100000 --sites-per-sample 8 --seed 5 \
    --hidden 16 --layers 2 --validation-samples 2 >said 2>&1 &
  trainer=$!
  for _ in $(seq 600); do [ "$(cat waiting/board/* 2>/dev/null | wc -c)" -lt 9000 ] || break; sleep 0.05; done
  kill -KILL "$server_pid"
  sleep 1.5
  kill -INT $trainer
  timeout 20 tail --pid=$trainer -f /dev/null || fail "a trainer that waits for its server does not end: $(tail -n 3 said)"
  status=0
  wait $trainer || status=$?
  [ $status = 130 ] && grep -q 'the checkpoint has all steps made' said || fail "status $status: $(tail -n 3 said)"
  [ -f waiting/checkpoint/checkpoint.safetensors ] || fail "no checkpoint of a trainer that waited"
  passed "a trainer that waits for its server ends in order"

  "$fastnode" train --samples one --metainfo metainfo.json --usage usage.bin --checkpoint checkpoint --out model \
    --steps 5 --sites-per-sample 8 --seed 5 --hidden 16 --layers 2 --validation-samples 2 >said 2>&1 || fail "training: $(cat said)"
  (cd "$source_dir" && scripts/make_release.sh "$fastnode" "$scratch/release" "$scratch/store" 20 1 "$scratch/runs" \
    --model "$scratch/model" --metainfo "$scratch/metainfo.json" --usage "$scratch/usage.bin" \
    --library "$scratch/library.bin" --name tiny) >said 2>&1 || fail "no release: $(tail -n 3 said)"
  validate=("$fastnode" validate-attribute --store store --release release --metainfo metainfo.json --usage usage.bin
    --library library.bin --sites 100 --threads 1)
  "${validate[@]}" --out whole.json --runs runs >said 2>&1 || [ $? = 3 ] || fail "validation: $(tail -n 3 said)"
  validation_is_whole() { same_if_there validation.json whole.json; }
  # A verdict that does not pass is status 3, and as good as 0 here.
  often "validate-attribute" validation_is_whole 1000 bash -c \
    '"$@"; s=$?; [ $s = 3 ] && exit 0; exit $s' validate "${validate[@]}" --out validation.json
fi
echo "interrupt.sh: passed"
