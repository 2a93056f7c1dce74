#!/usr/bin/env bash
# The hand-over of samples at its worst: generators die at random and are started again, the store fails, is
# slow and goes away, and sync and reader are killed too. A ledger that none of them keeps shows what was
# read: every sample once, with the same bytes as drawn in one go. KILLS (30).
#   handover.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
ledger=$(dirname "$fastnode")/ledger
kills=${KILLS:-30}
command -v swift-proxy-server >/dev/null && command -v memcached >/dev/null || exit 77
. "$source_dir/tests/cli/small_data.bash"
. "$source_dir/tests/s3/store.bash"
trap 'stop_store; finish' EXIT
RANDOM=11 # the moments; what the processes do by then differs anyway
make_dataset
start_store "$scratch" samples
cd "$scratch"
samples=1200 parts=3
draw one $samples >/dev/null 2>&1 || fail "one process"
read_samples() { "$ledger" --metainfo metainfo.json --sites-per-sample 8 --seed 5 --until $samples "$@"; }
read_samples --samples one/train --ledger undisturbed

# start ROLE: a generator (0, 1...), bring or read; sets pids[ROLE].
declare -A pids
start() {
  case $1 in
    bring) exec_in_background "$fastnode" sync --from s3://samples/run --to here --samples $samples \
      --validation-samples 2 --ahead-files 12 --poll 0.2 ;;
    read) exec_in_background read_samples --samples here/train --wait 120 --ledger read ;;
    *) exec_in_background draw "parts$1" $samples --part "$1" --parts $parts --threads 1 --no-cuts \
      --publish s3://samples/run ;;
  esac
  pids[$1]=$!
}
exec_in_background() { (exec_function "$@") >>"said.$role" 2>&1 & }
# A function's last command is the process to kill.
exec_function() {
  case $1 in
    draw | read_samples) set -m; "$@" & child=$!; trap 'kill -KILL -$child' TERM; wait $child ;;
    *) exec "$@" ;;
  esac
}
stop() {
  case $1 in
    bring) kill -KILL "${pids[$1]}" 2>/dev/null || true ;;
    *) kill -TERM "${pids[$1]}" 2>/dev/null || true ;;
  esac
  wait "${pids[$1]}" 2>/dev/null || true
}
roles=(bring read)
for part in $(seq 0 $((parts - 1))); do roles+=("$part"); done
declare -A ended
mkdir -p here/train
for role in "${roles[@]}"; do start "$role"; done
modes=(ok errors slow ok down ok)
killed=0 failures=0 turns=0
while kill -0 "${pids[read]}" 2>/dev/null || [ $killed -lt $kills ]; do
  turns=$((turns + 1))
  [ $turns -lt 600 ] || fail "not ended after $turns turns: $(tail -n 3 said.*)"
  mode "${modes[RANDOM % ${#modes[@]}]}"
  sleep "0.$((100 + RANDOM % 400))"
  if [ $killed -lt $kills ]; then
    role=${roles[RANDOM % ${#roles[@]}]}
    if kill -0 "${pids[$role]}" 2>/dev/null; then stop "$role"; killed=$((killed + 1)); fi
  else
    mode ok
  fi
  # A generator that could not go on is started again, as a cluster does it; so are the others.
  for role in "${roles[@]}"; do
    kill -0 "${pids[$role]}" 2>/dev/null && continue
    [ -z "${ended[$role]:-}" ] || continue
    status=0
    wait "${pids[$role]}" 2>/dev/null || status=$?
    if [ $status = 0 ]; then ended[$role]=1; continue; fi
    failures=$((failures + 1))
    start "$role"
  done
done
cmp read undisturbed || fail "killed or not, what was read differs"
for role in "${roles[@]}"; do
  [ "$role" = bring ] && continue
  wait "${pids[$role]}" || fail "$role: $(tail -n 3 "said.$role")"
done
for _ in $(seq 300); do kill -0 "${pids[bring]}" 2>/dev/null || break; sleep 0.1; done
kill -0 "${pids[bring]}" 2>/dev/null && fail "it goes on bringing: $(tail -n 5 said.bring)"
[ -z "$(ls here/train/*.shard 2>/dev/null)" ] || fail "used shards stay: $(ls here/train)"
[ "$failures" -ge 3 ] || fail "nothing failed in between"
echo "handover.sh: passed ($killed kills, $failures starts again, $(requests) requests: $samples samples, each read once)"
