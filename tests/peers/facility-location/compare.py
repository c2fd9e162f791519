"""Facility location, 1,000 of 10,000 x 1,024: `curate select` against lazy greedy over a full matrix of similarities in NumPy.

Usage: compare.py "curate" [--rows 10000] [--columns 1024] [--picks 1000] [--rounds 3] [--folder FOLDER] [--ratio R] [--float64]

Both see the same rows, drawn around 40 centres, and the same similarity, C - distance^2 with C the square of twice the radius; the sums of coverage must agree to a part in 10^5 (NumPy works in
float32, and with --float64 in its default). Two comparisons, in alternating rounds; ratios are of the median times:

- selection: NumPy's time starts when the vectors are in memory and ends with the picks. curate's is that of its process: start, reading Parquet, picking, its report (the picks beside three random
  subsets, which NumPy does not make), and the picked rows as CSV.
- process: both are processes, from the start to the written CSV of the picked rows. NumPy reads a .npy file, which takes it hundredths of a second where its reader of CSV takes many seconds, picks,
  and writes the picked rows with ids; curate reads Parquet, and once more the CSV that the rows were written as, and makes its report. Of the CSV NumPy's process is measured, too, with its own reader.
"""
import argparse
import heapq
import os
import resource
import statistics
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


def peer(source, picks, out, kind):
    """The process that stands beside curate's: reads, picks, and writes the picked rows in the order of the input."""
    rows = np.load(source) if source.endswith(".npy") else np.loadtxt(source, delimiter=",", skiprows=1, dtype=kind)[:, 1:].copy()
    taken, _ = lazy_greedy(similarities(rows), picks)
    taken.sort()
    with open(out, "w") as file:
        file.write("id," + ",".join(f"x{c}" for c in range(rows.shape[1])) + "\n")
        for row in taken:
            # As many digits as give a float back, as curate writes them.
            file.write(f"{row}," + ",".join(map(str, rows[row])) + "\n")


def timed(command):
    """Wall and processor seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ids(table):
    with open(table) as file:
        next(file)
        return [int(line.split(",", 1)[0]) for line in file]


def main():
    if sys.argv[1:2] == ["--peer"]:
        peer(sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5])
        return

    parser = argparse.ArgumentParser()
    parser.add_argument("curate")
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("--columns", type=int, default=1024)
    parser.add_argument("--picks", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder")
    parser.add_argument("--float64", action="store_true", help="NumPy computes in float64, its default, not in float32")
    parser.add_argument("--ratio", type=float, help="fail when NumPy's process is less than this many times slower than curate from Parquet (wall time)")
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
        curate = arguments.curate.split()
        subprocess.run([*curate, "convert", table, "-o", parquet, "--force", "-q"], check=True)
        rows = rows.astype(np.float64 if arguments.float64 else np.float32)
        array = os.path.join(folder, "rows.npy")
        np.save(array, rows)

        own, their = os.path.join(folder, "picked.csv"), os.path.join(folder, "picked-numpy.csv")
        select = lambda source: [*curate, "select", source, "--method", "facility-location", "--features", "x*", "--rows", str(arguments.picks), "-o", own, "--force", "-q"]
        firsts = []
        times = {name: [] for name in ("numpy, picks alone", "numpy, process", "numpy, CSV", "curate, Parquet", "curate, CSV")}
        numpy = lambda source: [sys.executable, os.path.abspath(__file__), "--peer", source, str(arguments.picks), their, rows.dtype.name]
        for _ in range(arguments.rounds):
            start, cpu = time.perf_counter(), time.process_time()
            matrix = similarities(rows)
            taken, looked = lazy_greedy(matrix, arguments.picks)
            times["numpy, picks alone"].append((time.perf_counter() - start, time.process_time() - cpu))

            # On virtual machines memory that was just freed is cheaper than memory that nobody had for a while: none is held while others run.
            del matrix
            times["curate, Parquet"].append(timed(select(parquet)))
            picked = ids(own)
            firsts = firsts or picked
            times["numpy, process"].append(timed(numpy(array)))
            times["numpy, CSV"].append(timed(numpy(table)))
            times["curate, CSV"].append(timed(select(table)))
            if ids(own) != picked or picked != firsts or sorted(ids(their)) != sorted(taken):
                sys.exit("the picks of two rounds differ")

        matrix = similarities(rows)
        value = lambda some: float(matrix[some].max(0).sum(dtype=np.float64))
        theirs, ours = value(taken), value(picked)
        middle = {name: tuple(statistics.median(kind) for kind in zip(*values)) for name, values in times.items()}
        print(f"{arguments.picks} of {arguments.rows} x {arguments.columns}, medians of {arguments.rounds}")
        print(f"numpy looked at {looked} rows, coverage {theirs:.8e}; curate's coverage {ours:.8e}, same rows {len(set(taken) & set(picked))}")
        for name, (wall, cpu) in middle.items():
            print(f"{name:20} {wall:8.2f} s wall {cpu:8.2f} s processor   all rounds: {' '.join(f'{own:.2f}' for own, _ in times[name])}")
        for name in ("curate, Parquet", "curate, CSV"):
            for other in ("numpy, picks alone", "numpy, process", *(["numpy, CSV"] if name == "curate, CSV" else [])):
                print(f"{name} against {other:20} {middle[other][0] / middle[name][0]:6.2f} wall {middle[other][1] / middle[name][1]:6.2f} processor")
        if abs(theirs - ours) > 1e-5 * theirs:
            sys.exit("the coverages differ")
        if arguments.ratio and middle["numpy, process"][0] < arguments.ratio * middle["curate, Parquet"][0]:
            sys.exit("curate is slower than asked")


main()
