#!/bin/bash
# pip_torch.sh FOLDER pip|pip-cuda: a current libtorch from the Python package index, in a virtual
# environment FOLDER; FOLDER/torch leads to it. `pip` installs what the processor's part needs (the
# package is the same, 1.5 GB), `pip-cuda` also what a graphics card needs. Does nothing if it is there.
set -euo pipefail
folder=$1 kind=$2
case $kind in
  pip | pip-cuda) ;;
  *) echo "TORCH: '$kind' is none of debian, pip, pip-cuda" >&2; exit 1 ;;
esac
version=2.11.0
# Libraries of CUDA that the processor's part of this version is linked to.
needed=(nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85)

if [ "$(cat "$folder/fastnode-torch" 2>/dev/null)" = "$version $kind" ]; then
  echo "torch: $version is there ($kind)"
  exit 0
fi
command -v python3 >/dev/null || { echo "torch: python3 is missing; install it, or use TORCH=debian" >&2; exit 1; }
python3 -c 'import ensurepip' 2>/dev/null ||
  { echo "torch: python3-venv is missing; install it, or use TORCH=debian" >&2; exit 1; }
mkdir -p "$(dirname "$folder")"
[ -x "$folder/bin/pip" ] || python3 -m venv "$folder"
echo "torch: installing $version ($kind)"
pip=("$folder/bin/pip" --quiet --disable-pip-version-check install --only-binary=:all:)
if [ "$kind" = pip ]; then
  timeout 1800 "${pip[@]}" --no-deps "torch==$version" "${needed[@]}" || failed=$?
else
  timeout 3600 "${pip[@]}" "torch==$version" || failed=$?
fi
if [ -n "${failed-}" ]; then
  # pip says what it missed, but not what to do: no network, or an index without this version.
  [ "$failed" != 124 ] || echo "torch: pip was not done in time" >&2
  echo "torch: cannot be fetched: is the Python package index reachable from here ('pip config list'" \
    "shows which one is asked)? Without it, use TORCH=debian" >&2
  exit 1
fi
ln -sfn "$("$folder/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/torch" "$folder/torch"
[ -e "$folder/torch/lib/libtorch_cpu.so" ] || { echo "torch: $folder/torch has no libtorch_cpu.so" >&2; exit 1; }
echo "$version $kind" >"$folder/fastnode-torch"
