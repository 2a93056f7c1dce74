#!/bin/bash
# What came out, from the last run.
#   print_table.sh headline      a few lines, and where the rest is
#   print_table.sh all           every table, and how long each stage took
#   print_table.sh NAME          one table: attribute, calls, chains or decisions
set -euo pipefail
out=${OUT:-out} tmp=${TMP:-tmp} fastnode=${FASTNODE:-build/fastnode}
what=${1:-all}
table_of() { if [ "$1" = attribute ]; then echo "$out/validation.txt"; else echo "$out/validation-$1.txt"; fi; }
if [ ! -f "$(table_of attribute)" ] && { [ "$what" = all ] || [ "$what" = headline ]; }; then
  echo "table: $out has no validation yet; run 'make'" >&2
  exit 1
fi
case $what in
  headline)
    echo
    # Status 3 is a verdict, too: `make verdict` is the one that fails by it.
    "$fastnode" verdict "$out" || [ $? = 3 ]
    ;;
  all)
    for name in attribute calls chains decisions; do
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
if [ "$what" != all ]; then echo "all tables and times: make table   as a page: $out/validation.html"; fi
echo "release folder: $out/serve   numbers: $out/validation*.json   runs: $fastnode runs list --runs ${RUNS:-runs}"
echo "complete code with it: $fastnode complete --model $out/serve"
