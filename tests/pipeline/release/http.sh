#!/usr/bin/env bash
# `fastnode serve --http` answers as `fastnode complete` does, is closed to others, and ends well. `fastnode
# doctor` says what is missing.
#   http.sh FASTNODE RELEASE_FOLDER
set -euo pipefail
fastnode=$1 release=$2
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -KILL $server 2>/dev/null; rm -rf "$scratch"' EXIT
fail() { echo "http.sh: $*" >&2; exit 1; }
request='{"source": "import os\nos.", "offset": 13}'

"$fastnode" serve --http --model "$release" --port 0 >"$scratch/out" 2>&1 &
server=$!
for _ in $(seq 200); do
  url=$(sed -n 's/.*ready on \(http:.*\)/\1/p' "$scratch/out")
  [ -n "$url" ] && break
  kill -0 $server 2>/dev/null || break
  sleep 0.05
done
[ -n "$url" ] || fail "the server does not start: $(cat "$scratch/out")"
curl -fsS -m 20 --noproxy '*' -d "$request" "$url/complete" | sed 's/,"micros.*//' >"$scratch/http"
printf '%s\n' "$request" | "$fastnode" complete --model "$release" | sed 's/,"micros.*//; s/"id":null,//' >"$scratch/lines"
cmp "$scratch/http" "$scratch/lines" || fail "HTTP and lines differ: $(head -c 200 "$scratch/http"; echo; head -c 200 "$scratch/lines")"
[ "$(curl -s -m 20 --noproxy '*' -o /dev/null -w '%{http_code}' -d 'not JSON' "$url/complete")" = 400 ] || fail "nonsense is no 400"
curl -fsS -m 20 --noproxy '*' "$url/health" | grep -q '"ready":true' || fail "no health"
curl -fsS -m 20 --noproxy '*' "$url/metrics" | grep -q 'fastnode_complete_seconds_count 1' || fail "no metrics"
kill -TERM $server
wait $server || fail "SIGTERM gives status $?"
server=
if "$fastnode" serve --http --model "$release" --host 0.0.0.0 --port 0 >"$scratch/out" 2>&1; then fail "open to others without a token"; fi

"$fastnode" doctor --model "$release" >"$scratch/out" || grep -q 'MISSING no packages' "$scratch/out" || fail "doctor: $(cat "$scratch/out")"
grep -q "after 'os.' come" "$scratch/out" || fail "doctor asks nothing: $(cat "$scratch/out")"
if FASTNODE_DATADEPS=$scratch/none "$fastnode" doctor >"$scratch/out"; then fail "doctor finds a model where there is none"; fi
grep -q 'MISSING .*build_datadeps.sh' "$scratch/out" || fail "doctor names no remedy: $(cat "$scratch/out")"
echo "http.sh: passed"
