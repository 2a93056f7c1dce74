#!/bin/bash
# fetch_corpus.sh PACKAGELIST PROFILE FOLDER: the Python files of Debian packages, taken with the
# system's package client and installed nowhere.
#
#   FOLDER/corpus/PACKAGE/...   their *.py; the import root (dist-packages and its like) is stripped
#   FOLDER/packagelist.txt      name and role of what is there (for `fastnode corpus add --list`)
#   FOLDER/manifest             name, role, version, SHA-256 of the package; the corpus's identity
#   FOLDER/../packages/         the downloaded packages, shared by all profiles
#
# Can be stopped and started again: what is there and has the right hash is not fetched again.
# Packages that cannot be had are counted and named. When none can, the corpus is this machine's
# Python standard library, and that is said loudly.
# Exit status: 0; 4 = made, but the network failed, so that another run may do better; 1 = no corpus.
set -euo pipefail
export LC_ALL=C
list=$1 profile=$2 folder=$3
packages=$(dirname "$folder")/packages
mkdir -p "$packages" "$folder/corpus"
packages=$(realpath "$packages")

# Offline roles of the standard library's parts; the rest is for training.
offline_validation="http importlib logging tkinter"
offline_test="concurrent email unittest xml"

case $profile in
  dry) profiles="dry" ;;
  default) profiles="dry default" ;;
  full) profiles="dry default full" ;;
  *) echo "corpus: PROFILE must be dry, default or full, not '$profile'" >&2; exit 1 ;;
esac

# name role, sorted.
wanted() {
  awk -v profiles=" $profiles " '
    /^ *(#|$)/ { next }
    NF != 3 || $1 !~ /^[a-z0-9][a-z0-9.+-]*$/ || $2 !~ /^(train|validation|test)$/ {
      print FILENAME ": line " FNR ": expected NAME ROLE PROFILE" > "/dev/stderr"; exit 1 }
    index(profiles, " " $3 " ") { print $1, $2 }' "$list" | sort
}

# Of the names given: name version sha256 file, for those the package client knows.
known() {
  apt-cache show --no-all-versions "$@" 2>/dev/null | awk '
    $1 == "Package:" { name = $2 } $1 == "Version:" { version = $2 }
    $1 == "SHA256:" { hash = $2 } $1 == "Filename:" { n = split($2, part, "/"); file = part[n] }
    /^$/ { emit() } END { emit() }
    function emit() { if (name && !(name in seen)) print name, version, hash, file
                      if (name) seen[name] = 1; name = "" }' || true
}

is_fetched() { [ -f "$packages/$1.deb" ] && [ "$(sha256sum <"$packages/$1.deb" | cut -d' ' -f1)" = "$2" ]; }

# Downloads the named packages; false if any failed.
download() {
  local scratch=$packages/.incoming name file status=0
  rm -rf -- "$scratch"
  mkdir -p "$scratch"
  (cd "$scratch" && timeout 600 apt-get -qq -o APT::Sandbox::User=root -o Acquire::Retries=2 \
    -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 download "$@" >/dev/null 2>"$packages/errors") || status=1
  for name in "$@"; do
    for file in "$scratch/$name"_*.deb; do
      [ ! -f "$file" ] || mv -- "$file" "$packages/$name.deb"
    done
  done
  return $status
}

unpack() {  # NAME HASH
  local target=$folder/corpus/$1
  [ "$(cat "$folder/.unpacked/$1" 2>/dev/null)" != "$2" ] || return 0
  rm -rf -- "$target" "$target.new"
  mkdir -p "$target.new" "$folder/.unpacked"
  dpkg-deb --fsys-tarfile "$packages/$1.deb" |
    tar -x -C "$target.new" --no-same-owner --no-same-permissions --wildcards '*.py' \
      --transform 's,^\./usr/lib/python3/dist-packages/,./,' \
      --transform 's,^\./usr/lib/python3[.0-9]*/,./,' \
      --transform "s,^\./usr/\(share\|lib\)/\(games/\)\?$1/,./," 2>/dev/null || true
  mv -- "$target.new" "$target"
  echo "$2" >"$folder/.unpacked/$1"
}

# Leaves of FOLDER/corpus only what stands in the manifest.
prune() {
  local there name
  for there in "$folder"/corpus/*/; do
    name=$(basename "$there")
    if ! cut -d' ' -f1 "$folder/manifest" | grep -qxF -- "$name"; then
      rm -rf -- "$folder/corpus/$name" "$folder/.unpacked/$name"
    fi
  done
}

finish() {  # the manifest's lines on stdin
  sort >"$folder/manifest.new"
  mv -- "$folder/manifest.new" "$folder/manifest"
  cut -d' ' -f1,2 "$folder/manifest" >"$folder/packagelist.txt"
  prune
  find "$folder/corpus" -type f -name '*.py' -print0 | xargs -0 -r cat | wc -lc |
    awk -v files="$(find "$folder/corpus" -type f -name '*.py' | wc -l)" \
      '{ printf "corpus: %d files, %d lines, %.0f MB\n", files, $1, $2 / 1e6 }'
}

standard_library_only() {
  local library part role hash
  library=$(find /usr/lib -maxdepth 1 -name 'python3.[0-9]*' -type d | sort -V | tail -n 1)
  if [ -z "$library" ] || [ ! -f "$library/os.py" ]; then
    echo "corpus: no package can be had, and this machine has no Python standard library;" >&2
    echo "corpus: give a folder of Python projects as CORPUS" >&2
    exit 1
  fi
  echo "corpus: ************************************************************************"
  echo "corpus: NO PACKAGE CAN BE HAD: the corpus is the Python standard library alone,"
  echo "corpus: $library, its sub-packages taken as projects. Expect a weak model."
  echo "corpus: ************************************************************************"
  rm -rf -- "$folder/corpus" "$folder/.unpacked"
  mkdir -p "$folder/corpus/modules"
  cp -- "$library"/*.py "$folder/corpus/modules/"
  for part in "$library"/[a-z]*/; do
    part=$(basename "$part")
    if [ "$part" != dist-packages ] && [ -f "$library/$part/__init__.py" ]; then
      mkdir -p "$folder/corpus/$part"
      (cd "$library" && find "$part" -name '*.py' -type f -print0 | tar -c --null -T -) |
        tar -x -C "$folder/corpus/$part" --no-same-owner
    fi
  done
  for part in "$folder"/corpus/*/; do
    part=$(basename "$part")
    role=train
    case " $offline_validation " in *" $part "*) role="validation" ;; esac
    case " $offline_test " in *" $part "*) role="test" ;; esac
    hash=$(cd "$folder/corpus/$part" && find . -type f -print0 | sort -z | xargs -0 sha256sum |
      sha256sum | cut -d' ' -f1)
    echo "$part $role machine $hash"
  done | finish
  exit 4
}

lines=$(wanted)
mapfile -t names < <(cut -d' ' -f1 <<<"$lines")
echo "corpus: ${#names[@]} packages of profile $profile"
catalogue=$(known "${names[@]}")
if [ "$(wc -l <<<"$catalogue")" -lt $(((${#names[@]} + 1) / 2)) ]; then
  scripts/refresh_package_lists.sh "it knows few of the corpus packages" || true
  catalogue=$(known "${names[@]}")
fi

network_failed=""
to_fetch=()
while read -r name _ hash _; do
  [ -z "$name" ] || is_fetched "$name" "$hash" || to_fetch+=("$name")
done <<<"$catalogue"
for ((i = 0; i < ${#to_fetch[@]}; i += 10)); do
  if ! download "${to_fetch[@]:i:10}"; then
    network_failed=1
    break
  fi
  echo "corpus: fetched $((i + 10 < ${#to_fetch[@]} ? i + 10 : ${#to_fetch[@]}))/${#to_fetch[@]} packages"
done
if [ -n "$network_failed" ]; then
  echo "corpus: a download failed; trying what is left one by one"
  head -n 1 "$packages/errors"
  for name in "${to_fetch[@]}"; do
    hash=$(awk -v name="$name" '$1 == name { print $3 }' <<<"$catalogue")
    # When even the first cannot be had there is no network: do not wait for each.
    is_fetched "$name" "$hash" || download "$name" || break
  done
fi

declare -A role_of
while read -r name role; do role_of[$name]=$role; done <<<"$lines"
unavailable=()
made=""
count=0
for name in "${names[@]}"; do
  read -r _ version hash _ < <(awk -v name="$name" '$1 == name' <<<"$catalogue") || true
  # Without the package client's lists, a package fetched earlier is taken as it is.
  if [ -z "${hash:-}" ] && [ -f "$packages/$name.deb" ]; then
    hash=$(sha256sum <"$packages/$name.deb" | cut -d' ' -f1)
    version=$(dpkg-deb -f "$packages/$name.deb" Version)
  fi
  if [ -z "${hash:-}" ] || ! is_fetched "$name" "$hash"; then
    unavailable+=("$name")
  else
    unpack "$name" "$hash"
    made+="$name ${role_of[$name]} $version $hash"$'\n'
    count=$((count + 1))
  fi
  version="" hash=""
done
[ $count != 0 ] || standard_library_only
[ ${#unavailable[@]} = 0 ] || echo "corpus: ${#unavailable[@]} packages cannot be had: ${unavailable[*]}"
printf %s "$made" | finish
[ -z "$network_failed" ] || [ ${#unavailable[@]} = 0 ] || exit 4
