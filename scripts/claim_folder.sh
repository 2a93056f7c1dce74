#!/bin/sh
# On a host: makes a folder ours, unless it is somebody else's. Prints whose it is. If it is ours, a second
# line is a word that belongs to the folder: hosts that share a home print the same one.
#   claim_folder.sh FOLDER OWNER
# Several hosts may do so at once on one folder. The first that creates a file wins; that holds on network
# file systems too.
first() { # FILE TEXT: writes it, unless the file is there; prints what is there then
  (set -C && echo "$2" >"$1") 2>/dev/null
  tries=0
  until [ -s "$1" ] || [ $tries = 10 ]; do
    tries=$((tries + 1))
    sleep 1
  done
  cat "$1"
}
mkdir -p "$1" && cd "$1" || exit 1
owner=taken
# Asked twice: somebody may have made it between the first question and the second.
if [ -f OWNER ] || [ -z "$(ls -A)" ] || [ -f OWNER ]; then owner=$(first OWNER "$2"); fi
echo "$owner"
[ "$owner" != "$2" ] || first FOLDER "$(cat /proc/sys/kernel/random/uuid)"
