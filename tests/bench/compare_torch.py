#!/usr/bin/python3
"""Dalescope beside PyTorch: updates per second of the same networks, taking turns in one run.

    compare_torch.py path/to/dalescope [--rounds 9] [--models dann,mlp,small-conv]

Each round times `dalescope bench` and then PyTorch with one and with two threads; the better of the two counts. Prints
the median of each and of the rounds' ratios with their quartiles. Needs python3-torch.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

THREADS = (1, 2)


class TorchPeer:
    """A PyTorch program that stays loaded and measures when told to."""

    def __init__(self, model, threads):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench_torch.py")
        self.process = subprocess.Popen(
            [sys.executable, script, model, "--threads", str(threads), "--seconds", "1", "--serve"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def measure(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["updates_per_second"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure_dalescope(program, models):
    command = [program, "bench", "--json", "--rounds", "1", "--seconds", "1", "--models", ",".join(models)]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    return report["processor"], {m["name"]: m["updates_per_second"]["median"] for m in report["models"]}


def short(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def spread(values):
    if len(values) < 2:
        return short(values[0])
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{short(middle)} [{short(low)} to {short(high)}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--models", default="dann,mlp,small-conv")
    options = parser.parse_args()
    models = options.models.split(",")
    peers = {(model, threads): TorchPeer(model, threads) for model in models for threads in THREADS}
    ours, torch = {m: [] for m in models}, {key: [] for key in peers}
    for round_ in range(options.rounds):
        print(f"round {round_ + 1} of {options.rounds}", file=sys.stderr)
        processor, speeds = measure_dalescope(options.program, models)
        for model in models:
            ours[model].append(speeds[model])
            for threads in THREADS:
                torch[model, threads].append(peers[model, threads].measure())
    for peer in peers.values():
        peer.close()

    import torch as library  # for its version alone
    print(f"{processor}, {os.cpu_count()} processors; PyTorch {library.__version__}; {options.rounds} rounds in turn.")
    print("Updates per second: median [quartiles].\n")
    print(f"{'model':12} {'Dalescope':24} {'PyTorch, 1 thread':24} {'PyTorch, 2 threads':24} ratio to the better")
    for model in models:
        best = max(THREADS, key=lambda t: statistics.median(torch[model, t]))
        ratios = [a / b for a, b in zip(ours[model], torch[model, best])]
        print(f"{model:12} {spread(ours[model]):24} {spread(torch[model, 1]):24} {spread(torch[model, 2]):24} "
              f"{spread(ratios)}")


if __name__ == "__main__":
    main()
