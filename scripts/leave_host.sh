#!/bin/sh
# On a host: ends the parts that run in a folder of ours, or removes it. Prints what it found.
#   leave_host.sh end|remove FOLDER OWNER
# Hosts may share the folder: all of them end what they run before one removes it.
cd "$2" 2>/dev/null || { echo gone; exit 0; }
[ "$(cat OWNER 2>/dev/null)" = "$3" ] || { echo "not ours"; exit 0; }
if [ "$1" = end ]; then
  rm -f bundle/datagen_part.sh # nothing begins any more: who started the parts starts them again elsewhere, or here
  # Only processes of this host, and only those that began when they wrote down that they did.
  machine=$(cat /proc/sys/kernel/random/boot_id)-$(readlink /proc/self/ns/pid | tr -dc 0-9)
  is_at_work() { [ "$(awk '{ print $22 }' "/proc/$1/stat" 2>/dev/null)" = "$2" ]; }
  for signal in TERM KILL; do
    running=0
    for file in logs/part-*@"$machine".pid; do
      [ -f "$file" ] && read -r pid started <"$file" && is_at_work "$pid" "$started" || continue
      kill -$signal "$pid"
      running=1
    done
    # Then no more patience; one that was just beginning has written down by now that it did.
    [ $signal = KILL ] || sleep $((1 + running))
  done
  echo ended
else
  rm -rf bundle samples logs cuts OWNER FOLDER
  cd .. && rmdir "${2##*/}" 2>/dev/null
  echo removed
fi
