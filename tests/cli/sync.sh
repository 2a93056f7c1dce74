#!/usr/bin/env bash
# Places without samples: what cannot be a place is refused at once, and a place that may come up is waited for,
# with a message and a limit. (Hosts, kills and a network: tests/slow/sync.sh.)
#   sync.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
command -v rsync >/dev/null || exit 77
. "$source_dir/tests/cli/small_data.bash"
passed() { echo "passed: $*"; }
cd "$scratch"
export RSYNC_RSH=false # no host answers
# bring FLAG...: to `here`; what it says is in `said`
bring() { timeout 120 "$fastnode" sync --to here --samples 57 --validation-samples 2 --poll 0.2 "$@" >said 2>&1; }
says() { grep -qF -- "$1" said || fail "it does not say '$1': $(cat said)"; }

touch file
for place in "$scratch/file" "$scratch/file/samples" "file://$scratch/file"; do
  if timeout 20 "$fastnode" sync --to here --samples 57 --from "$place" >said 2>&1; then fail "$place is taken for a place"; fi
  says "$scratch/file is not a folder"
done
passed "what cannot be a place is refused at once, by name"

if bring --from "$scratch/later" --from "nobody@nowhere:there" --wait 3; then fail "nothing came, and that is not an error"; fi
says "sync: $scratch/later: has no samples yet, or is not there"
says "no wanted sample came for 3 s"
[ "$(grep -c "nobody@nowhere:there" said)" -ge 2 ] || fail "each place is named: $(cat said)"
passed "a place that is not there is reported, and not waited for for ever"

make_dataset
bring --from "$scratch/later" --wait 60 --keep &
bringer=$!
for _ in $(seq 200); do grep -qs 'has no samples yet' said && break; sleep 0.05; done
draw later 57 >drawn 2>&1 || fail "drawing: $(cat drawn)"
wait $bringer || fail "a place that comes up: $(cat said)"
says "sync: $scratch/later: has samples"
rm here/sync.lock
diff -r later here || fail "what was brought differs"
passed "a place that comes up is served"
echo "sync.sh: passed"
