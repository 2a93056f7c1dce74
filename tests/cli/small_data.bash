# For the scripts beside: a scratch folder with the small projects of tests/pipeline/corpus in a store,
# training data made of them, and a graph data server on a free port. Sourced with $fastnode and
# $source_dir set.
scratch=$(mktemp -d)
server_pid=
finish() {
  local pids
  pids=$(jobs -p)
  [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
fail() { echo "${0##*/}: $*" >&2; exit 1; }

make_store() {
  mkdir -p "$scratch/stubs"
  ln -s "$source_dir/node_modules/pyright/dist/typeshed-fallback/stdlib" "$scratch/stubs/stdlib"
  "$fastnode" corpus library --typeshed "$scratch/stubs" --out "$scratch/library.bin" >/dev/null
  "$fastnode" corpus add --store "$scratch/store" --library "$scratch/library.bin" \
    --list "$source_dir/tests/pipeline/corpus/packagelist.txt" "$source_dir/tests/pipeline/corpus" \
    >"$scratch/add.out" 2>/dev/null
}

port=0
# start_server [FLAG...]: on $port, or on a free one if that is 0; sets $port, $url and $server_pid.
start_server() {
  "$fastnode" graph-data-server --store "$scratch/store" --library "$scratch/library.bin" \
    --port "$port" "$@" >"$scratch/server.out" 2>&1 &
  server_pid=$!
  for _ in $(seq 200); do
    url=$(sed -n 's/.* ready on \(http:.*\)/\1/p' "$scratch/server.out" 2>/dev/null || true)
    if [ -n "$url" ]; then
      port=${url##*:}
      return
    fi
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.05
  done
  fail "the server does not start: $(cat "$scratch/server.out")"
}

make_train_data() {
  "$fastnode" traindata --server "$url" \
    --out "$scratch/metainfo.json" --usage "$scratch/usage.bin" >/dev/null
}

# The store and its training data; no server runs behind it.
make_dataset() {
  make_store
  start_server --no-cuts
  make_train_data
  kill -TERM "$server_pid"
}

# draw FOLDER SAMPLES [FLAG...]
draw() {
  local folder=$1 samples=$2
  shift 2
  "$fastnode" datagen --store "$scratch/store" --library "$scratch/library.bin" \
    --metainfo "$scratch/metainfo.json" --usage "$scratch/usage.bin" --out "$folder" \
    --samples "$samples" --sites-per-sample 8 --seed "${seed:-5}" --samples-per-shard 10 --validation-samples 2 "$@"
}
