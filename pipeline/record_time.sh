#!/bin/bash
# record_time.sh STAGE SECONDS PEAK_MB: notes how long a stage took, in $TMP/timings.tsv (one line a
# stage: of its last run). +SECONDS adds to those noted, as `continue` does to its own; `train` ends these.
set -euo pipefail
table=${TMP:-tmp}/timings.tsv
mkdir -p "$(dirname "$table")"
exec 8>>"$table.lock"
flock -w 60 8
seconds=$2
case $seconds in
  +*) seconds=$(awk -F'\t' -v stage="$1" -v more="${2#+}" '$1 == stage { more += $2 } END { print more }' "$table" 2>/dev/null || echo "${2#+}") ;;
esac
{
  [ ! -f "$table" ] || awk -F'\t' -v stage="$1" '$1 != stage && !(stage == "train" && $1 == "continue")' "$table"
  printf '%s\t%s\t%s\n' "$1" "$seconds" "$3"
} >"$table.new"
mv -- "$table.new" "$table"
