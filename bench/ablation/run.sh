#!/usr/bin/env bash
# What each kind of knowledge is worth, task by task and condition by condition: the same samples, the same
# steps, one kind withheld at a time; and the old network. Prints accuracy and accuracy@5 on the validation
# split. Takes an hour on two cores, half of it for the old network.
#   run.sh [STEPS]
# Needs a finished `make`. Samples are drawn once, into tmp/ablation; what was trained is not trained again, and a
# training that was killed goes on.
set -euo pipefail
cd "$(dirname "$0")/../.."
steps=${1:-1500}
validation=128
fastnode=build/fastnode work=tmp/ablation
dataset=data/${DATASET_NAME:-default}
[ -f out/metainfo.json ] || { echo "ablation: run 'make' first" >&2; exit 1; }
mkdir -p "$work"
"$fastnode" datagen --store "$dataset/store" --library data/library.bin --metainfo out/metainfo.json \
  --usage out/usage.bin --out "$work/samples" --samples "$steps" --sites-per-sample 64 \
  --validation-samples "$validation" --by-condition --seed 1 --threads 2
run() {  # NAME FLAG...
  local name=$1
  shift
  names+=("$name")
  [ ! -f "$work/$name/model/training.json" ] || return 0
  echo "ablation: $name" >&2
  "$fastnode" train --samples "$work/samples" --metainfo out/metainfo.json --usage out/usage.bin \
    --out "$work/$name/model" --checkpoint "$work/$name/checkpoint" --steps "$steps" --validate-every "$steps" \
    --sites-per-sample 64 --seed 1 --threads 1 --validation-samples "$validation" --by-condition --go-on "$@" \
    >"$work/$name.log" 2>&1 || { tail -n 3 "$work/$name.log" >&2; exit 1; }
}
names=()
run everything
for kind in contexts corpus prior flow project names types spelling uses file edges features; do
  run "without-$kind" --without "$kind"
done
run features-alone --without edges,names,types,uses
run wide --hidden 128
run deep --layers 5
run old --preset old --hidden 64
run old-mended --preset old --hidden 64 --mend site --mend types
python3 bench/ablation/tables.py "$work" "${names[@]}"
