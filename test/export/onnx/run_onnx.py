"""Checks and runs ONNX models in one process: a folder with manifest.json in, answers.json out.

Arrays lie beside it as files of their own, row-major. python run_onnx.py FOLDER
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

folder = Path(sys.argv[1])
onnxruntime.set_default_logger_severity(3)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1


def fed(array):
    if array["type"] == "string":
        return np.array(array["words"], dtype=object).reshape(array["shape"])
    return np.fromfile(folder / array["file"], array["type"]).reshape(array["shape"])


def answered(name, value):
    if value.dtype == object:
        return {"shape": list(value.shape), "words": [str(word) for word in value.ravel()]}
    value.astype("float32").tofile(folder / name)
    return {"shape": list(value.shape), "file": name}


def answer(model):
    path = str(folder / model["file"])
    loaded = onnx.load(path)
    onnx.checker.check_model(loaded, full_check=True)
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    runs = []
    for number, feeds in enumerate(model["runs"]):
        values = session.run(None, {name: fed(array) for name, array in feeds.items()})
        runs.append(
            {
                output.name: answered(f"{model['file']}.{number}.{place}.out", value)
                for place, (output, value) in enumerate(zip(session.get_outputs(), values))
            }
        )
    return {
        "runs": runs,
        "metadata": {entry.key: entry.value for entry in loaded.metadata_props},
        "inputs": [[port.name, port.type, port.shape] for port in session.get_inputs()],
        "outputs": [[port.name, port.type, port.shape] for port in session.get_outputs()],
        "operations": [node.op_type for node in loaded.graph.node],
        "initializers": [tensor.name for tensor in loaded.graph.initializer],
    }


def tried(model):
    try:
        return answer(model)
    except Exception as error:  # What is wrong with one is told, and the others go on.
        return {"problem": str(error)[:600]}


models = json.loads((folder / "manifest.json").read_text())
answers = {
    "versions": f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}",
    "models": [tried(model) for model in models],
}
(folder / "answers.json").write_text(json.dumps(answers))
