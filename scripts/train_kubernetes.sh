#!/usr/bin/env bash
# Trains in a cluster of Kubernetes, on samples that are drawn elsewhere (datagen_parallel.sh kubernetes):
#   train_kubernetes.sh LOGS FASTNODE DATAGEN-ARGUMENT... -- MANIFEST-FLAG... -- TRAIN-ARGUMENT...
# Writes LOGS/train.json: a claim, a Job that brings the samples of PUBLISH to it, a headless Service, and a Job with a
# pod for each of KUBE_WORKERS. Where kubectl is, it is applied; nobody waits for its end. And LOGS/model.json, for then: a
# Job that puts the model into the store.
set -euo pipefail
logs=$1 fastnode=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "train_kubernetes: $*" >&2; exit 1; }
mkdir -p "$logs"
logs=$(cd "$logs" && pwd)
. "$here/kubernetes.bash"

drawn_from=() flags=()
while [ "$1" != -- ]; do drawn_from+=("$1"); shift; done
shift
while [ "$1" != -- ]; do flags+=("$1"); shift; done
shift
put_inputs "$fastnode" "${drawn_from[@]}"
version=$("$fastnode" --version | awk '{ print $2 }')
image=${KUBE_TRAIN_IMAGE:-localhost/fastnode-train:$version}
flags+=(--claim "${KUBE_CLAIM:-}")
manifest model "$image" "${flags[@]}"
manifest train "$image" --workers "${KUBE_WORKERS:-1}" --claim-size "${KUBE_CLAIM_SIZE:-50Gi}" "${flags[@]}" -- "$@"
# shellcheck disable=SC2034 # apply_manifest says it
refused="If another training of this model is in its way, remove that one's Jobs, or give another MODEL_NAME"
apply_manifest train || exit 0
echo "train_kubernetes: job $job trains ('$KUBECTL logs --follow job/$job' shows how, '$KUBECTL delete job $job' ends it; the same command goes on)"
