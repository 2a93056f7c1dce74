#!/usr/bin/env bash
# The version is one, and in one place; the commit is that of the sources.
#   version.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "version.sh: $*" >&2; exit 1; }
version=$(sed -n 's/^project(fastnode VERSION \([0-9.]*\) .*/\1/p' "$source_dir/CMakeLists.txt")
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "CMakeLists.txt has no version: '$version'"
said=$("$fastnode" --version)
[[ $said =~ ^fastnode\ $version\ \(commit\ .*,\ build\ [0-9a-f]{40}\)$ ]] || fail "it says: $said"
grep -qE "^## \[($version|Unreleased)\]" "$source_dir/CHANGELOG.md" || fail "CHANGELOG.md does not know $version"

# commit_of FOLDER: what a build of the sources there would say.
commit_of() {
  cmake "-DSOURCES=$1" "-DHEADER=$scratch/header.h" -P "$source_dir/cmake/commit.cmake"
  sed -n 's/.*kCommit\[\] = "\(.*\)";/\1/p' "$scratch/header.h"
}
mkdir -p "$scratch/checkout/archive"
git -C "$scratch/checkout" init -q
echo one >"$scratch/checkout/file"
git -C "$scratch/checkout" add file
git -C "$scratch/checkout" -c user.name=n -c user.email=e commit -qm m
commit=$(git -C "$scratch/checkout" rev-parse --short=12 HEAD)
[ "$(commit_of "$scratch/checkout")" = "$commit" ] || fail "the commit is $(commit_of "$scratch/checkout"), not $commit"
touch -d '2020-01-01' "$scratch/header.h"
commit_of "$scratch/checkout" >/dev/null
[ "$(date -r "$scratch/header.h" +%Y)" = 2020 ] || fail "the same commit is written again, and compiled again"
echo two >"$scratch/checkout/file"
[ "$(commit_of "$scratch/checkout")" = "$commit-dirty" ] || fail "changed sources do not say so: $(commit_of "$scratch/checkout")"
[ "$(commit_of "$scratch/checkout/archive")" = "" ] || fail "an archive takes the commit of the checkout that it lies in"
GIT_CEILING_DIRECTORIES=$scratch commit_of "$scratch" >"$scratch/none"
[ ! -s "$scratch/none" ] || [ "$(cat "$scratch/none")" = "" ] || fail "without git there is a commit: $(cat "$scratch/none")"
echo "version.sh: passed"
