#!/bin/bash
# analyse_everything.sh [FOLDER]...: every Python file below the folders (default: /), each content
# once, is analysed up to its graph and types under AddressSanitizer, LeakSanitizer and
# UndefinedBehaviorSanitizer. Prints counts and refusals by reason; fails on any crash or report,
# which names the file. BUILD: the build folder with the program (default: build).
set -euo pipefail
cd "$(dirname "$0")/.."
build=${BUILD:-build}
jobs=${JOBS:-$(nproc)}
scripts/build_fuzzers.sh "$build/fuzz" "$build/fastnode"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

[ $# -gt 0 ] || set -- /
# What is no file system on a disk, or vanishes meanwhile, is left out.
{ find "$@" \( -path /proc -o -path /sys -o -path /dev \) -prune -o -type f -name '*.py' -print \
    2>/dev/null || true; } | LC_ALL=C sort >"$scratch/paths"
echo "found $(wc -l <"$scratch/paths") files"
export ASAN_OPTIONS=handle_abort=1:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
start=$SECONDS pids=()
for ((shard = 0; shard < jobs; ++shard)); do
  "$build/fuzz/analyse_files" "$build/fuzz/library.bin" "$shard" "$jobs" \
    <"$scratch/paths" >"$scratch/counts.$shard" 2>"$scratch/report.$shard" &
  pids+=($!)
done
failed=0
for shard in "${!pids[@]}"; do
  wait "${pids[$shard]}" || { failed=1; cat "$scratch/report.$shard" >&2; }
done
cat "$scratch"/counts.* | LC_ALL=C sort | awk -F'\t' '
  { if (!($1 in sum)) order[++n] = $1; sum[$1] += $2 }
  END { for (i = 1; i <= n; ++i) printf "%-28s %14.0f\n", order[i], sum[order[i]] }'
[ "$failed" = 0 ] || { echo "analyse_everything: failed" >&2; exit 1; }
echo "analyse_everything: passed in $((SECONDS - start)) s"
