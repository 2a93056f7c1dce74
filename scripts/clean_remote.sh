#!/usr/bin/env bash
# Ends what datagen_parallel.sh started on hosts and removes what it put there. It touches nothing but
# folders that the record names and that bear our mark, and processes that wrote down when they started.
#   clean_remote.sh RECORD
set -uo pipefail
record=$1
here=$(cd "$(dirname "$0")" && pwd)
export RSYNC_RSH=${RSYNC_RSH:-ssh -o BatchMode=yes -o ConnectTimeout=10}
[ -s "$record" ] || { echo "clean_remote: nothing is recorded in $record"; exit 0; }
# on_host HOST end|remove FOLDER ID
on_host() {
  # shellcheck disable=SC2086 # the shell is words
  timeout 300 $RSYNC_RSH "$1" sh -s "$2" "$3" "$4" <"$here/leave_host.sh" 2>/dev/null || echo "does not answer"
}
left=$(mktemp)
trap 'rm -f "$left"' EXIT
# First all end what they run: hosts may share a folder.
while read -r host folder id; do on_host "$host" end "$folder" "$id"; done <"$record" >/dev/null
while read -r host folder id; do
  said=$(on_host "$host" remove "$folder" "$id")
  echo "clean_remote: $host:$folder: $said"
  [ "$said" != "does not answer" ] || echo "$host $folder $id" >>"$left"
done <"$record"
if [ -s "$left" ]; then
  cp "$left" "$record"
  echo "clean_remote: hosts that did not answer stay in $record; run this again" >&2
  exit 1
fi
rm -f "$record"
