#!/usr/bin/env bash
# run.sh: training on a graphics card: whether it is right, and how fast. Draws samples of three sizes
# from the default corpus, compares steps on the card with the processor's (cuda_bench.cc), and trains
# 2,000 steps from files. Needs a card, and a finished `make` or a copy of its out/ and data/.
# BUILD: a build that is there already; else `make build TORCH=pip-cuda` makes one, or brings it up to date.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${BUILD:-build/pip-cuda}
threads=$(nproc)
[ -d out/model ] && [ -d data/default/store ] || { echo "bench/cuda: out/ or data/ is missing: make" >&2; exit 1; }
nvidia-smi -L || { echo "bench/cuda: there is no card here" >&2; exit 1; }
if [ -z "${BUILD:-}" ]; then
  make build TORCH=pip-cuda BUILD="$build"
  ninja -C "$build" cuda_bench >/dev/null
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Set as `fastnode` sets them for training.
export OMP_WAIT_POLICY=passive
if grep -q avx512vl /proc/cpuinfo; then export OPENBLAS_CORETYPE=SKYLAKEX; fi

draw() { # draw SITES SAMPLES VALIDATION: a folder of samples
  "$build/fastnode" datagen --store data/default/store --library data/library.bin --metainfo out/metainfo.json \
    --usage out/usage.bin --out "$scratch/$1" --sites-per-sample "$1" --samples "$2" --validation-samples "$3" \
    --threads "$threads" --no-compression >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
}
shards=()
for size in 64:2000:48 256:100:0 1024:32:0; do
  IFS=: read -r sites samples validation <<<"$size"
  draw "$sites" "$samples" "$validation"
  shards+=("$(printf '%s\n' "$scratch/$sites"/train/*.shard | head -n 1)")
done
status=0
"$build/cuda_bench" out/model/config.json "${shards[@]}" || status=$?

echo "2,000 steps of 64 sites from files, $((threads / 2)) threads prepare them"
"$build/fastnode-train" train --samples "$scratch/64" --metainfo out/metainfo.json --out "$scratch/model" \
  --checkpoint "$scratch/checkpoint" --steps 2000 --validation-samples 48 --validate-every 2000 --device cuda \
  --threads $((threads / 2)) 2>"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
exit $status
