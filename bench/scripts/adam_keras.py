"""experiments/adam.yaml in Keras: adam_keras.py DATA_FOLDER RUN_FOLDER"""
import json
import os
import sys

import keras
from keras import layers

from fashion_mnist import load_split

data, run = sys.argv[1:]
training, validation, test = load_split(data)
keras.utils.set_random_seed(42)

model = keras.Sequential([
    layers.Flatten(),
    layers.Dense(100, activation="relu"),
    layers.Dropout(0.3),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

best = os.path.join(run, "best.weights.h5")
keep_best = keras.callbacks.ModelCheckpoint(best, monitor="val_loss", save_best_only=True, save_weights_only=True)
history = model.fit(*training, batch_size=32, epochs=20, validation_data=validation, callbacks=[keep_best], verbose=0)

model.load_weights(best)
scores = model.evaluate(*test, verbose=0, return_dict=True)
with open(os.path.join(run, "run.json"), "w") as file:
    json.dump({"epochs": history.history, "test": scores}, file)
print(json.dumps({"test_accuracy": scores["accuracy"]}))
