#!/usr/bin/env python3
"""What has become of an Indexed Job of Kubernetes, of what kubectl says of it.

    job_status.py progress JOB          indices that ended, "running", "complete" or "failed", and why
    job_status.py parts JOB PODS LOGS   writes LOGS/part-N.status as datagen_part.sh does; prints "N POD" of each index that failed

JOB and PODS are files with what `kubectl get job NAME` and `kubectl get pods --selector=...` print with `-o json`.
"""
import datetime
import json
import sys

INDEX = "batch.kubernetes.io/job-completion-index"


def indices(text):
    """{0, 2, 3, 4} of "0,2-4"."""
    found = set()
    for part in filter(None, (text or "").split(",")):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def end_of(job):
    """("complete" or "failed", why) when it has ended."""
    for condition in job.get("status", {}).get("conditions", []):
        if condition["type"] in ("Complete", "Failed") and condition["status"] == "True":
            return condition["type"].lower(), condition.get("message", "")
    return "running", ""


def seconds(pod):
    """How long a pod ran, as far as it is known."""
    begun = pod.get("status", {}).get("startTime")
    ends = [state["terminated"]["finishedAt"] for one in pod.get("status", {}).get("containerStatuses", [])
            for state in [one.get("state", {})] if state.get("terminated", {}).get("finishedAt")]
    if not begun or not ends:
        return "-"
    begin, end = (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (begun, max(ends)))
    return int((end - begin).total_seconds())


def progress(job):
    status = job.get("status", {})
    done, failed = indices(status.get("completedIndexes")), indices(status.get("failedIndexes"))
    print(len(done) + len(failed), *end_of(job))


def parts(job, listed, logs):
    done = indices(job.get("status", {}).get("completedIndexes"))
    pods = {}
    for pod in listed["items"]:
        pods.setdefault(int(pod["metadata"].get("annotations", {}).get(INDEX, -1)), []).append(pod)
    for index in range(job["spec"]["completions"]):
        mine = sorted(pods.get(index, []), key=lambda pod: pod.get("status", {}).get("startTime") or "")
        last = mine[-1] if mine else {"metadata": {}, "spec": {}}
        with open(f"{logs}/part-{index}.status", "w", encoding="utf-8") as file:
            print(0 if index in done else 1, last["spec"].get("nodeName", "-"), seconds(last), len(mine), file=file)
        if mine and index in done:
            with open(f"{logs}/part-{index}.log", "w", encoding="utf-8") as file:
                print(f"pod {last['metadata']['name']}", file=file)
        elif mine:
            print(index, last["metadata"]["name"])


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    if sys.argv[1] == "progress":
        progress(read(sys.argv[2]))
    else:
        parts(read(sys.argv[2]), read(sys.argv[3]), sys.argv[4])


main()
