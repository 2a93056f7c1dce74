#!/bin/bash
# Every C++ source is formatted as .clang-format says (`make format` does it).
set -euo pipefail
cd "$(dirname "$0")/.."
folders=(src tests)
[ ! -d bench ] || folders+=(bench)
if ! find "${folders[@]}" \( -name '*.cc' -o -name '*.h' \) -print0 |
  xargs -0 -r clang-format --dry-run -Werror; then
  echo "format: run 'make format'" >&2
  exit 1
fi
echo "format: passed"
