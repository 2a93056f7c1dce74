#!/usr/bin/env bash
# Draws one part of the samples, for datagen_parallel.sh. Started again, it goes on where it was.
#   datagen_part.sh LOGS PART PARTS FASTNODE DATAGEN-ARGUMENT...
# PARTS may be 16/8: of 16 parts of the work those with the same remainder by 8 are of one part of the corpus, and
# need no other one. With NODE_DIR that part is copied there first, from the file system that all see.
# Leaves in LOGS part-N.log and at its end part-N.status (exit status, host, seconds, starts). While it
# runs there is part-N@MACHINE.pid: process and when it started, so that no other process is taken for it.
# MACHINE is a kernel since its start, and a namespace of process numbers: several may share LOGS.
set -uo pipefail
logs=$1 part=$2 parts=${3%/*} corpus_parts=${3#*/} fastnode=$4
[ "$corpus_parts" != "$3" ] || corpus_parts=
shift 4
mkdir -p "$logs"
start=$SECONDS
host=${SLURMD_NODENAME:-$(hostname)}
running=$logs/part-$part@$(cat /proc/sys/kernel/random/boot_id)-$(readlink /proc/self/ns/pid | tr -dc 0-9).pid
echo "start on $host at $(date -u +%FT%TZ)" >>"$logs/part-$part.log"
share=(--part "$part" --parts "$parts") copy=
if [ -n "$corpus_parts" ]; then
  share+=(--by-corpus-part)
  corpus_part=$((part % corpus_parts))
  if [ -n "${NODE_DIR:-}" ] && mkdir -p "$NODE_DIR" && copy=$(mktemp -d "$NODE_DIR/fastnode-part-XXXXXX"); then
    trap 'rm -rf -- "$copy"' EXIT
    for ((i = 1; i < $#; ++i)); do
      [ "${!i}" = --store ] || continue
      next=$((i + 1))
      store=${!next}
      mkdir "$copy/store"
      cp "$store/catalogue.json" "$store/part-$corpus_part-of-$corpus_parts.rows" "$copy/store/" &&
        mkdir "$copy/store/part-$corpus_part-of-$corpus_parts" &&
        cp "$store/part-$corpus_part-of-$corpus_parts"/{data.mdb,checksum} "$copy/store/part-$corpus_part-of-$corpus_parts/" &&
        set -- "${@:1:i}" "$copy/store" "${@:next+1}"
      break
    done >>"$logs/part-$part.log" 2>&1
  fi
fi
"$fastnode" datagen "$@" "${share[@]}" >>"$logs/part-$part.log" 2>&1 &
child=$!
trap 'kill -TERM $child 2>/dev/null' TERM INT HUP
echo "$child $(awk '{ print $22 }' "/proc/$child/stat" 2>/dev/null)" >"$running"
wait $child
status=$?
rm -f "$running"
[ -z "$copy" ] || rm -rf -- "$copy"
starts=$(grep -c '^start on' "$logs/part-$part.log")
unfinished=$(mktemp "$logs/part-$part.status.XXXXXX")
echo "$status $host $((SECONDS - start)) $starts" >"$unfinished"
mv "$unfinished" "$logs/part-$part.status"
tr '\r' '\n' <"$logs/part-$part.log" | { grep 'train: samples ' || tail -n 1 "$logs/part-$part.log"; } | tail -n 1
exit $status
