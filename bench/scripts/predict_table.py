"""Predicts the classes of a table as one does in Python: read by pandas, standardised, computed by Keras or
onnxruntime, written as CSV.

    python predict_table.py keras MODEL.keras data.json table.csv out.csv
    python predict_table.py onnx MODEL.onnx data.json table.csv out.csv
"""
import json
import sys

import numpy as np
import pandas as pd

kind, model, facts, table, out = sys.argv[1:]
with open(facts) as file:
    said = json.load(file)
columns = said["inputs"][0]["columns"]
classes = np.array(said["targets"][0]["classes"])

frame = pd.read_csv(table)[[column["column"] for column in columns]]
mean = np.array([column["mean"] for column in columns])
deviation = np.array([column["deviation"] for column in columns])
inputs = ((frame.to_numpy() - mean) / deviation).astype("float32")

if kind == "keras":
    import keras

    probabilities = keras.saving.load_model(model).predict(inputs, batch_size=8192, verbose=0)
else:
    import onnxruntime

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    probabilities = np.concatenate(
        [session.run(None, {name: inputs[at : at + 8192]})[0] for at in range(0, len(inputs), 8192)]
    )

answer = pd.DataFrame({"y": classes[probabilities.argmax(axis=1)], "probability": probabilities.max(axis=1)})
answer.to_csv(out, index=False)
