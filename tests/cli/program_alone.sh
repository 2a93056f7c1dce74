#!/usr/bin/env bash
# `make program` needs neither torch nor what only tests need: it is configured where CMake may not find them. A
# folder that is configured with all keeps all.
#   program_alone.sh FASTNODE SOURCE_DIR
set -euo pipefail
source_dir=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "program_alone.sh: $*" >&2; exit 1; }
cd "$source_dir"
export TMP=$scratch/tmp  # where a build writes down how long it took

hidden="-DCMAKE_DISABLE_FIND_PACKAGE_Torch=ON -DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON"
build() { scripts/build.sh "${@:2}" "$scratch/$1" -n fastnode >"$scratch/said" 2>&1; }  # -n: nothing is compiled
if CMAKE_FLAGS=$hidden build hidden; then fail "torch and GTest are found although they are hidden: the test tests nothing"; fi
CMAKE_FLAGS=$hidden build program --program || fail "$(cat "$scratch/said")"
# Through a file: ninja would end with an error if its reader knew enough before it has said all.
list_targets() { ninja -C "$scratch/$1" -t targets all >"$scratch/targets"; }
has_trainer() { list_targets "$1" && grep -q '^fastnode-train: ' "$scratch/targets"; }
list_targets program
grep -q '^fastnode: ' "$scratch/targets" || fail "there is no program"
if grep -E '^(fastnode-train|.*_test): ' "$scratch/targets"; then fail "there is more than the program"; fi

# Both commands in one folder: the one that has less takes nothing away.
build both || fail "$(cat "$scratch/said")"
build both --program || fail "$(cat "$scratch/said")"
grep -q "configuring" "$scratch/said" && fail "a folder with all is configured again"
has_trainer both || fail "the trainer is gone"
build program || fail "$(cat "$scratch/said")"
has_trainer program || fail "'make build' behind 'make program' has no trainer"

program=pipeline/debian-packages-program.txt
names() { awk '!/^#/ && NF { print $1 }' "$@"; }
[ -z "$(names "$program" pipeline/debian-packages.txt | sort | uniq -d)" ] || fail "a package is in both lists"
if names "$program" | grep -E 'torch|clang|gtest|gmock|benchmark'; then fail "the program does not need this"; fi
echo "program_alone.sh: passed"
