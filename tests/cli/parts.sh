#!/usr/bin/env bash
# A corpus in parts is the corpus: 1, 3 and 16 parts give the same numbers, metainfo and samples. Parts
# are made apart from each other, an added project changes its own part alone, what repeats across parts
# is found, and a damaged part is named and made again alone.
#   parts.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
. "$source_dir/tests/cli/small_data.bash"
projects=$scratch/projects
mkdir -p "$scratch/stubs"
ln -s "$source_dir/node_modules/pyright/dist/typeshed-fallback/stdlib" "$scratch/stubs/stdlib"
"$fastnode" corpus library --typeshed "$scratch/stubs" --out "$scratch/library.bin" >/dev/null
cp -r "$source_dir/tests/pipeline/corpus" "$projects"
# A file that is nearly the same, in projects that come to several parts.
repeated=$(find "$projects/chess" -name '*.py' -size +0 | sort | head -n 1)
for name in repeat_one repeat_two repeat_three repeat_four; do
  mkdir -p "$projects/$name"
  { cat "$repeated"; echo "x = 1"; } >"$projects/$name/again.py"
  cp "$repeated" "$projects/$name/same.py"
done
cd "$scratch"
corpus() { "$fastnode" corpus "$@" --library library.bin 2>err || { cat err >&2; return 1; }; }
add() { local store=$1; shift; corpus add --store "$store" --list "$projects/packagelist.txt" "$@"; }
sums() { (cd "$1" && sha256sum catalogue.json part-*.rows part-*/data.mdb); }

add s1 "$projects" >add1
add s3 --parts 3 "$projects" >add3
add s16 --parts 16 "$projects" >add16
cmp add1 add3 || fail "corpus add says something else of three parts"
grep -q "duplicate" add1 || fail "nothing repeats: the test tests nothing"
[ "$(grep -la 'repeat_' s3/part-*.rows | wc -l)" -gt 1 ] || fail "what repeats is in one part: the test tests nothing"
[ -e s1/data.mdb ] && [ ! -e s1/catalogue.json ] || fail "one part is not a store as ever"
for n in 1 3 16; do
  "$fastnode" corpus stat --store s$n --json >stat$n
  for split in train validation test; do
    "$fastnode" corpus export --store s$n --split $split --out out$n/$split >/dev/null
  done
  ln -sfn s$n store
  port=0 start_server
  make_train_data
  kill "$server_pid" && wait "$server_pid" 2>/dev/null || true
  mv metainfo.json meta$n && cp usage.bin usage$n
  cp meta$n metainfo.json
  draw samples$n 20 --no-cuts --attribute-proportion 0.5 >draw$n
done
for n in 3 16; do
  cmp stat1 stat$n || fail "corpus stat says something else of $n parts"
  diff -r out1 out$n || fail "$n parts keep other files"
  cmp meta1 meta$n || fail "$n parts give another metainfo"
  cmp usage1 usage$n || fail "$n parts give another usage table"
  diff -r samples1 samples$n || fail "$n parts give other samples"
done

# Many parts need many open files; the limit that is set for everybody does not have to be raised by hand.
(ulimit -Sn 24 && "$fastnode" corpus stat --store s16 --json) | cmp - stat1 || fail "16 parts need more open files than are allowed"

# Each part made by itself, in another order; then the catalogue.
for part in 2 0 1; do corpus add --store apart --parts 3 --part $part "$projects" >/dev/null; done
if "$fastnode" corpus stat --store apart >said 2>&1; then fail "parts without a catalogue are read"; fi
grep -q "corpus merge" said || fail "$(cat said)"
corpus merge --store apart --list "$projects/packagelist.txt" >/dev/null
cmp <(sums s3) <(sums apart) || fail "parts made apart differ"

# Parts that stay where they were made: digests come together, then the catalogue goes out, then counts come together.
mkdir -p home
for part in 0 1 2; do
  corpus add --store host$part --parts 3 --part $part "$projects" >/dev/null
  cp host$part/part-$part-of-3.digest home/
done
corpus merge --store home --list "$projects/packagelist.txt" >/dev/null
cmp <(sums s3 | grep -v data.mdb) <(cd home && sha256sum catalogue.json part-*.rows) || fail "digests give another catalogue than parts"
for part in 0 1 2; do
  cp home/catalogue.json home/part-$part-of-3.rows host$part/
  "$fastnode" traindata --count --store host$part --part $part >said
  grep -q "part $part: .* attributes; counted" said || fail "$(cat said)"
  "$fastnode" traindata --count --store host$part >said
  grep -q "was counted already" said && grep -q "2 parts are not here" said || fail "$(cat said)"
  [ $part = 2 ] || cp host$part/part-$part-of-3.counts home/
done
if "$fastnode" traindata --store home --out home/metainfo.json >said 2>&1; then fail "a part that is not counted is not missed"; fi
grep -q "part 2 of 3 is neither here nor counted.*traindata --count --part 2.*part-2-of-3.counts" said || fail "$(cat said)"
cp host2/part-2-of-3.counts home/
"$fastnode" traindata --store home --out home/metainfo.json --usage home/usage.bin >/dev/null
cmp home/metainfo.json meta1 || fail "counts of parts give another metainfo"
cmp home/usage.bin usage1 || fail "counts of parts give another usage table"
# What is not here is not made anew with less in it.
mkdir -p once
echo 'def once(a): return a.once_one.once_two' >once/once.py
for change in "remove --store home chess" "add --store home --project chess once"; do
  if corpus $change >said 2>&1; then fail "$change: works without the part"; fi
  grep -q "is not here, and has project .*change it where it is" said || fail "$change: $(cat said)"
done
"$fastnode" traindata --store s1 --out one/metainfo.json >/dev/null
cmp one/metainfo.json meta1 && cmp one/usage.bin usage1 || fail "training data without a server differ"
if "$fastnode" traindata --count --store s1 >said 2>&1; then fail "one store is counted"; fi
grep -q "no catalogue" said || fail "$(cat said)"
if "$fastnode" traindata --count --store s3 --part 3 >said 2>&1; then fail "a part is counted that there is not"; fi
grep -q "no part 3 of 3" said || fail "$(cat said)"

# A part that was written since its digest is read; a damaged digest is not believed, and made again.
mkdir -p once digests
echo 'def once(a): return a.once_one.once_two' >once/once.py
cp apart/part-*.digest digests/
for part in 0 1 2; do corpus add --store apart --parts 3 --part $part --project once once >/dev/null; done
cp digests/* apart/
corpus merge --store apart --list "$projects/packagelist.txt" --split train >/dev/null
"$fastnode" corpus stat --store apart --json >said
cmp -s said stat1 && fail "a digest of before is believed"
corpus remove --store apart once >/dev/null
for part in 0 1 2; do head -c 1000 digests/part-$part-of-3.digest >apart/part-$part-of-3.digest; done
corpus merge --store apart --list "$projects/packagelist.txt" >/dev/null
cmp s3/catalogue.json apart/catalogue.json || fail "a damaged digest made another catalogue"

# All of it again: nothing is written. A project more: its part changes, and no other.
sums apart >before
add apart "$projects" | grep -q "nothing changed" || fail "the same again changes something"
cmp <(sums apart) before || fail "the same again has other bytes"
mkdir -p more/extra
sed 's/self/this/g' "$(find "$projects/weather" -name '*.py' | sort | tail -n 1)" >more/extra/extra.py
echo 'def extra(a): return a.extra_one.extra_two' >>more/extra/extra.py
sums apart | grep data.mdb >before
cp -r more/extra "$projects/"
add apart --split train "$projects" >/dev/null
sums apart | grep data.mdb >after
[ "$(comm -13 <(sort before) <(sort after) | wc -l)" = 1 ] || fail "a project more changed $(diff before after)"
add s1 --split train "$projects" >/dev/null
rm -r "$projects/extra"
cmp <("$fastnode" corpus stat --store s1 --json) <("$fastnode" corpus stat --store apart --json) ||
  fail "a project more makes another dataset"
corpus remove --store apart extra >/dev/null
"$fastnode" corpus stat --store apart --json | cmp - stat1 || fail "a removed project is still there"
cmp s3/catalogue.json apart/catalogue.json || fail "what was added and removed left something"

# A damaged part is named; made again, all is as before.
sums s3 >before
size=$(stat -c %s s3/part-1-of-3/data.mdb)
printf '\x55\xaa' | dd of=s3/part-1-of-3/data.mdb bs=1 seek=$((size / 2)) conv=notrunc status=none
rm s3/part-1-of-3.digest  # else a merge does not look into the part
for command in "corpus stat --store s3" "corpus merge --store s3 --library library.bin"; do
  if "$fastnode" $command >said 2>&1; then fail "$command reads a damaged part"; fi
  grep -q "part-1-of-3/data.mdb is damaged" said || fail "$command: $(cat said)"
done
rm -r s3/part-1-of-3
if "$fastnode" corpus stat --store s3 >said 2>&1; then fail "a missing part is not missed"; fi
grep -q "part 1 of 3 is missing, and all are needed here.*--part 1" said || fail "$(cat said)"
corpus add --store s3 --parts 3 --part 1 "$projects" >/dev/null
"$fastnode" corpus stat --store s3 --json | cmp - stat1 || fail "a part made again differs"
cmp <(sums s3) before || fail "a part made again has other bytes"

# So is a damaged catalogue, and the merge makes it again.
cp s3/catalogue.json kept.json
head -c 100 kept.json >s3/catalogue.json
if "$fastnode" corpus stat --store s3 >said 2>&1; then fail "a damaged catalogue is read"; fi
grep -q "catalogue.json: .*corpus merge" said || fail "$(cat said)"
corpus merge --store s3 --list "$projects/packagelist.txt" >/dev/null
cmp s3/catalogue.json kept.json || fail "the merge makes another catalogue"

# A part that changed and a number that does not fit are refused.
if corpus add --store one --parts 1 --part 0 "$projects" >said 2>&1; then fail "the only part is made for a merge"; fi
grep -q "leave out --part" said || fail "$(cat said)"
for part in 0 1 2; do corpus add --store s3 --parts 3 --part $part --project extra more/extra >/dev/null; done
if "$fastnode" corpus stat --store s3 >said 2>&1; then fail "a part that changed is read"; fi
grep -q "has changed since.*corpus merge" said || fail "$(cat said)"
if "$fastnode" corpus add --store s3 --parts 4 --library library.bin "$projects" >said 2>&1; then
  fail "four parts beside three"
fi
grep -q "has 3 parts, not 4" said || fail "$(cat said)"
echo "parts.sh: passed"
