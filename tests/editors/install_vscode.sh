#!/usr/bin/env bash
# Visual Studio Code's server, taken from code-server in the npm registry, and built once.
#   install_vscode.sh FOLDER
# It also needs a C++ compiler, and node's headers, which node-gyp finds or fetches.
set -euo pipefail
folder=$(realpath -m "$1") version=4.96.4
[ ! -e "$folder/version" ] || [ "$(cat "$folder/version")" != "$version" ] || exit 0
rm -rf "$folder" "$folder.unfinished"
mkdir -p "$folder.unfinished"
cd "$folder.unfinished"
echo "vscode: fetching and building code-server $version (some 300 MB, two minutes)"
run() { "$@" >log 2>&1 || { tail -n 20 log >&2; echo "vscode: '$*' failed" >&2; exit 1; }; }
echo "{}" >package.json  # else npm looks for one further up
run npm install --no-audit --no-fund --ignore-scripts "code-server@$version"
mv node_modules/code-server/lib/vscode server
rm -rf node_modules package.json package-lock.json server/npm-shrinkwrap.json  # the latter names sources beside the registry
cd server
run npm install --no-audit --no-fund --omit=dev --ignore-scripts
for module in node-pty @vscode/spdlog native-watchdog @parcel/watcher; do
  (cd "node_modules/$module" && run npx --yes node-gyp rebuild)
done
echo "$version" >version
cd /
mv "$folder.unfinished/server" "$folder"
rm -rf "$folder.unfinished"
