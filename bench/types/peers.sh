#!/usr/bin/env bash
# peers.sh FOLDER: newer type checkers with language servers, from the Python package index, in a virtual
# environment FOLDER. Does nothing if these versions are there.
set -euo pipefail
folder=$1
versions='ty==0.0.108 pyrefly==1.5.0 zuban==0.10.2'
[ "$(cat "$folder/versions" 2>/dev/null)" = "$versions" ] && exit 0
/usr/bin/python3 -c 'import ensurepip' 2>/dev/null ||
  { echo "bench/types: python3-venv is missing: install it, or leave --peers out" >&2; exit 1; }
[ -x "$folder/bin/pip" ] || /usr/bin/python3 -m venv "$folder"
# shellcheck disable=SC2086  # a list
timeout 600 "$folder/bin/pip" --quiet --disable-pip-version-check install --only-binary=:all: $versions
echo "$versions" >"$folder/versions"
