#!/usr/bin/env bash
# Type-checks the extension, bundles it and packs it: build.sh FILE.vsix
set -euo pipefail
target=$(realpath -m "$1")
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node_modules/.bin/tsc -p editors/vscode
mkdir -p "$work/extension" "$(dirname "$target")"
node node_modules/esbuild/bin/esbuild editors/vscode/src/extension.ts --bundle --minify --platform=node --target=node18 \
  --external:vscode --outfile="$work/extension/extension.js" --log-level=warning
cp editors/vscode/package.json editors/vscode/README.md "$work/extension/"
cp LICENSE "$work/extension/LICENSE.txt"
/usr/bin/env python3 - "$work" "$target" <<'EOF'
# A VSIX is a zip archive (Open Packaging Conventions). Times are fixed: same input, same bytes.
import json, pathlib, re, sys, zipfile
work, target = pathlib.Path(sys.argv[1]), sys.argv[2]
package = json.loads((work / "extension/package.json").read_text())
# The version is the program's: CMakeLists.txt has it.
project = re.search(r"^project\(fastnode VERSION (\S+)", pathlib.Path("CMakeLists.txt").read_text(), re.M)
package["version"] = project[1]
(work / "extension/package.json").write_text(json.dumps(package, indent=2) + "\n")
manifest = f"""<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="{package['name']}" Version="{package['version']}" Publisher="{package['publisher']}"/>
    <DisplayName>{package['displayName']}</DisplayName>
    <Description xml:space="preserve">{package['description']}</Description>
    <Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="{package['engines']['vscode']}"/></Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/></Assets>
</PackageManifest>
"""
types = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="json" ContentType="application/json"/><Default Extension="js" ContentType="application/javascript"/>
  <Default Extension="md" ContentType="text/markdown"/><Default Extension="txt" ContentType="text/plain"/><Default Extension="vsixmanifest" ContentType="text/xml"/>
</Types>
"""
files = {"extension.vsixmanifest": manifest.encode(), "[Content_Types].xml": types.encode()}
for path in sorted((work / "extension").iterdir()):
    files[f"extension/{path.name}"] = path.read_bytes()
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, data in files.items():
        archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
EOF
echo "built $1"
