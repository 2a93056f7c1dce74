#!/usr/bin/env bash
# fetch_dependencies.sh LIST FOLDER: into FOLDER, what the held-out projects of LIST (lines "name
# role") import, as an editor would have it installed: the Python files and stubs of the packages on
# which they depend or which they recommend, and of those that these depend on. Taken with the
# system's package client, without installing. Files that are there already stay.
set -euo pipefail
list=$1 folder=$2
mkdir -p "$folder"
dependencies() { # RELATIONS... -- PACKAGE...: the Python packages named there
  local options=() relation
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  apt-cache depends "${options[@]}" --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances "$@" 2>/dev/null | sed -nE 's/^ *\|?(Depends|Recommends): ([a-z0-9.+-]+)$/\2/p' |
    grep -E "$names" | grep -v -- '-doc$' | sort -u
}
names='^python3-'
held_out=$(awk '$2 != "train" { print $1 }' "$list")
# A project's own parts may stand in packages of any name (virt-manager's in virtinst).
# shellcheck disable=SC2086  # lists of names
parts=$(names='^[a-z]+[a-z0-9-]*$' dependencies --no-recommends -- $held_out |
  grep -vE '^(lib|gir1|python3$|fonts-|default-|dconf)' || true)
# shellcheck disable=SC2086
wanted=$(echo "$parts"; dependencies -- $held_out)
# shellcheck disable=SC2086
wanted=$({ echo "$wanted"; dependencies --recurse --no-recommends -- $wanted; } | sort -u)
missing=()
for name in $wanted; do
  [ -d "$folder/$name" ] || grep -qw -- "$name" "$list" || missing+=("$name")
done
[ ${#missing[@]} != 0 ] || exit 0
scratch=$folder/.incoming
rm -rf -- "$scratch"
mkdir -p "$scratch"
# Packages that the package client does not have are passed over.
mapfile -t missing < <(apt-cache show --no-all-versions "${missing[@]}" 2>/dev/null |
  sed -n 's/^Package: //p' | sort -u)
(cd "$scratch" && timeout 900 apt-get -qq -o APT::Sandbox::User=root -o Acquire::Retries=2 \
  -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 download "${missing[@]}") ||
  echo "bench/types: not every dependency could be had" >&2
for name in "${missing[@]}"; do
  for file in "$scratch/$name"_*.deb; do
    [ -f "$file" ] || continue
    mkdir -p "$scratch/$name"
    dpkg-deb --fsys-tarfile "$file" |
      tar -x -C "$scratch/$name" --no-same-owner --no-same-permissions --wildcards '*.py' '*.pyi' \
        --transform 's,^\./usr/lib/python3/dist-packages/,./,' \
        --transform 's,^\./usr/share/[^/]*/,./,' 2>/dev/null || true
    # Of a package without Python only the name is kept.
    mv -- "$scratch/$name" "$folder/$name"
  done
done
rm -rf -- "$scratch"
