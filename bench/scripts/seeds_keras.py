"""experiments/adam.yaml for one epoch with several seeds, in so many processes:
seeds_keras.py DATA_FOLDER RUNS PROCESSES STEPS_PER_EXECUTION"""
import subprocess
import sys

data, runs, processes, together, *first = sys.argv[1:]

if int(processes) > 1:
    # Each takes every so manyth seed, with one thread.
    children = [
        subprocess.Popen([sys.executable, *sys.argv[:3], "1", together, str(one), processes])
        for one in range(int(processes))
    ]
    sys.exit(max(child.wait() for child in children))

import os
import tempfile

import keras
import tensorflow as tf
from keras import layers

from fashion_mnist import load_split

start, step = map(int, first) if first else (0, 1)
if first:
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
training, validation, test = load_split(data)
for seed in range(42 + start, 42 + int(runs), step):
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([
        layers.Flatten(),
        layers.Dense(100, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ])
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=int(together),
    )
    with tempfile.TemporaryDirectory() as folder:
        model.fit(*training, batch_size=32, epochs=1, validation_data=validation, verbose=0)
        model.save_weights(os.path.join(folder, "best.weights.h5"))
        scores = model.evaluate(*test, verbose=0, return_dict=True)
    print(seed, scores["accuracy"])
