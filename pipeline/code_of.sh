#!/bin/bash
# code_of.sh SOURCE...: the source code that commands run, one path per line. SOURCE is src/tool/NAME.cc.
# Printed are SOURCE, what it includes from its own folder (and the source of the same name), and every
# other folder that is included on the way. A folder counts as a whole, but without the folders in it: an
# include says what is declared there, not in which source it is defined. The list of commands
# (tool/commands.h) belongs to no command.
set -euo pipefail
export LC_ALL=C
declare -A roots
for source in "$@"; do
  [ -f "$source" ] || { echo "code_of: $source is missing" >&2; exit 1; }
  roots[$(dirname "$(dirname "$source")")]=1
done
[ ${#roots[@]} = 1 ] || { echo "code_of: give sources of one folder" >&2; exit 1; }
root=${!roots[*]}
grep -rE --include='*.cc' --include='*.h' --exclude='*_test.cc' '^ *# *include *"' "$root" |
  awk -v root="$root" -v sources="$*" '
    function folder_of(path) { sub(/\/[^\/]*$/, "", path); return path }
    function reach(file,   list, i, n) {
      if (file in seen) return
      seen[file] = 1
      n = split(includes[file], list)
      for (i = 1; i <= n; ++i)
        if (list[i] ~ /\//) reach_include(root "/" list[i])  # without a folder: generated
    }
    function reach_include(file,   folder, list, i, n) {
      folder = folder_of(file)
      if (folder == tool) {
        if (file ~ /\/commands\.h$/) return
        reach(file)
        sub(/\.h$/, ".cc", file)
        if (file in includes) reach(file)
      } else if (!(folder in reached)) {
        reached[folder] = 1
        n = split(files[folder], list)
        for (i = 1; i <= n; ++i) reach(list[i])
      }
    }
    {
      file = path = $0
      sub(/:.*/, "", file)
      sub(/^[^"]*"/, "", path)
      sub(/".*/, "", path)
      if (!(file in includes)) files[folder_of(file)] = files[folder_of(file)] " " file
      includes[file] = includes[file] " " path
    }
    END {
      n = split(sources, list)
      tool = folder_of(list[1])
      for (i = 1; i <= n; ++i) reach(list[i])
      for (folder in reached) print folder
      for (file in seen) if (folder_of(file) == tool) print file
    }' | sort
