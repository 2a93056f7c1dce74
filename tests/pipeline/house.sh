#!/bin/bash
# The whole house on twenty tiny files: the Makefile's main job with everything in a temporary folder,
# then what a person does next, then the scripts of release/ on the release that it made.
# Usage: house.sh PROGRAM SOURCE-FOLDER
set -euo pipefail
program=$1 source=$2
[ -x "$(dirname "$program")/fastnode-train" ] || exit 77
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cp -r "$source/tests/pipeline/corpus" "$folder/corpus"

. "$source/tests/pipeline/checks.bash"
said=$folder/said port=$(free_port)

# make TARGET...: its output is kept in $folder/said. Dependencies and build are those of the build
# folder that runs this test.
house() {
  timeout 300 make -C "$source" -o deps -o build BUILD="$(dirname "$program")" OUT="$folder/out" \
    TMP="$folder/tmp" DATA="$folder/data" TENSORBOARD="$folder/tensorboard" RUNS="$folder/runs" MODEL_NAME=tiny \
    CORPUS="$folder/corpus" SERVER_PORT="$port" SITES_PER_SAMPLE=8 NUM_VALIDATE_SAMPLES=20 NUM_VALIDATE_NAMES=20 NUM_VALIDATE_CALLS=20 NUM_VALIDATE_CHAINS=20 NUM_VALIDATE_DECISIONS=20 THREADS=1 \
    TRAIN_FLAGS="--hidden 16 --layers 2 --validation-samples 2" "$@" >"$said" 2>&1
}
git_status() { git -C "$source" status --porcelain 2>/dev/null || true; }
before=$(git_status)

if house SERVER=http://localhost:1 traindata; then failed "a server that does not answer is an error"; fi
says 'SERVER.*http://localhost:1' || failed "the error names the variable SERVER and the URL"
[ ! -e "$folder/out" ] || failed "nothing is made without the server"
passed "a server out of reach is an error that names SERVER"

if house continue STEPS=3; then failed "continue needs a checkpoint"; fi
says 'no checkpoint' || failed "continue says that there is no checkpoint"
[ ! -e "$folder/tensorboard" ] || failed "a refused continue touches nothing"
passed "continue without a checkpoint is refused, and touches nothing"

if house upload "UPLOAD_PATH=file://$folder/uploaded"; then failed "upload needs a validation"; fi
says 'not been validated' || failed "upload says that nothing was validated"
passed "upload without a validation is refused"

house all STEPS=5 || failed "make ends with status 0"
for name in server library corpus traindata train compress validate_attribute validate_names validate_calls validate_chains validate_decisions; do
  says "^$name: " || failed "stage $name is visible by name"
done
for path in out/metainfo.json out/usage.bin out/model/config.json out/model/model.safetensors \
  out/serve/manifest.json out/serve/model.safetensors out/serve/attr-fallback.txt out/validation.json \
  out/curated-examples/attr.json tmp/uncurated-examples/attr tensorboard/corpus-corpus/tiny tmp/checkpoint; do
  [ -e "$folder/$path" ] || failed "make makes $path"
done
says 'recall' || failed "make prints a table"
for code in train:learn/train train:tool/train_main.cc traindata:collect/server validate_calls:qualify; do
  grep -q "^code src/${code#*:}" "$folder/out/stages/${code%:*}" || failed "code of ${code%:*}: ${code#*:} is in its identity"
done
for examples in "$source/pipeline/curated-examples/attr.json" "$folder/out/curated-examples/attr.json"; do
  python3 -c 'import json, sys; assert len(json.load(open(sys.argv[1]))) >= 20' "$examples" || failed "$examples is JSON"
done
passed "make runs the main job and prints a table"
if listens "$port"; then failed "the server is ended afterwards"; fi
passed "the server is ended afterwards"

"$program" runs list --runs "$folder/runs" >"$said" 2>&1 || failed "the records of runs are listed"
for command in train validate-attribute validate-call validate-chain validate-decision; do
  says "_$command +tiny +finished" || failed "there is a record of $command"
done
"$program" runs show --runs "$folder/runs" _train >"$said" 2>&1 || failed "a run is shown"
says '"dataset_id": "[0-9a-f]{32}"' || failed "a record names its dataset"
passed "every training and validation leaves a record"

# From the data to the verdict by hashes alone, asked for by the release's version and by its model's hash.
version=$(sha256sum <"$folder/out/serve/manifest.json" | cut -c -12)
model=$(cd "$folder/out/model" && sha256sum -- * | sha256sum | cut -c -12)
grep -q "\"model\": \"$model" "$folder/out/serve/manifest.json" || failed "a release names its model"
"$program" runs list --runs "$folder/runs" >"$said" 2>&1 || failed "runs are listed"
says "_validate-attribute +tiny +finished +[0-9.ms]+ $version recall@1 [0-9.]+, (passed|failed)" ||
  failed "a line has model, time, release and headline"
for what in "$version" "$model"; do
  "$program" runs lineage "$what" --runs "$folder/runs" >"$said" 2>&1 || failed "a lineage is printed"
  for part in _train _compress _learn-fallback _validate-attribute _validate-call "model $model" "-> release $version"; do
    says "$part" || failed "the lineage of $what has $part"
  done
done
if "$program" runs lineage 000000000000 --runs "$folder/runs" >"$said" 2>&1; then failed "an unknown hash is an error"; fi
passed "a lineage leads from training to release and verdicts, joined by hashes"

house all STEPS=5 || failed "a second make ends with status 0"
if says 'running|starting'; then failed "a second make runs nothing"; fi
for name in corpus traindata train compress validate_attribute validate_names validate_calls validate_chains validate_decisions; do
  says "^$name: up to date" || failed "a second make says that $name is up to date"
done
says 'recall' || failed "a second make prints the headline"
[ "$(grep -vc '^  ' "$said")" -lt 30 ] || failed "a second make says little but which gates failed"
passed "a second make does nothing and says so"

status=0 expected=0
"$program" verdict "$folder/out" >"$said" 2>&1 || expected=$?
says '^verdict: passed|^VERDICT: FAILED' || failed "there is a verdict on all validations"
if house verdict STEPS=5; then status=0; else status=3; fi
[ "$status" = "$expected" ] || failed "make verdict ends as fastnode verdict does"
says '^whole calls +[0-9]+ ' || failed "make verdict says what it rests on"
passed "make verdict fails if, and only if, a gate failed"

for script in "$source"/tests/pipeline/release/*.sh; do
  "$script" "$program" "$folder/out/serve" >"$said" 2>&1 || failed "$(basename "$script")"
done
passed "complete answers every line with the new model"

"$program" registry add "$folder/out/serve" --registry "$folder/models.json" --models "$folder/models" >"$said" 2>&1 ||
  failed "a release is added to the registry"

house continue STEPS=3 || failed "continue ends with status 0"
[ -n "$(ls "$folder/tensorboard/corpus-corpus/tiny_continue")" ] || failed "continue has a curve of its own"
house all STEPS=5 || failed "make after continue ends with status 0"
says '^train: up to date' || failed "make after continue does not train again"
says '^compress: running \(changed: input .*model differs' || failed "make after continue compresses the new model"
says '^validate_attribute: running' || failed "make after continue validates the new model"
"$program" runs compare --runs "$folder/runs" _train _validate >"$said" 2>&1 || failed "runs are compared"
says 'validation/accuracy' || failed "a comparison has results"
passed "continue adds steps, and what depends on the model follows"

"$program" registry add "$folder/out/serve" --registry "$folder/models.json" --models "$folder/models" >"$said" 2>&1 ||
  failed "the next release is added, too"
house validate_calls STEPS=5 PREVIOUS="$folder/models/tiny/$version" || failed "calls are measured beside the previous release"
says '^previous ' || failed "the table has the previous release"
grep -q '"name": "recall@1 no worse than the previous release"' "$folder/out/validation-calls.json" ||
  failed "the previous release is a gate of calls"
passed "calls are held to the previous release"

"$program" registry rollback tiny --registry "$folder/models.json" >"$said" 2>&1 || failed "the registry goes back"
says "^$version is current again" || failed "it goes back to the first version"
[ "$(sha256sum <"$folder/models/tiny/$version/manifest.json" | cut -c -12)" = "$version" ] || failed "the version holds what it did"
cmp -s "$folder/models/tiny/$version/model.safetensors" "$folder/out/serve/model.safetensors" && failed "it is not the new release"
echo x >>"$folder/models/tiny/$version/config.json"
if "$program" registry use tiny "${version:0:6}" --registry "$folder/models.json" >"$said" 2>&1; then
  failed "a version that was changed is not used"
fi
says 'config.json' || failed "what is changed is named"
passed "a version of the registry is what it was, whatever was trained since"

if grep -q '^verdict: passed' "$folder/out/validation.txt"; then
  house upload "UPLOAD_PATH=file://$folder/uploaded" || failed "a passing verdict can be uploaded"
  [ -n "$(find "$folder/uploaded" -name manifest.json)" ] || failed "an upload has its manifest"
  passed "a passing verdict can be uploaded"
else
  if house upload "UPLOAD_PATH=file://$folder/uploaded"; then failed "upload obeys the verdict"; fi
  says 'did not pass' || failed "upload names the verdict"
  [ ! -e "$folder/uploaded" ] || failed "a refused upload leaves nothing"
  passed "upload obeys a failing verdict"
fi

# Trained from files in a folder of its own, without a server: the same model as from the server.
from_files() {
  house "$@" STEPS=5 DATA_GEN_LOCAL=1 SAMPLES_DIR="$folder/samples" OUT="$folder/out_files" \
    TENSORBOARD="$folder/tensorboard_files" TMP="$folder/tmp_files"
}
from_files train || failed "DATA_GEN_LOCAL=1 make train ends with status 0"
says '5/5 steps' || failed "training from files takes every step"
"$program" record verify "$folder/samples" >"$said" 2>&1 || failed "the files are whole"
cp -r "$folder/out" "$folder/out_server" && rm -rf "$folder/out_server/model"
house train STEPS=5 OUT="$folder/out_server" TMP="$folder/tmp_server" TENSORBOARD="$folder/tensorboard_server" ||
  failed "training again ends with status 0"
cmp "$folder/out_server/model/model.safetensors" "$folder/out_files/model/model.safetensors" ||
  failed "files and server give the same model"
from_files train || failed "a second time ends with status 0"
says '0 shards drawn' || says '^train: up to date' || failed "a second time draws nothing"
passed "DATA_GEN_LOCAL=1 trains from files, without a server, and gives the same model"

# Drawn in parts, brought while it trains: the same model again; and `make` goes on from there.
if command -v rsync >/dev/null; then
  synced() {
    house "$@" STEPS=5 SYNC_DATA=1 SAMPLES_DIR="$folder/parts" SYNCED="$folder/synced" OUT="$folder/out_synced" \
      TENSORBOARD="$folder/tensorboard_synced" TMP="$folder/tmp_synced"
  }
  cp -r "$folder/out_server" "$folder/out_synced" && rm -rf "$folder/out_synced/model" "$folder/out_synced/stages/train"
  synced datagen_parallel PARTS=3 || failed "make datagen_parallel ends with status 0"
  [ "$(grep -cE '^[0-9]+ +done ' "$said")" = 3 ] || failed "datagen_parallel shows what became of each part"
  if synced sync SYNC_FROM=; then failed "sync without a place is an error"; fi
  says 'TRAINDATA_HOSTS' || failed "the error names the variable"
  (timeout 120 make -C "$source" -o deps -o build BUILD="$(dirname "$program")" \
    CORPUS="$folder/corpus" STEPS=5 SYNC_FROM="$folder/parts/corpus-corpus" SYNCED="$folder/synced" \
    SYNC_FLAGS="--validation-samples 16 --poll 0.2" sync >"$folder/said_sync" 2>&1) &
  syncer=$!
  synced train SYNC_WAIT=60 || failed "SYNC_DATA=1 make train ends with status 0"
  wait $syncer || { cp "$folder/said_sync" "$said"; failed "make sync ends with status 0"; }
  cmp "$folder/out_server/model/model.safetensors" "$folder/out_synced/model/model.safetensors" ||
    failed "synced samples and server give the same model"
  house train STEPS=5 OUT="$folder/out_synced" TMP="$folder/tmp_synced" TENSORBOARD="$folder/tensorboard_synced" ||
    failed "make after training on synced samples ends with status 0"
  says '^train: up to date' || failed "make after it does not train again"
  passed "make datagen_parallel, sync and SYNC_DATA=1 train give the same model, and make goes on from it"
fi

[ "$(git_status)" = "$before" ] || failed "the checkout is as it was"
passed "the checkout is as it was"
all_passed
