"""Facility location, 1,000 of 10,000 x 1,024: `curate select` against lazy greedy over a full matrix of similarities in NumPy.

Usage: compare.py "curate" [--rows 10000] [--columns 1024] [--picks 1000] [--folder FOLDER] [--ratio R]

Both see the same rows, drawn around 40 centres, and the same similarity, C - distance^2 with C the square of twice the radius. NumPy's time starts when the vectors are in
memory; curate's is that of the process, from the start to the written file. The sums of coverage must agree to a part in 10^5 (NumPy works in float32).
"""
import argparse
import heapq
import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np


def similarities(rows):
    lengths = (rows * rows).sum(1)
    radius = ((rows - rows.mean(0)) ** 2).sum(1).max()
    result = rows @ rows.T
    result *= 2
    result -= lengths[:, None]
    result -= lengths[None, :]
    result += 4 * radius
    return np.maximum(result, 0, out=result)


def lazy_greedy(matrix, picks):
    """The rows of largest gain; a stale gain is a bound, because gains only fall."""
    level = np.zeros(len(matrix), matrix.dtype)
    heap = [(-gain, row) for row, gain in enumerate(matrix.sum(1, dtype=np.float64))]
    heapq.heapify(heap)
    taken, looked = [], 0
    for _ in range(picks):
        while True:
            _, row = heapq.heappop(heap)
            gain = float(np.maximum(matrix[row] - level, 0).sum(dtype=np.float64))
            looked += 1
            if not heap or -heap[0][0] <= gain:
                break
            heapq.heappush(heap, (-gain, row))
        taken.append(row)
        np.maximum(level, matrix[row], out=level)
    return taken, looked


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("curate")
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("--columns", type=int, default=1024)
    parser.add_argument("--picks", type=int, default=1000)
    parser.add_argument("--folder")
    parser.add_argument("--ratio", type=float, help="fail when NumPy is less than this many times slower (wall time)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or temporary
        os.makedirs(folder, exist_ok=True)
        random = np.random.default_rng(7)
        centres = random.normal(size=(40, arguments.columns))
        rows = (centres[random.integers(0, 40, arguments.rows)] + random.normal(size=(arguments.rows, arguments.columns))).round(3)
        table = os.path.join(folder, "rows.csv")
        with open(table, "w") as file:
            file.write("id," + ",".join(f"x{c}" for c in range(arguments.columns)) + "\n")
            for at, row in enumerate(rows):
                file.write(f"{at}," + ",".join(f"{v:.3f}" for v in row) + "\n")
        parquet = os.path.join(folder, "rows.parquet")
        subprocess.run([*arguments.curate.split(), "convert", table, "-o", parquet, "--force", "-q"], check=True)

        rows = rows.astype(np.float32)
        start, cpu = time.perf_counter(), time.process_time()
        matrix = similarities(rows)
        taken, looked = lazy_greedy(matrix, arguments.picks)
        peer, peer_cpu = time.perf_counter() - start, time.process_time() - cpu

        out = os.path.join(folder, "picked.csv")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run([*arguments.curate.split(), "select", parquet, "--method", "facility-location", "--features", "x*", "--rows", str(arguments.picks), "-o", out, "--force", "-q"], check=True)
        own = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        own_cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        with open(out) as file:
            next(file)
            picked = [int(line.split(",", 1)[0]) for line in file]
        value = lambda some: float(matrix[some].max(0).sum(dtype=np.float64))
        theirs, ours = value(taken), value(picked)
        print(f"{arguments.picks} of {arguments.rows} x {arguments.columns}")
        print(f"numpy   {peer:8.2f} s wall {peer_cpu:8.2f} s processor   coverage {theirs:.8e}   looked at {looked}")
        print(f"curate  {own:8.2f} s wall {own_cpu:8.2f} s processor   coverage {ours:.8e}   same rows {len(set(taken) & set(picked))}")
        print(f"ratio   {peer / own:8.2f} wall {peer_cpu / own_cpu:8.2f} processor")
        if abs(theirs - ours) > 1e-5 * theirs:
            sys.exit("the coverages differ")
        if arguments.ratio and peer < arguments.ratio * own:
            sys.exit("curate is slower than asked")


main()
