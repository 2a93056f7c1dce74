#!/usr/bin/env bash
# Work in a cluster of Kubernetes, without one: the manifests keep to Kubernetes' own schemas and hold no key, what pods
# work with is put into the object store once, and what a Job has come to is told. (What is in the manifests runs in
# tests/slow/kubernetes.sh.)
#   kubernetes.sh FASTNODE SOURCE_DIR
set -euo pipefail
fastnode=$1
source_dir=$2
. "$source_dir/tests/cli/small_data.bash"
passed() { echo "passed: $*"; }
make_dataset
cd "$scratch"
export AWS_ACCESS_KEY_ID=AKIANOBODY AWS_SECRET_ACCESS_KEY=nobody-may-see-this AWS_ENDPOINT_URL=http://store.example:9000 AWS_REGION=here
unset AWS_SESSION_TOKEN AWS_ENDPOINT_URL_S3
export PUBLISH=file://$scratch/meeting KUBECTL="" CLUSTER_HOURS=3
arguments=(--store store --library library.bin --metainfo metainfo.json --usage usage.bin --samples 200
  --sites-per-sample 8 --seed 5 --samples-per-shard 10 --validation-samples 2 --out samples --threads 1 --publish "$PUBLISH")
draw_in_cluster() { "$source_dir/scripts/datagen_parallel.sh" kubernetes 4 logs "$fastnode" "${arguments[@]}" "$@"; }
train_in_cluster() {
  "$source_dir/scripts/train_kubernetes.sh" logs "$fastnode" "${arguments[@]}" -- --model tiny_1 --steps 200 --device "$1" \
    --sync-flags='--ahead-files 9' -- --seed 5 --learning-rate '$(HOME)'
}

draw_in_cluster >said 2>&1 || fail "without kubectl: $(cat said)"
grep -q "kubectl apply --server-side -f $scratch/logs/datagen.json" said && grep -q 'kubectl wait .*job/fastnode-datagen-' said ||
  fail "the two commands are not said: $(cat said)"
cp logs/datagen.json first.json
draw_in_cluster >said 2>&1 || fail "again: $(cat said)"
cmp first.json logs/datagen.json || fail "the same command makes another manifest"
grep -qE 'parcel: [0-9]+ files, .* 0 pieces sent' said || fail "what is in the store is sent again: $(cat said)"
KUBE_WORKERS=3 train_in_cluster cuda >said 2>&1 || fail "a training: $(cat said)"
grep -q 'kubectl apply' said || fail "how it is applied is not said: $(cat said)"
cp logs/train.json cards.json
KUBE_CLAIM=mine train_in_cluster cpu >said 2>&1 || fail "a training on a processor: $(cat said)"
# Of a corpus in parts a pod brings the one that it draws from, and as many draw from each.
mkdir -p parts/part-{0,1,2}-of-3
truncate -s 600M parts/part-{0,1}-of-3/data.mdb
touch parts/part-{0,1,2}-of-3.rows
echo '{"shares": []}' >parts/catalogue.json
(arguments[1]=parts; draw_in_cluster) >said 2>&1 || fail "a corpus in parts: $(cat said)"
cp logs/datagen.json parts.json
echo '{}' >parts/catalogue.json
(arguments[1]=parts; draw_in_cluster) >said 2>&1 || fail "a corpus in parts without shares: $(cat said)"
python3 - parts.json logs/datagen.json <<'PYTHON' || fail "what a pod brings of a corpus in parts"
import json
import sys

job, whole = (json.load(open(path, encoding="utf-8"))["items"][0] for path in sys.argv[1:])
pod = job["spec"]["template"]["spec"]
brings, draws = pod["initContainers"][0], pod["containers"][0]
all_of_it = whole["spec"]["template"]["spec"]
assert "--corpus-part" not in all_of_it["initContainers"][0]["args"] and whole["spec"]["completions"] == 4
assert pod["volumes"][0]["emptyDir"]["sizeLimit"] == "4Gi", "room for one part of .6 GB"
assert all_of_it["volumes"][0]["emptyDir"]["sizeLimit"] == "5Gi", "room for both"
assert job["spec"]["completions"] == 6, "4 tasks become 6: two for each part"
assert brings["args"][-2:] == ["--corpus-part", "$(JOB_COMPLETION_INDEX)"] and "--by-corpus-part" in draws["args"]
assert brings["env"][0] == draws["env"][0] and brings["env"][0]["name"] == "JOB_COMPLETION_INDEX"
PYTHON
if PUBLISH= draw_in_cluster >said 2>&1; then fail "nobody says where pods meet"; fi
grep -q 'PUBLISH=s3://bucket/prefix' said || fail "it is not said: $(cat said)"
if KUBE_ENDPOINT=http://AKIANOBODY:nobody-may-see-this@store draw_in_cluster >said 2>&1; then fail "keys in an endpoint"; fi
passed "the manifests are written, the inputs put into the store once, and how they are applied is said"

"$source_dir/tests/kubernetes/schema.py" "$source_dir" first.json parts.json cards.json logs/train.json logs/model.json || fail "a manifest does not keep to the schemas"
wrong() {
  python3 - "$1" "$2" >wrong.json <<'PYTHON'
import json
import sys

manifest = json.load(open("cards.json", encoding="utf-8"))
job = manifest["items"][0]
container = job["spec"]["template"]["spec"]["containers"][0]
exec(sys.argv[2])
json.dump(manifest, sys.stdout)
PYTHON
  if "$source_dir/tests/kubernetes/schema.py" "$source_dir" wrong.json >said 2>&1; then fail "$1 is taken"; fi
}
wrong "a field that is not there" 'job["spec"]["backofLimitPerIndex"] = 3'
wrong "a field of another type" 'job["spec"]["completions"] = "three"'
wrong "a field that is missing" 'del container["name"]'
wrong "a field in the wrong place" 'job["spec"]["restartPolicy"] = "Never"'
passed "the manifests keep to the schemas of Kubernetes, and what does not is refused"

if grep -qE 'AKIANOBODY|nobody-may-see-this' first.json cards.json logs/*; then fail "a key stands in a file"; fi
python3 - first.json cards.json logs/train.json logs/model.json parts.json <<'PYTHON' || fail "what a manifest promises"
import json
import re
import sys


def jobs():
    for path in sys.argv[1:]:
        for item in json.load(open(path, encoding="utf-8"))["items"]:
            assert re.fullmatch(r"[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?", item["metadata"]["name"]), item["metadata"]["name"]
            if item["kind"] == "Job":
                yield item


for job in jobs():
    spec, pod = job["spec"], job["spec"]["template"]["spec"]
    assert spec["activeDeadlineSeconds"] == 3 * 3600 and spec["ttlSecondsAfterFinished"] > 0
    assert pod["automountServiceAccountToken"] is False and pod["restartPolicy"] == "Never"
    assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] == 65532
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    mounted = set()
    for one in pod["containers"] + pod["initContainers"]:
        secure = one["securityContext"]
        assert secure == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}, secure
        assert one["resources"]["requests"]["memory"] == one["resources"]["limits"]["memory"]
        assert one["envFrom"] == [{"secretRef": {"name": "fastnode-s3"}}]
        assert {"name": "AWS_ENDPOINT_URL", "value": "http://store.example:9000"} in one["env"]
        mounted |= {mount["name"] for mount in one["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod["volumes"]}
    rules = spec.get("podFailurePolicy", {}).get("rules", [])
    names = {one["name"] for one in pod["containers"] + pod["initContainers"]}
    assert {rule["onExitCodes"]["containerName"] for rule in rules if "onExitCodes" in rule} == names - {"model"}

draws, trains, brings, alone, _, puts, _ = jobs()
assert draws["spec"]["completions"] == 4 and draws["spec"]["backoffLimitPerIndex"] > 0
assert "sizeLimit" in draws["spec"]["template"]["spec"]["volumes"][0]["emptyDir"]
for job in (draws, trains, alone):
    main = job["spec"]["template"]["spec"]["containers"][0]
    assert job["spec"]["completionMode"] == "Indexed"
    assert main["startupProbe"]["exec"]["command"][:2] == ["/usr/bin/fastnode", "alive"] and "livenessProbe" in main

main = trains["spec"]["template"]["spec"]["containers"][0]
env = {one["name"]: one for one in main["env"]}
assert trains["spec"]["completions"] == trains["spec"]["parallelism"] == 3
assert env["WORLD_SIZE"]["value"] == "3" and env["LOCAL_RANK"]["value"] == "0"
assert env["MASTER_ADDR"]["value"] == f"{trains['metadata']['name']}-0.{trains['spec']['template']['spec']['subdomain']}"
assert "job-completion-index" in env["RANK"]["valueFrom"]["fieldRef"]["fieldPath"]
assert main["resources"]["limits"]["nvidia.com/gpu"] == "1"
assert "$$(HOME)" in main["args"] and "--go-on" in main["args"], "an argument is passed on as it is"
items = json.load(open(sys.argv[2], encoding="utf-8"))["items"]
service, claim = (next(item for item in items if item["kind"] == kind) for kind in ("Service", "PersistentVolumeClaim"))
assert service["spec"]["clusterIP"] == "None" and service["spec"]["selector"] == trains["spec"]["template"]["metadata"]["labels"]
assert service["metadata"]["name"] == trains["spec"]["template"]["spec"]["subdomain"] != claim["metadata"]["name"]
# Two trainings of one model are one Job, so that the cluster refuses the second; a Job of samples is what is in it.
assert trains["metadata"]["name"] == "fastnode-train-tiny-1" and brings["metadata"]["name"] == "fastnode-sync-tiny-1"
assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
assert "nvidia.com/gpu" not in json.dumps(alone) and "mine" in json.dumps(alone)
assert not any(item["kind"] == "PersistentVolumeClaim" for item in json.load(open(sys.argv[3], encoding="utf-8"))["items"])
assert "model=/shared/tiny-1/model" in puts["spec"]["template"]["spec"]["containers"][0]["args"]
assert brings["spec"]["template"]["spec"]["containers"][0]["args"][-2:] == ["--ahead-files", "9"]
PYTHON
passed "pods have limits, probes, no privileges, and their keys from a Secret"

# What a cluster says, played: a Job of four indices, of which one fails.
mkdir -p bin cluster
cat >bin/kubectl <<'KUBECTL'
#!/bin/bash
cd "$CLUSTER"
echo "$*" >>asked
case "$1 $2" in
  "get job") [ ! -f applied ] || { cat "$(ls job-*.json | head -n 1)"; [ "$(ls job-*.json | wc -l)" = 1 ] || rm "$(ls job-*.json | head -n 1)"; } ;;
  "get pods") cat pods.json ;;
  "apply --server-side") touch applied; echo applied ;;
  "delete job") rm -f applied; echo deleted ;;
  logs*) echo "[pod/$2/datagen] fastnode datagen: the disk is full" ;;
  *) exit 1 ;;
esac
KUBECTL
chmod +x bin/kubectl
export CLUSTER=$scratch/cluster KUBECTL="$scratch/bin/kubectl"
job_says() { # FILE COMPLETED FAILED CONDITION
  echo "{\"spec\": {\"completions\": 4}, \"status\": {\"completedIndexes\": \"$2\", \"failedIndexes\": \"$3\", \"conditions\": [$4]}}" >"cluster/$1"
}
pod_says() { # INDEX NAME
  echo "{\"metadata\": {\"name\": \"$2\", \"annotations\": {\"batch.kubernetes.io/job-completion-index\": \"$1\"}}, \"spec\": {\"nodeName\": \"node-$1\"},
    \"status\": {\"startTime\": \"2026-01-01T00:00:00Z\", \"containerStatuses\": [{\"state\": {\"terminated\": {\"finishedAt\": \"2026-01-01T00:01:4${1}Z\"}}}]}}"
}
job_says job-1.json "" "" ""
job_says job-2.json 0 "" ""
job_says job-3.json 0,2-3 1 '{"type": "Failed", "status": "True", "message": "Job has failed indexes"}'
echo "{\"items\": [$(pod_says 0 p-0), $(pod_says 1 p-1a), $(pod_says 1 p-1b), $(pod_says 2 p-2), $(pod_says 3 p-3)]}" >cluster/pods.json
status=0
draw_in_cluster >said 2>&1 || status=$?
[ $status = 1 ] || fail "a Job that failed ends with status $status: $(cat said)"
grep -q '1 of 4 parts ended' said || fail "no progress: $(cat said)"
grep -qE '^1 +failed +node-1 +101 +2 +.*the disk is full' said || fail "no word of the part that failed: $(cat said)"
[ "$(grep -cE '^[0-9] +done +node-[023] +10[0-9] +1 +pod p-' said)" = 3 ] || fail "no word of those that are done: $(cat said)"
grep -q 'Job has failed indexes' said || fail "the cluster's reason is not said: $(cat said)"
# Started again: the one that failed goes, and it is done.
job_says job-4.json 0-3 "" '{"type": "Complete", "status": "True"}'
draw_in_cluster >said 2>&1 || fail "started again: $(cat said)"
grep -q '^delete job fastnode-datagen-' cluster/asked || fail "a Job that failed stays in the way: $(cat cluster/asked)"
[ "$(grep -cE '^[0-9] +done ' said)" = 4 ] || fail "all are done: $(cat said)"
if grep -qE 'AKIANOBODY|nobody-may-see-this' cluster/asked; then fail "a key is on a command line"; fi
passed "the parts of a Job are told, and one that failed is begun again"

# No cluster behind it: an error, and the manifest stays.
if KUBECTL="$(command -v false) x" draw_in_cluster >said 2>&1; then fail "a cluster that is not there"; fi
grep -q "kubectl reaches no cluster.* The manifest stays: $scratch/logs/datagen.json" said || fail "it is not said: $(cat said)"
passed "without a cluster the manifest stays, and it is said"
echo "kubernetes.sh: passed"
