#!/bin/bash
# record_time.sh STAGE SECONDS PEAK_MB: notes how long a stage took, in $TMP/timings.tsv (one line a
# stage: of its last run).
set -euo pipefail
table=${TMP:-tmp}/timings.tsv
mkdir -p "$(dirname "$table")"
exec 8>>"$table.lock"
flock -w 60 8
{
  [ ! -f "$table" ] || awk -F'\t' -v stage="$1" '$1 != stage' "$table"
  printf '%s\t%s\t%s\n' "$1" "$2" "$3"
} >"$table.new"
mv -- "$table.new" "$table"
