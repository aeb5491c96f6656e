"""Masks channels of a ResNet-20 one cut after the other, and evaluates all images each time: a plain PyTorch script.

python3 mask_and_evaluate.py NET.safetensors CUTS.json BATCH THREADS

NET holds the weights, and also `images` [n, 3, 32, 32] and `labels` [n]. CUTS is a list of cuts, each an object of the
parameters to be masked and the indices of their first axis. Prints an object: seconds, processor seconds, and hits by cut.
"""

import json
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn = nn.BatchNorm2d(width)
        self.downsample = nn.Sequential()
        if stride != 1 or inputs != width:
            self.downsample.add_module("0", nn.Conv2d(inputs, width, 1, stride, bias=False))
            self.downsample.add_module("bn", nn.BatchNorm2d(width))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn(self.conv2(y)) + self.downsample(x))


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(Block(16, 16, 1), Block(16, 16, 1), Block(16, 16, 1))
        self.layer2 = nn.Sequential(Block(16, 32, 2), Block(32, 32, 1), Block(32, 32, 1))
        self.layer3 = nn.Sequential(Block(32, 64, 2), Block(64, 64, 1), Block(64, 64, 1))
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.bn(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(x.mean((2, 3)))


def tensors(file):
    with open(file, "rb") as source:
        data = bytearray(source.read())
    start = 8 + struct.unpack("<Q", data[:8])[0]
    types = {"F32": torch.float32, "I64": torch.int64}
    found = {}
    for name, entry in json.loads(data[8:start]).items():
        if name != "__metadata__":
            first, last = entry["data_offsets"]
            values = torch.frombuffer(data[start + first : start + last], dtype=types[entry["dtype"]])
            found[name] = values.reshape(entry["shape"])
    return found


@torch.no_grad()
def hits(net, images, labels, batch):
    right = 0
    for at in range(0, len(labels), batch):
        right += (net(images[at : at + batch]).argmax(1) == labels[at : at + batch]).sum().item()
    return right


def main(net_file, cuts_file, batch, threads):
    torch.set_num_threads(int(threads))
    state = tensors(net_file)
    images, labels = state.pop("images"), state.pop("labels")
    net = ResNet20().eval()
    net.load_state_dict(state)
    with open(cuts_file) as source:
        cuts = json.load(source)
    hits(net, images, labels, int(batch))
    start, busy = time.perf_counter(), time.process_time()
    found = []
    for cut in cuts:
        with torch.no_grad():
            for name, indices in cut.items():
                net.get_parameter(name)[indices] = 0
        found.append(hits(net, images, labels, int(batch)))
        net.load_state_dict(state)
    print(json.dumps({"clock": time.perf_counter() - start, "processor": time.process_time() - busy, "hits": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
