"""Keras: model.fit on NumPy arrays, as its guides write it."""
from serving import job, load_arrays, serve

import keras
from keras import layers


def convolution(filters, normalised):
    if not normalised:
        return [layers.Conv2D(filters, 3, activation="relu", padding="same"), layers.MaxPooling2D(2)]
    return [
        layers.Conv2D(filters, 3, padding="same"),
        layers.BatchNormalization(),
        layers.Activation("relu"),
        layers.MaxPooling2D(2),
    ]


def layers_of(architecture):
    if architecture == "mlp":
        return [layers.Flatten(), layers.Dense(100, activation="relu"), layers.Dropout(0.3)]
    if architecture in ("cnn", "cnn-bn"):
        normalised = architecture == "cnn-bn"
        dense = [layers.Flatten(), layers.Dense(100, activation="relu"), layers.Dropout(0.4)]
        return [*convolution(32, normalised), *convolution(64, normalised), *dense]
    return [layers.Embedding(500, 16), layers.LSTM(8) if architecture == "lstm" else layers.GRU(8)]


inputs, targets = load_arrays()
recurrent = job["architecture"] in ("lstm", "gru")
if recurrent:
    inputs = inputs.astype("int32")

model = keras.Sequential([*layers_of(job["architecture"]), layers.Dense(10, activation="softmax")])
optimizer = "rmsprop" if recurrent else "adam"
model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def train_epochs(epochs):
    model.fit(inputs, targets, batch_size=job["batch_size"], epochs=epochs, verbose=0)


serve({"keras": keras.version(), "python": __import__("platform").python_version()}, train_epochs)
