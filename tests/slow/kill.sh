#!/usr/bin/env bash
# The server, its client and the generator are killed at random moments, KILLS times each (50). A ledger
# that none of them keeps shows what was delivered: every sample once, with the same bytes as without
# kills.
#   kill.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
ledger=$(dirname "$fastnode")/ledger
kills=${KILLS:-50}
. "$source_dir/tests/cli/small_data.bash"
RANDOM=7  # the moments; what the processes do by then differs anyway

make_store
start_server
make_train_data
# read_samples LEDGER UNTIL [FLAG...]
read_samples() {
  local file=$1 until=$2
  shift 2
  timeout 120 "$ledger" --metainfo "$scratch/metainfo.json" --sites-per-sample 8 --seed 5 --ledger "$file" \
    --until "$until" "$@"
}
lines() { [ -f "$1" ] && echo $(($(stat -c %s "$1") / 30)) || echo 0; }
# nap FROM TO: milliseconds
nap() { sleep "$(printf '0.%03d' $(($1 + RANDOM % ($2 - $1))))"; }

# --- Server and client, in turns.
client_pid=
start_client() {
  "$ledger" --metainfo "$scratch/metainfo.json" --sites-per-sample 8 --seed 5 --ledger "$scratch/visited" \
    --until 1000000000 --server "$url" 2>"$scratch/client.err" &
  client_pid=$!
}
start_client
server_kills=0 client_kills=0 last=0 stuck=0
while [ $server_kills -lt "$kills" ] || [ $client_kills -lt "$kills" ]; do
  nap 10 250
  if [ $((RANDOM % 2)) = 0 ] && [ $server_kills -lt "$kills" ]; then
    kill -KILL "$server_pid"
    wait "$server_pid" 2>/dev/null || true
    server_kills=$((server_kills + 1))
    start_server
  elif [ $client_kills -lt "$kills" ]; then
    kill -KILL "$client_pid" 2>/dev/null || true
    wait "$client_pid" 2>/dev/null || true
    client_kills=$((client_kills + 1))
    start_client
  fi
  now=$(lines "$scratch/visited")
  if [ "$now" = "$last" ]; then stuck=$((stuck + 1)); else stuck=0; fi
  [ $stuck -lt 100 ] || fail "nothing is delivered any more: $(cat "$scratch/client.err")"
  last=$now
done
kill -KILL "$client_pid" 2>/dev/null || true
wait "$client_pid" 2>/dev/null || true
[ "$last" -gt "$kills" ] || fail "only $last samples were delivered between the kills"
total=$((last + 20))
read_samples "$scratch/visited" "$total" --server "$url" || fail "the last client fails"
awk '$1 + 0 != NR - 1 { exit 1 }' "$scratch/visited" || fail "an index is missing or doubled"
read_samples "$scratch/undisturbed" "$total" --server "$url"
cmp "$scratch/visited" "$scratch/undisturbed" || fail "killed or not, the samples differ"
kill -TERM "$server_pid"
wait "$server_pid" || fail "the server does not end well"
echo "server and client killed $kills times each: $total samples, each delivered once"

# --- The generator. Its cuts are killed with it: every third run works without them.
wanted=$((total < 400 ? total : 400))
wanted=$((wanted / 10 * 10))
killed=0 rounds=0
while [ $killed -lt "$kills" ]; do
  rounds=$((rounds + 1))
  [ $rounds -lt $((kills * 10)) ] || fail "the generator ends before it can be killed"
  flags=(--threads 2 --cuts "$scratch/cuts")
  [ $((rounds % 3)) != 0 ] || flags=(--threads 2 --no-cuts)
  "$fastnode" datagen --store "$scratch/store" --library "$scratch/library.bin" \
    --metainfo "$scratch/metainfo.json" --usage "$scratch/usage.bin" --out "$scratch/shards" \
    --samples "$wanted" --sites-per-sample 8 --seed 5 --samples-per-shard 10 --validation-samples 2 \
    "${flags[@]}" >"$scratch/datagen.out" 2>&1 &
  generator_pid=$!
  nap 20 120
  if kill -KILL "$generator_pid" 2>/dev/null; then killed=$((killed + 1)); fi
  status=0
  wait "$generator_pid" 2>/dev/null || status=$?
  [ $status = 137 ] || [ $status = 0 ] || fail "the generator: $(cat "$scratch/datagen.out")"
  if [ -d "$scratch/shards" ]; then
    # A file with a shard's name is whole, whenever the kill came.
    "$fastnode" record verify "$scratch/shards" >"$scratch/verified" 2>&1 ||
      grep -q '^0 shards' "$scratch/verified" || fail "a half-written shard: $(cat "$scratch/verified")"
  fi
  # Finished: take some away, so that there is work for the next kill.
  if [ $status = 0 ]; then
    find "$scratch/shards" -name '*.shard' | sort | awk 'NR % 2' | xargs rm -f
  fi
done
draw "$scratch/shards" "$wanted" --cuts "$scratch/cuts" >/dev/null 2>&1 || fail "the last generator fails"
draw "$scratch/reference" "$wanted" --no-cuts --threads 1 >/dev/null 2>&1
# What a kill left half-written has another name; the generator removes it after an hour.
diff -r -x '*.tmp.*' "$scratch/shards" "$scratch/reference" || fail "killed or not, the shards differ"
read_samples "$scratch/from_shards" "$wanted" --samples "$scratch/shards/train"
head -n "$wanted" "$scratch/undisturbed" | cmp - "$scratch/from_shards" ||
  fail "shards and server give different samples"
echo "generator killed $killed times in $rounds runs: $wanted samples, the same bytes"
echo "kill.sh: passed"
