# Work in a cluster of Kubernetes, for the scripts beside. Sourced with fail(), $here and $logs set.
#   put_inputs FASTNODE ARGUMENT...   puts what the arguments name into the object store, once; sets $inputs (where), $parcel
#                                     (which), $disk and $rest (the other arguments). $corpus_parts: in how many parts the
#                                     corpus is, of which each pod brings one; empty: it brings all
#   manifest KIND IMAGE FLAG...       writes $logs/KIND.json
#   apply_manifest KIND               if there is a cluster, and sets $job; else says how it is done, with status 1. $refused is
#                                     what to do where the cluster refuses it
# KUBECTL is the command, with flags; without it nothing is applied. KUBE_* are the variables of `make help`.

put_inputs() {
  local fastnode=$1 contents=() store=
  shift
  [ -n "${PUBLISH:-}" ] || fail "say where pods and 'make sync' meet: PUBLISH=s3://bucket/prefix"
  inputs=$PUBLISH/inputs rest=()
  while [ $# -gt 0 ]; do
    case $1 in
      --store) store=$2 contents+=("store=$2"); shift 2 ;;
      --library) contents+=("library.bin=$2"); shift 2 ;;
      --metainfo) contents+=("metainfo.json=$2"); shift 2 ;;
      --usage) contents+=("usage.bin=$2"); shift 2 ;;
      --out | --publish | --threads) shift 2 ;; # these are the pod's own
      *) rest+=("$1"); shift ;;
    esac
  done
  parcel=$("$fastnode" parcel put --to "$inputs" "${contents[@]}" --without cuts --without lock.mdb --without add.lock --without merge.lock) ||
    fail "the inputs could not be put into $inputs (status $?)"
  # Inputs (of a corpus in parts that are brought one by one, the largest), what a part draws of 64 sites a sample, and room.
  local bytes=0 content all largest
  for content in "${contents[@]}"; do
    bytes=$((bytes + $(du -sb --exclude=cuts "${content#*=}" | cut -f 1)))
  done
  if [ -n "${corpus_parts:-}" ]; then
    read -r all largest < <(du -sb "$store"/part-*-of-"$corpus_parts" | awk '{ all += $1; if ($1 > most) most = $1 } END { print all, most }')
    bytes=$((bytes - all + largest))
  fi
  disk=${KUBE_DISK:-$((bytes / 1000000000 + 4))Gi}
}

manifest() {
  local kind=$1 image=$2
  shift 2
  "$here/make_manifests.py" "$kind" --image "$image" \
    --parcel "$parcel" --inputs "$inputs" --publish "$PUBLISH" --secret "${KUBE_SECRET:-fastnode-s3}" \
    --endpoint "${KUBE_ENDPOINT:-${AWS_ENDPOINT_URL_S3:-${AWS_ENDPOINT_URL:-}}}" --region "${AWS_REGION:-${AWS_DEFAULT_REGION:-}}" \
    --addressing "${FASTNODE_S3_ADDRESSING:-}" --cpu "${KUBE_CPU:-1}" --memory "${KUBE_MEMORY:-4Gi}" --disk "$disk" \
    --hours "${CLUSTER_HOURS:-24}" "$@" >"$logs/$kind.json.unfinished" || fail "no manifest could be made"
  mv "$logs/$kind.json.unfinished" "$logs/$kind.json"
  echo "kubernetes: the manifest is $logs/$kind.json"
}

# shellcheck disable=SC2086 # KUBECTL is a list of words
kubectl_of() { timeout 120 $KUBECTL "$@"; }

# Sets of $job how many indices ended ($job_ended), in a word how it stands, and why. Status 1: nobody answers.
look_at_job() {
  kubectl_of get job "$job" --ignore-not-found -o json >"$logs/job.json" 2>"$logs/kubectl.err" || return 1
  job_ended=0 job_word=gone job_why=
  [ ! -s "$logs/job.json" ] || read -r job_ended job_word job_why < <("$here/job_status.py" progress "$logs/job.json")
}

apply_manifest() {
  local kind=$1
  local jobs
  jobs=$(python3 -c 'import json, sys
print(*(item["metadata"]["name"] for item in json.load(open(sys.argv[1]))["items"] if item["kind"] == "Job"))' "$logs/$kind.json")
  job=${jobs%% *}
  if [ -z "${KUBECTL:-}" ] || ! command -v "${KUBECTL%% *}" >/dev/null; then
    echo "kubernetes: nothing is applied: there is no kubectl here (KUBECTL). Where there is one, and the Secret ${KUBE_SECRET:-fastnode-s3}:"
    echo "  kubectl apply --server-side -f $logs/$kind.json"
    echo "  kubectl wait --for=condition=complete --timeout=${CLUSTER_HOURS:-24}h job/$job"
    return 1
  fi
  # Those that failed are begun again: they go on with what is missing.
  for job in $jobs; do
    look_at_job || fail "kubectl reaches no cluster: $(tail -n 1 "$logs/kubectl.err"). The manifest stays: $logs/$kind.json"
    if [ "$job_word" = failed ]; then
      kubectl_of delete job "$job" --wait || fail "the job $job has failed, and cannot be removed"
    fi
  done
  job=${jobs%% *}
  kubectl_of apply --server-side --field-manager=fastnode -f "$logs/$kind.json" || fail "the cluster takes no $logs/$kind.json${refused:+. $refused}"
}
