#!/usr/bin/env bash
# inspect --coverage: sites, slices, constructs and skipped files of a small folder, counted by hand.
#   coverage.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "coverage.sh: $*" >&2; exit 1; }
cd "$scratch"

mkdir -p stubs/stdlib code
cat >stubs/stdlib/builtins.pyi <<'END'
class object: ...
class type: ...
class str:
    def upper(self) -> str: ...
END
cat >stubs/stdlib/tiny.pyi <<'END'
name: str
def plain(): ...
END
cat >code/a.py <<'END'
import tiny
import elsewhere

class Box:
    def __init__(self, item):
        self.item = item         # self: a store defines no member while it is hidden; read below
    def get(self, key):
        self.item.upper()        # self: found; other: parameter without annotation
        key.find()               # other: parameter without annotation
        self.lost                # self: not a member
        return tiny.plain().x    # module: found; other: no known result

tiny.name.upper()                # module: found; other: found
tiny.gone                        # module: not a member
elsewhere.thing                  # module: the library does not have it
END
printf 'x = "a\0b".upper()\n' >code/binary.py

"$fastnode" corpus library --typeshed stubs --out library.bin >/dev/null
"$fastnode" inspect --coverage --library library.bin --json code >report.json 2>/dev/null
expect() {
  value=$(python3 -c "import json; r = json.load(open('report.json')); print($1)")
  [ "$value" = "$2" ] || fail "$1 is $value, not $2: $(cat report.json)"
}
slice='{k: (v["sites"], v["known"], v["found"]) for k, v in r["slices"].items()}'
expect 'r["files"]' 2
expect 'r["skipped"]' "{'binary': 1}"
expect "($slice)['module']" '(4, 3, 2)'
expect "($slice)['self']" '(3, 3, 1)'
expect "($slice)['other']" '(4, 1, 1)'
expect "($slice)['all']" '(11, 7, 4)'
# What the class asks of its own object elsewhere: the store of `item`.
asked='{k: v["asked"] for k, v in r["slices"].items()}'
expect "($asked)['self']" 1
expect "($asked)['all']" 1
misses='{m["construct"]: (m["count"], m["example"]) for m in r["misses"]}'
expect 'sum(m["count"] for m in r["misses"])' 7
expect "($misses)['parameter without annotation']" "(2, 'code/a.py:8')"
expect "($misses)['call of a library function without a known result']" "(1, 'code/a.py:11')"
expect "($misses)['from a module that is not there: elsewhere']" "(1, 'code/a.py:15')"
expect "($misses)['not among the members of a module']" "(1, 'code/a.py:14')"

"$fastnode" inspect --coverage --library library.bin code 2>/dev/null >report
grep -Eq '^other +4 +25.0 % +0.0 % +25.0 % +0.0 %$' report || fail "the table says: $(cat report)"
grep -q 'parameter without annotation (code/a.py:8)' report || fail "no misses in: $(cat report)"
"$fastnode" inspect --coverage --times --library library.bin code 2>times >again
cmp report again || fail "--times changed the report"
grep -Eq '^a question( +[0-9.]+){4}  code/a.py:[0-9]+$' times || fail "no times in: $(cat times)"
grep -Eq '^a file( +[0-9.]+){4}  code/a.py$' times || fail "no file in: $(cat times)"
status=0
"$fastnode" inspect --coverage code 2>/dev/null >/dev/null || status=$?
[ "$status" = 2 ] || fail "without --library: status $status"
