#!/usr/bin/env python3
"""Under-sampling by curate and by imbalanced-learn: the same rows, and how long it takes.

usage: compare.py CURATE FOLDER [--mnist FOLDER] [--shuttle CSV] [--rows] [--times] [--only TEXT] [--rounds N]

--rows compares the rows that stay, row by row. A difference is excused where float rounding or the order of equal distances decides: a row that has an exact
duplicate, or a tie of distances (within 1e-6 of the distance) at the place where its list of neighbours ends, and in methods of several steps a row that
has such a row among its nearest. Excused rows are counted; any other difference fails the run.

--times measures processor seconds (user and system) of both, file to file, in alternating rounds on the MNIST table.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time
import warnings

import numpy as np
import pandas
from imblearn import under_sampling as under
from sklearn import datasets
from sklearn.neighbors import NearestNeighbors

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import images  # noqa: E402 (the folder has to be on the path first)

HERE = os.path.dirname(os.path.abspath(__file__))
WORKERS = os.environ.get("WORKERS", "2")
REACH = 16


class SameStart(np.random.RandomState):
    """Draws the rows that curate drew, class after class."""

    def __init__(self, places):
        super().__init__(0)
        self.places = list(places)

    def randint(self, low, high=None, size=None, dtype=int):
        return np.array([self.places.pop(0)])


METHODS = {
    "edited-nn": ([], lambda s: under.EditedNearestNeighbours(), 3, False),
    "edited-nn mode": (["--kind-sel", "mode"], lambda s: under.EditedNearestNeighbours(kind_sel="mode"), 3, False),
    "repeated-edited-nn": ([], lambda s: under.RepeatedEditedNearestNeighbours(), 3, True),
    "all-knn": ([], lambda s: under.AllKNN(), 3, True),
    "tomek-links": ([], lambda s: under.TomekLinks(), 1, True),
    "near-miss 1": (["--version", "1"], lambda s: under.NearMiss(version=1), 3, True),
    "near-miss 2": (["--version", "2"], lambda s: under.NearMiss(version=2), 3, True),
    "near-miss 3": (["--version", "3"], lambda s: under.NearMiss(version=3), 3, True),
    "one-sided-selection": ([], lambda s: under.OneSidedSelection(random_state=SameStart(s)), 1, True),
}


def write(folder, name, values, labels):
    table = pandas.DataFrame(values, columns=[f"f{i}" for i in range(values.shape[1])])
    table["label"] = labels
    table["row"] = np.arange(len(table))
    path = os.path.join(folder, name.replace(" ", "-") + ".csv")
    table.to_csv(path, index=False)
    return path


def rare(values, labels, which, keep):
    """The rows of one class thinned out to about a share of them, evenly."""
    of = np.flatnonzero(labels == which)
    gone = np.setdiff1d(of, of[:: max(1, round(1 / keep))])
    stay = np.setdiff1d(np.arange(len(labels)), gone)
    return values[stay], labels[stay]


def mnist(folder):
    pixels, labels = images.mnist(folder)
    return rare(images.components(pixels, 32).astype(np.float32), labels.astype(int), 1, 0.05)


def tables(folder, options):
    made = {}
    for name, load in (("iris", datasets.load_iris), ("wine", datasets.load_wine), ("breast cancer", datasets.load_breast_cancer), ("digits", datasets.load_digits)):
        data = load()
        values, labels = (rare(data.data, data.target, 0, 0.4) if name in ("iris", "digits") else (data.data, data.target))
        made[name] = write(folder, name, values, labels)
    for seed in range(20):
        random = np.random.RandomState(seed)
        classes, columns, rows = random.randint(2, 7), random.randint(2, 25), random.randint(200, 3000)
        labels = random.choice(classes, rows, p=random.dirichlet(np.full(classes, 2.0)))
        # Only numbers that float32 holds exactly, so that both tools see the same rows.
        values = (random.normal(size=(classes, columns))[labels] * random.uniform(0.3, 2) + random.normal(size=(rows, columns))).astype(np.float32)
        counts = np.bincount(labels, minlength=classes)
        if (counts < 5).any() or (counts == counts.min()).sum() > 1:
            labels[: 5 * classes] = np.repeat(np.arange(classes), 5)
            counts = np.bincount(labels, minlength=classes)
            if (counts == counts.min()).sum() > 1:
                labels[-1 - np.arange(rows - 5 * classes)[:3]] = np.flatnonzero(counts == counts.min())[0]
        made[f"random {seed}"] = write(folder, f"random {seed}", values, labels)
    if options.shuttle:
        shuttle = pandas.read_csv(options.shuttle)
        made["shuttle"] = write(folder, "shuttle", shuttle.iloc[:, :-1].to_numpy(), pandas.factorize(shuttle.iloc[:, -1], sort=True)[0])
    if options.mnist:
        made["mnist"] = write(folder, "mnist", *mnist(options.mnist))
    return made


def run_curate(program, source, target, method, extra):
    report = target + ".report.json"
    for path in (target, report):
        if os.path.exists(path):
            os.remove(path)
    subprocess.run([program, "resample", source, "--method", method, "--label", "label", "--id", "row", "-o", target, "--report", report, "--no-provenance",
                    "--workers", WORKERS, "-q", *extra], check=True)
    with open(report, encoding="utf-8") as file:
        return json.load(file)


def find(document, key):
    """A table of the report by its key, wherever the document keeps it."""
    if isinstance(document, dict):
        if key in document and isinstance(document[key], list):
            return document[key]
        if document.get("key") == key:
            return document.get("rows", [])
        document = document.values()
    elif not isinstance(document, list):
        return None
    for part in document:
        found = find(part, key)
        if found is not None:
            return found
    return None


def excusable(values, labels, k):
    """Rows of which the float rounding or the order of equal distances decides the neighbours."""
    search = NearestNeighbors(n_neighbors=min(len(values), max(k, REACH) + 2)).fit(values)
    distances, near = search.kneighbors(values)
    duplicate = distances[:, 1] == 0
    tie = np.zeros(len(values), bool)
    for place in range(1, k + 1):
        gap = distances[:, place + 1] - distances[:, place]
        tie |= gap <= 1e-6 * np.maximum(distances[:, place + 1], 1e-300)
    return duplicate, tie, near


def start_ties(values, labels, starts):
    """Rows as far from the row that the set of their class began with as from the smallest class."""
    smallest = np.argmin(np.bincount(labels))
    others = np.flatnonzero(labels == smallest)
    tie = np.zeros(len(values), bool)
    for of, start in zip([c for c in np.unique(labels) if c != smallest], starts):
        rows = np.flatnonzero(labels == of)
        near = NearestNeighbors(n_neighbors=1).fit(values[others]).kneighbors(values[rows])[0][:, 0]
        own = np.sqrt(((values[rows] - values[rows[start]]) ** 2).sum(1))
        tie[rows] = np.abs(near - own) <= 1e-6 * np.maximum(near, own)
    return tie


def compare_rows(program, folder, made):
    failed = 0
    for name, source in made.items():
        table = pandas.read_csv(source)
        values, labels = table.drop(columns=["label", "row"]).to_numpy(dtype=np.float64), table["label"].to_numpy()
        marks = {}
        for method, (extra, sampler, k, spreads) in METHODS.items():
            target = os.path.join(folder, "out.csv")
            document = run_curate(program, source, target, method.split()[0], extra)
            ours = set(pandas.read_csv(target)["row"])
            starts = []
            for line in find(document, "seeds") or []:
                of = line["class"] if isinstance(line, dict) else line[0]
                row = line["row"] if isinstance(line, dict) else line[1]
                starts.append(int(np.searchsorted(np.flatnonzero(labels == int(of)), int(row))))
            peer = sampler(list(starts))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                peer.fit_resample(values, labels)
            theirs = set(int(row) for row in peer.sample_indices_)
            differing = sorted(ours ^ theirs)
            if k not in marks and differing:
                marks[k] = excusable(values, labels, k)
            begun = start_ties(values, labels, starts) if starts and differing else np.zeros(len(values), bool)
            unexcused = []
            for row in differing:
                duplicate, tie, near = marks[k]
                reach = near[row] if spreads else [row]
                if not any(duplicate[r] or tie[r] or begun[r] for r in reach):
                    unexcused.append(row)
            failed += len(unexcused)
            print(f"{name:14} {method:20} rows {len(labels):6} kept {len(ours):6} peer {len(theirs):6} differ {len(differing):5} excused {len(differing) - len(unexcused):5}"
                  + (f"  NOT EXCUSED {unexcused[:10]}" if unexcused else "")
                  + (f"  excused rows {differing[:8]}" if differing and not unexcused else ""), flush=True)
    return failed


def seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - began


def compare_times(program, folder, source, rounds):
    threads = {"OPENBLAS_NUM_THREADS": WORKERS, "OMP_NUM_THREADS": WORKERS}
    os.environ.update(threads)
    for method in ("edited-nn", "tomek-links"):
        ours, theirs = [], []
        target = os.path.join(folder, "timed.csv")
        for _ in range(rounds):
            if os.path.exists(target):
                os.remove(target)
            ours.append(seconds([program, "resample", source, "--method", method, "--label", "label", "--id", "row", "-o", target, "--no-provenance", "--workers", WORKERS, "-q"]))
            theirs.append(seconds([sys.executable, os.path.join(HERE, "job.py"), method, source, target]))
        cpu = [statistics.median(t[0] for t in part) for part in (ours, theirs)]
        wall = [statistics.median(t[1] for t in part) for part in (ours, theirs)]
        print(f"{method}: processor seconds curate {cpu[0]:.2f}, imbalanced-learn {cpu[1]:.2f}, ratio {cpu[1] / cpu[0]:.1f}; wall {wall[0]:.2f} and {wall[1]:.2f}, ratio {wall[1] / wall[0]:.1f}", flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("curate")
    parser.add_argument("folder")
    parser.add_argument("--mnist")
    parser.add_argument("--shuttle")
    parser.add_argument("--only", default="", help="tables whose name holds this")
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--times", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    made = tables(options.folder, options)
    chosen = {name: path for name, path in made.items() if options.only in name}
    failed = compare_rows(options.curate, options.folder, chosen) if options.rows else 0
    if options.times:
        compare_times(options.curate, options.folder, made["mnist"], options.rounds)
    if failed:
        sys.exit(f"{failed} rows differ and are not excused")


if __name__ == "__main__":
    main()
