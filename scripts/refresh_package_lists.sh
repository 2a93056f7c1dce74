#!/bin/bash
# refresh_package_lists.sh WHY: brings the package client's lists up to date, as root or with sudo.
set -euo pipefail
as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "apt-get update needs root ($1), and there is no sudo" >&2; exit 1; }
  as_root=(sudo)
fi
echo "+ ${as_root[*]:+sudo }apt-get update ($1)"
# apt-get update exits 0 when it could fetch nothing, unless told otherwise.
timeout 300 "${as_root[@]}" apt-get -q -o Acquire::Retries=3 -o Acquire::http::Timeout=30 \
  -o APT::Update::Error-Mode=any update >/dev/null
