#!/bin/bash
# What a person who operates the pipeline may rely on, without training anything: what `make clean` leaves
# alone, that a copied checkout builds its own sources, that names of variables are checked, that `make help`
# lists them all, what `make` says at its end, and when `make verdict` fails.
# Usage: operate.sh PROGRAM SOURCE-FOLDER
set -euo pipefail
program=$(realpath "$1") source=$2
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
. "$source/tests/pipeline/checks.bash"
said=$folder/said
unset VARIABLES_CHECKED DRY_RUN CORPUS

# A checkout with what a make left in it.
mkdir "$folder/checkout"
(cd "$source" && cp -r Makefile pipeline scripts .gitignore "$folder/checkout")
cd "$folder/checkout"
git init -q .
run_make() { timeout 60 make "$@" >"$said" 2>&1; }
left() { find . -name .git -prune -o -type f -path './*/*' -printf '%P\n' | grep -vE '^(pipeline|scripts)/' | sort | tr '\n' ' '; }
products() {
  for file in out/model/weights out/stages/train out/dry/model/weights out/dry/stages/train tmp/timings.tsv tmp/stages/train.lock \
    tmp/samples/default/a tmp/samples/other/b tmp/dry/timings.tsv tmp/dry/stages/train.lock tmp/dry/samples/dry/c \
    runs/1_train/run.json runs/dry/2_train/run.json tensorboard/pythonexpr/a tensorboard/pythonexpr-dry/a tensorboard/other/a \
    data/packages/p.deb data/library.bin data/stages/library data/default/stages/corpus data/dry/stages/corpus \
    data/dry/store/data.mdb build/fastnode dist/SHA256SUMS; do
    mkdir -p "$(dirname "$file")" && echo x >"$file"
  done
}

products
all=$(left)
run_make clean DRY_RUN=1 || failed "DRY_RUN=1 make clean ends with status 0"
[ "$(left)" = "$(tr ' ' '\n' <<<"$all" | grep -vE '^$|^(out|tmp|runs)/dry/|pythonexpr-dry' | tr '\n' ' ')" ] ||
  failed "DRY_RUN=1 make clean removes what a dry run made, and nothing else; left: $(left)"
DRY_RUN=1 run_make clean_data || failed "DRY_RUN=1 make clean_data ends with status 0"
[[ $(left) = *data/packages/p.deb*data/default* ]] || [[ $(left) = *data/default*data/packages* ]] || failed "the real corpus stays: $(left)"
[[ $(left) != *data/dry* ]] || failed "the dry corpus goes: $(left)"
passed "DRY_RUN=1 make clean and clean_data remove what a dry run made, and nothing else"

products
run_make clean || failed "make clean ends with status 0"
for path in out/dry/model/weights tmp/dry/timings.tsv tmp/samples/other/b runs/1_train/run.json tensorboard/other/a data/default; do
  [ -e $path ] || failed "make clean leaves $path alone"
done
for path in out/model out/stages tmp/timings.tsv tmp/samples/default build dist tensorboard/pythonexpr; do
  [ ! -e $path ] || failed "make clean removes $path"
done
says 'out/dry stays' || failed "what stays is named"
run_make clean_data || failed "make clean_data ends with status 0"
[ ! -e data/default ] && [ ! -e data/packages ] && [ -e data/dry/store ] || failed "make clean_data removes its own corpus: $(left)"
products
run_make clean OUT=out/mine TMP=tmp/mine MODEL_NAME=mine || failed "make clean of another model ends with status 0"
[ -e out/model/weights ] && [ -e build/fastnode ] && [ -e dist/SHA256SUMS ] && [ -e tensorboard/pythonexpr ] || failed "make clean of another model leaves this one alone"
run_make clean_data CORPUS=mine DATASET_NAME=mine || failed "make clean_data of another corpus ends with status 0"
[ -e data/default ] && [ -e data/packages ] || failed "make clean_data of another corpus leaves this one alone"
if run_make clean OUT=scripts TMP="$folder"; then failed "make clean of what is not ours is refused"; fi
[ -e scripts/clean.sh ] && [ -d "$folder" ] || failed "what is refused stays"
says 'git does not ignore scripts' && says 'outside' || failed "what is refused is named"
passed "make clean removes what the same make made; other models, samples and corpora stay"

# A copied checkout, here of a program of one line, builds its own sources and not the original's.
mkdir -p "$folder/one/scripts" "$folder/one/pipeline" "$folder/one/cmake"
cp "$source"/scripts/{build,forget_moved}.sh "$folder/one/scripts"
cp "$source"/cmake/commit.cmake "$folder/one/cmake"
cp -r "$source"/pipeline/*.{sh,bash} "$folder/one/pipeline" 2>/dev/null || true
cat >"$folder/one/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.20)
project(one LANGUAGES NONE)
add_custom_command(OUTPUT program COMMAND cp ${CMAKE_SOURCE_DIR}/source program DEPENDS ${CMAKE_SOURCE_DIR}/source)
add_custom_target(all_of_it ALL DEPENDS program)
END
echo original >"$folder/one/source"
build() { (cd "$folder/$1" && TMP=tmp scripts/build.sh build) >"$said" 2>&1; }
build one || failed "the original is built"
cp -r "$folder/one" "$folder/two"
echo copy >"$folder/two/source"
build two || failed "the copy is built"
[ "$(cat "$folder/two/build/program")" = copy ] || failed "the copy builds its own source, not: $(cat "$folder/two/build/program")"
says "was configured for $folder/one" || failed "it is said that it was configured for another place"
mv "$folder/two" "$folder/three"
echo moved >"$folder/three/source"
build three && [ "$(cat "$folder/three/build/program")" = moved ] || failed "a moved checkout builds its own source"
build three && says 'up to date' || failed "what is in its place is not configured again"
passed "a copied or moved checkout builds its own sources"

cd "$source"
# Mistyped names of variables.
refused() { if run_make -n table "$@"; then failed "$* is refused"; fi; }
refused STEP=10
says 'no variable STEP; STEPS is meant' || failed "the variable that was meant is named"
refused SITES_PER_SMAPLE=8 && says 'SITES_PER_SAMPLE is meant' || failed "an exchange of letters is found"
refused ABSURD=1 && says 'no variable ABSURD' && says 'make help' || failed "what is like nothing is refused"
if STEP=10 run_make -n table; then failed "STEP in the environment is refused"; fi
says 'environment.*STEP.*STEPS is meant.*env -u STEP make' || failed "a slip in the environment is named, with the remedy"
if DATASETNAME=x run_make -n table; then failed "DATASETNAME in the environment is refused"; fi
DATE=1 TEMP=x SPEED=1 HOSTS=x BUILD_ID=7 MODEL=x run_make -n table || failed "what others mean by their variables is no error"
mapfile -t known < <(sed -n 's/^## \([A-Z_]*\):.*/\1=1/p' pipeline/config.mk)
run_make -n help "${known[@]}" || failed "every variable of make help can be given"
passed "an unknown variable is refused, with the nearest name"

# Former names of variables.
run_make -n run_train MAX_SAMPLES=9 BATCH=3 || failed "former names of variables work"
says '^MAX_SAMPLES is now SITES_PER_SAMPLE$' && says '^BATCH is now SAMPLES_PER_REQUEST$' || failed "today's names are said"
says '--value SITES_PER_SAMPLE="9"' && says '--sites-per-sample 9 ' && says '--samples-per-request 3 ' ||
  failed "a former name has the value of today's"
MAX_SAMPLES=9 run_make -n run_train SITES_PER_SAMPLE=9 || failed "both names with one value are no error"
if MAX_SAMPLES=9 run_make -n run_train SITES_PER_SAMPLE=8; then failed "both names with different values are refused"; fi
says 'MAX_SAMPLES is now SITES_PER_SAMPLE: both are given, with different values \(9 and 8\)' || failed "both names are named"
if run_make -n run_train ATTR_TYPED_SHARE=0.5; then failed "ATTR_TYPED_SHARE is refused"; fi
says 'ATTR_TYPED_SHARE is now ATTR_CONDITIONS and CALL_CONDITIONS' || failed "what ATTR_TYPED_SHARE is now is said"
passed "former names of variables work and say so; both with different values are refused"

# Every variable that a script reads but does not set is in `make help`, or here with a reason.
not_for_users="
  NF NR HOME PATH PWD SECONDS RANDOM PIPESTATUS LC_ALL NINJA_STATUS IFS SHELL DEBIAN_FRONTEND  the shell's, awk's and other programs'
  SLURM_ARRAY_TASK_ID SLURM_ARRAY_JOB_ID SLURMD_NODENAME SLURM_JOB_ID SLURM_RESTART_COUNT TMPDIR  Slurm's and the system's
  SERVER_GIVEN STORE LIBRARY REMOTE_RECORD STAGE_CHECK STAGE_ASK STAGE_REPLACE AS_GIVEN VARIABLES_CHECKED FASTNODE_COMMIT  what make tells its scripts
  MODELS REGISTRY FASTNODE_DATADEPS  of build_datadeps.sh, which says so and is no part of make
"
# is_set_in SCRIPT NAME: and not from a value that it may have had before.
is_set_in() { grep -E "^ *(export |local |read -r )*$2=" "$1" | grep -qvE "$2=.*\\$\{?$2"; }
run_make help || failed "make help ends with status 0"
{
  sed -nE 's/^([A-Z][A-Z0-9_]*) \?=.*/\1/p' pipeline/config.mk
  for script in scripts/*.sh pipeline/*.sh; do
    { grep -vE '^ *#' "$script" | grep -oE '\$\{?[A-Z][A-Z0-9_]+' || true; } | tr -d '${' | sort -u |
      while read -r name; do is_set_in "$script" "$name" || echo "$name"; done
  done
} | sort -u >"$folder/read"
[ "$(wc -l <"$folder/read")" -gt 60 ] || failed "variables are found: $(wc -l <"$folder/read")"
while read -r name; do
  says "^  $name +" || grep -qwF -- "$name" <<<"$not_for_users" || failed "make help names $name"
done <"$folder/read"
passed "make help names every variable that a user may set"

# The end of `make`, and `make verdict`, for validations with known answers.
validation() {  # KIND RECALL-OF-THE-MODEL RECALL-OF-COUNTS PASSED
  local metrics='"recall@5": {"value": 0.8, "low": 0.7, "high": 0.9}, "mrr": {"value": 0.7, "low": 0.6, "high": 0.8}'
  cat >"$folder/out/validation$1.json" <<END
{"split": "test", "condition": "rest_of_line", "release": {"manifest_sha256": ""}, "sites": {"count": 77},
 "verdict": {"passed": $4, "gates": [{"name": "recall@1 above counts", "passed": $4,
   "difference": {"value": -0.02, "low": -0.05, "high": 0.01}}]},
 "all": {"methods": {"model": {"recall@1": {"value": $2, "low": 0.5, "high": 0.7}, $metrics},
                     "counts": {"recall@1": {"value": $3, "low": 0.3, "high": 0.5}, $metrics}}}}
END
  for line in $(seq 50); do echo "line $line of the table$1"; done >"$folder/out/validation$1.txt"
}
mkdir -p "$folder/out"
of() { run_make -o all FASTNODE="$program" OUT="$folder/out" TMP="$folder/tmp" "$@"; }
for target in table headline; do
  if of $target; then failed "make $target without a validation is an error"; fi
  says "$folder/out has no validation yet; run 'make OUT=$folder/out'" || failed "make $target names the make to run"
  if of $target CORPUS="$folder/mine"; then failed "make $target of a corpus without a validation is an error"; fi
  says "run 'make CORPUS=$folder/mine OUT=$folder/out'" || failed "make $target names the make to run with what was given"
done
passed "make table and headline without a validation name the make to run"

for kind in "" -names -calls -chains -decisions; do validation "$kind" 0.6 0.4 true; done
of headline || failed "make headline ends with status 0"
says '^whole calls +77 +60.0 \[50.0, 70.0\] +80.0 +70.0 +counts 40.0 +passed' || failed "the headline has the model and the best baseline"
says '^verdict: passed' && says 'make table' || failed "the headline has the verdict and where the rest is"
[ "$(wc -l <"$said")" -le 15 ] || failed "the headline is short: $(wc -l <"$said") lines"
of table && [ "$(grep -c '^line' "$said")" = 250 ] || failed "make table prints everything"
of verdict || failed "make verdict succeeds when every gate was passed"
validation -calls 0.38 0.4 false
of headline || failed "make ends with status 0 whatever the verdict"
says 'VERDICT: FAILED' && says '  whole calls: recall@1 above counts: -2.0 \[-5.0, \+1.0\]' || failed "which gate failed, and by how much, is said"
if of verdict; then failed "make verdict fails when a gate of calls failed"; fi
rm "$folder/out/validation-calls.json"
if of verdict; then failed "make verdict fails when calls were not measured"; fi
"$program" verdict "$folder/out" >"$said" 2>&1 && failed "fastnode verdict fails, too"
[ "$("$program" verdict "$folder/out" >/dev/null 2>&1 || echo $?)" = 3 ] || failed "its exit status is 3"
passed "make ends with a headline, says a failed gate loudly, and make verdict fails by it"

all_passed
