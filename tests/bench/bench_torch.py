#!/usr/bin/python3
"""Updates per second of the paper's networks in PyTorch, as a researcher would write them, on data in memory.

    bench_torch.py MODEL [--threads N] [--seconds S] [--serve]

MODEL is dann, mlp or small-conv. Prints one JSON object a line on standard output. With --serve it
reads a line from standard input before each measurement, so that another program can take turns with it.
"""
import argparse
import json
import math
import sys
import time

import torch
import torch.nn.functional as F


def exponential(*shape, mean):
    return torch.empty(*shape).exponential_(1.0).mul_(mean)


class Dense:
    """z = W x + b."""

    def __init__(self, d, n):
        self.parameters = {"W": torch.randn(n, d) * math.sqrt(2 / d), "b": torch.zeros(n)}
        self.clamped, self.factors = (), {}

    def __call__(self, x):
        return F.linear(x, self.parameters["W"], self.parameters["b"])


class Dann:
    """z = g / gamma (zE - WEI zI) + b, with the heuristic correction of its gradients (algorithm 3)."""

    def __init__(self, d, ne, ni):
        mean = math.sqrt(2 * math.pi / (d * (2 * math.pi - 1)))
        self.parameters = {
            "WEE": exponential(ne, d, mean=mean),
            "WIE": exponential(ni, d, mean=mean),
            "WEI": torch.full((ne, ni), 1 / ni),
            "alpha": torch.full((ni,), math.log(math.sqrt((2 * math.pi - 1) / d))),
            "g": torch.ones(ne),
            "b": torch.zeros(ne),
        }
        self.clamped = ("WEE", "WIE", "WEI", "g")
        self.factors = {"WIE": 1 / math.sqrt(ne), "WEI": 1 / d, "alpha": 1 / (d * math.sqrt(ne))}

    def inhibit(self, excitation, interneurons):
        p = self.parameters
        subtractive = F.linear(interneurons, p["WEI"])
        gamma = F.linear(interneurons * p["alpha"].exp(), p["WEI"]) + 1e-8
        return p["g"] * (excitation - subtractive) / gamma + p["b"]

    def __call__(self, x):
        p = self.parameters
        return self.inhibit(F.linear(x, p["WEE"]), F.linear(x, p["WIE"]))


class Conv:
    """3 x 3 convolution, stride 1, padding 1."""

    def __init__(self, channels, n):
        self.parameters = {"W": torch.randn(n, channels, 3, 3) * math.sqrt(2 / (9 * channels)), "b": torch.zeros(n)}
        self.clamped, self.factors = (), {}

    def __call__(self, x):
        return F.conv2d(x, self.parameters["W"], self.parameters["b"], padding=1)


class Network:
    """Layers with ReLU between them; 2 x 2 max pooling after each convolution."""

    def __init__(self, layers, shape):
        self.layers, self.shape = layers, shape
        for layer in layers:
            for p in layer.parameters.values():
                p.requires_grad_()

    def __call__(self, x):
        for i, layer in enumerate(self.layers):
            if not isinstance(layer, Conv):
                x = x.flatten(1)
            x = layer(x)
            if i + 1 < len(self.layers):
                x = x.relu()
            if isinstance(layer, Conv):
                x = F.max_pool2d(x, 2)
        return x

    def update(self, x, y, rate):
        loss = F.cross_entropy(self(x), y)
        loss.backward()
        with torch.no_grad():
            for layer in self.layers:
                for name, p in layer.parameters.items():
                    p.add_(p.grad, alpha=-rate * layer.factors.get(name, 1))
                    if name in layer.clamped:
                        p.clamp_(min=0)
                    p.grad = None
        return loss


def make(model):
    if model == "mlp":
        return Network([Dense(784, 500), Dense(500, 500), Dense(500, 500), Dense(500, 10)], (784,))
    if model == "dann":
        return Network([Dann(784, 500, 50), Dann(500, 500, 50), Dann(500, 500, 50), Dann(500, 10, 1)], (784,))
    if model == "small-conv":
        return Network([Conv(1, 32), Conv(32, 64), Dense(64 * 7 * 7, 128), Dense(128, 10)], (1, 28, 28))
    sys.exit(f"{model}: there is no such model; use dann, mlp or small-conv")


class Bench:
    def __init__(self, model, batch=32):
        self.network = make(model)
        self.x = torch.rand(4096, *self.network.shape)
        self.y = torch.randint(0, 10, (4096,))
        self.batch = batch

    def updates_per_second(self, seconds):
        start, updates = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            for _ in range(4):
                chosen = torch.randint(0, len(self.y), (self.batch,))
                self.network.update(self.x[chosen], self.y[chosen], 1e-4)
                updates += 1
        return updates / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--serve", action="store_true", help="measure once for each line on standard input")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    bench = Bench(options.model)
    bench.updates_per_second(0.3)
    for _ in sys.stdin if options.serve else [None]:
        speed = bench.updates_per_second(options.seconds)
        print(json.dumps({"model": options.model, "threads": options.threads, "updates_per_second": speed}), flush=True)


if __name__ == "__main__":
    main()
