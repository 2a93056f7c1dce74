#!/usr/bin/env bash
# What a manifest says is run as a node would run it, without a cluster: in the image, with its user, a root that cannot be
# written, the arguments and variables of the manifest, and a real S3 store. One pod is killed in the middle and one is told
# to end; new ones go on, as a Job starts them, and `fastnode sync` brings every sample once.
#   kubernetes.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$(realpath "$1")
source_dir=$2
command -v swift-proxy-server >/dev/null && command -v memcached >/dev/null && command -v umoci >/dev/null ||
  { echo "no store, or no umoci: left out"; exit 77; }
[ "$(id -u)" = 0 ] && unshare --mount --pid --fork true 2>/dev/null || { echo "only root can start a container: left out"; exit 77; }
. "$source_dir/tests/cli/small_data.bash"
. "$source_dir/tests/s3/store.bash"
# Whom the pod's own process outlives: it has another user than who started it.
end_pods() { for job in $(jobs -p); do pkill -KILL -P "$job" || true; done; }
trap 'end_pods; stop_store; finish' EXIT
passed() { echo "passed: $*"; }
make_dataset
start_store "$scratch" samples
cd "$scratch"
samples=500
draw one $samples --no-cuts >/dev/null 2>&1 || fail "one process"

export PUBLISH=s3://samples/run KUBECTL=
arguments=(--store store --library library.bin --metainfo metainfo.json --usage usage.bin --samples $samples
  --sites-per-sample 8 --seed 5 --samples-per-shard 10 --validation-samples 2 --out samples --threads 1)
"$source_dir/scripts/datagen_parallel.sh" kubernetes 2 logs "$fastnode" "${arguments[@]}" >said 2>&1 || fail "no manifest: $(cat said)"
python3 "$source_dir/packaging/make_image.py" "$(dirname "$fastnode")" image >said || fail "no image: $(cat said)"
skopeo copy -q "oci-archive:$(echo image/*.oci.tar)" oci:layout:it
umoci unpack --rootless --image layout:it bundle >said 2>&1 || fail "the image cannot be unpacked: $(cat said)"
mkdir secrets
printf 'AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" >secrets/fastnode-s3

# container INDEX POD CONTAINER [--probe PROBE]: POD names the volumes, which go with the pod.
container() {
  local index=$1 pod=$2 name=$3
  shift 3
  exec python3 "$source_dir/tests/kubernetes/run_pod.py" logs/datagen.json 0 "$index" "$name" --root "$scratch/bundle/rootfs" \
    --volumes "$scratch/pod-$pod" --secrets secrets "$@"
}
begin() { # INDEX POD: its first container to the end, then the one that draws, in the background ($drawing)
  (container "$1" "$2" inputs) >"said.$2" 2>&1 || fail "pod $2 gets no inputs: $(cat "said.$2")"
  (container "$1" "$2" datagen) >>"said.$2" 2>&1 &
  drawing=$!
}
drawn_by() { ls "pod-$1/work/samples/train" 2>/dev/null | grep -c 'shard$' || true; }
until_drawn() { # POD: some, and not all
  for _ in $(seq 3000); do [ "$(drawn_by "$1")" -lt 3 ] || break; sleep 0.02; done
  [ "$(drawn_by "$1")" -ge 3 ] && [ "$(drawn_by "$1")" -lt 22 ] && kill -0 "$drawing" || fail "pod $1 is not in the middle: $(cat "said.$1")"
}
of_pod() { pgrep -P "$drawing" | head -n 1; }

# A pod that is killed, and the one that the Job starts in its place, with an empty volume.
begin 0 0a
until_drawn 0a
(container 0 0a datagen --probe startupProbe) >probe 2>&1 || fail "it is not seen that it has begun: $(cat probe)"
(container 0 0a datagen --probe livenessProbe) >probe 2>&1 || fail "it is not seen that it works: $(cat probe)"
tr '\0' ' ' <"/proc/$(of_pod)/cmdline" >line
grep -q -- '--part 0 --parts 2' line || fail "it draws: $(cat line)"
ps -eww -o args | grep fastnode >lines
if grep -qE "$AWS_ACCESS_KEY_ID|$AWS_SECRET_ACCESS_KEY" lines; then fail "a key is on a command line"; fi
grep -q '^NoNewPrivs:.*1' "/proc/$(of_pod)/status" && grep -q '^Uid:.*65532.*65532' "/proc/$(of_pod)/status" || fail "it is not its own user"
kill -KILL "$(of_pod)"
wait "$drawing" 2>/dev/null && fail "a pod that is killed ends well"
find pod-0a -exec touch -d '2 hours ago' {} +
if (container 0 0a datagen --probe livenessProbe) >probe 2>&1; then fail "one that does nothing is alive"; fi
rm -rf pod-0a
begin 0 0b
wait "$drawing" || fail "the pod that goes on: $(tail -n 3 said.0b)"
there=$(tr '\r' '\n' <said.0b | sed -n 's/.*train: .* drawn, \([0-9]*\) there already.*/\1/p')
[ "${there:-0}" -ge 3 ] || fail "what was drawn before is drawn again: $(cat said.0b)"
passed "a pod that is killed is followed by one that goes on; its probes tell; it has its own user and no key on its command line"

# One that is told to end, as a node does that is drained: it is process 1 of its container.
begin 1 1a
until_drawn 1a
kill -TERM "$(of_pod)"
status=0
wait "$drawing" || status=$?
[ $status = 143 ] || fail "told to end: status $status: $(cat said.1a)"
grep -q 'told to end' said.1a || fail "it is not said: $(cat said.1a)"
rm -rf pod-1a
begin 1 1b
# A container that is started again in its pod has its volume.
until_drawn 1b
kill -KILL "$(of_pod)"
wait "$drawing" 2>/dev/null && fail "a container that is killed ends well"
begin 1 1b
wait "$drawing" || fail "the container that goes on: $(tail -n 3 said.1b)"
grep -q ' 0 pieces brought' said.1b || fail "the inputs are brought again: $(cat said.1b)"
passed "a pod that is told to end ends in order, and another goes on"

"$fastnode" sync --from "$PUBLISH" --to here --samples $samples --validation-samples 2 --keep --poll 0.2 --wait 30 >said 2>&1 ||
  fail "sync: $(tail -n 3 said)"
"$fastnode" record verify here >said 2>&1 || fail "what was brought: $(cat said)"
diff -r -x sync.lock one here || fail "the samples of pods differ from those of one process"
# Samples of another session are refused, not mixed.
status=0
seed=6 draw other $samples --no-cuts --publish "$PUBLISH" >said 2>&1 || status=$?
[ $status = 1 ] && grep -q 'holds other samples' said || fail "another session is taken: status $status: $(tail -n 3 said)"
passed "fastnode sync brings every sample once, the bytes of one process"
echo "kubernetes.sh: passed"
