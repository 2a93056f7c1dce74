#!/bin/bash
# forget_moved.sh FOLDER SOURCE: removes a build folder's configuration if it was made for another place.
# Otherwise a copied or moved checkout would build the sources of the original. What was compiled stays.
set -euo pipefail
folder=$1 source=$2
cache=$folder/CMakeCache.txt
[ -f "$cache" ] || exit 0
cached() { sed -n "s/^$1:[A-Z]*=//p" "$cache"; }
if [ "$(cached CMAKE_HOME_DIRECTORY)" != "$(cd "$source" && pwd -P)" ] ||
  [ "$(cached CMAKE_CACHEFILE_DIR)" != "$(cd "$folder" && pwd -P)" ]; then
  echo "build: $folder was configured for $(cached CMAKE_HOME_DIRECTORY), not for this checkout; configuring it again"
  rm -rf "$cache" "$folder"/{CMakeFiles,build.ninja,.ninja_deps,.ninja_log,cmake_flags,generated}
fi
