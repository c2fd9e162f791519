#!/usr/bin/env python3
"""k-means of curate, scikit-learn and FAISS from the same starting centroids, in alternating rounds.

usage: compare.py CURATE_BENCHMARKS [--mnist FOLDER] [--rounds N] [--ratios]

Prints the best wall time of each tool, curate's inertia over the others', and the speed ratios; processor time too, which a busy machine distorts less
(FAISS and OpenBLAS wait busily, so theirs counts waiting). With --ratios it fails when curate is less than
3 times as fast as scikit-learn or 6 times as fast as FAISS, or its inertia is above 1.0005 of either.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

import faiss
import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import images  # noqa: E402 (the folder has to be on the path first)

ITERATIONS = 25
WORKERS = int(os.environ.get("WORKERS", "2"))


def inertia(rows, centroids):
    """Sum of squared distances in float64, block by block."""
    total = 0.0
    norms = (centroids.astype(np.float64) ** 2).sum(1)
    for at in range(0, len(rows), 4096):
        block = rows[at:at + 4096].astype(np.float64)
        squares = (block ** 2).sum(1)[:, None] + norms - 2 * block @ centroids.astype(np.float64).T
        total += np.maximum(squares.min(1), 0).sum()
    return total


def scikit_learn(rows, start):
    model = KMeans(len(start), init=start, n_init=1, max_iter=ITERATIONS, tol=0, algorithm="lloyd")
    began, used = time.perf_counter(), time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(rows)
    return time.perf_counter() - began, time.process_time() - used, model.cluster_centers_


def faiss_kmeans(rows, start):
    model = faiss.Kmeans(rows.shape[1], len(start), niter=ITERATIONS, max_points_per_centroid=len(rows), min_points_per_centroid=1)
    began, used = time.perf_counter(), time.process_time()
    model.train(rows, init_centroids=start)
    return time.perf_counter() - began, time.process_time() - used, model.centroids


def curate(program, rows, start, folder):
    rows_path, start_path = os.path.join(folder, "rows.f32"), os.path.join(folder, "start.f32")
    rows.tofile(rows_path)
    start.tofile(start_path)
    command = [program, "kmeans", rows_path, start_path, str(rows.shape[1]), str(ITERATIONS), str(WORKERS), "2"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    # The second round: the first one compiles.
    seconds, used, _, total = lines[-1].split()
    return float(seconds), float(used), float(total)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--mnist")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ratios", action="store_true")
    given = parser.parse_args()
    faiss.omp_set_num_threads(WORKERS)
    random = np.random.default_rng(1)
    mixture = random.standard_normal((400, 32))[random.integers(0, 400, 60000)] + 0.7 * random.standard_normal((60000, 32))
    cases = [("mixture 60000 x 32, k=1000", mixture.astype(np.float32), 1000), ("uniform 60000 x 32, k=1000", random.random((60000, 32), np.float32), 1000)]
    if given.mnist:
        cases.append(("MNIST 60000 x 784, k=100", images.mnist(given.mnist)[0].astype(np.float32), 100))
    failed = False
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(WORKERS):
        for name, rows, k in cases:
            start = np.ascontiguousarray(rows[random.choice(len(rows), k, replace=False)])
            best = {"curate": np.inf, "scikit-learn": np.inf, "faiss": np.inf}
            least = dict(best)
            totals = {}
            for _ in range(given.rounds):
                for tool, fit in (("scikit-learn", scikit_learn), ("faiss", faiss_kmeans)):
                    seconds, used, centroids = fit(rows, start)
                    best[tool], least[tool] = min(best[tool], seconds), min(least[tool], used)
                    totals[tool] = totals.get(tool) or inertia(rows, centroids)
                seconds, used, totals["curate"] = curate(given.program, rows, start, folder)
                best["curate"], least["curate"] = min(best["curate"], seconds), min(least["curate"], used)
            print(name)
            for tool, wanted in (("scikit-learn", 3), ("faiss", 6)):
                faster, excess = best[tool] / best["curate"], totals["curate"] / totals[tool]
                print(f"  {tool}: {best[tool]:.3f} s, curate {best['curate']:.3f} s, {faster:.2f} times as fast, "
                      f"processor time {least[tool]:.2f} s to {least['curate']:.2f} s ({least[tool] / least['curate']:.2f}), inertia ratio {excess:.6f}")
                failed |= given.ratios and (faster < wanted or excess > 1.0005)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
