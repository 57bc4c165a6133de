"""What the Python workers share: the job on the command line, the arrays, and the answers on standard output."""
import json
import os
import sys
import time

import numpy as np

job = json.loads(sys.argv[1])


def load_arrays():
    """Inputs (float32) and class numbers (int64) of the job."""
    inputs = np.load(os.path.join(job["data"], "inputs.npy"))[: job["samples"]]
    targets = np.load(os.path.join(job["data"], "targets.npy"))[: job["samples"]]
    return inputs, targets.astype("int64")


def serve(versions, train_epochs):
    """Says that it is ready, then trains as many epochs as each line of standard input says, and answers its seconds."""
    print(json.dumps({"ready": versions}), flush=True)
    for line in sys.stdin:
        epochs = int(line)
        started = time.perf_counter()
        train_epochs(epochs)
        seconds = time.perf_counter() - started
        steps = epochs * -(-job["samples"] // job["batch_size"])
        print(json.dumps({"seconds": seconds, "steps": steps}), flush=True)
