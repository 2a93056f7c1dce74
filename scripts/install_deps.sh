#!/bin/bash
# install_deps.sh [--program | LIST...]: installs what the build and the pipeline need and is missing: the
# Debian packages of pipeline/debian-packages*.txt and of the lists named, npm if there is none, and the npm
# packages of package-lock.json (into node_modules; sources and stubs only, no package's script is run).
# With --program only what the program without its trainer needs: of the npm packages, the "dependencies".
# With nothing missing it touches nothing, asks for nothing and needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."
. pipeline/in_turn.bash
mkdir -p tmp
in_turn tmp/dependencies.lock dependencies || true
start=$SECONDS
lists=(pipeline/debian-packages-program.txt)
npm_kinds=(dependencies) npm_flags=(--omit=dev)
if [ "${1:-}" != --program ]; then
  lists+=(pipeline/debian-packages.txt "$@")
  npm_kinds+=(devDependencies) npm_flags=()
fi

missing_debian_packages() {
  local wanted
  mapfile -t wanted < <(awk '!/^#/ && NF { print $1 }' "${lists[@]}")
  comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
      awk '$1 == "installed" { print $2 }' | sort)
}

# Packages that are not in node_modules in the version that package.json pins, as name@version.
missing_npm_packages() {
  local kind name version
  for kind in "${npm_kinds[@]}"; do
    sed -n '/"'"$kind"'"/,/}/s/^ *"\([^"]*\)": *"\([0-9][^"]*\)".*/\1 \2/p' package.json
  done |
    while read -r name version; do
      grep -qs "^[[:space:]]*\"version\": *\"$version\"" "node_modules/$name/package.json" || echo "$name@$version"
    done
}

install_debian_packages() {
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "dependencies: these Debian packages are missing, and there is no sudo; as root run" >&2
      echo "  apt-get update && apt-get install --no-install-recommends $*" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  echo "dependencies: $# Debian packages are missing: $*"
  scripts/refresh_package_lists.sh "to install them"
  echo "+ ${as_root[*]:+sudo }apt-get install --no-install-recommends $*"
  timeout 1800 "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    -o Acquire::Retries=3 -o Acquire::http::Timeout=60 -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
    install --no-install-recommends "$@" </dev/null 9>&- | grep -E '^(Need to get|After this|E:|W:)' || true
  local still
  mapfile -t still < <(missing_debian_packages)
  [ ${#still[@]} = 0 ] || { echo "dependencies: could not install: ${still[*]}" >&2; exit 1; }
}

mapfile -t debian < <(missing_debian_packages)
mapfile -t npm < <(missing_npm_packages)
if [ ${#npm[@]} != 0 ] && ! command -v npm >/dev/null; then debian+=(npm); fi
if [ ${#debian[@]} = 0 ] && [ ${#npm[@]} = 0 ]; then
  echo "dependencies: all present"
  exit 0
fi

[ ${#debian[@]} = 0 ] || install_debian_packages "${debian[@]}"
if [ ${#npm[@]} != 0 ]; then
  echo "dependencies: npm packages are missing: ${npm[*]}"
  echo "+ npm ci --ignore-scripts ${npm_flags[*]} (into node_modules)"
  timeout 900 npm ci --ignore-scripts "${npm_flags[@]}" --no-audit --no-fund --no-update-notifier --loglevel=error \
    --fetch-retries=4 --fetch-timeout=60000 </dev/null 9>&-
  mapfile -t npm < <(missing_npm_packages)
  [ ${#npm[@]} = 0 ] || { echo "dependencies: npm did not install: ${npm[*]}" >&2; exit 1; }
fi
pipeline/record_time.sh dependencies "$((SECONDS - start))" -
echo "dependencies: installed in $((SECONDS - start)) s"
