#!/usr/bin/env python3
"""@TITLE@

Written by Dalescope @VERSION@ from @SOURCE@ as it was after @UPDATE@ updates. It builds the same
network, loads the same weights and goes on training with the same rule. What differs is randomness: examples come in
another order (unless --order gives one)@OTHER_RANDOMNESS@.

    @SCRIPT@ [--data PATH] [--epochs N | --updates N] [--order FILE.npy] [--log FILE.csv] [--save FILE.npz]

Needs numpy and PyTorch 1.10 or newer.
"""
import argparse
#if idx
import gzip
#end
#if heuristic
import math
#end
import pathlib
import zipfile

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent

SNAPSHOT = @SNAPSHOT@
DATA = @DATA@
#if validation
HELD_OUT = @HELD_OUT@  # training examples on which the error is measured instead of the test set
#end
LEARNING_RATE = @LEARNING_RATE@
BATCH_SIZE = @BATCH_SIZE@
SEED = @SEED@
#if norm-limit
NORM_LIMIT = @NORM_LIMIT@  # a layer's gradient is scaled down to this norm when it is longer (algorithm 5)
#end
#if rate-scaling
RATE_SCALING = @RATE_SCALING@  # the least cosine between weights after and before the clamp (algorithm 6)
#end
#if fisher
FISHER = @FISHER@  # holds the running mean so far; None: it begins anew
FISHER_MOMENTUM = @FISHER_MOMENTUM@
FISHER_LAMBDA = @FISHER_LAMBDA@
#end
#if penalty
BALANCE_PENALTY = @BALANCE_PENALTY@  # weight of the loss that pulls each layer's E/I balance toward 1
#end
