#!/bin/bash
# shellcheck disable=SC2016 # the stages' commands are scripts of their own
# What pipeline/stage.sh promises. Usage: stages.sh PROGRAM SOURCE-FOLDER
set -euo pipefail
source=$2
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"
export TMP=tmp
mkdir -p code/{tool,room/inner,far,elsewhere}
echo one >input
printf '#include "%s"\n' room/a.h tool/flags.h tool/commands.h >code/tool/copy.cc
echo 'int b;' >code/tool/flags.h
echo 'int elsewhere;' >code/tool/other.cc
echo 'int a;' >code/room/a.h
printf '#include "%s"\n' room/a.h far/b.h made_by_a_compiler.h >code/room/a_of_it.cc
echo 'int b;' >code/far/b.h
echo 'int c;' | tee code/elsewhere/c.cc >code/room/inner/d.cc

. "$source/tests/pipeline/checks.bash"

# The stage under test copies its input.
copy() {
  "$source/pipeline/stage.sh" copy records/copy --input input --code-of code/tool/copy.cc --value "N=${N:-1}" \
    --output out/copy -- bash -c 'echo ran >>runs; cp input "$1"' copy out/copy
}
num_runs() { [ -f runs ] && wc -l <runs || echo 0; }
expect_runs() { [ "$(num_runs)" = "$1" ] || failed "$2" "ran $(num_runs) times, not $1"; passed "$2"; }

copy >/dev/null
[ "$(cat out/copy)" = one ] || failed "a stage makes its output"
[ ! -e tmp/stages/copy ] || failed "no unfinished work is left after success"
expect_runs 1 "the first run runs"
grep -q "$(printf '^copy\t')" tmp/timings.tsv || failed "a stage's time is noted"

output=$(copy)
[ "$output" = "copy: up to date" ] || failed "the second run says that it does nothing" "$output"
expect_runs 1 "the second run does nothing"

touch input code/room/a.h
copy >/dev/null
expect_runs 1 "a newer time with the same content re-runs nothing"

echo 'TEST(A, B);' | tee code/room/a_test.cc >code/far/b_test.cc
copy >/dev/null
expect_runs 1 "a changed test of the code re-runs nothing"

echo two >input
output=$(copy)
[[ $output = *"running (changed: input input differs ("*", was "* ]] || failed "the reason to run is told" "$output"
[ "$(cat out/copy)" = two ] || failed "a changed input makes a new output"
expect_runs 2 "a changed input re-runs"

[ "$("$source/pipeline/code_of.sh" code/tool/copy.cc | tr '\n' ' ')" = \
  "code/far code/room code/tool/copy.cc code/tool/flags.h " ] || failed "the code of a command is found"
for file in room/a_of_it.cc far/b.cc tool/copy.cc tool/flags.h; do
  echo '// changed' >>code/$file
  output=$(copy)
  [[ $output = *"running (changed: code code/${file%/*}"* ]] || failed "changed code re-runs: $file" "$output"
done
expect_runs 6 "changed code re-runs: the command's own, and of each folder that it rests on"
echo '// changed' | tee -a code/{elsewhere/c.cc,room/inner/d.cc,tool/other.cc} >code/tool/commands.h
copy >/dev/null
expect_runs 6 "code that the command does not rest on re-runs nothing"
if "$source/pipeline/code_of.sh" code/tool/none.cc 2>errors; then failed "a command must be there"; fi
grep -q 'code/tool/none.cc is missing' errors || failed "the missing command is named" "$(cat errors)"

N=2 copy >/dev/null
expect_runs 7 "a changed value re-runs"

STAGE_CHECK=1 N=2 copy >/dev/null || failed "a check of a stage that is up to date succeeds"
if STAGE_CHECK=1 N=3 copy >/dev/null; then failed "a check of a stage that would run fails"; fi
expect_runs 7 "a check runs nothing"

rm out/copy
N=2 copy >/dev/null
expect_runs 8 "a missing output re-runs"

# A default is not a wish: what was made with another value is kept, and that is said.
by_default() {
  "$source/pipeline/stage.sh" steps records/steps "$@" --output out/steps -- bash -c 'echo ran >>step_runs; date >"$1"' steps out/steps
}
by_default --value STEPS=60 >/dev/null
output=$(by_default --default STEPS=6000)
[[ $output = "steps: up to date"*"kept as it is, made with STEPS=60 (6000 by default)" ]] || failed "what is kept is said" "$output"
[ "$(wc -l <step_runs)" = 1 ] || failed "a default replaces nothing"
by_default --value STEPS=60 >/dev/null
[ "$(wc -l <step_runs)" = 1 ] || failed "the recorded value stays the one it was made with"
rm -r records/steps out/steps
by_default --default STEPS=6000 >/dev/null
grep -qx 'value STEPS=6000' records/steps || failed "a default is recorded when it is used"
passed "--default: a default replaces nothing that was made with another value"

# Long work is only replaced if that is allowed.
precious() {
  "$source/pipeline/stage.sh" model records/model --value "STEPS=$1" --input input --output out/model --precious "$2" \
    -- bash -c 'echo "$2" >"$1"' model out/model "$1"
}
precious 60 true >/dev/null
if precious 70 "echo 60 steps" >out/said 2>errors; then failed "long work is not replaced"; fi
grep -q '60 steps would be lost; RETRAIN=1' errors || failed "what would be lost is said" "$(cat errors)"
grep -qx 'STEPS is 70, was 60' errors || failed "why it would be lost is said" "$(cat errors)"
[ "$(cat out/model)" = 60 ] || failed "what is refused leaves the output"
STAGE_ASK=1 precious 70 "echo 60 steps" >out/said
grep -qx '  model: STEPS is 70, was 60' out/said || failed "who asks is told what has changed" "$(cat out/said)"
mv input input.away
[ -z "$(STAGE_ASK=1 precious 60 "echo 60 steps")" ] || failed "what is not there yet is no change"
mv input.away input
mv records/model records/model.away
if precious 60 "echo 60 steps" >/dev/null 2>errors; then failed "long work of unknown origin is not replaced"; fi
grep -q 'records/model is missing' errors || failed "an unknown origin is said" "$(cat errors)"
mv records/model.away records/model
STAGE_REPLACE=1 precious 70 "echo 60 steps" >out/said
grep -qx 'model: takes the place of 60 steps' out/said || failed "what is replaced is said" "$(cat out/said)"
[ "$(cat out/model)" = 70 ] || failed "RETRAIN=1 replaces it"
rm out/model
precious 80 "echo 70 steps" >/dev/null || failed "what is gone can be made anew"
passed "--precious: long work is only replaced with RETRAIN=1"

echo "id 1" >setting
in_file() {
  "$source/pipeline/stage.sh" setting records/setting --value-in id=setting --output out/setting -- touch out/setting
}
in_file >/dev/null
[ "$(in_file)" = "setting: up to date" ] || failed "a setting in a file"
echo "id 2" >setting
[[ $(in_file) = *"changed: id is id 2, was id 1"* ]] || failed "a changed setting in a file re-runs"
passed "--value-in: a setting that is kept in a file"

# Failure: what was there stays, nothing new is put in place, and the next run tries again.
fails() {
  "$source/pipeline/stage.sh" fails records/fails --input input --output out/fails "$@" \
    -- bash -c 'echo ran >>fail_runs; echo half >"$1"; exit 5' fails out/fails
}
mkdir -p out
echo before >out/fails
status=0
fails >/dev/null 2>errors || status=$?
[ $status = 1 ] || failed "a failed command fails the stage" "status $status"
grep -q 'status 5' errors || failed "the status is told" "$(cat errors)"
[ "$(cat out/fails)" = before ] || failed "a failure leaves the output as it was"
if fails >/dev/null 2>&1; then failed "a failed stage is not up to date"; fi
[ "$(wc -l <fail_runs)" = 2 ] || failed "a failed stage runs again"
passed "failure leaves no output and is tried again"

echo before >out/fails
[ "$(fails --nothing 5 | tail -n 1)" = "fails: there is nothing to make" ] || failed "that there is nothing to make is said"
[ ! -e out/fails ] || failed "what is nothing now is removed"
echo before >out/fails
passed "--nothing: the status is not a failure, and leaves nothing"

fails --finished 5 >/dev/null
[ "$(cat out/fails)" = half ] || failed "a status that counts as success puts the output in place"
[ "$(fails --finished 5)" = "fails: up to date" ] || failed "a status that counts as success is kept"
passed "--finished: the status is a success"

fails --again 5 --value x=1 >/dev/null
[[ $(fails --again 5 --value x=1) = *running* ]] || failed "--again runs again"
passed "--again: the status is a success that is tried again"

if "$source/pipeline/stage.sh" none records/none --output out/none -- true 2>errors >/dev/null; then
  failed "a command that does not make its output fails the stage"
fi
passed "a command must make its output"

"$source/pipeline/stage.sh" said records/said --stdout out/said -- echo 'a table' >/dev/null
[ "$(cat out/said)" = 'a table' ] || failed "--stdout keeps what the command printed"
passed "--stdout"

if "$source/pipeline/stage.sh" lost records/lost --input nowhere --output out/x -- true 2>errors; then
  failed "a missing input fails"
fi
grep -q 'nowhere is missing' errors || failed "the missing input is named" "$(cat errors)"
passed "a missing input is named"

# Ending the stage ends its command, and puts nothing in place.
mkfifo started
"$source/pipeline/stage.sh" slow records/slow --output out/slow \
  -- bash -c 'echo $$ >started; echo x >"$1"; sleep 600' slow out/slow >/dev/null 2>&1 &
stage_pid=$!
read -r command_pid <started
if STAGE_WAIT=1 "$source/pipeline/stage.sh" slow records/slow --output out/slow -- touch out/slow >said 2>errors; then
  failed "a stage that runs does not start again"
fi
grep -q 'runs already.*at most 1 s' said || failed "it is said that the stage runs" "$(cat said)"
grep -q 'not done after 1 s' errors || failed "it is said that it waited in vain" "$(cat errors)"
passed "a stage runs once at a time, and is waited for with a message and a limit"
kill -TERM $stage_pid
if wait $stage_pid; then failed "an ended stage does not succeed"; fi
# A moment to die, and another until its new parent has noticed.
for _ in $(seq 100); do
  state=$(awk '/^State:/ { print $2 }' "/proc/$command_pid/status" 2>/dev/null || true)
  case $state in '' | Z | X) break ;; esac
  sleep 0.05
done
case $state in '' | Z | X) ;; *) failed "ending a stage ends its command" ;; esac
[ ! -e out/slow ] || failed "an ended stage leaves no output"
passed "ending a stage ends its command"

# Whoever gets the signal, and however: the command gets it once and has the time that it needs, and the stage says so.
for told in "INT group" "TERM group" "TERM alone" "HUP group" "KILL alone"; do
  rm -f heard ended
  env --default-signal=INT,TERM,HUP setsid "$source/pipeline/stage.sh" careful records/careful --output out/careful \
    -- bash -c 'trap "echo heard >>heard" TERM; echo $$ >started
      until [ -f heard ]; do sleep 0.02; done; sleep 0.3; touch ended; exit 143' >said 2>&1 &
  stage_pid=$!
  read -r command_pid <started
  # The trap that the stage sets is there when its command runs.
  case $told in *group) kill -"${told% *}" -- "-$stage_pid" ;; *) kill -"${told% *}" $stage_pid ;; esac
  status=0
  wait $stage_pid 2>/dev/null || status=$?
  case $told in INT*) expected=130 ;; KILL*) expected=137 ;; *) expected=143 ;; esac
  [ $status = $expected ] || failed "$told: the stage's status is $expected" "$status: $(cat said)"
  for _ in $(seq 200); do [ ! -d "/proc/$command_pid" ] && break; sleep 0.02; done
  [ "$(cat heard)" = heard ] && [ -f ended ] || failed "$told: the command hears it once and ends in order" "$(cat heard said)"
  [ $status = 137 ] || grep -q 'interrupted' said || failed "$told: the stage says that it was interrupted" "$(cat said)"
  [ ! -e out/careful ] || failed "$told: nothing is put in place"
done
passed "a stage's command is told once, and has time to end in order"

# A second signal is passed on as well: what it means is up to the command.
rm -f heard
"$source/pipeline/stage.sh" stubborn records/stubborn --output out/stubborn \
  -- bash -c 'trap "echo heard >>heard" TERM; echo $$ >started
    until [ -f heard ] && [ "$(wc -l <heard)" = 2 ]; do sleep 0.02; done; exit 143' >said 2>&1 &
stage_pid=$!
read -r command_pid <started
kill -TERM $stage_pid
until [ -f heard ]; do sleep 0.02; done
kill -TERM $stage_pid
if wait $stage_pid; then failed "an interrupted stage does not succeed"; fi
passed "a second signal is passed on too"


# Two makes that need the same stage: one runs it, the other waits and finds it done.
mkfifo begun go_on
shared() {
  "$source/pipeline/stage.sh" shared records/shared --input input --output out/shared \
    -- bash -c 'echo ran >>shared_runs; echo x >begun; read -r _ <go_on; cp input "$1"' shared out/shared
}
shared >first_said 2>&1 &
first=$!
read -r _ <begun
shared >second_said 2>&1 &
second=$!
for _ in $(seq 200); do grep -qs 'waits for it' second_said && break; sleep 0.05; done
echo x >go_on
wait $first && wait $second || failed "both succeed" "$(cat first_said second_said)"
[ "$(wc -l <shared_runs)" = 1 ] || failed "a stage that another make runs runs once"
[ "$(tail -n 1 second_said)" = "shared: up to date" ] || failed "the make that waited does not find it done" "$(cat second_said)"
passed "a stage that another make runs is waited for, and not repeated"

# What is about to be done, with the times of the last run.
mkdir -p plan
TMP=nowhere "$source/pipeline/plan.sh" "words" build fetch >said
grep -q '^make: words$' said && grep -q '^  fetch *- *CORPUS=' said && grep -q 'Nothing was timed' said || failed "a first plan" "$(cat said)"
printf 'fetch\t75.4\t53\ntrain\t65.5\t300\nvalidate_names\t20.2\t1\nvalidate_calls\t30.1\t1\nother\t1000\t1\n' >plan/timings.tsv
TMP=plan "$source/pipeline/plan.sh" "words" build fetch train validate >said
grep -q '^  fetch *1m15s' said && grep -q '^  train *1m06s' said && grep -q '^  validate *50s' said && grep -q '^  build *-$' said ||
  failed "a plan has the times of the last run" "$(cat said)"
grep -q '3m11s in all and those that have none yet' said || failed "a plan adds up" "$(cat said)"
passed "make says what it will do, and how long that took here"

all_passed
