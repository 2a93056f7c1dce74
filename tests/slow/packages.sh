#!/usr/bin/env bash
# What is made to be installed is installed and used: `make install` at a folder that is moved afterwards; the Debian
# packages by dpkg, in a root that has nothing but what they say they need; the archive, and what the extension for Visual Studio Code
# brings, in a root that has the C library alone.
#   packages.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
build=$(dirname "$fastnode")
[ -x "$build/fastnode-train" ] || exit 77
. "$source_dir/tests/cli/small_data.bash"
passed() { echo "passed: $*"; }
version=$(sed -n 's/^project(fastnode VERSION \([0-9.]*\) .*/\1/p' "$source_dir/CMakeLists.txt")

# A model that is small enough to be made here.
make_store
start_server
make_train_data
draw "$scratch/samples" 3 >/dev/null 2>&1
"$fastnode" train --samples "$scratch/samples" --metainfo "$scratch/metainfo.json" --usage "$scratch/usage.bin" \
  --checkpoint "$scratch/checkpoint" --out "$scratch/model" --sites-per-sample 8 --seed 5 --hidden 16 --layers 2 \
  --validation-samples 2 --steps 3 >"$scratch/said" 2>&1 || fail "no model: $(cat "$scratch/said")"
"$fastnode" compress --model "$scratch/model" --metainfo "$scratch/metainfo.json" --usage "$scratch/usage.bin" \
  --library "$scratch/library.bin" --out "$scratch/release" --name pythonexpr >"$scratch/said" 2>&1 || fail "no release: $(cat "$scratch/said")"

export FASTNODE_MODEL_IN_BOX=$scratch/release

line='{"id": 7, "path": "a.py", "source": "import os\nos.environ.ge", "offset": 23}'
# completes PROGRAM...: with nothing in the environment.
completes() {
  echo "$line" | env -i "$@" complete --cache none --no-auto-import --deadline 0 >"$scratch/said" 2>&1 || fail "$*: $(cat "$scratch/said")"
  grep -q '"id":7,"candidates":\[.*"get"' "$scratch/said" || fail "$* completes: $(cat "$scratch/said")"
}
# in_root ROOT COMMAND...: without this machine's files. There is no /proc, which tells the loader where a program lies.
in_root() {
  local root=$1
  shift
  echo "$line" | env -i LD_ORIGIN_PATH="$(dirname "$1")" "${as_root[@]}" "$(command -v chroot)" "$root" "$@" >"$scratch/said" 2>&1
}
as_root=()
[ "$(id -u)" = 0 ] || as_root=("$(command -v unshare)" --map-root-user)
mkdir "$scratch/empty"
can_change_root() { { "${as_root[@]}" chroot "$scratch/empty" /none 2>&1 || true; } | grep -q 'No such file'; }
can_change_root || { echo "no other root can be had here: left out"; exit 77; }
complete_there=(complete --cache none --no-auto-import --deadline 0)

# ---- make install ------------------------------------------------------------------------------------------

make -C "$source_dir" -s -o deps -o build BUILD="$build" DESTDIR="$scratch/staged" PREFIX=/opt/fastnode install \
  >"$scratch/said" 2>&1 || fail "make install: $(cat "$scratch/said")"
mv "$scratch/staged/opt/fastnode" "$scratch/moved here"
for file in bin/fastnode bin/fastnode-train share/systemd/user/fastnode.service share/doc/fastnode/copyright \
  share/man/man1/fastnode-complete.1 share/man/man1/fastnode-train.1 share/bash-completion/completions/fastnode \
  share/fastnode/models/pythonexpr/manifest.json share/fastnode/settings.schema.json; do
  [ -f "$scratch/moved here/$file" ] || fail "make install installs $file: $(find "$scratch/moved here")"
done
"$scratch/moved here/bin/fastnode" --version >"$scratch/said"
grep -q "^fastnode $version " "$scratch/said" || fail "the installed program says its version"
"$scratch/moved here/bin/fastnode" train --help >"$scratch/said" 2>&1 || fail "train --help: $(cat "$scratch/said")"
grep -q -- --steps "$scratch/said" || fail "the installed program finds its trainer"
completes "$scratch/moved here/bin/fastnode"
passed "make install installs what can be moved and used"
if command -v systemd-analyze >/dev/null; then
  XDG_RUNTIME_DIR=$scratch systemd-analyze --user verify "$source_dir/packaging/fastnode.service" >"$scratch/said" 2>&1 ||
    fail "the service: $(cat "$scratch/said")"
fi

# ---- Packages ----------------------------------------------------------------------------------------------

mkdir "$scratch/dist"
touch "$scratch/dist/fastnode_0.0.1_amd64.deb" "$scratch/dist/fastnode-mine"
make -C "$source_dir" -s -o deps -o build BUILD="$build" DIST="$scratch/dist" dist >"$scratch/said" 2>&1 || fail "no packages: $(cat "$scratch/said")"
program_deb=$scratch/dist/fastnode_${version}_amd64.deb trainer_deb=$scratch/dist/fastnode-train_${version}_amd64.deb
archive=$scratch/dist/fastnode-$version-linux-x86_64.tar.gz
for file in "$program_deb" "$trainer_deb" "$archive"; do [ -f "$file" ] || fail "there is no $file: $(ls "$scratch/dist")"; done

# What was there of another version is gone, what is not ours is left alone, and the checksums name all else.
[ ! -e "$scratch/dist/fastnode_0.0.1_amd64.deb" ] && [ -e "$scratch/dist/fastnode-mine" ] || fail "make dist leaves: $(ls "$scratch/dist")"
(cd "$scratch/dist" && sha256sum --check --quiet SHA256SUMS) || fail "the checksums are of something else"
[ "$(sed 's/^[^ ]*  //' "$scratch/dist/SHA256SUMS" | sort)" = "$(cd "$scratch/dist" && ls -1 | grep -vxE 'fastnode-mine|SHA256SUMS' | sort)" ] ||
  fail "the checksums are of: $(cat "$scratch/dist/SHA256SUMS")"
passed "make dist makes all that can be installed, and sums of it"

# The trainer is for who has torch; here only what it says is looked at.
needs=$(dpkg-deb -f "$trainer_deb" Depends)
[[ $needs == *"fastnode (= $version)"* && $needs == *libtorch* ]] || fail "the trainer needs: $needs"
root=$scratch/debian
python3 "$source_dir/tests/packages/clean_root.py" "$root" "$program_deb" >"$scratch/said" || fail "$(cat "$scratch/said")"
grep -q libcurl "$scratch/said" || fail "the program needs no libcurl: $(cat "$scratch/said")"
if grep -q torch "$scratch/said"; then fail "the program needs torch: $(cat "$scratch/said")"; fi
dpkg --root="$root" --force-not-root --force-script-chrootless --install "$program_deb" >"$scratch/said" 2>&1 ||
  fail "dpkg --install: $(cat "$scratch/said")"
in_root "$root" /usr/bin/fastnode "${complete_there[@]}" --model /usr/share/fastnode/models/pythonexpr || fail "the Debian package does not run: $(cat "$scratch/said")"
grep -q '"id":7,"candidates":\[.*"get"' "$scratch/said" || fail "the Debian package completes: $(cat "$scratch/said")"
if dpkg --root="$root" --force-not-root --install "$trainer_deb" >"$scratch/said" 2>&1; then fail "a trainer without torch is installed"; fi
passed "the Debian package runs where nothing is but what it says it needs"

tar -xzf "$archive" -C "$scratch"
mv "$scratch/fastnode-$version-linux-x86_64" "$scratch/any where"
program="$scratch/any where/bin/fastnode"
[ "$(ls "$scratch/any where")" = "$(printf 'bin\nlib\nshare')" ] || fail "the archive has other folders: $(ls "$scratch/any where")"
# Each library is in the folder, or the C library's.
env -i ldd "$program" | sed -nE 's/^[[:space:]]*([^ ]+) => (.*) \(0x[0-9a-f]+\)$/\1 \2/p' >"$scratch/libraries"
grep -q 'libopenblas' "$scratch/libraries" || fail "ldd: $(cat "$scratch/libraries")"
while read -r name path; do
  case $name in libc.so.6 | libm.so.6 | libresolv.so.2 | libdl.so.2 | libpthread.so.0 | librt.so.1) continue ;; esac
  case $(realpath "$path" 2>/dev/null) in "$scratch/any where/lib/fastnode/"*) ;; *) fail "$name is not from the archive: $path" ;; esac
done <"$scratch/libraries"
# It needs no newer C library than the one of Debian 12.
newest=$(objdump -T "$program" "$scratch/any where"/lib/fastnode/* 2>/dev/null | grep -oE 'GLIBC_2\.[0-9]+' | sort -uV | tail -n 1)
[ "$(printf '%s\nGLIBC_2.36\n' "$newest" | sort -V | tail -n 1)" = GLIBC_2.36 ] || fail "it needs $newest"
root=$scratch/bare
python3 "$source_dir/tests/packages/clean_root.py" "$root" libc6 >"$scratch/said" || fail "$(cat "$scratch/said")"
grep -qx 'gcc-12-base libc6 libgcc-s1' "$scratch/said" || fail "the bare root has more: $(cat "$scratch/said")"
rm -f "$root"/usr/lib/x86_64-linux-gnu/libgcc_s.so.1 # what the C library's package brings beside it
completes "$program"
cp -r "$scratch/any where" "$root/fastnode"
in_root "$root" /fastnode/bin/fastnode "${complete_there[@]}" --model /fastnode/share/fastnode/models/pythonexpr || fail "the archive does not run: $(cat "$scratch/said")"
grep -q '"id":7,"candidates":\[.*"get"' "$scratch/said" || fail "the archive completes: $(cat "$scratch/said")"
passed "the archive runs where nothing is but the C library"

# ---- The extension with program and model ------------------------------------------------------------------

vsix=$scratch/dist/fastnode-$version-linux-x64.vsix
mkdir "$root/unpacked"
# As the editor unpacks it: with the modes that the archive has.
python3 - "$vsix" "$root/unpacked" <<'END' || fail "the extension cannot be unpacked"
import os, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
for entry in archive.infolist():
    os.chmod(archive.extract(entry, sys.argv[2]), entry.external_attr >> 16 & 0o777)
assert b'TargetPlatform="linux-x64"' in archive.read("extension.vsixmanifest"), "it does not say for which platform it is"
END
in_root "$root" /unpacked/extension/program/bin/fastnode "${complete_there[@]}" --model /unpacked/extension/program/share/fastnode/models/pythonexpr || fail "the extension's program does not run: $(cat "$scratch/said")"
grep -q '"id":7,"candidates":\[.*"get"' "$scratch/said" || fail "the extension's program completes: $(cat "$scratch/said")"
passed "the extension's program runs where nothing is but the C library"

# ---- The wheel -----------------------------------------------------------------------------------------------

python3 -c 'import ensurepip' 2>/dev/null || fail "python3-venv is missing"
for name in one two; do python3 "$source_dir/packaging/make_wheel.py" "$build" "$scratch/$name" >"$scratch/said" 2>&1 || fail "no wheel: $(cat "$scratch/said")"; done
wheel=fastnode-$version-py3-none-manylinux_2_36_x86_64.whl
cmp "$scratch/one/$wheel" "$scratch/two/$wheel" || fail "the same build gives another wheel"
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" --disable-pip-version-check install --no-index --quiet "$scratch/one/$wheel" >"$scratch/said" 2>&1 || fail "pip: $(cat "$scratch/said")"
completes "$scratch/venv/bin/fastnode"
"$scratch/venv/bin/pip" --disable-pip-version-check show fastnode >"$scratch/said" 2>&1 || fail "pip: $(cat "$scratch/said")"
grep -qx "Version: $version" "$scratch/said" || fail "pip knows another version"
[ -s "$scratch/venv/share/fastnode/models/pythonexpr/manifest.json" ] || fail "there is no model in the wheel"
"$scratch/venv/bin/pip" --disable-pip-version-check uninstall --yes --quiet fastnode >"$scratch/said" 2>&1 || fail "pip: $(cat "$scratch/said")"
[ ! -e "$scratch/venv/lib/fastnode" ] && [ ! -e "$scratch/venv/bin/fastnode" ] || fail "something of it stays: $(ls "$scratch/venv/lib")"
passed "the wheel is installed by pip, and completes"

# ---- What others made ----------------------------------------------------------------------------------------

python3 - "$scratch/any where" <<'END' || fail "the list of what others made"
import json, os, re, sys
root, doc = sys.argv[1], f"{sys.argv[1]}/share/doc/fastnode"
spdx = json.load(open(f"{doc}/fastnode.spdx.json"))
assert spdx["spdxVersion"] == "SPDX-2.3" and spdx["dataLicense"] == "CC0-1.0" and spdx["SPDXID"] == "SPDXRef-DOCUMENT"
ids = [package["SPDXID"] for package in spdx["packages"]]
assert len(ids) == len(set(ids)) and all(re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", one) for one in ids), ids
assert {one["relatedSpdxElement"] for one in spdx["relationships"]} == set(ids), "each has a relation, and no other has one"
names = {package["name"] for package in spdx["packages"]}
for wanted in ("libcurl4", "libfmt9", "libopenblas0-pthread", "nlohmann-json3-dev", "libcli11-dev", "tree-sitter", "tree-sitter-python", "cytoscape", "uplot", "pyright"):
    assert wanted in names, f"{wanted} is not listed: {sorted(names)}"
for left in ("libgtest-dev", "libtorch1.13", "esbuild", "typescript"):
    assert left not in names, f"{left} is no part of the program"
notices = open(f"{doc}/third-party-notices.txt").read()
for package in spdx["packages"][1:]:
    assert f"\n{package['name']} {package['versionInfo']}\n" in notices, f"no notice of {package['name']}"
assert all(len(part.strip()) > 200 for part in re.split(r"=" * 80, notices)[2::2]), "a notice is empty"
END
passed "what others made is listed, each with its notice"
echo "packages.sh: passed"
