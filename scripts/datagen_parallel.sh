#!/usr/bin/env bash
# Draws the samples of a session in parts, by several processes, hosts or a cluster. Every sample is the
# same whoever draws it, so a part may be killed, done again, or done twice.
#   datagen_parallel.sh local|ssh|slurm|kubernetes PARTS LOGS FASTNODE DATAGEN-ARGUMENT...
# local  as many processes as there are cores (JOBS).
# ssh    on TRAINDATA_HOSTS, as many processes as each has cores. Program and data are copied to
#        REMOTE_DIR there; each host draws into its REMOTE_DIR/samples, and `fastnode sync` brings
#        the samples here. The file REMOTE_RECORD remembers where something was put
#        (clean_remote.sh). RSYNC_RSH is the remote shell, as for rsync. Of a corpus in parts with shares each
#        host gets some parts and no others (PARTS_PER_HOST at most), and draws what falls into them.
# slurm  a job array, for which program, data and folder must stand on a file system that all nodes see;
#        SLURM_FLAGS are added to sbatch (--partition, --account, --time). Of a corpus in parts with shares a
#        task reads one part, and copies it to NODE_DIR first, a folder on the node's own disk, if that is given.
# kubernetes  an Indexed Job, one index a part (make_manifests.py). Pods find what they draw from in the
#        object store PUBLISH, and leave the samples there. KUBECTL and KUBE_* as `make help` has them.
# Waits for the parts, at most CLUSTER_HOURS (24), and prints what became of each; the exit status is 1 if
# one failed. Started again, it does what is missing.
set -euo pipefail
cluster=$1 parts=$2 logs=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
limit=$((${CLUSTER_HOURS:-24} * 3600))
mkdir -p "$logs"
logs=$(cd "$logs" && pwd)
rm -f "$logs"/part-*.status* "$logs"/part-*.log "$logs"/part-*.pid
fail() { echo "datagen_parallel: $*" >&2; exit 1; }

# Of a corpus in parts with shares: how many parts; else nothing.
store=
for ((i = 1; i < $#; ++i)); do
  next=$((i + 1))
  [ "${!i}" != --store ] || store=${!next}
done
corpus_parts=
if grep -qs '"shares"' "$store/catalogue.json"; then
  name=$(cd "$store" && find . -maxdepth 1 -name 'part-*-of-*.rows' -print -quit)
  corpus_parts=${name##*-of-} corpus_parts=${corpus_parts%.rows}
  # Each part of the work is of one part of the corpus: number modulo their number.
  parts=$(((parts + corpus_parts - 1) / corpus_parts * corpus_parts))
fi
of_parts=$parts${corpus_parts:+/$corpus_parts} # as datagen_part.sh has it

num_ended() { find "$logs" -name 'part-*.status' | wc -l; }
# wait_for COMMAND...: until the command says that nothing is under way; says how far it is.
wait_for() {
  local start=$SECONDS said=-1 ended
  while "$@"; do
    ended=$(num_ended)
    if [ "$ended" != "$said" ]; then
      said=$ended
      echo "datagen_parallel: $ended of $parts parts ended, $((SECONDS - start)) s"
    fi
    [ $((SECONDS - start)) -lt $limit ] ||
      fail "not ended after ${CLUSTER_HOURS:-24} hours; what runs was left running, run this again to go on"
    sleep 1
  done
}
# run_in_background COMMAND...: in a process group of its own, which ends with us; and wait.
run_in_background() {
  set -m
  "$@" &
  runner=$!
  set +m
  wait_for kill -0 $runner 2>/dev/null
  wait $runner || true
}
# Told to end: what runs on this machine ends, what runs elsewhere goes on, and it says so.
exec 3>&2  # a trap finds the redirections of what it interrupts
job="" how_it_ends="" left_running="nothing of it is left running"
end_in_order() {
  local group num_done
  trap '' INT TERM HUP
  for group in $(jobs -p); do
    # GNU parallel waits for its jobs until it is told twice.
    for _ in $(seq 100); do kill -TERM -- "-$group" 2>/dev/null || break; sleep 0.1; done
    kill -KILL -- "-$group" 2>/dev/null || true
  done
  [ -z "$job" ] || left_running="job $job is left running ($how_it_ends)"
  num_done=$({ grep -l '^0 ' "$logs"/part-*.status 2>/dev/null || true; } | wc -l)
  echo "datagen_parallel: interrupted; $num_done of $parts parts are done, $left_running. The same command goes on" >&3
  exit "$1"
}
trap 'end_in_order 130' INT
trap 'end_in_order 143' TERM HUP

run_local() {
  seq 0 $((parts - 1)) |
    xargs -P "${JOBS:-$(nproc)}" -I{} "$here/datagen_part.sh" "$logs" {} "$of_parts" "$@" >/dev/null
}

# ---- Hosts over ssh ----

export RSYNC_RSH=${RSYNC_RSH:-ssh -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3}
on_host() { timeout "${2:-60}" $RSYNC_RSH "$1" "$3" </dev/null; }

# said_of HOST: the file with what the host said last.
said_of() { echo "$logs/host-${1//[^A-Za-z0-9.-]/_}"; }

# claim HOST ID: makes REMOTE_DIR there ours. Hosts that share the folder print the same last line.
claim() {
  timeout 90 $RSYNC_RSH "$1" sh -s "$REMOTE_DIR" "$2" <"$here/claim_folder.sh"
}

# deploy BUNDLE HOST...: copies the bundle to a folder that these hosts share, once, and tries it on each.
# They say how many cores they have, or why they are left out.
deploy() {
  local bundle=$1 host copied=0 keep=()
  shift
  # Which parts of the corpus are to be there is dealt later.
  [ -z "$corpus_parts" ] || keep=(--exclude '/data/store/part-*')
  for host in "$@"; do
    [ $copied = 1 ] || ! timeout 3600 rsync -a --delete --timeout=60 "${keep[@]}" "$bundle/" "$host:$REMOTE_DIR/bundle/" >/dev/null 2>&1 ||
      copied=1
  done
  for host in "$@"; do
    if [ $copied = 0 ]; then
      echo "rsync could not copy the bundle (is rsync installed there, and room left?)"
    else
      # And which parts of the corpus are there.
      on_host "$host" 60 "'$REMOTE_DIR/bundle/program/fastnode' --version >/dev/null &&
        { ls '$REMOTE_DIR/bundle/data/store' 2>/dev/null | grep -x 'part-[0-9]*-of-[0-9]*'; nproc; }" ||
        echo "the program does not start there"
    fi >"$(said_of "$host")"
  done
}

run_ssh() {
  local fastnode=$1 bundle=$logs/bundle host id arguments=() name
  shift
  [ -n "${TRAINDATA_HOSTS:-}" ] || fail "no hosts: TRAINDATA_HOSTS='user@one two'"
  command -v parallel >/dev/null && command -v rsync >/dev/null ||
    fail "GNU parallel and rsync are needed: apt-get install parallel rsync"
  case ${REMOTE_DIR:=fastnode-datagen} in
    *[!A-Za-z0-9._/-]* | *..*) fail "REMOTE_DIR '$REMOTE_DIR': letters, digits, '.', '_', '-' and '/' alone" ;;
  esac
  : "${REMOTE_RECORD:=$logs/remote}"
  rm -f "$logs/hosts.err"
  # What the hosts need, under names of our own.
  rm -rf "$bundle"
  "$here/make_bundle.sh" "$fastnode" "$bundle/program"
  cp "$here/datagen_part.sh" "$bundle/"
  while [ $# -gt 0 ]; do
    case $1 in
      --store | --library | --metainfo | --usage)
        name=${1#--}
        mkdir -p "$bundle/data"
        if [ -d "$2" ]; then
          mkdir -p "$bundle/data/$name"
          [ ! -e "$2/data.mdb" ] || cp "$2/data.mdb" "$bundle/data/$name/"
          for file in "$2"/*; do
            [ -z "$corpus_parts" ] || [ "$name" != store ] || [ "${file##*/}" = catalogue.json ] || continue
            case ${file##*/} in cuts | data.mdb | lock.mdb | *.digest | *.counts) ;; *) cp -r "$file" "$bundle/data/$name/" ;; esac
          done
          rm -f "$bundle/data/$name"/part-*/lock.mdb
        else
          cp "$2" "$bundle/data/$name"
        fi
        arguments+=("$1" "bundle/data/$name")
        shift 2
        ;;
      --out) arguments+=(--out samples --cuts cuts); shift 2 ;;
      *) arguments+=("$1"); shift ;;
    esac
  done

  id=$(cat "$REMOTE_RECORD.id" 2>/dev/null || cat /proc/sys/kernel/random/uuid)
  mkdir -p "$(dirname "$REMOTE_RECORD")"
  echo "$id" >"$REMOTE_RECORD.id"
  local -a logins=()
  set -m
  for host in $TRAINDATA_HOSTS; do
    # Remembered before anything is there.
    grep -qxsF "$host $REMOTE_DIR $id" "$REMOTE_RECORD" || echo "$host $REMOTE_DIR $id" >>"$REMOTE_RECORD"
    claim "$host" "$id" >"$(said_of "$host")" 2>>"$logs/hosts.err" &
  done
  wait
  local owner folder
  local -A sharing=() # hosts by the word of their folder
  for host in $TRAINDATA_HOSTS; do
    { read -r owner && read -r folder; } <"$(said_of "$host")" || folder=
    if [ "$owner" = "$id" ] && [ -n "$folder" ]; then
      sharing[$folder]+=" $host"
    elif [ -n "$owner" ] && [ "$owner" != "$id" ]; then
      echo "$REMOTE_DIR there is not ours (it belongs to $owner); give another REMOTE_DIR" >"$(said_of "$host")"
    else
      echo "does not answer, or $REMOTE_DIR cannot be made" >"$(said_of "$host")"
    fi
  done
  for folder in "${!sharing[@]}"; do
    # shellcheck disable=SC2086 # hosts are words
    deploy "$bundle" ${sharing[$folder]} 2>>"$logs/hosts.err" &
  done
  set +m
  wait
  for host in $TRAINDATA_HOSTS; do
    local said
    said=$(tail -n 1 "$(said_of "$host")")
    if [[ $said =~ ^[0-9]+$ ]]; then
      echo "datagen_parallel: $host is ready, $said cores"
      logins+=(--sshlogin "${HOST_JOBS:-$said}/$host")
    else
      echo "datagen_parallel: $host is left out: $said" >&2
      echo "$host" >>"$logs/left_out"
    fi
  done
  rm -rf "$bundle"
  [ ${#logins[@]} != 0 ] || fail "no host is ready"
  left_running="parts begun on $TRAINDATA_HOSTS run there to their end ('make clean_remote' ends them and removes what they drew)"
  if [ -n "$corpus_parts" ]; then
    run_by_parts "${arguments[@]}"
    return
  fi
  # A part whose host goes away is done by another one.
  run_in_background draw_on "$logs/jobs" "${logins[*]}" "$(seq -s' ' 0 $((parts - 1)))" "${arguments[@]}"
  tell_status "$logs/jobs"
}

# draw_on JOBLOG LOGINS PARTS DATAGEN-ARGUMENT...: draws these parts of the work on these hosts. In sessions of their own:
# parallel ends what it has begun when it is interrupted, and here that goes on (clean_remote.sh ends it).
draw_on() {
  local joblog=$1 logins=$2 numbers=$3
  shift 3
  # shellcheck disable=SC2086 # logins and numbers are words
  parallel --will-cite --plain --ssh "$RSYNC_RSH" $logins --jobs 100% --retries 5 \
    --joblog "$joblog" --results "$logs/part-{}.log" --quote \
    sh -c "cd '$REMOTE_DIR' && exec setsid --wait bash bundle/datagen_part.sh logs \"\$@\"" part {} "$of_parts" \
    bundle/program/fastnode "$@" ::: $numbers >/dev/null 2>>"$logs/parallel.err"
}

# tell_status JOBLOG [PARTS]: what became of these parts. The log has one line per job that ended: number, host,
# start, seconds, sent, received, exit status. How often it was begun elsewhere before is not told.
tell_status() {
  rm -f "$logs"/part-*.seq
  awk -F'\t' -v logs="$logs" -v numbers="${2:-}" '
    BEGIN { given = split(numbers, number, " ") }
    NR > 1 { file = logs "/part-" (given ? number[$1] : $1 - 1) ".status"
      print ($8 > 0) ? 128 + $8 : $7, $2, int($4), "-" >file
      close(file) }' "$1"
}

# ---- Hosts with some parts of the corpus each ----

# What is dealt to is a folder: hosts that share one have the same parts. By its word: hosts, logins, cores, parts.
declare -A hosts_of=() logins_of=() cores_of=() parts_of=()

# there_is FOLDER: a host of it that answers.
there_is() {
  local host
  for host in ${hosts_of[$1]}; do
    ! on_host "$host" 20 true >/dev/null 2>&1 || { echo "$host"; return; }
  done
  return 1
}

# deal FOLDER...: to those that are there, with what they have.
deal() {
  local folder line dealt
  for folder in "$@"; do echo "$folder ${cores_of[$folder]} ${parts_of[$folder]:-}"; done >"$logs/folders"
  dealt=$("$here/deal_parts.sh" "$corpus_parts" "${PARTS_PER_HOST:-0}" <"$logs/folders" 2>"$logs/undealt") ||
    { echo "datagen_parallel: no host has room for part $(cat "$logs/undealt") of the corpus (PARTS_PER_HOST is $PARTS_PER_HOST, of $corpus_parts parts): give more hosts" >&2; return 1; }
  while read -r folder line; do parts_of[$folder]=$line; done <<<"$dealt"
}

# send_parts FOLDER: the parts that were dealt to it; what else is there of the corpus goes.
send_parts() {
  local host part filters=(--include=/catalogue.json)
  for part in ${parts_of[$1]}; do
    part=/part-$part-of-$corpus_parts
    filters+=("--include=$part.rows" "--include=$part/" "--include=$part/data.mdb" "--include=$part/checksum")
  done
  host=$(there_is "$1") &&
    timeout 36000 rsync -a --delete --delete-excluded --timeout=60 "${filters[@]}" --exclude='*' \
      "$store/" "$host:$REMOTE_DIR/bundle/data/store/" 2>>"$logs/hosts.err"
}

# run_folders DATAGEN-ARGUMENT...: in each folder of `turn`, what is left to do there.
run_folders() {
  local folder
  for folder in $turn; do
    draw_on "$logs/jobs-$folder" "${logins_of[$folder]}" "${todo_of[$folder]}" "$@" &
  done
  wait
}

run_by_parts() {
  local folder host said part number turn left
  local -A todo_of=()
  for folder in "${!sharing[@]}"; do
    for host in ${sharing[$folder]}; do
      said=$(tail -n 1 "$(said_of "$host")")
      [[ $said =~ ^[0-9]+$ ]] || continue
      hosts_of[$folder]+=" $host"
      logins_of[$folder]+=" --sshlogin ${HOST_JOBS:-$said}/$host"
      cores_of[$folder]=$((${cores_of[$folder]:-0} + ${HOST_JOBS:-$said}))
      parts_of[$folder]=$(sed -n "s/^part-\([0-9]*\)-of-$corpus_parts\/*$/\1/p" "$(said_of "$host")" | paste -sd' ')
    done
  done
  left=$(seq -s' ' 0 $((parts - 1)))
  # Parts of a host that goes away are sent to another one, and done there.
  while [ -n "$left" ]; do
    # shellcheck disable=SC2046 # folders are words
    deal $(printf '%s\n' "${!hosts_of[@]}" | sort) || break
    turn=
    for folder in "${!hosts_of[@]}"; do
      todo_of[$folder]=
      for part in ${parts_of[$folder]}; do
        for number in $left; do
          [ $((number % corpus_parts)) != "$part" ] || todo_of[$folder]+=" $number"
        done
      done
      [ -n "${todo_of[$folder]}" ] || continue
      if send_parts "$folder"; then
        turn+=" $folder"
        echo "datagen_parallel:${hosts_of[$folder]} has part ${parts_of[$folder]// /, } of the corpus"
      elif there_is "$folder" >/dev/null; then
        echo "datagen_parallel:${hosts_of[$folder]}: part ${parts_of[$folder]// /, } of the corpus could not be copied:" \
          "$(tail -n 1 "$logs/hosts.err")" >&2
      fi
    done
    [ -z "$turn" ] || run_in_background run_folders "$@"
    for folder in $turn; do tell_status "$logs/jobs-$folder" "${todo_of[$folder]}"; done
    # What failed where the host is there failed for a reason of its own.
    left=
    for folder in "${!hosts_of[@]}"; do
      ! there_is "$folder" >/dev/null || continue
      echo "datagen_parallel:${hosts_of[$folder]} has gone" >&2
      for number in ${todo_of[$folder]}; do
        [ "$(cut -d' ' -f1 "$logs/part-$number.status" 2>/dev/null)" = 0 ] || left+=" $number"
      done
      unset "hosts_of[$folder]"
    done
    [ ${#hosts_of[@]} != 0 ] || break
  done
}

run_slurm() {
  command -v sbatch >/dev/null || fail "there is no sbatch here; run this where jobs are submitted"
  # shellcheck disable=SC2086 # flags are words
  job=$(sbatch --parsable --job-name=fastnode-datagen --array="0-$((parts - 1))" --requeue --open-mode=append \
    --ntasks=1 --cpus-per-task=1 --output="$logs/slurm-%a.out" ${SLURM_FLAGS:-} \
    --wrap "exec $(printf '%q ' env NODE_DIR="${NODE_DIR:-}" "$here/datagen_part.sh" "$logs") \$SLURM_ARRAY_TASK_ID $(printf '%q ' "$of_parts" "$@")") ||
    fail "sbatch took no job"
  job=${job%%;*}
  how_it_ends="'scancel $job' ends it"
  echo "$job" >"$logs/job"
  echo "datagen_parallel: job $job, $parts parts ('squeue -j $job' shows them, $how_it_ends)"
  # The controller may be away for a moment: only its word that nothing is left counts.
  under_way() {
    local left
    left=$(squeue -h -j "$job" 2>/dev/null) || return 0
    [ -n "$left" ]
  }
  wait_for under_way
}

# ---- Kubernetes ----

. "$here/kubernetes.bash"

run_kubernetes() {
  local fastnode=$1 pods version
  put_inputs "$@"
  version=$("$fastnode" --version | awk '{ print $2 }')
  manifest datagen "${KUBE_IMAGE:-localhost/fastnode:$version}" --parts "$parts" ${corpus_parts:+--by-corpus-part} --parallel "${KUBE_PODS:-0}" \
    -- "${rest[@]}"
  apply_manifest datagen || exit 0
  pods=--selector=batch.kubernetes.io/job-name=$job
  how_it_ends="'$KUBECTL delete job $job' ends it"
  echo "datagen_parallel: job $job, $parts parts ('$KUBECTL get pods $pods' shows them, $how_it_ends)"
  num_ended() { echo "$job_ended"; }
  # The API server may be away for a moment: only its word that the job has ended counts.
  under_way() {
    if look_at_job && [ "$job_word" != running ]; then return 1; fi
    sleep 4
  }
  wait_for under_way
  [ "$job_word" != gone ] || fail "the job $job has been deleted"
  [ -z "$job_why" ] || echo "datagen_parallel: job $job: $job_why"
  kubectl_of get pods "$pods" -o json >"$logs/pods.json" || fail "what became of the pods of $job cannot be asked"
  "$here/job_status.py" parts "$logs/job.json" "$logs/pods.json" "$logs" | while read -r part pod; do
    kubectl_of logs "$pod" --all-containers --prefix >"$logs/part-$part.log" 2>&1 </dev/null || true
  done
}

rm -f "$logs/left_out"
case $cluster in
  local) run_in_background run_local "$@" ;;
  ssh) run_ssh "$@" ;;
  slurm) run_slurm "$@" ;;
  kubernetes) run_kubernetes "$@" ;;
  *) fail "CLUSTER is '$cluster'; it is local, ssh, slurm or kubernetes" ;;
esac

printf '%-6s %-8s %-20s %8s %7s  %s\n' part status host seconds starts result
failed=0
for part in $(seq 0 $((parts - 1))); do
  status=lost host=- seconds=- starts=0
  [ ! -f "$logs/part-$part.status" ] || read -r status host seconds starts <"$logs/part-$part.status"
  [ "$status" = 0 ] && word=done || { word="failed"; failed=$((failed + 1)); }
  log=$(cat "$logs/part-$part.log" 2>/dev/null | tr '\r' '\n' || true)
  result=$(grep 'train: samples ' <<<"$log" | tail -n 1 || true)
  [ "$word" = done ] && [ -n "$result" ] || result=$(tail -n 1 <<<"$log")
  printf '%-6s %-8s %-20s %8s %7s  %s\n' "$part" "$word" "$host" "$seconds" "$starts" "${result##*/}"
done
[ $failed = 0 ] || fail "$failed of $parts parts failed; their logs are in $logs. Run this again: what is there is kept"
[ ! -f "$logs/left_out" ] || fail "all parts are done, without these hosts: $(paste -sd' ' "$logs/left_out")"
