"""Holds TensorBoard's own loader against tests/pipeline/read_events.py: the same points of a folder.

    read_with_tensorboard.py READ_EVENTS_PY FOLDER [FOLDER_BEFORE]

With FOLDER_BEFORE (FOLDER as it was before a training was killed and went on) it is a TensorBoard that
had read that, and goes on reading.
"""
import shutil
import subprocess
import sys
import tempfile

from tensorboard.backend.event_processing import event_accumulator
from tensorboard.plugins.hparams import metadata, plugin_data_pb2


def expected(reader, folder):
    points = []
    for line in subprocess.run([sys.executable, reader, folder], check=True, capture_output=True, text=True).stdout.splitlines():
        step, time, *scalars = line.split(" ")
        points += [(int(step), float(time), *scalar.split("=")) for scalar in scalars]
    return sorted(points)


def loaded(accumulator):
    accumulator.Reload()
    return sorted(
        (event.step, event.wall_time, tag, repr(event.value))
        for tag in accumulator.Tags()["scalars"]
        for event in accumulator.Scalars(tag)
    )


def hyperparameters(folder):
    """What the page of hyper-parameters has of a run."""
    accumulator = event_accumulator.EventAccumulator(folder, {event_accumulator.TENSORS: 0})
    accumulator.Reload()
    content = accumulator.SummaryMetadata(metadata.SESSION_START_INFO_TAG).plugin_data.content
    start = metadata.parse_session_start_info_plugin_data(content)
    assert isinstance(start, plugin_data_pb2.SessionStartInfo)
    return {name: getattr(value, value.WhichOneof("kind")) for name, value in start.hparams.items()}


reader, folder, *before = sys.argv[1:]
everything = {event_accumulator.SCALARS: 0}
with tempfile.TemporaryDirectory() as seen:
    shutil.copytree(before[0] if before else folder, seen, dirs_exist_ok=True)
    accumulator = event_accumulator.EventAccumulator(seen, everything)
    if before:
        first = loaded(accumulator)
        shutil.copytree(folder, seen, dirs_exist_ok=True)
        assert first != expected(reader, seen), "nothing happened meanwhile"
    ours, theirs = expected(reader, seen), loaded(accumulator)
    assert ours and ours == theirs, f"{len(ours)} points, and {len(theirs)} of TensorBoard: {sorted(set(ours) ^ set(theirs))[:5]}"
settings = hyperparameters(folder)
assert settings["recipe.learning_rate"] == 0.003 and settings["steps"] > 0 and "session.name_proportion" in settings, settings
