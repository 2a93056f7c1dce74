#!/usr/bin/env bash
# Ends what datagen_parallel.sh started on hosts and removes what it put there, and nothing else: folders
# that the record names and that bear our mark, processes that wrote down when they started.
#   clean_remote.sh RECORD
set -uo pipefail
record=$1
export RSYNC_RSH=${RSYNC_RSH:-ssh -o BatchMode=yes -o ConnectTimeout=10}
[ -s "$record" ] || { echo "clean_remote: nothing is recorded in $record"; exit 0; }
left=$(mktemp)
trap 'rm -f "$left"' EXIT
while read -r host folder id; do
  # shellcheck disable=SC2086,SC2016 # the shell is words; the script's variables are the host's
  said=$(timeout 300 $RSYNC_RSH "$host" "cd '$folder' 2>/dev/null || { echo gone; exit 0; }
    [ \"\$(cat OWNER 2>/dev/null)\" = '$id' ] || { echo 'not ours'; exit 0; }
    for file in logs/part-*.pid; do
      [ -f \"\$file\" ] || continue
      read -r pid started <\"\$file\"
      [ \"\$(awk '{ print \$22 }' /proc/\$pid/stat 2>/dev/null)\" = \"\$started\" ] && kill -TERM \$pid
    done
    rm -rf bundle samples logs OWNER && cd .. && rmdir '${folder##*/}' 2>/dev/null
    echo removed" </dev/null 2>/dev/null) || said="does not answer"
  echo "clean_remote: $host:$folder: $said"
  [ "$said" != "does not answer" ] || echo "$host $folder $id" >>"$left"
done <"$record"
if [ -s "$left" ]; then
  cp "$left" "$record"
  echo "clean_remote: hosts that did not answer stay in $record; run this again" >&2
  exit 1
fi
rm -f "$record"
