#!/bin/bash
# A graph data server at another address, with a token, through make: what is refused before anything is made; a training
# whose server is killed in the middle and started again; one that is ended while it waits.
# Usage: server.sh PROGRAM SOURCE-FOLDER
set -euo pipefail
fastnode=$1 source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
. "$source_dir/tests/pipeline/checks.bash"
unset SERVER_TOKEN_FILE SERVER_WAIT
# A proxy that does not work, because nothing here needs one.
export http_proxy=http://127.0.0.1:1 all_proxy=http://127.0.0.1:1
token=$scratch/token
head -c 24 /dev/urandom | base64 >"$token"
echo wrong >"$scratch/other_token"
steps=300

# about RUN: whose products are in $scratch/RUN, and what it says in $scratch/RUN.said.
about() { run=$1 said=$scratch/$1.said; }
# house RUN ARGUMENT...: make, with products in $scratch/RUN and its output in $scratch/RUN.said.
house() {
  about "$1"
  shift
  timeout 200 make -C "$source_dir" -o deps -o build BUILD="$(dirname "$fastnode")" OUT="$scratch/$run/out" \
    TMP="$scratch/$run/tmp" DATA="$scratch/data" TENSORBOARD="$scratch/$run/tensorboard" RUNS="$scratch/$run/runs" \
    MODEL_NAME=tiny DATASET_NAME=far SITES_PER_SAMPLE=8 STEPS=$steps SERVER="$url" SERVER_TOKEN_FILE="$token" \
    TRAIN_FLAGS="--hidden 16 --layers 2 --validation-samples 2" "$@" >"$said" 2>&1
}
# await SECONDS COMMAND...: until it succeeds.
await() {
  local end=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    [ $SECONDS -lt $end ] || failed "nothing comes of it in time: $*"
    sleep 0.05
  done
}
in_the_middle() { [ "$(cat "$scratch/$run"/runs/*/curve.jsonl | wc -l)" -ge 2 ]; }
kill_server() {
  kill -KILL "$server_pid"
  wait "$server_pid" 2>/dev/null || true
}
away() { start_server --host 127.0.0.2 --token-file "$token" --no-cuts; }

make_store
mkdir -p "$scratch/data/far/stages"
ln -s "$scratch/store" "$scratch/data/far/store"
ln -s "$scratch/library.bin" "$scratch/data/library.bin"
touch "$scratch/data/far/stages/corpus"
"$fastnode" corpus stat --store "$scratch/store" --json | sed -n 's/.*"dataset_id": *"\([^"]*\).*/\1/p' >"$scratch/data/far/dataset_id"
away

if house none SERVER_TOKEN_FILE= train; then failed "a token that is needed and not given is an error"; fi
says 'SERVER: .* answers 401: it asks for a token.*SERVER_TOKEN_FILE' || failed "401 is said as 401, with the remedy"
if house none SERVER_TOKEN_FILE="$scratch/other_token" train; then failed "another token is an error"; fi
says 'answers 401: the token in SERVER_TOKEN_FILE=.* is not' || failed "a token that is refused is named"
if house none SERVER_TOKEN_FILE="$scratch/nowhere" train; then failed "a token file that is missing is an error"; fi
says 'SERVER_TOKEN_FILE=.*nowhere cannot be read' || failed "a token file that is missing is named"
for odd in "${url#http://}" "http://a b:1"; do
  if house none SERVER="$odd" train; then failed "$odd is no server"; fi
  says 'is not the address of a server; write http://HOST:PORT' || failed "how a server is written is said of $odd"
done
[ ! -e "$scratch/none" ] || failed "what is refused makes nothing"
passed "what is wrong with a server, its token or its name is said before anything is made"

# The same projects except one.
cp -r "$source_dir/tests/pipeline/corpus" "$scratch/near"
rm -r "$scratch/near/$(ls -I '*.txt' "$scratch/near" | head -n 1)"
"$fastnode" corpus add --store "$scratch/data/near/store" --library "$scratch/library.bin" \
  --list "$scratch/near/packagelist.txt" "$scratch/near" >/dev/null 2>&1
about near
if house near DATASET_NAME=near train; then failed "a server of another dataset is an error"; fi
theirs=$(curl -s --noproxy '*' -H "Authorization: Bearer $(cat "$token")" "$url/dataset" | sed 's/.*"dataset_id":"\([^"]*\).*/\1/')
ours=$("$fastnode" corpus stat --store "$scratch/data/near/store" --json | sed -n 's/.*"dataset_id": *"\([^"]*\).*/\1/p')
says "serves another dataset \($theirs\) than .*/near/store has \($ours\)" || failed "both datasets are named"
says 'make train DATASET_NAME=' || failed "the remedy is named"
[ ! -e "$scratch/near/out/metainfo.json" ] || failed "nothing is made of another dataset"
if SERVER=$url SERVER_TOKEN_FILE=$token STORE=$scratch/data/near/store FASTNODE=$fastnode \
  "$source_dir/scripts/with_server.sh" true >"$scratch/near.said" 2>&1; then failed "a server that was not asked for is no other"; fi
says "SERVER_PORT=" || failed "the remedy for a server that was not asked for"
passed "a dataset other than the server's is refused before training, and both are named"

own_port=0
while [ $own_port = 0 ] || (exec 3<>"/dev/tcp/127.0.0.1/$own_port") 2>/dev/null; do own_port=$((20000 + RANDOM % 20000)); done
if house here SERVER= SERVER_TOKEN_FILE= SERVER_HOST=0.0.0.0 SERVER_PORT="$own_port" -o corpus server; then failed "a token is needed"; fi
says 'can be reached by other machines: a token is needed' || failed "make server says that a token is needed"
house here SERVER= SERVER_HOST=127.0.0.3 SERVER_PORT="$own_port" -o corpus server &
about here
await 30 says "ready on http://127.0.0.3:$own_port"
[ "$(SERVER=http://127.0.0.3:$own_port SERVER_TOKEN_FILE=$token "$source_dir/scripts/ask_server.sh")" = "$theirs" ] ||
  failed "make server serves for who has the token"
kill -TERM "$(pgrep -f -- "^[^ ]*fastnode graph-data-server .*--host 127.0.0.3 --port $own_port")"
wait $! || failed "it ends in order"
passed "make server listens where it is told, and asks for the token"

# A server that answers "later" is waited for: here a proxy whose server is being started.
mkdir "$scratch/faults" && echo down >"$scratch/faults/mode"
"$fastnode" graph-data-server --store "$scratch/store" --library "$scratch/library.bin" --port 0 --no-cuts >"$scratch/behind.out" &
await 30 grep -q 'ready on' "$scratch/behind.out"
/usr/bin/python3 "$source_dir/tests/s3/faults.py" "$own_port" "$(sed 's/.*://' "$scratch/behind.out")" "$scratch/faults" 2>/dev/null &
await 30 bash -c "exec 3<>/dev/tcp/127.0.0.1/$own_port"
about later
SERVER=http://127.0.0.1:$own_port "$source_dir/scripts/ask_server.sh" >"$scratch/later.said" 2>&1 &
await 20 says 'answers 503 .*; waiting for it, [0-9]+ s left'
echo ok >"$scratch/faults/mode"
wait $! || failed "a server that becomes ready is one"
says 'is back after' && says "^$theirs$" || failed "that it is ready is said"
echo down >"$scratch/faults/mode"
if SERVER=http://127.0.0.1:$own_port SERVER_WAIT=0 "$source_dir/scripts/ask_server.sh" >"$scratch/later.said" 2>&1; then
  failed "a server that is not ready is none"
fi
says 'still answers 503 after 0 s' || failed "what it answers is said"
passed "a server that is there and not ready is waited for"

house whole SERVER="$url//" train &
training=$!
seen=0
while kill -0 $training 2>/dev/null; do
  ! cat /proc/[0-9]*/cmdline 2>/dev/null | grep -aqFf "$token" || seen=$((seen + 1))
  sleep 0.1
done
about whole
wait $training || failed "make train with a server elsewhere ends with status 0"
[ $seen = 0 ] || failed "the token was seen in the process list"
! grep -rqFf "$token" "$scratch/whole" "$scratch/whole.said" || failed "the token was written down"
passed "make train takes a token, and an address with a slash too many; the token is seen nowhere"

house killed train &
training=$!
about killed
await 60 in_the_middle
kill_server
await 20 says 'cannot reach the graph data server at SERVER=.*; waiting for it; 29[0-9] s left'
away
wait $training || failed "a training whose server came back ends with status 0"
says 'the graph data server at SERVER=.* is back after' || failed "that the server is back is said"
for file in model.safetensors config.json; do
  cmp "$scratch/whole/out/model/$file" "$scratch/killed/out/model/$file" || failed "killed or not, $file differs"
done
passed "a training outlives its server, says so, and gives the same model"

# The same with the pipeline's own server, which is started again by itself.
url_elsewhere=$url url="" own_port=$((own_port + 1))
house own SERVER_PORT="$own_port" -o corpus train &
training=$!
about own
await 60 in_the_middle
own_server() { pgrep -f -- "graph-data-server --store $scratch/data/far/store .*--port $own_port" | while read -r pid; do
  [ "$(readlink "/proc/$pid/exe")" != "$(readlink -f "$fastnode")" ] || echo "$pid"
done; }
kill -KILL $(own_server) || failed "a server runs"
wait $training || failed "a training whose own server dies ends with status 0"
grep -q 'ended with status 137; starting it again' "$scratch/own/tmp/graph-data-server.log" || failed "the log says that it died"
cmp "$scratch/whole/out/model/model.safetensors" "$scratch/own/out/model/model.safetensors" || failed "the model differs"
[ -z "$(own_server)" ] || failed "it is ended in the end"
url=$url_elsewhere
passed "a training outlives the pipeline's own server, which is started again"

# Every command that asks a server says what is wrong with the token; the one that waits ends when it is told.
train() {
  exec "$fastnode" train --server "$url" --metainfo "$scratch/whole/out/metainfo.json" \
    --checkpoint "$scratch/$run/checkpoint" --out "$scratch/$run/model" --runs "$scratch/$run/runs" \
    --sites-per-sample 8 --steps $steps --hidden 16 --layers 2 --validation-samples 2 --go-on "$@" >"$said" 2>&1
}
about ended
if (train); then failed "train without a token is an error"; fi
says '^fastnode train: .* answers 401: .*SERVER_TOKEN_FILE' || failed "train says 401"
if "$fastnode" traindata --server "$url" --out "$scratch/none" >"$said" 2>&1; then
  failed "traindata without a token is an error"
fi
says '^fastnode traindata: .* answers 401: .*SERVER_TOKEN_FILE' || failed "traindata says 401"
if "$fastnode" compress --server "$url" --model "$scratch/whole/out/model" --metainfo "$scratch/whole/out/metainfo.json" \
  --usage "$scratch/whole/out/usage.bin" --library "$scratch/library.bin" --out "$scratch/none" >"$said" 2>&1; then
  failed "compress without a token is an error"
fi
says '^fastnode compress: .* answers 401: .*SERVER_TOKEN_FILE' || failed "compress says 401"

train --token-file "$token" &
training=$!
await 60 in_the_middle
kill_server
await 20 says 'waiting for it'
kill -TERM $training
start=$SECONDS status=0
wait $training || status=$?
[ $((SECONDS - start)) -le 2 ] || failed "a training that waits ends at once"
[ $status = 143 ] || failed "it ends with status 143, not $status"
[ -f "$scratch/ended/checkpoint/checkpoint.safetensors" ] || failed "it keeps its checkpoint"
away
(train --token-file "$token") || failed "it goes on"
says 'going on after step' || failed "it goes on where it was"
passed "a training that waits ends at once, keeps its checkpoint and goes on"
all_passed
