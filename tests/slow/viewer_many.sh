#!/usr/bin/env bash
# The viewer in a browser with 10,000 examples.
#   viewer_many.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1 source=$2
scratch=$(mktemp -d)
viewer=
finish() {
  [ -z "$viewer" ] || kill -TERM "$viewer" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || { echo "viewer_many.sh: no Chromium here" >&2; exit 77; }

python3 "$source/tests/viewer/make_examples.py" "$scratch"
"$fastnode" example-viewer --port 0 "$scratch/many.json" >"$scratch/said" 2>&1 &
viewer=$!
url=
for _ in $(seq 400); do
  url=$(sed -n 's/.* at \(http:[^ ]*\).*/\1/p' "$scratch/said")
  [ -z "$url" ] || break
  sleep 0.05
done
[ -n "$url" ] || { echo "viewer_many.sh: the viewer does not start: $(cat "$scratch/said")" >&2; exit 1; }
cd "$source"
TMPDIR=$scratch timeout 200 node tests/viewer/many.mjs "$url"
