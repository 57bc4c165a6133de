"""The networks of the bench in PyTorch; their inputs are channels × height × width, or tokens."""
from torch import nn


def convolution(channels, filters, normalised):
    normalisation = [nn.BatchNorm2d(filters)] if normalised else []
    return [nn.Conv2d(channels, filters, 3, padding=1), *normalisation, nn.ReLU(), nn.MaxPool2d(2)]


class Recurrent(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.embedding = nn.Embedding(500, 16)
        self.recurrent = kind(16, 8)
        self.output = nn.Linear(8, 10)

    def forward(self, tokens):
        outputs, _ = self.recurrent(self.embedding(tokens.t()))
        return self.output(outputs[-1])


def build(architecture):
    if architecture == "mlp":
        return nn.Sequential(nn.Flatten(), nn.Linear(784, 100), nn.ReLU(), nn.Dropout(0.3), nn.Linear(100, 10))
    if architecture in ("cnn", "cnn-bn"):
        normalised = architecture == "cnn-bn"
        dense = [nn.Flatten(), nn.Linear(64 * 7 * 7, 100), nn.ReLU(), nn.Dropout(0.4), nn.Linear(100, 10)]
        return nn.Sequential(*convolution(1, 32, normalised), *convolution(32, 64, normalised), *dense)
    return Recurrent(nn.LSTM if architecture == "lstm" else nn.GRU)
