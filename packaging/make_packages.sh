#!/usr/bin/env bash
# The packages of what BUILD has built: .deb files and the archive, into FOLDER.
#   make_packages.sh BUILD FOLDER [KIND...]      KIND: DEB, TGZ; default: both
set -euo pipefail
build=$(realpath "$1") folder=$(realpath -m "$2")
shift 2
[ -f "$build/CPackConfig.cmake" ] || { echo "make_packages: $build is no build folder; run 'make build' first" >&2; exit 1; }
kinds=${*:-DEB TGZ}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
[ -z "${FASTNODE_MODEL_IN_BOX:-}" ] || export FASTNODE_MODEL_IN_BOX="$(realpath -m "$FASTNODE_MODEL_IN_BOX")"
# Times in the packages are those of the commit, so that they do not say when they were made.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$(dirname "$0")" log -1 --format=%ct 2>/dev/null || echo 1577836800)}
export SOURCE_DATE_EPOCH
cd "$work"
if ! cpack --config "$build/CPackConfig.cmake" -G "${kinds// /;}" -B "$work" >"$work/log" 2>&1; then
  cat "$work/log" >&2
  exit 1
fi
for package in "$work"/*.deb "$work"/*.tar.gz; do
  [ -e "$package" ] || continue
  mv "$package" "$folder/"
  echo "packages: $folder/$(basename "$package"), $(du -h "$folder/$(basename "$package")" | cut -f1)"
done
