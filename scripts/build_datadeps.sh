#!/usr/bin/env bash
# Puts the models that pipeline/models.json names where the product loads them from. A change of that
# file changes nothing until this is run again.
#   build_datadeps.sh [--verify] [--from URL NAME]
# Exit status: 0 made or up to date (it says which), 1 failed, 2 wrong arguments. With --verify nothing is
# made: 0 whole and as the registry says, 3 whole but the registry has changed since, 1 damaged. Only
# --from uses the network: it first installs release NAME from s3://bucket/prefix or file:///folder.
# Variables: FASTNODE (build/fastnode), REGISTRY (pipeline/models.json), FASTNODE_DATADEPS (datadeps beside
# the program), MODELS (versions: where --from installs).
set -euo pipefail
cd "$(dirname "$0")/.."
fastnode=${FASTNODE:-build/fastnode}
registry=${REGISTRY:-pipeline/models.json}
usage() { sed -n '2,9s/^# \{0,1\}//p' "$0"; }
what=build
case ${1:-} in
  "") ;;
  --help | -h) usage; exit 0 ;;
  --verify) [ $# = 1 ] || { usage >&2; exit 2; }; what=verify ;;
  --from)
    [ $# = 3 ] || { usage >&2; exit 2; }
    "$fastnode" install "$3" --from "$2" --to "${MODELS:-versions}" --registry "$registry" || exit 1
    ;;
  *) usage >&2; exit 2 ;;
esac
[ -x "$fastnode" ] || { echo "build_datadeps: there is no $fastnode; run 'make build'" >&2; exit 1; }
exec "$fastnode" bundle $what --registry "$registry"
