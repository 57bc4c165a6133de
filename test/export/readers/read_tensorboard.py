"""Reads logs with TensorBoard's own reader: what it shows of each run, as one line of JSON."""
import json
import sys
from pathlib import Path

from tensorboard import version
from tensorboard.backend.event_processing import event_accumulator
from tensorboard.plugins.hparams import plugin_data_pb2

root = Path(sys.argv[1])
# 0 keeps all that there is.
every = {name: 0 for name in ("scalars", "histograms", "images", "tensors")}
runs = {}
for folder in sorted({path.parent for path in root.rglob("*tfevents*")}):
    loaded = event_accumulator.EventAccumulator(str(folder), size_guidance=every)
    loaded.Reload()
    tags = loaded.Tags()
    shown = {}
    for tag in tags["tensors"]:
        if tag.startswith("_hparams_"):
            continue
        for event in loaded.Tensors(tag):
            proto = event.tensor_proto
            value = proto.string_val[0].decode() if proto.string_val else proto.float_val[0]
            shown.setdefault(tag, []).append([event.step, event.wall_time, value])
    for tag in tags["scalars"]:
        shown[tag] = [[one.step, one.wall_time, one.value] for one in loaded.Scalars(tag)]
    for tag in tags["histograms"]:
        shown[tag] = [
            [one.step, one.wall_time, [one.histogram_value.num, *one.histogram_value.bucket]]
            for one in loaded.Histograms(tag)
        ]
    for tag in tags["images"]:
        shown[tag] = [
            [one.step, one.wall_time, [one.width, one.height, len(one.encoded_image_string)]]
            for one in loaded.Images(tag)
        ]
    hparams = {}
    content = loaded.summary_metadata.get("_hparams_/session_start_info")
    if content:
        data = plugin_data_pb2.HParamsPluginData.FromString(content.plugin_data.content)
        for key, value in data.session_start_info.hparams.items():
            hparams[key] = getattr(value, value.WhichOneof("kind"))
    runs[str(folder.relative_to(root))] = {"tags": shown, "hparams": hparams}
print(json.dumps({"version": version.VERSION, "runs": runs}))
