#!/bin/sh
# On a host: makes a folder ours, unless it is somebody else's. Prints whose it is, and on a second line,
# if it is ours, a word of the folder itself: hosts that share a home print the same one.
#   claim_folder.sh FOLDER OWNER
# Hosts may do so at once, on one folder: the first to make a file counts, as network file systems have it, too.
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
# Asked twice: between the first and the second question somebody may have made it.
if [ -f OWNER ] || [ -z "$(ls -A)" ] || [ -f OWNER ]; then owner=$(first OWNER "$2"); fi
echo "$owner"
[ "$owner" != "$2" ] || first FOLDER "$(cat /proc/sys/kernel/random/uuid)"
