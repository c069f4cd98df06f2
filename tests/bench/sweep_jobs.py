#!/usr/bin/env python3
"""Times a sweep of 20 short runs with two jobs against the same runs as one process after another, with one thread
each, and prints both times of each round and their ratio.

    tests/bench/sweep_jobs.py DALESCOPE [--rounds N] [--updates N] [--preset NAME] [--data DIR]

DALESCOPE is the built program. The two take turns in going first, so that a load on the machine meets both.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 20


def run(arguments):
    done = subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stderr.strip().splitlines()[-1]}")


def options(given):
    return ["--preset", given.preset, "--set", f"training.updates={given.updates}", "--threads", "1"] + (
        ["--data", given.data] if given.data else [])


def sweep(given, out):
    run([given.program, "sweep", *options(given), "--seeds", str(RUNS), "--jobs", "2", "--out", out])


def one_after_another(given, out):
    for seed in range(1, RUNS + 1):
        run([given.program, "train", *options(given), "--seed", str(seed), "--out", os.path.join(out, str(seed))])


def seconds(work, given):
    with tempfile.TemporaryDirectory() as out:
        start = time.monotonic()
        work(given, os.path.join(out, "runs"))
        return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--preset", default="fashion-dann")
    parser.add_argument("--data")
    given = parser.parse_args()
    ratios = []
    for number in range(given.rounds):
        times = {}
        for work in (sweep, one_after_another) if number % 2 else (one_after_another, sweep):
            times[work] = seconds(work, given)
        ratios.append(times[sweep] / times[one_after_another])
        print(f"{RUNS} runs of {given.updates} updates of {given.preset}: one after another "
              f"{times[one_after_another]:.1f} s, two jobs {times[sweep]:.1f} s, ratio {ratios[-1]:.3f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.3f}; load of the machine now {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
