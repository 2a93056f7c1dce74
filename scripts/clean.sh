#!/bin/bash
# clean.sh FOLDER...: removes folders inside this checkout that git ignores; refuses all others (exit
# status 1). What is inside one of them but belongs to another make stays, and is named: a folder with
# records of its own stages (out/dry in out), or samples of another dataset (tmp/samples/NAME in tmp).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(pwd -P)

# others_in FOLDER: what is another make's, one per line.
others_in() {
  find "$1" -mindepth 1 -maxdepth 4 -path "$1/stages" -prune -o -type d -name stages -printf '%h\n'
  find "$1" -mindepth 2 -maxdepth 2 -type d \( -path '*/samples/*' -o -path '*/synced/*' \)
}

# remove_but FOLDER KEPT...: what is neither kept nor leads there.
remove_but() {
  local folder=$1 entry kept
  shift
  for entry in "$folder"/* "$folder"/.[!.]* "$folder"/..?*; do
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    for kept in "$@"; do
      [ "$entry" != "$kept" ] || continue 2
      case $kept in "$entry"/*) remove_but "$entry" "$@"; continue 2 ;; esac
    done
    rm -rf -- "$entry"
  done
}

status=0
refuse() {
  echo "clean: $*; not removed" >&2
  status=1
}

for folder in "$@"; do
  [ -e "$folder" ] || continue
  real=$(realpath -- "$folder")
  case $real in
    "$root"/?*) ;;
    *) refuse "$folder is outside $root" && continue ;;
  esac
  git check-ignore -q -- "$real" || { refuse "git does not ignore $folder" && continue; }
  echo "clean: removing $folder"
  mapfile -t others < <(others_in "$real" | sort -u)
  if [ ${#others[@]} = 0 ]; then
    rm -rf -- "$real"
  else
    printf 'clean: %s stays; it is not of this make\n' "${others[@]#"$root"/}"
    remove_but "$real" "${others[@]}"
  fi
done
exit $status
