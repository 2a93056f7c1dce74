#!/usr/bin/env bash
# The container image: what it is made of, that others can read it, and that the program in it completes with no other file there.
#   image.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$(realpath "$1") source_dir=$2
build=$(dirname "$fastnode")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "image.sh: $*" >&2; exit 1; }
passed() { echo "passed: $*"; }

python3 "$source_dir/packaging/make_image.py" "$build" "$scratch/one" >"$scratch/said" || fail "$(cat "$scratch/said")"
image=$(echo "$scratch"/one/*.oci.tar)
SOURCE_DATE_EPOCH=$(git -C "$source_dir" log -1 --format=%ct) python3 "$source_dir/packaging/make_image.py" "$build" "$scratch/two" >/dev/null
cmp -s "$image" "$scratch/two/$(basename "$image")" || fail "the same build makes another image"
passed "the same build makes the same image"

# skopeo reads every byte and its digest: as podman loads it, and as docker does.
skopeo copy -q "oci-archive:$image" "oci:$scratch/layout:it" || fail "it is no OCI image"
skopeo copy -q "docker-archive:$image" "oci:$scratch/of_docker:it" || fail "docker would not load it"
umoci unpack --rootless --image "$scratch/layout:it" "$scratch/bundle" >"$scratch/said" 2>&1 || fail "$(cat "$scratch/said")"
python3 - "$scratch/bundle/config.json" <<'PYTHON' || fail "how it is started"
import json
import sys

process = json.load(open(sys.argv[1], encoding="utf-8"))["process"]
assert process["args"] == ["/usr/bin/fastnode", "--help"], process["args"]
assert process["user"]["uid"] == 65532 and process["cwd"] == "/work", process
PYTHON
root=$scratch/bundle/rootfs
[ ! -e "$root/bin/sh" ] && [ "$(ls "$root/usr/bin")" = fastnode ] || fail "it has other programs: $(ls "$root/usr/bin")"
[ -s "$root/usr/share/doc/libc6/copyright" ] && [ -s "$root/usr/share/doc/fastnode/copyright" ] || fail "a licence is missing"
grep -q 'BEGIN CERTIFICATE' "$root/etc/ssl/certs/ca-certificates.crt" || fail "it has no certificates"
passed "it is an image that others read, and has one program"

# As a runtime starts it: with this root, its user, /proc and no other file.
cat >"$scratch/run" <<'RUN'
root=$1
shift
mount --bind /proc "$root/proc" || exit 76
exec env -i PATH="$PATH" HOME=/home/fastnode chroot --userspec=65532:65532 "$root" /usr/bin/fastnode "$@"
RUN
in_image() { unshare --mount bash "$scratch/run" "$root" "$@"; }
status=0
in_image --version >"$scratch/said" 2>&1 || status=$?
if [ "$(id -u)" != 0 ] || [ $status = 76 ] || grep -q 'unshare failed' "$scratch/said"; then
  echo "image.sh: only root can start it as a runtime does: that is left out"
  exit 77
fi
[ $status = 0 ] || fail "it does not run: $(cat "$scratch/said")"
echo '{"id":7,"source":"import os\nos.environ.ge","offset":23}' |
  in_image complete --cache none --no-auto-import --deadline 0 >"$scratch/said" 2>&1 || fail "it does not complete: $(cat "$scratch/said")"
grep -q '"id":7,"candidates":\[.*"get"' "$scratch/said" || fail "it completes: $(cat "$scratch/said")"
passed "the program in it completes, with the model in it"
