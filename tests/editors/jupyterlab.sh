#!/usr/bin/env bash
# `fastnode lsp` in JupyterLab, with the files of docs/editors/jupyterlab.md, in a browser: a notebook and a file.
#   jupyterlab.sh FASTNODE RELEASE_FOLDER BUILD_FOLDER
# JupyterLab is installed in BUILD_FOLDER/jupyter. PICTURES=FOLDER: writes pictures of the page there.
set -euo pipefail
fastnode=$(realpath "$1") release=$(realpath "$2")
mkdir -p "$3"
build=$(realpath "$3")
here=$(cd "$(dirname "$0")" && pwd)
page=$here/../../docs/editors/jupyterlab.md
scratch=$(mktemp -d)
server=""
# Told to end it ends its kernels, which are in groups of their own.
end() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    timeout 20 tail --pid "$server" -f /dev/null || kill -KILL -- -"$server" 2>/dev/null || true
  fi
  rm -rf "$scratch"
}
trap end EXIT
fail() { echo "jupyterlab.sh: $*" >&2; exit 1; }

packages=(jupyterlab==4.6.6 jupyter-lsp==2.3.1 jupyterlab-lsp==5.3.0)
if [ "$(cat "$build/jupyter/installed" 2>/dev/null)" != "${packages[*]}" ]; then
  echo "jupyterlab: installing ${packages[*]} (some 300 MB, a minute or a few)"
  rm -rf "$build/jupyter"
  if ! { python3 -m venv "$build/jupyter" &&
    timeout 900 "$build/jupyter/bin/pip" install --quiet "${packages[@]}"; } >"$scratch/out" 2>&1; then
    tail -n 3 "$scratch/out"
    echo "jupyterlab: could not be installed, not tested"
    exit 0
  fi
  echo "${packages[*]}" >"$build/jupyter/installed"
fi

# The page's blocks of JSON, in their order, as files.
settings=$scratch/home/.jupyter/lab/user-settings/@jupyter-lsp/jupyterlab-lsp
mkdir -p "$scratch/home/.jupyter/labconfig" "$settings" "$scratch/bin" "$scratch/project"
block() { awk -v wanted="$1" '/^```json$/ { inside = ++number == wanted; next } /^```$/ { inside = 0 } inside' "$page"; }
block 1 >"$scratch/home/.jupyter/jupyter_server_config.json"
block 2 >"$scratch/home/.jupyter/labconfig/default_setting_overrides.json"
block 3 | sed 's/"fastnode.deadlineMs": 50/"fastnode.deadlineMs": 0/' >"$settings/plugin.jupyterlab-settings"
cat >"$scratch/bin/fastnode" <<SCRIPT
#!/usr/bin/env bash
[ "\$*" = lsp ] || exit 1
tee -a "$scratch/asked" | "$fastnode" lsp --model "$release" | tee -a "$scratch/answered"
SCRIPT
chmod +x "$scratch/bin/fastnode"
: >"$scratch/asked"
: >"$scratch/answered"
node "$here/jupyterlab.mjs" --project "$scratch/project"

port=$(python3 -c 'import socket; one = socket.socket(); one.bind(("127.0.0.1", 0)); print(one.getsockname()[1])')
set -m
cd "$scratch/project"
env -i HOME="$scratch/home" XDG_CACHE_HOME="$scratch/cache" LANG=C.UTF-8 \
  PATH="$scratch/bin:$build/jupyter/bin:/usr/bin:/bin" "$build/jupyter/bin/jupyter" lab --no-browser --allow-root \
  --ip 127.0.0.1 --port "$port" --port-retries 0 --IdentityProvider.token=shop >"$scratch/server" 2>&1 &
server=$!
set +m
for _ in $(seq 600); do
  grep -q "is running at" "$scratch/server" && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
grep -q "is running at" "$scratch/server" || fail "JupyterLab does not start: $(tail -n 5 "$scratch/server")"
FASTNODE=$fastnode RELEASE=$release timeout 300 node "$here/jupyterlab.mjs" "http://127.0.0.1:$port" "$scratch" ||
  fail "JupyterLab: $(tail -n 5 "$scratch/server")"
