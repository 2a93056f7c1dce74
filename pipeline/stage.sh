#!/bin/bash
# Runs one stage of the pipeline unless its product is up to date.
#
#   stage.sh NAME RECORD [OPTION VALUE]... -- COMMAND [ARGUMENT]...
#
#   --input PATH       a file or folder the stage reads; its content counts
#   --python FOLDER    a folder of Python projects the stage reads; only *.py and packagelist.txt count
#   --code-of SOURCES  source code the stage runs: of these commands (src/tool/NAME.cc) and of every folder
#                      that they rest on (code_of.sh); tests in it do not count
#   --value K=V        a setting
#   --default K=V      a setting that nobody asked for. A product made with another value is kept, and
#                      that is said
#   --value-in K=FILE  a setting that stands in a file
#   --output PATH      what the stage makes. An ARGUMENT equal to PATH is replaced by a temporary path;
#                      what the command leaves there is renamed to PATH when it succeeded
#   --in-place PATH    what the stage makes where it stands (the command can be interrupted and resumed)
#   --stdout PATH      an --output that holds what the command printed (shown here only if it fails)
#   --finished STATUS  an exit status other than 0 that counts as success (a verdict, say)
#   --nothing STATUS   an exit status that says that there is nothing to make: what was there is removed
#   --again STATUS     an exit status that counts as success, but not for ever: the next run tries again
#   --precious COMMAND the product is long work, or long work rests on it. COMMAND prints what that is, or
#                      nothing if there is none yet. It is replaced only with STAGE_REPLACE=1 in the environment
#
# RECORD is a file that holds the stage's identity: one line per input, code path, value and
# output. The stage is up to date when the record equals the identity of now and its outputs exist.
#
# Environment: TMP (default tmp) for unfinished work and timings.tsv. STAGE_REPLACE: empty, or 1 (above).
# STAGE_WAIT: seconds to wait for another make that runs the stage (3600). Two that run nothing:
# STAGE_CHECK=1 exits 1 if the stage would run. STAGE_ASK=1 prints what has changed since the product was
# made, one line each; what is not there yet is no change.
set -euo pipefail
export LC_ALL=C

all_arguments=("$@")
name=$1 record=$2
shift 2
tmp=${TMP:-tmp}
work=$tmp/stages/$name
here=$(dirname "$0")
. "$here/in_turn.bash"

fail() { echo "$name: $*" >&2; exit 1; }

hash_of_files() {  # reads NUL-separated names; prints one hash of names and contents
  sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

hash_of() {  # PATH [FIND-TESTS...]
  local path=$1
  shift
  if [ -d "$path" ]; then
    (cd "$path" && find . "$@" -type f -print0 | hash_of_files)
  elif [ -f "$path" ]; then
    sha256sum <"$path" | cut -d' ' -f1
  else
    fail "input $path is missing"
  fi
}

identity="" outputs=() in_place=() stdout="" finished=() again=() nothing=() worth="" kept=()
add() { identity+="$*"$'\n'; }
recorded() { [ ! -f "$record" ] || grep -F -m 1 -- "$1" "$record" || true; }  # the record's line that begins so

add_code_of() {  # SOURCES
  local paths path hash
  # shellcheck disable=SC2086 # SOURCES is a list
  paths=$("$here/code_of.sh" $1) || fail "the code of $1 cannot be told"
  for path in $paths; do
    hash=$(hash_of "$path" -maxdepth 1 ! -name '*_test.cc')
    add "code $path $hash"
  done
}

add_default() {  # K=V
  local was
  was=$(recorded "value ${1%%=*}=")
  if [ -z "$was" ]; then was="value $1"; fi
  [ "$was" = "value $1" ] || kept+=("${was#value } (${1#*=} by default)")
  add "$was"
}

add_value_in() {  # K=FILE
  local file=${1#*=}
  [ -f "$file" ] || fail "input $file is missing"
  add "value ${1%%=*}=$(cat "$file")"
}

# With STAGE_ASK, what the stage reads need not be there yet.
is_asked_early() {
  local path=$2
  [ -n "${STAGE_ASK:-}" ] || return 1
  case $1 in
    --input | --python) [ ! -e "$path" ] || return 1; add "$(recorded "input $path ")" ;;
    --value-in) [ ! -e "${path#*=}" ] || return 1; add "$(recorded "value ${path%%=*}=")" ;;
    *) return 1 ;;
  esac
}
while [ "${1:---}" != -- ]; do
  [ $# -ge 2 ] || fail "option $1 has no value"
  if is_asked_early "$1" "$2"; then shift 2; continue; fi
  case $1 in
    --input)    hash=$(hash_of "$2"); add "input $2 $hash" ;;
    --python)   hash=$(hash_of "$2" \( -name '*.py' -o -name packagelist.txt \)); add "input $2 $hash" ;;
    --code-of)  add_code_of "$2" ;;
    --value)    add "value $2" ;;
    --default)  add_default "$2" ;;
    --value-in) add_value_in "$2" ;;
    --precious) worth=$(bash -c "$2") ;;
    --output)   add "output $2"; outputs+=("$2") ;;
    --in-place) add "output $2"; in_place+=("$2") ;;
    --stdout)   add "output $2"; outputs+=("$2"); stdout=$2 ;;
    --finished) finished+=("$2") ;;
    --again)    again+=("$2") ;;
    --nothing)  nothing+=("$2") ;;
    *)          fail "unknown option $1" ;;
  esac
  shift 2
done
if [ "${1:-}" != -- ] || [ $# -lt 2 ]; then fail "no command"; fi
shift

# What of the identity is not as recorded, one line each: what it is now, and what it was.
changes() {
  comm -3 <(sort "$record") <(printf %s "$identity" | sed '/^$/d' | sort) | awk '
    { was = !sub(/^\t/, ""); kind = $1; sub(/^[a-z]+ /, "") }
    kind == "value"  { key = $0; sub(/=.*/, "", key); what = substr($0, length(key) + 2) }
    kind == "output" { key = "output " $0; what = "made" }
    kind == "input" || kind == "code" { key = kind " " $0; sub(/ [0-9a-f]+$/, "", key); what = substr($NF, 1, 12) }
    { if (!(key in seen)) order[++n] = key; seen[key] = 1; if (was) old[key] = what; else new[key] = what }
    END { for (i = 1; i <= n; ++i) {
      key = order[i]; now = key in new ? new[key] : "none"; before = key in old ? old[key] : "none"
      printf key ~ /^(input|code|output) / ? "%s differs (%s, was %s)\n" : "%s is %s, was %s\n", key, now, before } }'
}

# Why the stage must run; nothing if it need not.
reason() {
  local output changed
  [ -f "$record" ] || { echo "not made yet"; return; }
  for output in "${outputs[@]}" "${in_place[@]}"; do
    [ -e "$output" ] || { echo "$output is missing"; return; }
  done
  changed=$(changes | head -n 1)
  [ -z "$changed" ] || echo "changed: $changed"
}

end_if_up_to_date() {
  local setting
  why=$(reason)
  [ -z "$why" ] || return 0
  echo "$name: up to date"
  for setting in "${kept[@]}"; do echo "$name: kept as it is, made with $setting"; done
  exit 0
}

# What would be lost if the stage ran: one of its products is there, and something has changed since.
replaced() {
  local output
  for output in "${outputs[@]}"; do
    [ -e "$output" ] || continue
    if [ -f "$record" ]; then changes; else echo "$record is missing: nobody knows what $output was made from"; fi
    return
  done
}

if [ -n "${STAGE_ASK:-}" ]; then
  if [ -f "$record" ] || [ -n "$worth" ]; then replaced | sed "s/^/  $name: /"; fi
  exit 0
fi
end_if_up_to_date
[ -z "${STAGE_CHECK:-}" ] || exit 1
if [ -n "$worth" ]; then
  lost=$(replaced)
  [ -z "$lost" ] || [ -n "${STAGE_REPLACE:-}" ] || fail "$worth would be lost; RETRAIN=1 allows that"$'\n'"$lost"
  [ -z "$lost" ] || echo "$name: takes the place of $worth"
fi
mkdir -p "$tmp/stages"
# The lock is held by all that the stage starts, because a make that was killed may have left some of it
# running. After a wait the stage is looked at again: the other make may have done it.
in_turn "$tmp/stages/$name.lock" "$name" || exec "$0" "${all_arguments[@]}"
end_if_up_to_date
echo "$name: running ($why)"

temporary_of() { echo "$work/${1#/}"; }
command=()
for argument in "$@"; do
  for output in "${outputs[@]}"; do
    if [ "$argument" = "$output" ]; then argument=$(temporary_of "$output"); break; fi
  done
  command+=("$argument")
done

# A product made in place is neither the old nor the new one until the command has succeeded.
[ ${#in_place[@]} = 0 ] || rm -f -- "$record"
rm -rf -- "$work"
mkdir -p "$work" "$(dirname "$record")"
for output in "${outputs[@]}"; do mkdir -p "$(dirname "$(temporary_of "$output")")"; done
# setpriv: the command ends in order when its parent is gone. time must outlive the command to measure it.
command=(setpriv --pdeathsig TERM "${command[@]}")
signals=INT,TERM,HUP
if [ -x /usr/bin/time ]; then
  command=(setpriv --pdeathsig KILL env --ignore-signal=$signals /usr/bin/time -q -f %M -o "$work/.peak_kb"
    env --default-signal=$signals "${command[@]}")
fi

# The command gets a process group of its own, so that each signal reaches it once: through us, not
# from the terminal as well. A second signal is passed on like the first.
told=0 num_told=0
tell() {
  told=$1 num_told=$((num_told + 1))
  [ -z "${child:-}" ] || kill -TERM -- "-$child" 2>/dev/null || true
}
trap 'tell 130' INT
trap 'tell 143' TERM HUP
start=$(date +%s.%N)
set -m
if [ -n "$stdout" ]; then
  "${command[@]}" >"$(temporary_of "$stdout")" &
else
  "${command[@]}" &
fi
child=$!
set +m
[ $num_told = 0 ] || kill -TERM -- "-$child" 2>/dev/null || true
# A wait that a signal has ended says nothing about the child.
num_heard=-1 status=0
while [ $num_heard != $num_told ]; do
  num_heard=$num_told status=0
  wait "$child" || status=$?
done
# What it started may take a moment longer.
if [ $num_told != 0 ]; then
  for _ in $(seq 100); do kill -0 -- "-$child" 2>/dev/null || break; sleep 0.05; done
  kill -KILL -- "-$child" 2>/dev/null || true
fi
trap - INT TERM HUP
is_in() { local x=$1; shift; case " $* " in *" $x "*) ;; *) return 1 ;; esac; }
if [ "$status" != 0 ] && is_in "$status" "${nothing[@]}"; then
  [ -z "$stdout" ] || cat "$(temporary_of "$stdout")"
  rm -rf -- "$record" "$work" "${outputs[@]}"
  echo "$name: there is nothing to make"
  exit 0
fi
if [ "$status" != 0 ] && ! is_in "$status" "${finished[@]}" "${again[@]}"; then
  [ -z "$stdout" ] || cat "$(temporary_of "$stdout")"
  [ $num_told = 0 ] || { echo "$name: interrupted; nothing was put in place, the same command goes on" >&2; exit "$told"; }
  fail "failed with status $status; nothing was put in place"
fi

for output in "${outputs[@]}"; do
  [ -e "$(temporary_of "$output")" ] || fail "the command did not make $output"
done
for output in "${in_place[@]}"; do
  [ -e "$output" ] || fail "the command did not make $output"
done
rm -f -- "$record"
for output in "${outputs[@]}"; do
  mkdir -p "$(dirname "$output")"
  rm -rf -- "$output"
  mv -- "$(temporary_of "$output")" "$output"
done
if [ "$status" = 0 ] || ! is_in "$status" "${again[@]}"; then
  printf %s "$identity" >"$record.new"
  mv -- "$record.new" "$record"
fi

seconds=$(awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')
peak_mb=$(tail -n 1 "$work/.peak_kb" 2>/dev/null | awk '{ printf "%.0f", $1 / 1024 }' || true)
rm -rf -- "$work"
"$here/record_time.sh" "$name" "$seconds" "${peak_mb:--}"
echo "$name: done in $seconds s${peak_mb:+, peak $peak_mb MB}"
