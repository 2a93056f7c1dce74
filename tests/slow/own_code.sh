#!/bin/bash
# The main job on one's own code, however it is laid out: six projects, one project, a flat folder. And what
# a trained model is protected from. Usage: own_code.sh PROGRAM SOURCE-FOLDER
set -euo pipefail
program=$1 source=$2
[ -x "$(dirname "$program")/fastnode-train" ] || exit 77
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT

. "$source/tests/pipeline/checks.bash"
said=$folder/said port=$(free_port)

# The tree in a folder of its own, so that out/, tmp/ and data/ are those of a person's checkout.
tree="$folder/check out" # with a space
mkdir "$tree"
(cd "$source" && tar -c --exclude=./build --exclude=./out --exclude=./tmp --exclude=./data --exclude=./runs \
  --exclude=./tensorboard --exclude=./node_modules --exclude=./.git .) | tar -x -C "$tree"
ln -s "$(realpath "$source/node_modules")" "$tree/node_modules"

# own TARGET... [NAME=VALUE]...: its output is kept in $folder/said.
unset OUT TMP FASTNODE STAGE_REPLACE STEPS SEED CORPUS
own() {
  timeout 300 make -C "$tree" -o deps -o build BUILD="$(dirname "$program")" SERVER_PORT="$port" SITES_PER_SAMPLE=8 \
    NUM_FALLBACK_SAMPLES=20 NUM_VALIDATE_SAMPLES=20 NUM_VALIDATE_NAMES=20 NUM_VALIDATE_CALLS=20 NUM_VALIDATE_CHAINS=20 NUM_VALIDATE_DECISIONS=20 \
    THREADS=1 TRAIN_FLAGS="--hidden 16 --layers 2 --validation-samples 2" "$@" >"$said" 2>&1
}
steps_of() { sed -n 's/^  "steps": \([0-9]*\).*/\1/p' "$1/training.json"; }

# ---- Own code --------------------------------------------------------------------------------------

examples=$source/tests/pipeline/corpus
mkdir "$folder/six" "$folder/one" "$folder/flat"
for project in chess library notes shop weather; do cp -r "$examples/$project" "$folder/six/"; done
cp -r "$examples/chess" "$folder/six/games" # the same code again: it cannot be held out
sed -i 's/board/table/g; s/piece/stone/g; s/Board/Table/g; s/Piece/Stone/g; s/clock/watch/g' "$folder"/six/games/*/*.py
cp -r "$examples/library" "$folder/one/"
cp "$examples"/shop/shop/*.py "$folder/flat/"
cp "$examples/weather/weather/station.py" "$folder/flat/"

cd "$tree" # CORPUS and what is made are named as a person would
own CORPUS="$folder/six" STEPS=5 || failed "make CORPUS= of six projects ends with status 0"
"$program" corpus stat --json --store data/six-corpus/store >"$folder/stat" || failed "its store can be read"
[ "$(grep -c '"sites": 0' "$folder/stat")" = 0 ] || failed "no split of six projects is empty"
[ -f out/six-corpus/pythonexpr/serve/manifest.json ] || failed "the release of another corpus has a folder of its own"
[ ! -e out/model ] && [ ! -e out/serve ] || failed "out/ is the default corpus's"
passed "make CORPUS= of six projects makes a release, beside that of the default corpus"

own corpus CORPUS="$folder/one" || failed "a corpus of one project is made"
says 'SPLIT BY FILE' || failed "what a split by file is worth is said"
own CORPUS="$folder/flat" STEPS=5 || failed "make CORPUS= of a flat folder of five files ends with status 0"
says 'SPLIT BY FILE' || failed "what a split by file is worth is said"
[ -f out/flat-corpus/pythonexpr/serve/manifest.json ] || failed "a flat folder has its release"
passed "one project and five files are split by file, which is said"

mkdir "$folder/bare" # attributes alone, no call anywhere
for file in a b c d e; do printf 'import os\nimport sys\n%s = os.sep\nargs = sys.argv\nname = os.name\n' $file >"$folder/bare/$file.py"; done
own CORPUS="$folder/bare" STEPS=5 || failed "make of code without calls ends with status 0"
says '^validate_calls: there is nothing to make' || failed "that there are no calls is said"
[ -f out/bare-corpus/pythonexpr/validation.json ] || failed "attributes are measured without calls"
passed "what the code has none of is not measured, and that is said"

mkdir "$folder/too_few"
cp "$examples/weather/weather/station.py" "$folder/too_few/"
if own CORPUS="$folder/too_few"; then failed "one file is refused"; fi
says 'split has no attribute.*three must' || failed "the refusal has the remedy"
[ ! -e out/too_few-corpus ] || failed "what is refused is refused before anything is trained"
if own CORPUS="$folder/nowhere"; then failed "a folder that is not there is refused"; fi
says 'CORPUS: there is no folder' || failed "the refusal names the folder"
mv "$folder/flat" "$folder/my code"
if own CORPUS="$folder/my code"; then failed "a path with a space is refused"; fi
says "CORPUS: there is a space in .*my code.*ln -s" || failed "the refusal names variable, path and remedy"
ln -s "$folder/my code" "$folder/flat"
own corpus CORPUS="$folder/flat" || failed "a link to it serves"
says '^corpus: up to date' || failed "the same code is the same corpus"
passed "what cannot work is refused at once, by name, with the remedy"

# ---- What was trained is kept --------------------------------------------------------------------------

six() { own CORPUS="$folder/six" "$@"; }
model=out/six-corpus/pythonexpr/model
cp -r $model "$folder/before"
kept() { cmp -s "$folder/before/model.safetensors" $model/model.safetensors; }

six train || failed "train after STEPS=5 ends with status 0"
says '^train: kept as it is, made with STEPS=5 ' || failed "a default is no wish, and that is said"
kept || failed "a default replaces no model"
six train DATA_GEN_LOCAL=1 || failed "train from files ends with status 0"
if says 'shards drawn'; then failed "nothing is drawn for a model that is kept"; fi
rm -rf tensorboard
six train || failed "train without curves ends with status 0"
says '^train: up to date' || failed "a missing curve trains nothing"
passed "defaults and missing curves replace no model"

if six STEPS=4; then failed "other steps are refused"; fi
says "$model \(5 steps in .* of training\) would be lost" || failed "what would be lost is said"
says 'train: STEPS is 4, was 5' || failed "why it would be lost is said"
says 'RETRAIN=1' || failed "what allows it is said"
! says '^[a-z_]+: (up to date|running)' || failed "nothing is made before the refusal"
if six SEED=2 train; then failed "another seed is refused"; fi
says 'train: SEED is 2, was 1' || failed "the seed is named"
echo 'x = [].append' >>"$folder/six/shop/shop/more.py"
if six train; then failed "other code is refused"; fi
says 'corpus: input .*/six differs' || failed "the corpus is named"
rm "$folder/six/shop/shop/more.py"
kept || failed "what is refused changes nothing"
passed "a model is only replaced by another if that is allowed"

six train MODEL_NAME=foo STEPS=3 || failed "a model of another name ends with status 0"
[ "$(steps_of out/six-corpus/foo/model)" = 3 ] && kept || failed "models of two names stand side by side"
passed "a model with another name is kept beside it"

# ---- continue ----------------------------------------------------------------------------------------------

six continue STEPS=4 || failed "continue ends with status 0"
[ "$(steps_of $model)" = 9 ] || failed "continue adds its steps"
six train || failed "train after continue ends with status 0"
[ "$(steps_of $model)" = 9 ] || failed "a plain make keeps what continue added"
if six train STEPS=4; then failed "fewer steps are refused"; fi
says "$model \(9 steps" || failed "what continue added counts"
six train SEED=2 STEPS=4 RETRAIN=1 || failed "RETRAIN=1 trains anew"
says "takes the place of $model \(9 steps" || failed "what is replaced is said"
[ "$(steps_of $model)" = 4 ] || failed "RETRAIN=1 replaces the model"
six continue STEPS=2 SEED=2 || failed "continue with the seed of the training ends with status 0"
six continue STEPS=1 || failed "continue takes the seed from the checkpoint"
[ "$(steps_of $model)" = 7 ] || failed "continue goes on twice"
six continue STEPS=1 SEED=3 || failed "continue with another seed ends with status 0"
says 'trained with random_seed 2; it goes on with that, not with 3' || failed "a wish that is not followed is said"
passed "continue takes seed and session from the checkpoint"

# A training that was killed, and then a different one is asked for.
tmp=tmp/six-corpus/killed
mkdir -p $tmp
cp -r tmp/six-corpus/pythonexpr/checkpoint $tmp/
if six train MODEL_NAME=killed STEPS=3; then failed "what a killed training left is not thrown away"; fi
says 'holds 8 steps of another run, which would be lost' || failed "what would be lost is said"
cp -r out/six-corpus/pythonexpr/metainfo.json out/six-corpus/killed/
mkdir -p out/six-corpus/killed/model
sed 's/"steps": 8/"steps": 900/' $model/training.json >out/six-corpus/killed/model/training.json
if six continue MODEL_NAME=killed STEPS=1; then failed "continue replaces no longer training"; fi
says 'has 900 steps' || failed "the longer training is named"
passed "a checkpoint is not thrown away in silence, nor a longer model for it"
all_passed
