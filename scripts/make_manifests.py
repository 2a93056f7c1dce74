#!/usr/bin/env python3
"""Manifests of Kubernetes, as JSON that kubectl takes: who draws samples, and who trains on them (docs/kubernetes.md).

    make_manifests.py datagen --parts N --parcel ID ... -- DATAGEN-ARGUMENT...     an Indexed Job, one index a part
    make_manifests.py train --workers N --parcel ID ... -- TRAIN-ARGUMENT...       a Job that brings samples, and one that
                                                                                   trains: one index a worker

    make_manifests.py model --parcel ID ...                        a Job that puts the model into the store when it is trained

Prints the manifest. Who draws has a Job whose name is a hash of all that is in it: what is applied twice is the same Job, and
what differs is another one. A training is named by its model: a cluster refuses another one in the same folder beside it. Same arguments, same bytes. Keys stand in the Secret that --secret names, and nowhere else.
tests/cli/kubernetes.sh holds the manifests to the schemas; tests/slow/kubernetes.sh runs what is in them.
"""
import argparse
import hashlib
import json
import re
import sys

PROGRAM = "/usr/bin/fastnode"  # where the image has it (packaging/make_image.py), as its entry point
USER = 65532  # of the image
WORK = "/work"  # of the pod, gone with it
SHARED = "/shared"  # the claim of those that train
PORT = 29500  # where workers meet; torchrun's own default
INDEX = "batch.kubernetes.io/job-completion-index"
ARGUMENTS_REFUSED, OTHER_PROGRAM = 2, 3  # exit statuses that another try does not change


def name_of(text):
    """What Kubernetes takes as a name, of any text."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def name_of_model(model):
    """The same, so short that 63 letters have room for what stands around it."""
    name = name_of(model)
    return name if len(name) <= 32 else f"{name[:24].rstrip('-')}-{hashlib.sha256(model.encode()).hexdigest()[:7]}"


def literal(argument):
    """An argument that Kubernetes passes on as it is: $(NAME) would be a variable."""
    return argument.replace("$", "$$")


def from_field(name, path):
    return {"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}}


def probe(folder, within, period, failures):
    return {"exec": {"command": [PROGRAM, "alive", folder, "--within", str(within)]}, "periodSeconds": period,
            "timeoutSeconds": 10, "failureThreshold": failures}


def container(name, image, arguments, env, options, volumes, resources):
    return {
        "name": name,
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "args": arguments,
        "env": env + options.store_env,
        "envFrom": [{"secretRef": {"name": options.secret}}],
        "resources": resources,
        "securityContext": {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
        "terminationMessagePolicy": "FallbackToLogsOnError",
        "volumeMounts": [{"name": volume, "mountPath": path} for volume, path in volumes.items()],
    }


def pod(labels, containers, first, volumes, **more):
    return {
        "metadata": {"labels": labels},
        "spec": {
            "restartPolicy": "Never",
            "terminationGracePeriodSeconds": 60,
            "automountServiceAccountToken": False,
            "enableServiceLinks": False,
            "securityContext": {"runAsNonRoot": True, "runAsUser": USER, "runAsGroup": USER, "fsGroup": USER,
                                "fsGroupChangePolicy": "OnRootMismatch", "seccompProfile": {"type": "RuntimeDefault"}},
            "initContainers": first,
            "containers": containers,
            "volumes": volumes,
            **more,
        },
    }


def failures(names):
    """Which failures another try does not change, and which are no fault of the pod (a node that is drained)."""
    return {"rules": [
        *({"action": "FailJob", "onExitCodes": {"containerName": name, "operator": "In", "values": values}} for name, values in names),
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
    ]}


def amounts(options, disk, gpu=False):
    both = {"cpu": options.cpu, "memory": options.memory, "ephemeral-storage": disk}
    # A card is given whole: the request is the limit.
    return {"requests": both, "limits": {**both, **({"nvidia.com/gpu": "1"} if gpu else {})}}


def inputs(options, image, env, arguments):
    """Brings what the pod works with, every byte verified."""
    arguments = ["parcel", "get", options.parcel, "--from", options.inputs, "--to", f"{WORK}/data", *arguments]
    return container("inputs", image, arguments, env, options, {"work": WORK}, amounts(options, options.disk))


def data(*names):
    files = {"store": "store", "library": "library.bin", "metainfo": "metainfo.json", "usage": "usage.bin"}
    return [word for name in names for word in (f"--{name}", f"{WORK}/data/{files[name]}")]


def labels_of(component, **more):
    return {"app.kubernetes.io/name": "fastnode", "app.kubernetes.io/component": component,
            **{f"app.kubernetes.io/{name}": value for name, value in more.items()}}


def job(name, labels, spec, options):
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name, "labels": labels},
            "spec": {"activeDeadlineSeconds": options.hours * 3600, "ttlSecondsAfterFinished": 86400, **spec}}


def datagen(options):
    samples = f"{WORK}/samples"
    # What a pod draws it draws once: remembered cuts would only fill its disk (decision 56).
    arguments = ["datagen", *data("store", "library", "metainfo", "usage"), "--out", samples, "--publish", options.publish, "--no-cuts",
                 "--threads", str(max(1, int(float(options.cpu)))), *map(literal, options.arguments),
                 "--part", "$(JOB_COMPLETION_INDEX)", "--parts", str(options.parts)]
    # Of a corpus in parts a pod brings the one that it draws from.
    only = []
    if options.by_corpus_part:
        arguments.append("--by-corpus-part")
        only = ["--corpus-part", "$(JOB_COMPLETION_INDEX)"]
    index = from_field("JOB_COMPLETION_INDEX", f"metadata.annotations['{INDEX}']")
    draws = container("datagen", options.image, arguments, [index], options, {"work": WORK}, amounts(options, options.disk))
    # Within half an hour it has opened the store; then no shard takes as long. It serves nobody, so that nothing asks
    # whether it is ready.
    draws["startupProbe"] = probe(samples, 86400, 10, 180)
    draws["livenessProbe"] = probe(samples, 1800, 60, 3)
    labels = labels_of("datagen")
    spec = {
        "completionMode": "Indexed", "completions": options.parts, "parallelism": options.parallel or options.parts,
        "backoffLimitPerIndex": options.tries,
        "podReplacementPolicy": "Failed",
        "podFailurePolicy": failures([("inputs", [ARGUMENTS_REFUSED, OTHER_PROGRAM]), ("datagen", [ARGUMENTS_REFUSED])]),
        "template": pod(labels, [draws], [inputs(options, options.image, [index], only)], [{"name": "work", "emptyDir": {"sizeLimit": options.disk}}]),
    }
    return [job("", labels, spec, options)]


def shared(options):
    """The folder of a model on the claim, the claim's name, and the volume."""
    claim = options.claim or f"fastnode-{name_of_model(options.model)}"
    return f"{SHARED}/{name_of_model(options.model)}", claim, {"name": "shared", "persistentVolumeClaim": {"claimName": claim}}


def model(options):
    folder, claim, volume = shared(options)
    arguments = ["parcel", "put", "--to", options.inputs, f"model={folder}/model", f"tensorboard={folder}/tensorboard"]
    puts = container("model", options.image, arguments, [], options, {"shared": SHARED}, amounts(options, "1Gi"))
    labels = labels_of("model", instance=name_of_model(options.model))
    return [job("", labels, {"backoffLimit": options.tries, "template": pod(labels, [puts], [], [volume])}, options)]


def train(options):
    folder, claim, volume = shared(options)
    volumes = [{"name": "work", "emptyDir": {"sizeLimit": options.disk}}, {"name": "tmp", "emptyDir": {"sizeLimit": "1Gi"}},
               volume]
    places = {"work": WORK, "tmp": "/tmp", "shared": SHARED}
    gpu = options.device == "cuda"

    brings = container("sync", options.image, ["sync", "--from", options.publish, "--to", f"{folder}/samples", "--samples", str(options.steps),
                                               "--wait", str(options.wait), *map(literal, options.sync_flags)],
                       [], options, {"shared": SHARED}, amounts(options, "1Gi"))
    # It ends by itself after --wait seconds without a sample, and is idle while the trainer is: no probe knows more.
    instance = name_of_model(options.model)
    sync_labels = labels_of("sync", instance=instance)
    sync = {"backoffLimit": options.tries, "podReplacementPolicy": "Failed", "podFailurePolicy": failures([("sync", [ARGUMENTS_REFUSED])]),
            "template": pod(sync_labels, [brings], [], volumes[2:])}

    arguments = ["train", "--samples", f"{folder}/samples", "--wait", str(options.wait), *data("metainfo", "usage"),
                 "--checkpoint", f"{folder}/checkpoint", "--runs", f"{folder}/runs", "--name", literal(options.model),
                 "--steps", str(options.steps), "--device", options.device, "--go-on", "--out", f"{folder}/model",
                 "--tensorboard", f"{folder}/tensorboard", "--worker-address", "$(POD_IP)", *map(literal, options.arguments)]
    labels = labels_of("train", instance=instance)
    job_name, service = f"fastnode-train-{instance}", f"fastnode-meet-{instance}"
    # As torchrun has them. A pod of an Indexed Job is called JOB-INDEX, and the Service makes that a name that others find.
    # It listens at its own address: its name may not be known yet, or still lead to the pod before it.
    env = [from_field("POD_IP", "status.podIP"), from_field("RANK", f"metadata.annotations['{INDEX}']"),
           {"name": "WORLD_SIZE", "value": str(options.workers)}, {"name": "LOCAL_RANK", "value": "0"},
           {"name": "LOCAL_WORLD_SIZE", "value": "1"}, {"name": "MASTER_ADDR", "value": f"{job_name}-0.{service}"},
           {"name": "MASTER_PORT", "value": str(PORT)}]
    trains = container("train", options.image, arguments, env, options, places, amounts(options, options.disk, gpu))
    # It may wait for samples and for its card's turn; a checkpoint is written every five minutes.
    trains["startupProbe"] = probe(folder, 86400, 10, 360)
    trains["livenessProbe"] = probe(folder, options.wait + 3600, 60, 3)
    spec = {
        "completionMode": "Indexed", "completions": options.workers, "parallelism": options.workers,
        # If one goes away the others end as well, and all go on from the checkpoint.
        "backoffLimit": options.tries * options.workers,
        "podReplacementPolicy": "Failed",
        "podFailurePolicy": failures([("inputs", [ARGUMENTS_REFUSED, OTHER_PROGRAM]), ("train", [ARGUMENTS_REFUSED])]),
        "template": pod(labels, [trains], [inputs(options, options.image, [], ["--only", "metainfo.json", "--only", "usage.bin"])], volumes, subdomain=service),
    }
    # Workers meet before any of them is ready.
    meets = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": service, "labels": labels},
             "spec": {"clusterIP": "None", "publishNotReadyAddresses": True, "selector": labels,
                      "ports": [{"name": "meet", "port": PORT}]}}
    holds = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": claim, "labels": labels},
             "spec": {"accessModes": ["ReadWriteMany" if options.workers > 1 else "ReadWriteOnce"],
                      "resources": {"requests": {"storage": options.claim_size}}}}
    return [job(job_name, labels, spec, options), job(f"fastnode-sync-{instance}", sync_labels, sync, options), meets,
            *([] if options.claim else [holds])]


def manifest(options):
    if options.kind == "train":
        items = train(options)
    else:
        items = {"datagen": datagen, "model": model}[options.kind](options)
        digest = hashlib.sha256(json.dumps(items, sort_keys=True).encode()).hexdigest()[:10]
        items[0]["metadata"]["name"] = f"fastnode-{options.kind}-{digest}"
    return {"apiVersion": "v1", "kind": "List", "items": items}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["datagen", "train", "model"])
    parser.add_argument("--image", required=True)
    parser.add_argument("--parcel", required=True, help="id of the inputs")
    parser.add_argument("--inputs", required=True, help="where they are")
    parser.add_argument("--publish", required=True, help="where samples meet")
    parser.add_argument("--secret", required=True, help="name of the Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    parser.add_argument("--endpoint", default="", help="of the store, as pods reach it")
    parser.add_argument("--region", default="")
    parser.add_argument("--addressing", default="")
    parser.add_argument("--cpu", default="1")
    parser.add_argument("--memory", default="4Gi")
    parser.add_argument("--disk", required=True)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--tries", type=int, default=6)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--by-corpus-part", action="store_true", help="the corpus is in parts; --parts is a multiple of their number")
    parser.add_argument("--parallel", type=int, default=0, help="pods at once; 0: all")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--model", default="model")
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--wait", type=int, default=3600)
    parser.add_argument("--claim", default="", help="a claim that is there; else one is made")
    parser.add_argument("--claim-size", default="50Gi")
    parser.add_argument("--sync-flags", type=str.split, default=[])
    own = sys.argv[1:]
    cut = own.index("--") if "--" in own else len(own)
    options = parser.parse_args(own[:cut])
    options.arguments = own[cut + 1:]
    if "@" in options.endpoint:
        sys.exit("make_manifests: the endpoint bears a user's name; keys belong into the Secret")
    options.store_env = [{"name": name, "value": value} for name, value in (
        ("AWS_ENDPOINT_URL", options.endpoint), ("AWS_REGION", options.region), ("FASTNODE_S3_ADDRESSING", options.addressing)) if value]
    json.dump(manifest(options), sys.stdout, indent=2)
    print()


main()
