"""Runs exported scripts: for each FOLDER given, what FOLDER/continue.py makes of the examples in FOLDER/order.npz.

Writes FOLDER/answer.npz: logits of the test images, and the loss of each update; and FOLDER/order.npy, as the script's
--order takes it. With no FOLDER it only says whether PyTorch is there.
"""
import importlib.util
import pathlib
import sys

import numpy as np
import torch


def load_script(path):
    spec = importlib.util.spec_from_file_location(path.parent.name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(folder):
    script = load_script(folder / "continue.py")
    train, test = script.load_data(script.DATA)
    network = script.build_network()
    script.load(network, script.SNAPSHOT)
    if hasattr(script, "load_fisher"):
        script.load_fisher(network)
    network.eval()
    with torch.no_grad():
        logits = network(script.to_batch(test, slice(None))[0])
    order = np.load(folder / "order.npz")["order"]
    np.save(folder / "order.npy", order)
    losses = [script.update(network, *script.to_batch(train, batch)) for batch in script.batches(len(train[1]), order)]
    np.savez(folder / "answer.npz", logits=logits.numpy(), losses=np.array(losses))


torch.set_num_threads(1)
for argument in sys.argv[1:]:
    run(pathlib.Path(argument))
