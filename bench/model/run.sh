#!/usr/bin/env bash
# run.sh: the network alone, graphs given. The release beside ONNX Runtime on the exported network, one
# thread each; training beside the same network in plain PyTorch, on one core and on two.
set -euo pipefail
cd "$(dirname "$0")/../.."
store=data/default/store corpus=data/default/corpus
[ -d out/model ] && [ -f out/model.onnx ] && [ -d $store ] || { echo "bench/model: out/ is missing: make" >&2; exit 1; }
/usr/bin/python3 -c 'import torch' 2>/dev/null || { echo "bench/model: python3-torch is missing: install it" >&2; exit 1; }
ninja -C build model_bench train_bench fastnode >/dev/null
# Peers from npm. A current PyTorch and PyTorch Geometric are measured too, if they are here:
#   python3 -m venv build/bench_model/python && build/bench_model/python/bin/pip install torch torch_geometric
peers=build/bench_model
mkdir -p $peers
# Its install script fetches a CUDA library that nothing here needs.
[ -d $peers/node_modules/onnxruntime-node ] ||
  npm install --silent --no-save --ignore-scripts --prefix $peers onnxruntime-node@1 >/dev/null
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Set as `fastnode` sets them for training: Debian's OpenBLAS takes new processors for older, slower ones.
export OMP_WAIT_POLICY=passive
if grep -q avx512vl /proc/cpuinfo; then export OPENBLAS_CORETYPE=SKYLAKEX; fi

# The file whose number of lines is closest to 1,000.
file=$(find $corpus -name '*.py' -size +20k -size -80k -print0 | sort -z | xargs -0 wc -l |
  awk '$2 != "total" { d = $1 > 1000 ? $1 - 1000 : 1000 - $1; if (best == "" || d < least) { least = d; best = $2 } } END { print best }')
# Full precision on our side too, where scores are compared.
cp -r out/serve "$scratch/full"
cp out/model/config.json out/model/model.safetensors "$scratch/full/"
build/model_bench dump "$scratch/full" "$file" "$scratch/sites"
build/model_bench score out/serve "$scratch/sites"
NODE_PATH=$peers/node_modules node bench/model/onnx.js out/model.onnx "$scratch/sites.jsonl" 1e-3

build/fastnode datagen --store $store --library data/library.bin --metainfo out/metainfo.json --usage out/usage.bin \
  --out "$scratch/samples" --samples 60 --samples-per-shard 60 --validation-samples 0 >/dev/null 2>&1
shard=$(echo "$scratch"/samples/train/*.shard)
build/fastnode record dump "$shard" >"$scratch/samples.jsonl"
for threads in 1 2; do
  echo "training on mini-batches of 64 sites, $threads thread(s)"
  /usr/bin/python3 bench/model/peer.py "$scratch/samples.jsonl" out/model/config.json $threads 100
  # A current PyTorch and PyTorch Geometric, if somebody has installed them there.
  if [ -x $peers/python/bin/python ]; then
    for way in eager compile geometric; do
      $peers/python/bin/python bench/model/peer.py "$scratch/samples.jsonl" out/model/config.json $threads 100 $way ||
        echo "torch $way: failed"
    done
  fi
  build/train_bench "$shard" out/model/config.json $threads 100
done
