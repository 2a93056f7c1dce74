#!/usr/bin/env bash
# Makes a corpus in parts by a Slurm array: each task makes one part, this machine merges their digests, and each
# task counts what its part trains on. Started again with the same store, it keeps what is there and is as it was.
#   corpus_parallel.sh PARTS LOGS FASTNODE ADD-ARGUMENT...
# ADD-ARGUMENT: of `fastnode corpus add`, without --parts. Program, projects and store must stand on a file system that
# all nodes see. SLURM_FLAGS are added to sbatch (--partition, --account, --time). Waits at most CLUSTER_HOURS (24).
set -euo pipefail
parts=$1 logs=$2 fastnode=$(readlink -f "$3")
shift 3
mkdir -p "$logs"
logs=$(cd "$logs" && pwd)
limit=$((${CLUSTER_HOURS:-24} * 3600))
fail() { echo "corpus_parallel: $*" >&2; exit 1; }
command -v sbatch >/dev/null || fail "there is no sbatch here; run this where jobs are submitted"

# What a part needs of the arguments, and what the merge needs: which project is used for what.
store="" adding=() merging=()
while [ $# -gt 0 ]; do
  case $1 in
    --store | --library) [ "$1" = --library ] || store=$2; adding+=("$1" "$2"); merging+=("$1" "$2"); shift 2 ;;
    --list | --split | --roles-of | --shares | --dataset-id) merging+=("$1" "$2"); shift 2 ;;
    --need-all-splits | --roles-of=*) merging+=("$1"); shift ;;
    --project) adding+=("$1" "$2"); shift 2 ;;
    -*) fail "$1: not known here" ;;
    *) adding+=("$1"); shift ;;
  esac
done
[ -n "$store" ] || fail "no --store"
[ ! -e "$store/data.mdb" ] || fail "$store is one store, not one in parts; remove it, or give another folder"

job=""
# What goes on without us would write into a folder that somebody may make anew.
interrupted() {
  [ -z "$job" ] || { scancel "$job" 2>/dev/null || true; }
  echo "corpus_parallel: interrupted${job:+; job $job is cancelled}" >&2
  exit "$1"
}
trap 'interrupted 130' INT
trap 'interrupted 143' TERM HUP
# array WHAT COMMAND...: the command for each part, with its number behind it.
array() {
  local what=$1 start=$SECONDS left failed
  shift
  rm -f "$logs/$what"-*.{out,done}
  # shellcheck disable=SC2086 # flags are words
  job=$(sbatch --parsable --job-name="fastnode-corpus-$what" --array="0-$((parts - 1))" --requeue --open-mode=append --ntasks=1 \
    --output="$logs/$what-%a.out" ${SLURM_FLAGS:-} \
    --wrap "$(printf '%q ' "$@") \$SLURM_ARRAY_TASK_ID && touch $(printf '%q' "$logs/$what")-\$SLURM_ARRAY_TASK_ID.done") || fail "sbatch took no job"
  job=${job%%;*}
  echo "corpus_parallel: $what: job $job, $parts parts ('squeue -j $job' shows them, 'scancel $job' ends it)"
  # The controller may be away for a moment: only its word that nothing is left counts.
  while ! left=$(squeue -h -j "$job" 2>/dev/null) || [ -n "$left" ]; do
    if [ $((SECONDS - start)) -ge $limit ]; then
      scancel "$job" 2>/dev/null || true
      fail "$what: not ended after ${CLUSTER_HOURS:-24} hours; job $job is cancelled"
    fi
    sleep 1
  done
  job=""
  failed=$(for ((part = 0; part < parts; ++part)); do [ -e "$logs/$what-$part.done" ] || echo "$part"; done)
  if [ -n "$failed" ]; then
    for part in $failed; do echo "part $part: $(tail -n 1 "$logs/$what-$part.out" 2>/dev/null || echo "it was never started")" >&2; done
    fail "$what: $(wc -w <<<"$failed") of $parts parts failed; their logs are in $logs"
  fi
  echo "corpus_parallel: $what: done in $((SECONDS - start)) s"
}

array add "$fastnode" corpus add "${adding[@]}" --threads 1 --parts "$parts" --part
"$fastnode" corpus merge "${merging[@]}"
array count "$fastnode" traindata --count --store "$store" --part
