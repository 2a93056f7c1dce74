#!/bin/bash
# clean.sh FOLDER...: removes folders inside this checkout that git ignores; refuses all others.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(pwd -P)
for folder in "$@"; do
  [ -e "$folder" ] || continue
  real=$(realpath -- "$folder")
  case $real in
    "$root"/?*) ;;
    *) echo "clean: $folder is outside $root; not removed" >&2; exit 1 ;;
  esac
  if ! git check-ignore -q -- "$real"; then
    echo "clean: git does not ignore $folder; not removed" >&2
    exit 1
  fi
  echo "clean: removing $folder"
  rm -rf -- "$real"
done
