#!/usr/bin/env bash
# Draws one part of the samples, for datagen_parallel.sh. Started again, it goes on where it was.
#   datagen_part.sh LOGS PART PARTS FASTNODE DATAGEN-ARGUMENT...
# Leaves in LOGS part-N.log and at its end part-N.status (exit status, host, seconds, starts). While it
# runs there is part-N@MACHINE.pid: process and when it started, so that no other process is taken for it.
# MACHINE is a kernel since its start, and a namespace of process numbers: several may share LOGS.
set -uo pipefail
logs=$1 part=$2 parts=$3 fastnode=$4
shift 4
mkdir -p "$logs"
start=$SECONDS
host=${SLURMD_NODENAME:-$(hostname)}
running=$logs/part-$part@$(cat /proc/sys/kernel/random/boot_id)-$(readlink /proc/self/ns/pid | tr -dc 0-9).pid
echo "start on $host at $(date -u +%FT%TZ)" >>"$logs/part-$part.log"
"$fastnode" datagen "$@" --part "$part" --parts "$parts" >>"$logs/part-$part.log" 2>&1 &
child=$!
trap 'kill -TERM $child 2>/dev/null' TERM INT HUP
echo "$child $(awk '{ print $22 }' "/proc/$child/stat" 2>/dev/null)" >"$running"
wait $child
status=$?
rm -f "$running"
starts=$(grep -c '^start on' "$logs/part-$part.log")
unfinished=$(mktemp "$logs/part-$part.status.XXXXXX")
echo "$status $host $((SECONDS - start)) $starts" >"$unfinished"
mv "$unfinished" "$logs/part-$part.status"
tr '\r' '\n' <"$logs/part-$part.log" | { grep 'train: samples ' || tail -n 1 "$logs/part-$part.log"; } | tail -n 1
exit $status
