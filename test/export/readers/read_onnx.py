"""Reads ONNX models with onnxruntime."""
import onnxruntime

from judging import judge


def predict(folder, x):
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
    [given] = session.get_inputs()
    yield session.run(None, {given.name: x.astype("int32" if "int" in given.type else "float32")})[0]


judge(f"onnxruntime {onnxruntime.__version__}", predict)
