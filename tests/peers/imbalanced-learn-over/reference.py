#!/usr/bin/env python3
"""Makes reference.json beside this file with imbalanced-learn 0.10.0 (Debian 12: python3-imblearn): a small table, and for each class that grows what the
samplers of the SMOTE family decide before they draw. The tests of Curate.Core.Resample.Over read it. Coordinates are multiples of 1/1024, so that they are exact in float32,
their squared distances in float64, and no two distances from one row are equal.

usage: /usr/bin/python3 reference.py
"""
import json
import os

import imblearn
import numpy as np
from imblearn.over_sampling import ADASYN, SMOTE, BorderlineSMOTE

CLASSES = ["often", "rare", "some"]
SIZES = [60, 14, 24]
CENTRES = np.array([[0.0, 0.0, 0.0], [1.5, 1.0, 0.0], [-1.0, 1.5, 1.0]])
K, M = 4, 8


def table():
    for seed in range(1000):
        draw = np.random.default_rng(seed)
        labels = draw.permutation(np.repeat(np.arange(3), SIZES))
        rows = np.round((draw.normal(size=(len(labels), 3)) + CENTRES[labels]) * 1024) / 1024
        squares = ((rows[:, None, :] - rows[None, :, :]) ** 2).sum(2)
        if all(len(np.unique(line)) == len(line) for line in squares):
            return rows, labels
    raise SystemExit("no seed gives a table without equal distances")


def main():
    rows, labels = table()
    assert imblearn.__version__ == "0.10.0", imblearn.__version__
    classes = []
    for label in (1, 2):
        members = np.flatnonzero(labels == label)
        own = rows[members]
        wanted = {label: SIZES[0]}
        smote = SMOTE(sampling_strategy=wanted, k_neighbors=K, random_state=0)
        smote.fit_resample(rows, labels)
        near = smote.nn_k_.kneighbors(own, return_distance=False)[:, 1:]
        border = BorderlineSMOTE(sampling_strategy=wanted, k_neighbors=K, m_neighbors=M, random_state=0)
        border.fit_resample(rows, labels)
        border.nn_m_.fit(rows)
        danger = border._in_danger_noise(border.nn_m_, own, label, labels, kind="danger")
        noise = border._in_danger_noise(border.nn_m_, own, label, labels, kind="noise")
        adasyn = ADASYN(sampling_strategy=wanted, n_neighbors=K, random_state=0)
        adasyn.fit_resample(rows, labels)
        around = adasyn.nn_.fit(rows).kneighbors(own, return_distance=False)[:, 1:]
        ratio = (labels[around] != label).sum(1) / K
        classes.append({
            "class": CLASSES[label],
            "members": members.tolist(),
            "neighbours": [sorted(members[line].tolist()) for line in near],
            "danger": members[danger].tolist(),
            "noise": members[noise].tolist(),
            "adasyn": (ratio / ratio.sum()).tolist(),
        })
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.json")
    with open(target, "w", encoding="utf-8") as file:
        file.write('{\n"imbalanced-learn": "%s", "k": %d, "m": %d,\n"labels": %s,\n"rows": [\n%s\n],\n"classes": [\n%s\n]\n}\n' % (
            imblearn.__version__, K, M, json.dumps([CLASSES[c] for c in labels]), ",\n".join(map(json.dumps, rows.tolist())), ",\n".join(map(json.dumps, classes))))


if __name__ == "__main__":
    main()
