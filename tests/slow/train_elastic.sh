#!/usr/bin/env bash
# Workers that share each step are killed at random moments and come back, while the first goes on. A ledger
# says which sites of which sample each of them took on in which step: every sample is used once, in order, whole.
# The model is that of one worker but for the order of additions; with one that is always replaced, byte for byte
# that of two workers left in peace.
#   train_elastic.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -x "$(dirname "$fastnode")/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
RANDOM=7
steps=600
make_dataset
draw "$scratch/samples" $steps >/dev/null 2>&1
cd "$scratch"

# train NAME FLAG...: ends the shell that it is called in.
train() {
  local name=$1
  shift
  exec "$fastnode" train --samples samples --metainfo metainfo.json --usage usage.bin --checkpoint "$name/checkpoint" \
    --out "$name/model" --runs "$name/runs" --sites-per-sample 8 --seed 5 --hidden 32 --layers 2 --validation-samples 2 --steps $steps "$@"
}
# worker NAME RANK WORKERS: in the background; its process is $!.
worker() {
  (train "$1" --rank "$2" --workers "$3" --rendezvous "$1.meet" --ledger "$1.ledger.$BASHPID" >>"$1.$2.out" 2>&1) &
}
# disturb NAME WORKERS RANK...: kills these in turn, at random, and starts them again, until the first has ended.
declare -A pids
kills=0
disturb() {
  local name=$1 workers=$2 rank
  shift 2
  local ranks=("$@")
  for rank in "${ranks[@]}"; do
    worker "$name" "$rank" "$workers"
    pids[$rank]=$!
  done
  while kill -0 $first 2>/dev/null; do
    sleep "$((RANDOM % 2)).$((100 + RANDOM % 899))"
    rank=${ranks[$((RANDOM % ${#ranks[@]}))]}
    if kill -KILL "${pids[$rank]}" 2>/dev/null; then kills=$((kills + 1)); fi
    wait "${pids[$rank]}" 2>/dev/null || true
    sleep "0.$((RANDOM % 899))"
    kill -0 $first 2>/dev/null || break
    worker "$name" "$rank" "$workers"
    pids[$rank]=$!
  done
  wait $first || fail "the first of $name fails: $(tail -n 3 "$name.0.out")"
  for rank in "${ranks[@]}"; do
    kill -KILL "${pids[$rank]}" 2>/dev/null || true
    wait "${pids[$rank]}" 2>/dev/null || true
  done
}
# check_ledger NAME: prints how many steps were shared, and by how many groups.
check_ledger() {
  python3 - "$steps" "$1" <<'PYTHON' || fail "$1: the ledger is wrong"
import glob, re, sys
steps, name = int(sys.argv[1]), sys.argv[2]
line = re.compile(r"(takes|made) step (\d+) sample (\d+) generation (\d+) worker (\d+) of (\d+) sites (\d+) to (\d+) of (\d+)\n")
taken, made = {}, []
for path in glob.glob(name + ".ledger.*"):
    for text in open(path):
        what, *numbers = line.fullmatch(text).groups()
        step, sample, generation, worker, count, begin, end, sites = map(int, numbers)
        assert sample == step - 1, text
        if what == "takes":
            taken.setdefault((step, generation), []).append((worker, count, begin, end, sites))
        elif worker == 0:
            made.append((step, generation))
assert [step for step, _ in made] == list(range(1, steps + 1)), "a step is missing, or was made twice"
assert made == sorted(made, key=lambda m: m[1]), "generations go back"
shared = 0
for key in made:
    parts = sorted(taken[key])
    count, sites = parts[0][1], parts[0][4]
    assert [part[0] for part in parts] == list(range(count)), (key, parts)
    assert {(part[1], part[4]) for part in parts} == {(count, sites)}, (key, parts)
    bounds = [0] + [part[3] for part in parts]
    assert bounds[-1] == sites and [part[2] for part in parts] == bounds[:-1], (key, parts)
    shared += count > 1
groups = len({generation for _, generation in made})
begun = len(taken)
print(f"{name}: {steps} steps, {shared} of them shared, by {groups} groups; {begun - steps} begun and not made")
assert shared > steps / 10 and groups >= 4, "hardly anything happened"
PYTHON
}

(train one >one.out 2>&1) || fail "one worker fails: $(tail -n 3 one.out)"

worker many 0 2:3; first=$!
disturb many 2:3 1 2
check_ledger many
# Of what each sample was worth before it was trained on, the mean: rounding makes other models, but no better ones.
python3 - one/runs many/runs <<'PYTHON' || fail "they train another model than one worker"
import glob, json, sys
def loss(folder):
    curve, = glob.glob(folder + "/**/curve.jsonl", recursive=True)
    points = [json.loads(line) for line in open(curve)]
    losses = [point["train/loss"] for point in points if "train/loss" in point]
    return sum(losses) / len(losses), len(losses)
(one, points), (many, same) = map(loss, sys.argv[1:])
print(f"mean loss of one {one:.4f}, of many {many:.4f}")
assert points == same and abs(one - many) < 0.05 * one, (points, same)
PYTHON

worker peace 0 2; first=$!
worker peace 1 2; second=$!
wait $first || fail "the first of two fails: $(tail -n 3 peace.0.out)"
wait $second || fail "the second of two fails: $(tail -n 3 peace.1.out)"
worker replaced 0 2:2; first=$!
disturb replaced 2:2 1
check_ledger replaced
for file in checkpoint/checkpoint.safetensors model/model.safetensors model/config.json; do
  cmp "peace/$file" "replaced/$file" || fail "killed or not, $file of two workers differs"
done
[ "$kills" -ge 6 ] || fail "only $kills kills"
echo "train_elastic.sh: passed ($kills kills)"
