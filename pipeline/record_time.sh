#!/bin/bash
# record_time.sh STAGE SECONDS PEAK_MB: notes how long a stage took, in $TMP/timings.tsv (one line per
# stage, for its last run). +SECONDS adds to what is noted, as `continue` does; a new `train` removes the
# line of `continue`.
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
