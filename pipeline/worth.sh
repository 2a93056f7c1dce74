#!/bin/bash
# worth.sh MODEL: how much work is in a trained model, in words: "out/model, 260 steps in 3 minutes of
# training". Nothing if there is no model. The minutes are those of TMP/timings.tsv, if it is still there.
set -euo pipefail
model=$1
[ -e "$model" ] || exit 0
steps=$(sed -n 's/^  "steps": *\([0-9]*\).*/\1/p' "$model/training.json" 2>/dev/null | head -n 1 || true)
time=$(awk -F'\t' '$1 == "train" || $1 == "continue" { seconds += $2 }
  END { if (seconds >= 90) printf " in %.0f minutes", seconds / 60; else if (seconds) printf " in %.0f seconds", seconds }' \
  "${TMP:-tmp}/timings.tsv" 2>/dev/null || true)
echo "$model (${steps:-unknown} steps$time of training)"
