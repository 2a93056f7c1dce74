#!/bin/bash
# What came out, from the last run.
#   print_table.sh headline      a few lines, and where the rest is
#   print_table.sh all           every table, and how long each stage took
#   print_table.sh NAME          one table: attribute, names, calls, chains or decisions
set -euo pipefail
out=${OUT:-out} tmp=${TMP:-tmp} fastnode=${FASTNODE:-build/fastnode}
what=${1:-all}
as_given() { echo "make ${1:-} ${AS_GIVEN:-}" | xargs; }  # this make, with another target
table_of() { if [ "$1" = attribute ]; then echo "$out/validation.txt"; else echo "$out/validation-$1.txt"; fi; }
if [ ! -f "$(table_of attribute)" ] && { [ "$what" = all ] || [ "$what" = headline ]; }; then
  echo "table: $out has no validation yet; run '$(as_given)'" >&2
  exit 1
fi
case $what in
  headline)
    echo
    # `continue`, or a training alone, leaves the measurements of the model before.
    if [ "$out/model/training.json" -nt "$out/serve/manifest.json" ]; then
      echo "what follows was measured before $out/model was trained; '$(as_given)' measures it"
    fi
    # Status 3 is a verdict, too: `make verdict` is the one that fails by it.
    "$fastnode" verdict "$out" || [ $? = 3 ]
    ;;
  all)
    for name in attribute names calls chains decisions; do
      if [ -f "$(table_of $name)" ]; then cat "$(table_of $name)"; fi
    done
    if [ -f "$tmp/timings.tsv" ]; then
      echo
      printf '%-20s %9s %9s\n' stage seconds 'peak MB'
      awk -F'\t' '{ printf "%-20s %9.1f %9s\n", $1, $2, $3 }' "$tmp/timings.tsv"
    fi
    ;;
  *) cat "$(table_of "$what")" ;;
esac
echo
if [ "$what" != all ]; then echo "all tables and times: $(as_given table)   as a page: $out/validation.html"; fi
echo "release folder: $out/serve   numbers: $out/validation*.json   runs: $fastnode runs list --runs ${RUNS:-runs}"
echo "complete code with it: $fastnode complete --model $out/serve"
