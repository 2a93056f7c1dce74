#!/bin/bash
# ask_server.sh: prints the id of the dataset that the graph data server at $SERVER serves. If
# $SERVER_TOKEN_FILE is set, the token in that file is sent. A server that answers "later" (429, 5xx)
# is waited for, $SERVER_WAIT seconds.
#
# Exit status: 3 if nobody answers there (an error message only if the user named the server:
# SERVER_GIVEN), 1 with an error message if what answers is not what was asked for.
set -euo pipefail
server=${SERVER:?}
while [[ $server == */ ]]; do server=${server%/}; done
token_file=${SERVER_TOKEN_FILE:-}
wait_s=${SERVER_WAIT:-300}

refuse() {
  echo "SERVER: $*" >&2
  exit 1
}

case $server in
  *[[:space:]\?#@]*) refuse "'$server' is not the address of a server; write http://HOST:PORT" ;;
  http://?* | https://?*) ;;
  *) refuse "'$server' is not the address of a server; write http://HOST:PORT" ;;
esac
# As the program does (support/http_client.cc): no proxy between us and our own machine.
host=${server#*://}
options=() proxy_note=""
case $host in
  localhost* | 127.* | "[::1]"*) options+=(--noproxy '*') ;;
  *) [ -z "${http_proxy:-}${https_proxy:-}${all_proxy:-}" ] || proxy_note=", through a proxy of the environment? no_proxy=HOST goes without it" ;;
esac

# The token is in no process list: curl reads it from its standard input.
token=""
if [ -n "$token_file" ]; then
  [ -f "$token_file" ] && [ -r "$token_file" ] || refuse "SERVER_TOKEN_FILE=$token_file cannot be read"
  token=$(tr -d '\r' <"$token_file")
  [ -n "$token" ] || refuse "SERVER_TOKEN_FILE=$token_file is empty"
  [[ $token != *[!!-~]* ]] || refuse "SERVER_TOKEN_FILE=$token_file is not a token: letters, digits and signs of one line"
fi

# Sets status (000: no answer), dataset and reason.
ask() {
  local said
  said=$(printf '%s' "${token:+Authorization: Bearer $token}" |
    curl -sS -g "${options[@]}" -H @- --connect-timeout 3 --max-time 10 --max-filesize 65536 \
      -w '\n%{http_code} %header{fastnode-dataset}' -- "$server/readyz" 2>&1) || true
  read -r status dataset <<<"${said##*$'\n'}"
  reason=$(sed -n -e 's/.*"error" *: *"\(.*\)".*/\1/p' -e 's/^curl: ([0-9]*) //p' <<<"$said" | head -n 1)
}

start=$SECONDS said_at=-1
while true; do
  ask
  waited=$((SECONDS - start))
  case $status in 429 | 5??) ;; *) break ;; esac
  [ "$waited" -lt "$wait_s" ] || refuse "$server still answers $status after $waited s (SERVER_WAIT): ${reason:-no reason given}"
  if [ "$said_at" -lt 0 ] || [ $((waited - said_at)) -ge 20 ]; then
    echo "SERVER: $server answers $status (${reason:-no reason given}); waiting for it, $((wait_s - waited)) s left" >&2
    said_at=$waited
  fi
  sleep 1
done
[ "$said_at" -lt 0 ] || [ "$status" = 000 ] || echo "SERVER: $server is back after $waited s" >&2

case $status in
  200) [ -n "$dataset" ] || refuse "$server is not a graph data server" ;;
  000)
    [ -z "${SERVER_GIVEN:-}" ] ||
      echo "SERVER: no graph data server answers at $server (${reason:-no reason given}$proxy_note); start one (make server), or unset the variable SERVER" >&2
    exit 3
    ;;
  401)
    if [ -n "$token" ]; then
      refuse "$server answers 401: the token in SERVER_TOKEN_FILE=$token_file is not the server's"
    fi
    refuse "$server answers 401: it asks for a token; give the file with it: SERVER_TOKEN_FILE=FILE"
    ;;
  *) refuse "$server answers $status${reason:+: $reason}$([ -n "$dataset" ] || echo "; that is not a graph data server")" ;;
esac
echo "$dataset"
