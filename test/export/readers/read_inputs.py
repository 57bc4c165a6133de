"""Reads exports of models with several inputs, each with the program that its format is for. Every folder of a folder is called
as its format, or as `something.format`, and has the inputs in their order as x-0.npy, x-1.npy, ..., their names in data.json, and y.npy."""
import json
import pathlib
import sys

import numpy as np

from judging import distance


def onnx(folder, names, x):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
    assert [port.name for port in session.get_inputs()] == names
    yield session.run(None, dict(zip(names, x)))[0]


def keras(folder, names, x):
    import keras

    model = keras.saving.load_model(folder / "model.keras")
    yield model.predict(x, verbose=0)
    yield model.predict(dict(zip([one.name for one in model.inputs], x)), verbose=0)


def savedmodel(folder, names, x):
    import tensorflow as tf

    signature = tf.saved_model.load(str(folder)).signatures["serving_default"]
    [output] = signature(**{name: tf.constant(one) for name, one in zip(names, x)}).values()
    yield output.numpy()


def pytorch(folder, names, x):
    import runpy

    import torch

    model = runpy.run_path(str(folder / "model.py"))["load"]()
    with torch.no_grad():
        yield model(*map(torch.from_numpy, x)).numpy()


distances = {}
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    names = [one["name"] for one in json.loads((folder / "data.json").read_text())["inputs"]]
    x = [np.load(folder / f"x-{i}.npy") for i in range(len(names))]
    y = np.load(folder / "y.npy")
    read = globals()[folder.name.split(".")[-1]]
    distances[folder.name] = max(distance(one, y) for one in read(folder, names, x))
print(json.dumps(distances))
