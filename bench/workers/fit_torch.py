"""PyTorch: a plain training loop over tensors that are in memory."""
from serving import job, load_arrays, serve

import torch
from torch import nn

torch.set_num_threads(job["threads"])


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


arrays = load_arrays()
inputs, targets = torch.from_numpy(arrays[0]), torch.from_numpy(arrays[1])
model = build(job["architecture"])
if job["architecture"] in ("lstm", "gru"):
    inputs = inputs.long()
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=1e-7)
else:
    inputs = inputs.permute(0, 3, 1, 2).contiguous()
    if job["channels_last"]:
        inputs = inputs.to(memory_format=torch.channels_last)
        model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7, fused=True)
loss_function = nn.CrossEntropyLoss()


def train_epoch():
    total, correct = torch.zeros(()), torch.zeros((), dtype=torch.long)
    for rows in torch.randperm(len(inputs)).split(job["batch_size"]):
        labels = targets[rows]
        optimizer.zero_grad(set_to_none=True)
        outputs = model(inputs[rows])
        loss = loss_function(outputs, labels)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(rows)
        correct += (outputs.argmax(1) == labels).sum()
    return total.item() / len(inputs), correct.item() / len(inputs)


def train_epochs(epochs):
    for _ in range(epochs):
        train_epoch()


serve({"torch": torch.__version__}, train_epochs)
