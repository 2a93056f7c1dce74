#!/usr/bin/env bash
# corpus, graph-data-server and traindata from outside: exit statuses, files, refusals.
#   collect.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
scratch=$(mktemp -d)
server_pid=
finish() {
  [ -z "$server_pid" ] || kill -TERM "$server_pid" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
fail() { echo "collect.sh: $*" >&2; exit 1; }
cd "$scratch"

# Twelve small projects, each with its own names, and stubs of one class.
mkdir -p stubs/stdlib
printf 'class Tiny:\n    x: int\n' >stubs/stdlib/tiny.pyi
for p in $(seq 12); do
  mkdir -p "projects/p$p"
  {
    echo "class Thing$p:"
    for i in $(seq 8); do
      printf '    def step_%s_%s(self):\n        self.field_%s = %s\n' "$p" "$i" "$((i % 3 + p))" "$i"
      printf '        return self.field_%s\n' "$((i % 3 + p))"
    done
  } >"projects/p$p/one.py"
done
echo 'broken (((' >projects/p1/latin.py
printf 'x = "\xe9"\n' >>projects/p1/latin.py
printf 'p11 validation\np12 test\n' >list

"$fastnode" corpus library --typeshed stubs --out library.bin >/dev/null
add() { "$fastnode" corpus add --store store --library library.bin --split train --list list projects; }
add >first 2>/dev/null
grep -q 'not UTF-8' first || fail "the skipped file is not counted: $(cat first)"
add >second 2>/dev/null
grep -q 'nothing changed' second || fail "the second add says: $(cat second)"
"$fastnode" corpus stat --store store --json | grep -q '"dataset_id"' || fail "corpus stat --json"
"$fastnode" corpus export --store store --split test --out exported >/dev/null
cmp exported/p12/one.py projects/p12/one.py || fail "export differs"

status=0
"$fastnode" corpus stat --store nowhere 2>err >/dev/null || status=$?
[ "$status" = 1 ] && grep -q nowhere err || fail "a missing store: status $status, $(cat err)"
status=0
"$fastnode" graph-data-server --store nowhere --library library.bin --port 0 2>err >/dev/null || status=$?
[ "$status" = 1 ] && grep -q nowhere err || fail "a server without a store: status $status, $(cat err)"
[ ! -e nowhere ] || fail "a folder was made where no store is: $(find nowhere)"
status=0
"$fastnode" corpus stat 2>/dev/null >/dev/null || status=$?
[ "$status" = 2 ] || fail "a missing argument: status $status"

"$fastnode" graph-data-server --store store --library library.bin --port 0 >server.out 2>&1 &
server_pid=$!
for _ in $(seq 100); do
  grep -q ready server.out && break
  kill -0 "$server_pid" 2>/dev/null || fail "the server ended: $(cat server.out)"
  sleep 0.1
done
url=$(sed -n 's/.* on \(http:.*\)/\1/p' server.out)
"$fastnode" traindata --server "$url" --out out/metainfo.json >counts
grep -q '10 projects' counts || fail "traindata says: $(cat counts)"
[ -s out/usage.bin ] || fail "no usage table"
cp out/metainfo.json again
"$fastnode" traindata --server "$url" --out out/metainfo.json >/dev/null
cmp again out/metainfo.json || fail "traindata twice differs"
kill -TERM "$server_pid"
status=0
wait "$server_pid" || status=$?
server_pid=
[ "$status" = 0 ] || fail "the server ends with status $status"

status=0
"$fastnode" traindata --server http://localhost:1 --out none/metainfo.json 2>err >/dev/null || status=$?
[ "$status" = 1 ] && grep -q 'SERVER=http://localhost:1' err || fail "no server: $status, $(cat err)"
[ ! -e none ] || fail "a failed traindata left files"
status=0
"$fastnode" graph-data-server --store store --library library.bin --host 0.0.0.0 --port 0 \
  2>err >/dev/null || status=$?
[ "$status" = 1 ] && grep -q token err || fail "an open host without token: $status, $(cat err)"
echo "collect.sh: passed"
