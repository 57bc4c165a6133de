"""Fashion-MNIST from its IDX files, split as dlx splits it: 48,000 / 12,000 / 10,000."""
import gzip
import os

import numpy as np


def read_idx(folder, name):
    with gzip.open(os.path.join(folder, name), "rb") as file:
        content = file.read()
    dimensions = content[3]
    shape = np.frombuffer(content, ">u4", dimensions, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def load_split(folder):
    """Three pairs of images (float32, 0 to 1, 28 x 28) and labels (int64): training, validation, test."""
    images = read_idx(folder, "train-images-idx3-ubyte.gz").astype("float32") / 255
    labels = read_idx(folder, "train-labels-idx1-ubyte.gz").astype("int64")
    order = np.random.default_rng(42).permutation(len(images))
    validation, training = np.sort(order[:12_000]), np.sort(order[12_000:])
    test_images = read_idx(folder, "t10k-images-idx3-ubyte.gz").astype("float32") / 255
    test_labels = read_idx(folder, "t10k-labels-idx1-ubyte.gz").astype("int64")
    return (images[training], labels[training]), (images[validation], labels[validation]), (test_images, test_labels)
