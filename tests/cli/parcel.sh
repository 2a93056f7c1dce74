#!/usr/bin/env bash
# Files are handed over through an object store as they were put, and a parcel of another program is refused; a folder tells
# whether somebody writes into it.
#   parcel.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "parcel.sh: $*" >&2; exit 1; }
cd "$scratch"
mkdir -p store/cuts
head -c 40000000 /dev/urandom >store/data.mdb # three pieces
echo lock >store/lock.mdb
echo cut >store/cuts/cache.bin
echo '{}' >metainfo.json
place=file://$scratch/place
put() { "$fastnode" parcel put --to "$place" store=store metainfo.json=metainfo.json --without cuts --without lock.mdb "$@"; }
get() { "$fastnode" parcel get "$1" --from "$place" --to there "${@:2}"; }

id=$(put 2>said) || fail "put: $(cat said)"
grep -q 'parcel: 2 files, 40.0 MB; 4 pieces sent (40.0 MB), 0 there already' said || fail "what is sent is not said: $(cat said)"
[ "$(put 2>said)" = "$id" ] && grep -q ' 0 pieces sent' said || fail "what is there is sent again: $(cat said)"
get "$id" 2>said || fail "get: $(cat said)"
cmp store/data.mdb there/store/data.mdb && cmp metainfo.json there/metainfo.json || fail "it is not what was put"
[ "$(find there -type f | wc -l)" = 2 ] || fail "what was left out is there: $(find there)"
get "$id" 2>said && grep -q ' 0 pieces brought' said || fail "what is there is brought again: $(cat said)"
rm -r there
get "$id" --only metainfo.json 2>said && [ "$(find there -type f)" = there/metainfo.json ] || fail "more than what is wanted: $(find there)"

# As another commit would have put it: a list of its own, under its own name.
list=place/parcels/$id.json
sed 's/"program": "[^"]*"/"program": "fastnode 1.0.0 (commit 000000000000)"/' "$list" >other
other=$(sha256sum <other | cut -c -64)
cp other "place/parcels/$other.json"
status=0
get "$other" 2>said || status=$?
[ $status = 3 ] && grep -q 'put by fastnode 1.0.0 (commit 000000000000), and this is fastnode' said || fail "status $status: $(cat said)"
get "$other" --any-program 2>said || fail "it is not taken when that is said: $(cat said)"

status=0
get "${id:0:63}" 2>said || status=$?
[ $status = 1 ] && grep -q "not a parcel's id" said || fail "a short id: $(cat said)"
status=0
put nothing 2>said || status=$?
[ $status = 2 ] && grep -q "'nothing' is not NAME=PATH" said || fail "a word that is no content: status $status: $(cat said)"
piece=$(ls -S place/objects | tail -n 1)
echo x >"place/objects/$piece"
rm -r there
if get "$id" 2>said; then fail "a damaged piece is believed"; fi
grep -q "$piece is damaged" said || fail "it is not named: $(cat said)"

if "$fastnode" alive nowhere >said 2>&1; then fail "a folder that is not there is alive"; fi
mkdir -p work/train
if "$fastnode" alive work >said 2>&1; then fail "an empty folder is alive"; fi
touch -d '1 hour ago' work/old
"$fastnode" alive work --within 7200 >said 2>&1 || fail "an hour ago is within two: $(cat said)"
if "$fastnode" alive work --within 600 >said 2>&1; then fail "an hour ago is within ten minutes: $(cat said)"; fi
touch work/train/new
"$fastnode" alive work --within 600 >said 2>&1 || fail "what was written in a folder of it counts: $(cat said)"
echo "parcel.sh: passed"
