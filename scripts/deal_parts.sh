#!/usr/bin/env bash
# Deals the parts of a corpus to folders on hosts, for datagen_parallel.sh: each part to one, by how many cores work
# there. A folder keeps what it has, as far as its turn goes, so that little is copied.
#   deal_parts.sh PARTS LIMIT <<<'FOLDER CORES PART-IT-HAS...'    (LIMIT: so many at most in one; 0: any number)
# Prints 'FOLDER PART...' for each line. Parts for which there is no room: exit status 1, and their numbers on stderr.
set -euo pipefail
awk -v parts="$1" -v limit="$2" '
  { folder[NR] = $1; cores[NR] = $2 > 0 ? $2 : 1; all += cores[NR]
    for (i = 3; i <= NF; ++i) has[NR, $i] = 1 }
  function room(f) { return limit == 0 || count[f] < limit }
  function give(f, part) { ++count[f]; owner[part] = f }
  END {
    for (f = 1; f <= NR; ++f) turn[f] = int((parts * cores[f] + all - 1) / all)
    for (part = 0; part < parts; ++part)
      for (f = 1; f <= NR; ++f)
        if (!(part in owner) && ((f, part) in has) && count[f] < turn[f] && room(f)) give(f, part)
    for (part = 0; part < parts; ++part) {
      if (part in owner) continue
      best = 0
      for (f = 1; f <= NR; ++f)
        if (room(f) && (!best || (count[f] + 1) * cores[best] < (count[best] + 1) * cores[f])) best = f
      if (best) give(best, part); else left = left " " part
    }
    for (f = 1; f <= NR; ++f) {
      line = folder[f]
      for (part = 0; part < parts; ++part) if (owner[part] == f) line = line " " part
      print line
    }
    if (left != "") { print substr(left, 2) >"/dev/stderr"; exit 1 }
  }'
