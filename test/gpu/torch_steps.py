"""PyTorch's milliseconds a step, for `npm run test:gpu`: a plain loop, the same as a CUDA graph, and compiled.

usage: torch_steps.py JOB   ({"device": "cuda", "seconds": 0.5, "until": 60, "works": [["mlp", 32], …]})

Prints a line of JSON for each. What is trained on is made up: the time of a step does not depend on it. TensorFloat-32 is
allowed, as TensorFlow has it by default.
"""
import json
import sys
import time
from pathlib import Path

import torch
from torch import nn

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench/workers"))
from networks_torch import build

began = time.perf_counter()
job = json.loads(sys.argv[1])
device = torch.device(job["device"] if job["device"] == "cpu" or torch.cuda.is_available() else "cpu")
torch.set_float32_matmul_precision("high")
torch.manual_seed(0)


class Trained:
    """A model with its optimizer, its data on the device, and one step on the rows in `self.rows`."""

    def __init__(self, architecture, batch, compiled):
        recurrent = architecture in ("lstm", "gru")
        count = max(4096, 2 * batch)
        self.inputs = torch.randint(500, (count, 100)) if recurrent else torch.rand(count, 1, 28, 28)
        self.targets = torch.randint(10, (count,))
        self.inputs, self.targets = self.inputs.to(device), self.targets.to(device)
        self.model = build(architecture).to(device)
        self.call = torch.compile(self.model) if compiled else self.model
        on_cuda = device.type == "cuda"
        if recurrent:
            self.optimizer = torch.optim.RMSprop(self.model.parameters(), lr=0.001, alpha=0.9, eps=1e-7, capturable=on_cuda)
        else:
            self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.001, eps=1e-7, fused=True, capturable=on_cuda)
        self.loss = nn.CrossEntropyLoss()
        self.rows = torch.arange(batch, device=device)
        self.total = torch.zeros((), device=device)
        self.correct = torch.zeros((), dtype=torch.long, device=device)
        self.order = torch.randperm(count, device=device).split(batch)

    def step(self):
        labels = self.targets[self.rows]
        self.optimizer.zero_grad(set_to_none=True)
        outputs = self.call(self.inputs[self.rows])
        loss = self.loss(outputs, labels)
        loss.backward()
        self.optimizer.step()
        self.total += loss.detach() * len(self.rows)
        self.correct += (outputs.argmax(1) == labels).sum()


def finish():
    if device.type == "cuda":
        torch.cuda.synchronize()


def captured(trained):
    """The step recorded as a CUDA graph, warmed up on a stream of its own as PyTorch's notes on CUDA graphs say."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            trained.step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        trained.step()
    return graph.replay


def measure(architecture, batch, variant):
    trained = Trained(architecture, batch, variant == "compiled")
    step = captured(trained) if variant == "cuda graph" else trained.step
    full = [rows for rows in trained.order if len(rows) == batch]

    def block():
        started = time.perf_counter()
        for rows in full[:32]:
            trained.rows.copy_(rows)
            step()
        finish()
        return 1000 * (time.perf_counter() - started) / len(full[:32])

    best, started = block(), time.perf_counter()
    while time.perf_counter() - started < job["seconds"]:
        best = min(best, block())
    return best


variants = ["eager", "cuda graph", "compiled"] if device.type == "cuda" else ["eager"]
# Compiling takes a while each, so it comes last.
for variant in variants:
    for architecture, batch in job["works"]:
        line = {"architecture": architecture, "batch_size": batch, "variant": variant, "device": device.type, "torch": torch.__version__}
        if time.perf_counter() - began > job["until"]:
            line["left_out"] = "no time was left"
        else:
            try:
                line["ms"] = measure(architecture, batch, variant)
            except Exception as error:  # what one of them cannot do must not cost the others
                line["error"] = f"{type(error).__name__}: {error}"[:300]
        print(json.dumps(line), flush=True)
