#!/usr/bin/env bash
# Type-checks the extension, bundles it and packs it:
#   build.sh FILE.vsix          without the program: for any machine that has it
#   build.sh FILE.vsix BUILD    with what BUILD has built, its libraries and the model: for this kind of machine
#   build.sh FOLDER BUILD       the same, in a file that is named for the version and the kind of machine
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: build.sh FILE.vsix|FOLDER [BUILD]" >&2; exit 2; }
target=$(realpath -m "$1") build=${2:+$(realpath "$2")}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node_modules/.bin/tsc -p editors/vscode
case $target in *.vsix) mkdir -p "$(dirname "$target")" ;; *) mkdir -p "$target" ;; esac
mkdir -p "$work/extension"
node node_modules/esbuild/bin/esbuild editors/vscode/src/extension.ts --bundle --minify --platform=node --target=node18 \
  --external:vscode --outfile="$work/extension/extension.js" --log-level=warning
cp editors/vscode/package.json editors/vscode/README.md "$work/extension/"
cp -r editors/vscode/media "$work/extension/media"
platform=""
if [ -n "$build" ]; then
  [ -f "$build/cmake_install.cmake" ] || { echo "build.sh: $build is no build folder; run 'make build' first" >&2; exit 1; }
  case $(uname -sm) in
    "Linux x86_64") platform=linux-x64 ;;
    "Linux aarch64") platform=linux-arm64 ;;
    *) echo "build.sh: the editor has no name that we know for this platform ($(uname -sm))" >&2; exit 1 ;;
  esac
  # What packaging/install.cmake installs; of that, what an editor has no use for is left out.
  for part in program libraries; do
    cmake --install "$build" --prefix "$work/extension/program" --strip --component $part >"$work/log" 2>&1 ||
      { cat "$work/log" >&2; exit 1; }
  done
  (cd "$work/extension/program/share" && rm -rf bash-completion fish man systemd zsh)
  [ -f "$work/extension/program/share/fastnode/models/pythonexpr/manifest.json" ] ||
    echo "build.sh: without a model: there is none in models/pythonexpr" >&2
fi
cp LICENSE "$work/extension/LICENSE.txt"
/usr/bin/env python3 - "$work" "$target" "$platform" <<'EOF'
# A VSIX is a zip archive (Open Packaging Conventions). Times are fixed: same input, same bytes.
import json, os, pathlib, re, sys, zipfile
work, target, platform = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
package = json.loads((work / "extension/package.json").read_text())
# The version is the program's: CMakeLists.txt has it.
project = re.search(r"^project\(fastnode VERSION (\S+)", pathlib.Path("CMakeLists.txt").read_text(), re.M)
package["version"] = project[1]
(work / "extension/package.json").write_text(json.dumps(package, indent=2) + "\n")
manifest = f"""<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="{package['name']}" Version="{package['version']}" Publisher="{package['publisher']}"{f' TargetPlatform="{platform}"' if platform else ''}/>
    <DisplayName>{package['displayName']}</DisplayName>
    <Description xml:space="preserve">{package['description']}</Description>
    <Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="{package['engines']['vscode']}"/></Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/></Assets>
</PackageManifest>
"""
known = {"json": "application/json", "js": "application/javascript", "md": "text/markdown", "txt": "text/plain",
         "vsixmanifest": "text/xml", "png": "image/png"}
paths = sorted(path for path in (work / "extension").rglob("*") if path.is_file())
endings = sorted({path.suffix[1:] for path in paths if path.suffix} | {"vsixmanifest"})
# Files without an ending (the program) are named one by one.
if not target.endswith(".vsix"):
    target = f"{target}/fastnode-{package['version']}-{platform}.vsix"
types = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
""" + "".join(f'  <Default Extension="{ending}" ContentType="{known.get(ending, "application/octet-stream")}"/>\n' for ending in endings) + "".join(
    f'  <Override PartName="/{path.relative_to(work).as_posix()}" ContentType="application/octet-stream"/>\n' for path in paths if not path.suffix) + "</Types>\n"
files = {"extension.vsixmanifest": (manifest.encode(), 0o644), "[Content_Types].xml": (types.encode(), 0o644)}
for path in paths:
    files[path.relative_to(work).as_posix()] = (path.read_bytes(), 0o755 if os.access(path, os.X_OK) else 0o644)
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, (data, mode) in files.items():
        entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
        entry.external_attr = (0o100000 | mode) << 16  # the editor takes from here that the program can be run
        archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
print(f"built {target}, {os.path.getsize(target) / 1e6:.1f} MB")
EOF
