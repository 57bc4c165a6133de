"""experiments/adam.yaml in PyTorch: adam_torch.py DATA_FOLDER RUN_FOLDER"""
import json
import os
import sys

import torch
from torch import nn

from fashion_mnist import load_split

data, run = sys.argv[1:]
training, validation, test = [(torch.from_numpy(x), torch.from_numpy(y)) for x, y in load_split(data)]
torch.manual_seed(42)

model = nn.Sequential(nn.Flatten(), nn.Linear(784, 100), nn.ReLU(), nn.Dropout(0.3), nn.Linear(100, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7, fused=True)
loss_function = nn.CrossEntropyLoss()


def scores_of(total, correct, count):
    return {"loss": total.item() / count, "accuracy": correct.item() / count}


def train_epoch(images, labels):
    model.train()
    total, correct = torch.zeros(()), torch.zeros((), dtype=torch.long)
    for rows in torch.randperm(len(images)).split(32):
        wanted = labels[rows]
        optimizer.zero_grad(set_to_none=True)
        outputs = model(images[rows])
        loss = loss_function(outputs, wanted)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(rows)
        correct += (outputs.argmax(1) == wanted).sum()
    return scores_of(total, correct, len(images))


@torch.inference_mode()
def evaluate(images, labels):
    model.eval()
    total, correct = torch.zeros(()), torch.zeros((), dtype=torch.long)
    for some, wanted in zip(images.split(1000), labels.split(1000)):
        outputs = model(some)
        total += loss_function(outputs, wanted) * len(some)
        correct += (outputs.argmax(1) == wanted).sum()
    return scores_of(total, correct, len(images))


best, lowest, epochs = os.path.join(run, "best.pt"), float("inf"), []
for _ in range(20):
    epochs.append({"train": train_epoch(*training), "validation": evaluate(*validation)})
    if epochs[-1]["validation"]["loss"] < lowest:
        lowest = epochs[-1]["validation"]["loss"]
        torch.save(model.state_dict(), best)

model.load_state_dict(torch.load(best))
scores = evaluate(*test)
with open(os.path.join(run, "run.json"), "w") as file:
    json.dump({"epochs": epochs, "test": scores}, file)
print(json.dumps({"test_accuracy": scores["accuracy"]}))
