#!/bin/bash
# plan.sh WORDS STAGE...: what `make` is about to do, how long each stage took here when it last ran
# (TMP/timings.tsv), and how to have less of it. WORDS say of what: the dataset, the model, its steps.
set -euo pipefail
table=${TMP:-tmp}/timings.tsv
words=$1
shift

# How to pass a stage over, or to have less of it.
way_of() {
  case $1 in
    fetch) echo "CORPUS=FOLDER: your own projects instead" ;;
    train) echo "STEPS=N: fewer steps; make quick: a small model beside it" ;;
    validate) echo "make compress ends before it" ;;
  esac
}

# "8m25s"
words_of_seconds() { awk -v s="$1" 'BEGIN { s = int(s + 0.5); if (s >= 60) printf "%dm%02ds", s / 60, s % 60; else printf "%ds", s }'; }

# The seconds of a stage, of all validations together; nothing if it never ran.
seconds_of() {
  [ -f "$table" ] || return 0
  awk -F'\t' -v stage="$1" '
    $1 == stage || (stage == "validate" && $1 ~ /^validate_/) { sum += $2; seen = 1 }
    END { if (seen) print sum }' "$table"
}

sum=0 unknown=""
printf 'make: %s\n' "$words"
for stage in "$@"; do
  seconds=$(seconds_of "$stage")
  if [ -n "$seconds" ]; then
    sum=$(awk -v a="$sum" -v b="$seconds" 'BEGIN { print a + b }')
    seconds=$(words_of_seconds "$seconds")
  else
    unknown=yes
  fi
  printf '  %-10s %8s   %s\n' "$stage" "${seconds:--}" "$(way_of "$stage")" | sed 's/ *$//'
done
if [ "$sum" != 0 ]; then
  echo "  The times are of the last run here, $(words_of_seconds "$sum") in all${unknown:+ and those that have none yet}. What is up to date is passed over."
else
  echo "  Nothing was timed here yet. What is up to date is passed over."
fi
