#!/bin/bash
# keep_running.sh COMMAND...: runs COMMAND, and starts it again when a signal ends it (a crash, no memory
# left), until this script is told to end (TERM). Exit status: COMMAND's, if it ends by itself.
set -uo pipefail
child=""
trap '[ -z "$child" ] || kill -TERM "$child" 2>/dev/null; wait; exit 143' TERM
while true; do
  # setpriv: it goes even when this script is killed without a chance to end it.
  setpriv --pdeathsig TERM "$@" &
  child=$!
  status=0
  wait "$child" || status=$?
  [ $status -ge 128 ] || exit $status
  echo "keep_running: ended with status $status; starting it again"
  sleep 1 &
  child=$!
  wait "$child"
done
