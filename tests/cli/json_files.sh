#!/bin/bash
# JSON files with values of the wrong type: each command that reads them says which field of which file
# is wrong, and ends with 1. Usage: json_files.sh PROGRAM SOURCE-FOLDER
set -euo pipefail
program=$1
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
export FASTNODE_DATADEPS=$folder

# refused WORDS COMMAND...: it ends with 1, and says WORDS.
refused() {
  local words=$1 status=0
  shift
  "$program" "$@" >"$folder/said" 2>&1 </dev/null || status=$?
  [ $status = 1 ] && grep -qF -- "$words" "$folder/said" || {
    echo "FAILED: fastnode $* ended with $status: $(head -c 400 "$folder/said"); expected: $words"
    exit 1
  }
}

registry=$folder/models.json
while IFS='|' read -r words json; do
  printf '%s\n' "$json" >"$registry"
  for command in list "rollback m" "use m x"; do
    # shellcheck disable=SC2086 # a command and its arguments
    refused "models.json: $words" registry $command --registry "$registry"
  done
  refused "models.json: $words" bundle build --registry "$registry" --bundle "$folder/none"
done <<'END'
format must be an integer|{"format": "1", "models": {}}
models must be an object of objects|{"format": 1, "models": []}
models.m must be an object|{"format": 1, "models": {"m": 5}}
models.m.versions.x must be a text|{"format": 1, "models": {"m": {"current": "x", "before": [], "versions": {"x": {"a": 1}}}}}
models.m.before[0] must be a text|{"format": 1, "models": {"m": {"current": "x", "before": [5], "versions": {"x": "y"}}}}
models.m.current must be a text|{"format": 1, "models": {"m": {"current": null, "before": [], "versions": {"x": "y"}}}}
models.m.before names a version that is not there|{"format": 1, "models": {"m": {"current": "x", "before": ["z"], "versions": {"x": "y"}}}}
the key 'm' stands twice|{"format": 1, "models": {"m": {}, "m": {}}}
END
echo "passed: a registry with other types is refused by field"

while IFS='|' read -r words json; do
  printf '%s\n' "$json" >"$folder/bundle.json"
  refused "bundle.json: $words" bundle show
  refused "bundle.json: $words" bundle verify
  refused "bundle.json: $words" complete
  refused "bundle.json: $words" lsp
  refused "bundle.json: $words" serve --port 0
  refused "bundle.json: $words" doctor
done <<'END'
id must be a text|{"format": 1, "id": 5, "models": []}
models[0].packages[0] must be a text|{"format": 1, "id": "x", "models": [{"name": "m", "version": "v", "packages": [{}]}]}
models[0].name is not a name|{"format": 1, "id": "x", "models": [{"name": "../m", "version": "v", "packages": []}]}
models[0].version is missing|{"format": 1, "id": "x", "models": [{"name": "m", "packages": []}]}
format must be an integer|{"format": 1e300, "id": "x", "models": []}
models must be a list of objects|{"format": 1, "id": "x", "models": {"a": 1}}
END
head -c 100000 /dev/zero | tr '\0' '[' >"$folder/bundle.json"
refused "nested more than 100 deep" bundle show
echo "passed: a bundle with other types is refused by field"

mkdir -p "$folder/runs/good" "$folder/runs/bad"
echo '{"status": "finished", "results": [{"name": "recall", "value": 0.5}]}' >"$folder/runs/good/run.json"
echo '{"status": 5, "process": "x", "results": [{"name": 7, "value": 1}]}' >"$folder/runs/bad/run.json"
"$program" runs list --runs "$folder/runs" >"$folder/said" 2>&1 || { cat "$folder/said"; exit 1; }
grep -q 'good .*recall 0.5' "$folder/said" || { cat "$folder/said"; exit 1; }
grep -q '1 records cannot be read' "$folder/said" || { cat "$folder/said"; exit 1; }
echo "passed: a run with other types is counted as unreadable"
