"""PyTorch: a plain training loop over tensors that are in memory."""
from networks_torch import build
from serving import job, load_arrays, serve

import torch
from torch import nn

torch.set_num_threads(job["threads"])

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
