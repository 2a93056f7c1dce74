#!/bin/bash
# Prints the last validation, how long each stage took at its last run, and where things are.
set -euo pipefail
out=${OUT:-out} tmp=${TMP:-tmp}
if [ ! -f "$out/validation.txt" ]; then
  echo "table: $out has no validation yet; run 'make'" >&2
  exit 1
fi
echo
cat "$out/validation.txt"
for more in calls chains decisions; do
  if [ -f "$out/validation-$more.txt" ]; then cat "$out/validation-$more.txt"; fi
done
if [ -f "$tmp/timings.tsv" ]; then
  echo
  printf '%-20s %9s %9s\n' stage seconds 'peak MB'
  awk -F'\t' '{ printf "%-20s %9.1f %9s\n", $1, $2, $3 }' "$tmp/timings.tsv"
fi
echo
echo "release folder: $out/serve   numbers: $out/validation.json   this table: $out/validation.txt"
echo "complete code with it: ${FASTNODE:-build/fastnode} complete --model $out/serve"
