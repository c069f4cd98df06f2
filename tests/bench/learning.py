#!/usr/bin/env python3
"""Trains presets from the command line over several seeds and prints a table of the test errors they end with.

    tests/bench/learning.py DALESCOPE DATA [SEEDS]

DALESCOPE is the built program, DATA a folder with MNIST; Fashion-MNIST is looked for where the program looks.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

# Preset, epochs, and what a PyTorch program written from the same equations reached with one seed.
RUNS = [
    ("mnist-dann", 3, 2.59),
    ("mnist-mlp", 2, 2.95),
    ("mnist-columnei", 2, 11.8),
    ("mnist-dann-nc", 2, 6.3),
    ("fashion-dann", 2, 13.95),
]


def train(program, data, preset, epochs, seed):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([program, "train", "--preset", preset, "--epochs", str(epochs), "--data", data, "--seed",
                        str(seed), "--out", out], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(os.path.join(out, "summary.json"), encoding="utf-8") as file:
            return json.load(file)


def main():
    program, data = sys.argv[1:3]
    seeds = range(1, int(sys.argv[3]) + 1 if len(sys.argv) > 3 else 4)
    print("| preset | epochs | test error of each seed (%) | mean (%) | PyTorch (%) | updates/s, probes included |")
    print("|---|---|---|---|---|---|")
    for preset, epochs, torch in RUNS:
        runs = [train(program, data, preset, epochs, seed) for seed in seeds]
        errors = [run["final_test_error"] for run in runs]
        speed = statistics.median(run["updates_per_second"] for run in runs)
        print(f"| {preset} | {epochs} | {', '.join(f'{e:.2f}' for e in errors)} | {statistics.mean(errors):.2f} "
              f"| {torch} | {speed:.0f} |", flush=True)


if __name__ == "__main__":
    main()
