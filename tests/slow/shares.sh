#!/usr/bin/env bash
# A corpus in 8 parts on three hosts of a network of their own (namespaces, sshd), none with more than three parts. One
# is killed while it draws: no other has room, so it is replaced, and the work goes on; where there is room, the others
# take its parts. The samples and the model are, byte for byte, those of one machine with one store.
#   shares.sh FASTNODE SOURCE_DIR
# Of a larger corpus: SHARES_CORPUS, a folder of projects, with SHARES_STEPS and SHARES_SITES (per sample). It prints
# what each host has on its disk and in memory.
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
. "$source_dir/tests/cli/many_projects.bash"
passed() { echo "passed: $*"; }
[ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null || { echo "no namespaces here: left out"; exit 77; }
. "$source_dir/tests/net/hosts.bash"
cd "$scratch"
mkdir stubs
ln -s "$source_dir/node_modules/pyright/dist/typeshed-fallback/stdlib" stubs/stdlib
"$fastnode" corpus library --typeshed stubs --out library.bin >/dev/null
roles=(--split auto)
if [ -n "${SHARES_CORPUS:-}" ]; then
  projects=$SHARES_CORPUS
else
  write_projects "$scratch/projects" 40
  projects=projects roles=(--list roles)
fi
steps=${SHARES_STEPS:-1200} sites=${SHARES_SITES:-8}
"$fastnode" corpus add --store store --library library.bin --shares 8 "${roles[@]}" "$projects" >/dev/null 2>&1
"$fastnode" corpus add --store eight --library library.bin --parts 8 --shares 8 "${roles[@]}" "$projects" >/dev/null 2>&1
start_server --no-cuts
make_train_data
kill -TERM "$server_pid" && wait "$server_pid" 2>/dev/null || true
arguments=(--library library.bin --metainfo metainfo.json --usage usage.bin --samples "$steps" --sites-per-sample "$sites"
  --seed 5 --validation-samples 16 --no-cuts)
start=$SECONDS
"$fastnode" datagen --store store "${arguments[@]}" --threads 2 --out one >one.out 2>&1 || fail "one machine: $(tail -n 3 one.out)"
echo "one machine, one store of $(du -sm store/data.mdb | cut -f1) MB: $steps samples in $((SECONDS - start)) s"

trap 'stop_hosts; finish' EXIT
start_hosts "$scratch/net" 4
export HOST_JOBS=1 REMOTE_DIR=fastnode/small REMOTE_RECORD=$scratch/remote
# draw_by HOST...: in the background
draw_by() {
  TRAINDATA_HOSTS="$*" on_trainer "$source_dir/scripts/datagen_parallel.sh" ssh 16 logs "$fastnode" --store eight \
    "${arguments[@]}" --threads 1 --out ignored >said 2>&1 &
  drawing=$!
}
shards_of() { find "${host_homes[$(($1 - 1))]}/$REMOTE_DIR/samples/train" -name '*.shard' 2>/dev/null; }
parts_of() { (cd "${host_homes[$(($1 - 1))]}/$REMOTE_DIR/bundle/data/store" && ls -d part-*-of-8 | sed 's/part-\(.*\)-of-8/\1/' | paste -sd' '); }
# The most memory that a process of the host had at once.
peaks=(0 0 0 0 0)
watch_memory() {
  local k peak
  for k in "$@"; do
    peak=$(for pid in $(processes_below "$(sed -n "${k}p" "$net_folder/pids")" 2>/dev/null); do
      grep -aqs 'bin/fastnode' "/proc/$pid/cmdline" && awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null
    done | sort -n | tail -n 1) || true
    [ "${peak:-0}" -le "${peaks[$k]}" ] || peaks[k]=$peak
  done
}
# kill_host K: nothing of it answers any more, and what it was at has ended.
kill_host() {
  cut_off "$1"
  kill -KILL $(processes_below "$(sed -n "$1p" "$net_folder/pids")") 2>/dev/null || true
}
# until_drawn K: it has drawn some, and is at it.
until_drawn() {
  for _ in $(seq 6000); do
    [ "$(shards_of "$1" | wc -l)" -lt 2 ] || return 0
    kill -0 $drawing 2>/dev/null || break
    sleep 0.05
  done
  fail "host $1 draws nothing: $(cat said)"
}

PARTS_PER_HOST=3 draw_by "${host_names[@]:0:3}"
until_drawn 2
kill_host 2
if wait $drawing; then fail "five parts in three hosts' room are enough: $(cat said)"; fi
grep -q "no host has room for part .* (PARTS_PER_HOST is 3, of 8 parts): give more hosts" said || fail "it is not said: $(cat said)"
grep -q "^datagen_parallel: .* of 16 parts failed" said || fail "what failed is counted: $(cat said)"
kept=("$(parts_of 1)" "$(parts_of 3)")
passed "a host that is killed is missed, where no other has room for its parts"

PARTS_PER_HOST=3 draw_by "${host_names[0]}" "${host_names[2]}" "${host_names[3]}"
while kill -0 $drawing 2>/dev/null; do
  watch_memory 1 3 4
  sleep 0.3
done
wait $drawing || fail "with another host: $(cat said)"
[ "$(grep -c ' done ' said)" = 16 ] || fail "the table has every part: $(cat said)"
for k in 1 3; do
  for part in ${kept[$((k / 2))]}; do
    [[ " $(parts_of $k) " == *" $part "* ]] || fail "host $k does not keep part $part: $(parts_of $k)"
  done
done
[ "$( (parts_of 1; parts_of 3; parts_of 4) | tr ' ' '\n' | sort | paste -sd' ')" = "0 1 2 3 4 5 6 7" ] || fail "every part is at one host"
for k in 1 3 4; do
  [ "$(parts_of $k | wc -w)" -le 3 ] || fail "host $k has more than three parts"
  mdbs=$(find "${host_homes[$((k - 1))]}" -name data.mdb | wc -l)
  [ "$mdbs" = "$(parts_of $k | wc -w)" ] || fail "host $k has $mdbs stores"
  echo "host $k: parts $(parts_of $k): $(du -sm "${host_homes[$((k - 1))]}/$REMOTE_DIR/bundle/data/store" | cut -f1) MB of store, $((${peaks[$k]} / 1024)) MB of memory, $(shards_of $k | wc -l) shards"
done
passed "another takes its place, and no host has more than three parts"

from=()
for k in 0 2 3; do from+=(--from "${host_names[$k]}:$REMOTE_DIR/samples"); done
on_trainer "$fastnode" sync "${from[@]}" --to synced --samples "$steps" --validation-samples 16 --poll 0.3 --keep --ahead-files 100000 \
  >synced.out 2>&1 || fail "sync: $(tail -n 5 synced.out)"
for kind in train validation; do
  diff -r --exclude=reading --exclude=done one/$kind synced/$kind || fail "three hosts draw other samples"
done
train() {
  "$fastnode" train --samples "$1" --metainfo metainfo.json --usage usage.bin --steps "$steps" --checkpoint "$2/checkpoint" \
    --out "$2/model" --sites-per-sample "$sites" --seed 5 --hidden 16 --layers 2 --validation-samples 2 >"$2.out" 2>&1 ||
    fail "training fails: $(tail -n 3 "$2.out")"
}
train one alone
train synced hosts
cmp alone/model/model.safetensors hosts/model/model.safetensors || fail "three hosts make another model"
passed "samples and model are those of one machine with one store"

# Where there is room, nobody has to do anything.
REMOTE_DIR=fastnode/again
draw_by "${host_names[0]}" "${host_names[2]}" "${host_names[3]}"
until_drawn 3
kill_host 3
wait $drawing || fail "the others have room: $(cat said)"
[ "$(grep -c ' done ' said)" = 16 ] || fail "the table has every part: $(cat said)"
grep -q "${host_names[2]} has gone" said || fail "it is not said: $(cat said)"
taken=$( (parts_of 1; parts_of 4) | wc -w)
[ "$taken" = 8 ] || fail "two hosts have all parts, not $taken"
echo "shares.sh: passed"
