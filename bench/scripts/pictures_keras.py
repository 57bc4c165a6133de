"""Two epochs on a folder of pictures, as Keras' guide on image classification writes it; their seconds as JSON, the first from the listing of the folder on.

    python pictures_keras.py FOLDER [cache]
"""
import json
import sys
import time

import keras
from keras import layers

folder, *how = sys.argv[1:]
keras.utils.set_random_seed(42)

began = time.perf_counter()
data = keras.utils.image_dataset_from_directory(folder, image_size=(128, 128), batch_size=32, verbose=False)
if how == ["cache"]:
    data = data.cache()
data = data.prefetch(-1)

model = keras.Sequential(
    [
        layers.Rescaling(1.0 / 255),
        layers.Conv2D(16, 3, strides=2, activation="relu", padding="same"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(2),
        layers.GlobalAveragePooling2D(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

seconds = []
for _ in range(2):
    model.fit(data, epochs=1, verbose=0)
    now = time.perf_counter()
    seconds.append(now - began)
    began = now
print(json.dumps(seconds))
