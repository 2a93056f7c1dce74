#!/usr/bin/env bash
# One model, byte for byte: trained from cuts that are made as it trains, from cuts that the server remembers, from
# a server that remembers none, and from what two hosts have drawn, each from a store and with cuts of its own.
#   same_model.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
steps=40
make_store
cd "$scratch"

# train NAME FLAG...: where the samples are from.
train() {
  local name=$1
  shift
  "$fastnode" train "$@" --metainfo metainfo.json --usage usage.bin --checkpoint "$name/checkpoint" \
    --out "$name/model" --sites-per-sample 8 --seed 5 --hidden 32 --layers 2 --validation-samples 2 \
    --steps $steps >"$name.out" 2>&1 || fail "training fails ($name): $(tail -n 3 "$name.out")"
}
same() { cmp "cold/model/model.safetensors" "$1/model/model.safetensors" || fail "another model: $2"; }
# graphs MADE: how many the server has drawn so.
graphs() { curl -s "$url/metrics" | sed -n "s/^fastnode_graphs_total{made=\"$1\"} //p"; }

start_server --cuts cuts
make_train_data
train cold --server "$url"
cold=$(graphs cold) remembered=$(graphs remembered)
[ "$cold" -gt 0 ] || fail "no graph was cut anew"
train remembered --server "$url"
[ $(($(graphs remembered) - remembered)) -ge $((steps * 8)) ] || fail "what was cut is not remembered: $(graphs remembered)"
kill -TERM "$server_pid"
wait "$server_pid" 2>/dev/null || true
same remembered "from remembered cuts"

port=0
start_server --no-cuts
train without --server "$url"
kill -TERM "$server_pid"
wait "$server_pid" 2>/dev/null || true
same without "from a server that remembers no cuts"
echo "passed: cuts made cold and cuts remembered give one model"

for host in 0 1; do
  cp -r store "store$host"
  "$fastnode" datagen --store "store$host" --library library.bin --metainfo metainfo.json --usage usage.bin \
    --out "of_host$host" --samples $steps --sites-per-sample 8 --seed 5 --samples-per-shard 10 \
    --validation-samples 2 --cuts "cuts$host" --part "$host" --parts 2 >"host$host.out" 2>&1 ||
    fail "host $host: $(tail -n 3 "host$host.out")"
done
diff -rq of_host0 of_host1 >/dev/null && fail "both hosts have drawn the same"
cp -r of_host0 samples
cp -rn of_host1/. samples
train hosts --samples samples
same hosts "drawn by two hosts"
echo "passed: what two hosts have drawn gives the same model"
echo "same_model.sh: passed"
