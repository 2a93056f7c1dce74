#!/bin/bash
# check_layers.sh [SOURCE-FOLDER]: an include points only backwards in the alphabet of stages, or to
# support/; among the named sub-folders of a stage the same, and among the rooms of a sub-folder; and
# a library is included only in its room (docs/architecture.md, "Walls").
set -euo pipefail
cd "${1:-$(dirname "$0")/../src}"
grep -rnoE --include='*.cc' --include='*.h' '^ *# *include *["<][^">]+' . | sed 's,^\./,,' | sort |
  awk -F: '
    function wall(pattern, rooms) { walls[pattern] = rooms }
    BEGIN {
      wall("^tree_sitter/", "^analyze/ast/parse\\.cc$")
      wall("^(torch|ATen|c10)/", "^(learn/model/network|learn/train/|tool/train_main\\.cc$)")
      wall("^httplib\\.h", "^support/http_server\\.(h|cc)$")
      wall("^curl/", "^support/http_client\\.(h|cc)$")
      wall("^nlohmann/", "^support/json\\.(h|cc)$")
      wall("^toml\\+\\+/", "^support/toml\\.cc$")
      wall("^lmdb", "^support/lmdb\\.(h|cc)$")
      wall("^zstd", "^support/compress\\.(h|cc)$")
      wall("^flatbuffers/", "^collect/record/")
      wall("^CLI/", "^tool/")
      # Exception: docs/decisions/0005-a-draw-ends-in-a-sample.md
      allowed["collect/draw", "collect/pack"]
      # The measure of types asks them as everybody else does.
      allowed["analyze/types/report", "analyze/types"]
    }
    { file = $1; quoted = $3 ~ /"/; path = $3; sub(/^ *# *include *["<]/, "", path) }
    function refuse(why) { print "src/" file ":" $2 ": " path ": " why; bad = 1 }
    { for (pattern in walls)
        if (path ~ pattern && file !~ walls[pattern]) refuse("only in " walls[pattern]) }
    quoted {
      depth = split(file, from, "/"); n = split(path, to, "/")
      if (path ~ /_generated\.h$/) next
      if (n < 2) { refuse("write the full path from src/"); next }
      if ((from[1] "/" from[2], to[1] "/" to[2]) in allowed) next
      if ((from[1] "/" from[2] "/" from[3], to[1] "/" to[2]) in allowed && n == 3) next
      if (from[1] == "tool" || (to[1] == "support" && from[1] != "support")) next
      if (from[1] == "support" && to[1] != "support") refuse("support knows no stage")
      else if (to[1] > from[1]) refuse(from[1] " comes before " to[1])
      else if (to[1] == from[1] && depth > 2 && n > 2 && to[2] > from[2]) refuse(from[2] " comes before " to[2])
      else if (to[1] == from[1] && depth > 2 && n == 2) refuse("a sub-folder does not know its stage'"'"'s door")
      else if (to[1] == from[1] && to[2] == from[2] && depth > 3) {
        if (n > 3 && to[3] > from[3]) refuse(from[3] " comes before " to[3])
        if (n == 3 && to[3] == to[2] ".h") refuse("a room does not know its sub-folder'"'"'s door")
      }
    }
    END { exit bad }' || { echo "layers: failed" >&2; exit 1; }
echo "layers: passed"
