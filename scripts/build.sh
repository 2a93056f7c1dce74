#!/bin/bash
# build.sh [--program] FOLDER [TARGET]...: configures FOLDER if need be and builds, quietly unless it fails.
# Extra arguments for CMake (another libtorch, say) come from CMAKE_FLAGS. With --program a folder that
# is not configured yet gets neither trainer nor tests; one that is stays as it is.
set -euo pipefail
program=
[ "${1-}" != --program ] || { program=1; shift; }
folder=${1:?build.sh: a folder is missing, build say}
shift
log=$folder/build.log
start=$SECONDS
mkdir -p "$folder"
. "$(dirname "$0")/../pipeline/in_turn.bash"
in_turn "$folder/build.lock" build || true

scripts/forget_moved.sh "$folder" .
flags=${CMAKE_FLAGS:-}
if [ -n "$program" ]; then
  flags=$(cat "$folder/cmake_flags" 2>/dev/null || echo "${flags:+$flags }-DFASTNODE_TORCH=OFF -DFASTNODE_TESTS=OFF")
fi
if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$folder/cmake_flags" 2>/dev/null)" != "$flags" ]; then
  echo "build: configuring $folder"
  # What was said last time, and no longer is, would stay in CMake's cache.
  said=$(sed -E 's/-D([A-Za-z0-9_]+)[^ ]*/-U\1/g' "$folder/cmake_flags" 2>/dev/null || true)
  rm -f "$folder/cmake_flags"
  # shellcheck disable=SC2086 # both are lists
  if ! cmake -S . -B "$folder" -G Ninja $said $flags >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
  printf '%s\n' "$flags" >"$folder/cmake_flags"
fi

cmake -DSOURCES=. -DHEADER="$folder/generated/commit_generated.h" -P cmake/commit.cmake

# On a terminal one line that is overwritten, otherwise a line now and then. The log has everything.
terminal=0
[ ! -t 1 ] || terminal=1
set +e
# setpriv: it ends with this script.
NINJA_STATUS='[%f/%t] ' setpriv --pdeathsig TERM ninja -C "$folder" "$@" 2>&1 | tee "$log" |
  awk -v terminal=$terminal '
    /^\[.*(Building|Linking)/ {
      if (terminal) printf "\rbuild: %-100.100s", $0
      else if (++n % 20 == 0) print "build: " $0
      fflush() }
    END { if (terminal) printf "\r%-107s\r", "" }'
status=${PIPESTATUS[0]}
set -e
if [ "$status" != 0 ]; then
  grep -vE '^\[|^ninja: (Entering|build)' "$log" | head -n 100 >&2
  echo "build: failed; $log has it all" >&2
  exit 1
fi
if grep -q '^ninja: no work to do' "$log"; then
  echo "build: up to date"
  exit 0
fi
pipeline/record_time.sh build "$((SECONDS - start))" -
echo "build: done in $((SECONDS - start)) s"
