#!/usr/bin/env bash
# The extension for Visual Studio Code: it is type-checked and built, the same bytes each time, and starts the
# server as the settings say.
#   vscode.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
[ -d "$source_dir/node_modules/vscode-languageclient" ] || exit 77
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "vscode.sh: $*" >&2; exit 1; }
cd "$source_dir"
for name in one two; do editors/vscode/build.sh "$scratch/$name.vsix" >"$scratch/out" 2>&1 || fail "$(cat "$scratch/out")"; done
cmp "$scratch/one.vsix" "$scratch/two.vsix" || fail "the same sources give other bytes"
mkdir "$scratch/unpacked"
python3 -m zipfile -e "$scratch/one.vsix" "$scratch/unpacked"
for file in extension.vsixmanifest '[Content_Types].xml' extension/package.json extension/extension.js; do
  [ -s "$scratch/unpacked/$file" ] || fail "$file is not in it"
done
node --check "$scratch/unpacked/extension/extension.js" || fail "the bundle is no JavaScript"
node node_modules/esbuild/bin/esbuild editors/vscode/src/command.ts --format=esm --outfile="$scratch/command.mjs" --log-level=warning
node editors/vscode/test/command.mjs "$scratch/command.mjs" editors/vscode/package.json editors/vscode/src/extension.ts
# Each flag that it may pass is one that the program has.
for flag in --model --python --deadline --log; do
  "$fastnode" lsp --help | grep -q -- "$flag" || fail "fastnode lsp has no $flag"
done
# Its settings are the server's, by the schema that all editors have; its version is the program's.
python3 - "$scratch/unpacked/extension/package.json" editors/settings.schema.json "$("$fastnode" --version | cut -d' ' -f2)" <<'END' || fail "settings or version differ"
import json, sys
package, schema = (json.load(open(path)) for path in sys.argv[1:3])
own = package["contributes"]["configuration"]["properties"]
for name, rule in schema["properties"].items():
    name = {"interpreter": "python"}.get(name, name)
    assert own[f"fastnode.{name}"]["default"] == rule["default"], name
    for bound in ("minimum", "maximum"):
        assert name == "inlineCompletion" or own[f"fastnode.{name}"].get(bound) == rule.get(bound), (name, bound)
assert package["version"] == sys.argv[3], package["version"]
END
echo "vscode.sh: passed"
