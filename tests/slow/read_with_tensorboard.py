"""Holds TensorBoard's own loader against tests/pipeline/read_events.py: the same points of a folder; then
reads what else it has: hyper-parameters, histograms, the table of the validation, the projector.

    read_with_tensorboard.py READ_EVENTS_PY FOLDER [FOLDER_BEFORE]

With FOLDER_BEFORE (FOLDER as it was before a training was killed and went on) it is a TensorBoard that
had read that, and goes on reading.
"""
import shutil
import subprocess
import sys
import tempfile

from tensorboard.backend.event_processing import event_accumulator
from google.protobuf import text_format
from tensorboard.plugins.hparams import metadata, plugin_data_pb2
from tensorboard.plugins.projector import projector_config_pb2
from tensorboard.util import tensor_util


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


def tensors(folder, plugin):
    """By tag: the array of each step, of what a page shows."""
    accumulator = event_accumulator.EventAccumulator(folder, {event_accumulator.TENSORS: 0})
    accumulator.Reload()
    return {
        tag: {event.step: tensor_util.make_ndarray(event.tensor_proto) for event in accumulator.Tensors(tag)}
        for tag in accumulator.Tags()["tensors"]
        if accumulator.SummaryMetadata(tag).plugin_data.plugin_name == plugin
    }


def check_pictures(folder):
    histograms = tensors(folder, "histograms")
    assert "weights/embed.name" in histograms and "candidates/attribute" in histograms, sorted(histograms)
    for tag, steps in histograms.items():
        sizes = {array[:, 2].sum() for array in steps.values()}
        assert len(sizes) == 1 and min(sizes) > 0, f"{tag}: another number of values at another step: {sizes}"
        for array in steps.values():
            assert (array[1:, 0] == array[:-1, 1]).all() or abs(array[1:, 0] - array[:-1, 1]).max() < 1e-9, tag
    table = tensors(folder, "text")["validation"]
    assert any(b"| attribute |" in text for array in table.values() for text in array), table
    config = projector_config_pb2.ProjectorConfig()
    with open(f"{folder}/projector_config.pbtxt") as file:
        text_format.Parse(file.read(), config)
    vectors, labels = (open(f"{folder}/{path}").read().splitlines() for path in (config.embeddings[0].tensor_path, config.embeddings[0].metadata_path))
    assert len(vectors) == len(labels) > 0 and len({line.count("\t") for line in vectors}) == 1


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
check_pictures(folder)
