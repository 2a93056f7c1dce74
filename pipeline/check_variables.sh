#!/bin/bash
# check_variables.sh NAME...: says `yes` if every variable that make was given is one of config.mk's.
# Otherwise it names the first that is not, and what was probably meant. NAMEs are those of make's
# command line, where any other name is an error. The environment is full of names that are not for us:
# there only a name that is nearly one of ours is an error.
set -euo pipefail
here=$(dirname "$0")
{
  sed -n 's/^## \([A-Z_]*\):.*/known \1/p' "$here/config.mk"
  sed -n 's/^FORMER_NAMES := //p' "$here/config.mk" | grep -oE '[A-Z_]+:' | sed 's/\(.*\):/former \1/'
  echo former ATTR_TYPED_SHARE  # config.mk says what it is called now
  # Not for users: given by one make to another, or to see what a shell does.
  printf 'known %s\n' SERVER_GIVEN STORE LIBRARY VARIABLES_CHECKED STAGE_CHECK SHELL MAKEFLAGS MFLAGS
  [ $# = 0 ] || printf 'given %s\n' "$@"
  compgen -e | grep -E '^[A-Z][A-Z_]{3,}$' | sed 's/^/environment /'
} | awk '
  # Letters to add, take away, change or exchange with the next one (Damerau 1964).
  function distance(a, b,   i, j, cost, least, d) {
    for (i = 0; i <= length(a); ++i) d[i, 0] = i
    for (j = 0; j <= length(b); ++j) d[0, j] = j
    for (i = 1; i <= length(a); ++i)
      for (j = 1; j <= length(b); ++j) {
        cost = substr(a, i, 1) != substr(b, j, 1)
        least = d[i - 1, j - 1] + cost
        if (d[i - 1, j] + 1 < least) least = d[i - 1, j] + 1
        if (d[i, j - 1] + 1 < least) least = d[i, j - 1] + 1
        if (i > 1 && j > 1 && substr(a, i, 1) == substr(b, j - 1, 1) && substr(a, i - 1, 1) == substr(b, j, 1) &&
            d[i - 2, j - 2] + cost < least) least = d[i - 2, j - 2] + cost
        d[i, j] = least
      }
    return d[length(a), length(b)]
  }
  function nearest(name, farthest,   known, d, longer) {
    near = ""; near_distance = 99
    for (known in is_known) {
      longer = length(known) - length(name)
      if (longer > farthest || -longer > farthest) continue
      d = distance(toupper(name), known)
      if (d < near_distance || (d == near_distance && known < near)) { near = known; near_distance = d }
    }
  }
  # Short names are near to others by chance: there only a letter more or less at the end counts, or
  # two letters that were exchanged.
  function is_slip(name) {
    if (length(name) > 5) return near_distance <= (length(name) >= 10 ? 2 : 1)
    return near_distance == 1 && length(near) >= 4 &&
      (index(name, near) == 1 || index(near, name) == 1 || length(name) == length(near) && is_exchange(name))
  }
  function is_exchange(name,   i, differ) {
    for (i = 1; i <= length(name); ++i) differ += substr(name, i, 1) != substr(near, i, 1)
    return differ == 2
  }
  $1 == "known" { is_known[$2] = 1 }
  $1 == "former" { is_former[$2] = 1 }  # right, but not what somebody who mistypes is led to
  $2 in is_known || $2 in is_former { next }
  $1 == "given" {
    nearest($2, 99)
    said = "there is no variable " $2 (near_distance * 2 <= length($2) ? "; " near " is meant?" : ";") " make help lists them all"
    exit
  }
  $1 == "environment" {
    nearest($2, length($2) < 10 ? 1 : 2)
    if (!is_slip($2)) next
    said = "the environment has a variable " $2 "; " near " is meant? If not, take it away: env -u " $2 " make"
    exit
  }
  END { print said == "" ? "yes" : said }'
