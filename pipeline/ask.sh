#!/bin/bash
# ask.sh WORTH MAKE...: refuses, with status 1, a make that would replace the model by another one,
# because a stage on the way to it has other inputs or settings than when it was made. Runs nothing.
set -euo pipefail
worth=$1
shift
changed=$(STAGE_ASK=1 "$@" -s)
[ -n "$changed" ] || exit 0
cat >&2 <<END
train: $worth would be lost; this run would train another one in its place:
$changed
train: RETRAIN=1 allows that; MODEL_NAME=<another name> trains one beside it
END
exit 1
