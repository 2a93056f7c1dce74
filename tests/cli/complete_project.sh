#!/usr/bin/env bash
# 'complete' reads a project once for all of its files, keeps what it read on disk, and takes the open
# file's part off: the answers are those of a project without that file.
#   complete_project.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
make_dataset
draw "$scratch/samples" 20 >/dev/null 2>&1
cd "$scratch"
"$fastnode" train --samples samples --metainfo metainfo.json --usage usage.bin --checkpoint checkpoint \
  --out model --batch 8 --seed 5 --hidden 16 --layers 2 --validation-samples 2 --steps 4 >train.out 2>&1 ||
  fail "no model: $(tail -n 3 train.out)"
"$fastnode" compress --model model --out release --metainfo metainfo.json --usage usage.bin \
  --library library.bin >compress.out 2>&1 ||
  fail "no release: $(tail -n 3 compress.out)"

python3 - <<'EOF'
import json, os
os.makedirs("project")
for i in range(50):
    with open(f"project/m{i}.py", "w") as file:
        file.write(f"import m{(i + 1) % 50}\nclass C{i}:\n    def turn_{i}(self):\n"
                   f"        self.wheel.spin_{i % 7}()\n        return self.wheel.size\n")
with open("requests", "w") as file:
    for i in range(50):
        text = open(f"project/m{i}.py").read() + "def f(self):\n    self.wheel.sp"
        file.write(json.dumps({"id": i, "path": os.path.abspath(f"project/m{i}.py"),
                               "root": os.path.abspath("project"), "source": text,
                               "offset": len(text)}) + "\n")
EOF

# complete NAME FLAG...: the requests' answers, without times, in NAME; what was read in NAME.log.
complete() {
  local name=$1
  shift
  "$fastnode" complete --model release --deadline 0 --log "$name.log" "$@" <requests 2>"$name.err" |
    sed 's/,"micros":[0-9]*//' >"$name"
  [ -s "$name.err" ] && fail "$name: says $(head -n 3 "$name.err")"
  [ "$(grep -c '"spin_' "$name")" = "$(wc -l <requests)" ] || fail "$name: $(head -c 500 "$name")"
}
# read_once NAME FILES
read_once() {
  [ "$(grep -c . "$1.log")" = 1 ] && grep -q "project: $2 files, $2 of them read, " "$1.log" ||
    fail "$1: the project is to be read once: $(cat "$1.log")"
}

complete first --cache cache
read_once first 50
[ -s cache/cache.bin ] || fail "nothing is kept on disk"
complete second --cache cache
read_once second 50
complete uncached --cache none
cmp first second || fail "the cache changes an answer"
cmp first uncached || fail "without the cache there is another answer"
echo "passed: 50 files of a project, read once"

cp requests all
for i in 0 17 49; do
  sed -n "$((i + 1))p" all >requests
  mv "project/m$i.py" "m$i.py"
  complete "without$i" --cache none
  read_once "without$i" 49
  mv "m$i.py" "project/m$i.py"
  cmp "without$i" <(sed -n "$((i + 1))p" first) || fail "m$i.py counts in its own answer"
done
echo "passed: the open file's part is taken off"
