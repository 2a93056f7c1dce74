#!/bin/bash
# with_server.sh COMMAND...: runs COMMAND with a graph data server at $SERVER.
#
# A server that answers there already is used as it is, if it serves the dataset of STORE. If none does and
# the user has named a server (SERVER_GIVEN is not empty), that is an error. Without a named one, $FASTNODE
# graph-data-server is started on loopback with STORE and LIBRARY, started again should it die, and ended
# when COMMAND ends, however it ends. SERVER_TOKEN_FILE: the token of either. Exit status: COMMAND's.
set -euo pipefail
server=${SERVER:?}
log=${TMP:-tmp}/graph-data-server.log
pid_file=${TMP:-tmp}/graph-data-server.pid
ready_limit_s=180
ask_server=$(dirname "$0")/ask_server.sh

refuse() {
  echo "SERVER: $*" >&2
  exit 1
}

# A model of another dataset than our store's could not be measured on this store afterwards. Without a
# store there is nothing to compare with: to train, none is needed.
check_dataset() {
  local theirs=$1 ours remedy
  [ -e "$STORE" ] || return 0
  ours=$("$FASTNODE" corpus stat --store "$STORE" --json | sed -n 's/.*"dataset_id" *: *"\([^"]*\)".*/\1/p' | head -n 1)
  [ "$theirs" != "$ours" ] || return 0
  remedy="stop that server, or run make with SERVER_PORT=<another port>"
  [ -z "${SERVER_GIVEN:-}" ] ||
    remedy="give both the same corpus; or only train with that server, under another name: make train DATASET_NAME=<name>"
  refuse "$server serves another dataset ($theirs) than $STORE has ($ours); $remedy"
}

status=0
theirs=$("$ask_server") || status=$?
if [ $status = 0 ]; then
  check_dataset "$theirs"
  exec "$@"
fi
if [ $status != 3 ] || [ -n "${SERVER_GIVEN:-}" ]; then exit 1; fi

mkdir -p "${TMP:-tmp}"
port=${server##*:}
# Process groups of their own: a terminal's signal reaches the command once, through us, and the server
# only when the command has ended. setpriv: both end even when this script is killed.
set -m
setpriv --pdeathsig TERM "$(dirname "$0")/keep_running.sh" "$FASTNODE" graph-data-server --store "$STORE" --library "$LIBRARY" \
  --host 127.0.0.1 --port "$port" ${SERVER_TOKEN_FILE:+--token-file "$SERVER_TOKEN_FILE"} >"$log" 2>&1 &
server_pid=$!
set +m
echo "$server_pid" >"$pid_file"
command_pid="" told="" num_told=0
finish() {
  kill -TERM "$server_pid" 2>/dev/null || true
  wait "$server_pid" 2>/dev/null || true
  rm -f -- "$pid_file"
}
tell() {
  told=$1 num_told=$((num_told + 1))
  [ -n "$command_pid" ] || exit "$told"
  kill -TERM "$command_pid" 2>/dev/null || true
}
trap finish EXIT
trap 'tell 130' INT
trap 'tell 143' TERM HUP

echo "server: starting at $server (log: $log)"
start=$SECONDS
until "$ask_server" >/dev/null 2>&1; do
  if ! kill -0 "$server_pid" 2>/dev/null; then
    tail -n 20 "$log" >&2
    refuse "the graph data server ended before it was ready"
  fi
  [ $((SECONDS - start)) -lt $ready_limit_s ] || refuse "the graph data server was not ready within $ready_limit_s s; see $log"
  sleep 0.2
done
echo "server: ready after $((SECONDS - start)) s"

set -m
setpriv --pdeathsig TERM "$@" &
command_pid=$!
set +m
# A wait that a signal has ended says nothing about the command.
num_heard=-1 status=0
while [ $num_heard != $num_told ]; do
  num_heard=$num_told status=0
  wait "$command_pid" || status=$?
done
[ "$status" = 0 ] || exit "${told:-$status}"
