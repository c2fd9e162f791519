#!/usr/bin/env python3
"""What a Python user would write: read a CSV file, resample, write a CSV file.

usage: job.py METHOD INPUT OUTPUT
"""
import sys

import pandas
from imblearn import under_sampling as under

SAMPLERS = {
    "tomek-links": lambda: under.TomekLinks(),
    "edited-nn": lambda: under.EditedNearestNeighbours(),
    "repeated-edited-nn": lambda: under.RepeatedEditedNearestNeighbours(),
    "all-knn": lambda: under.AllKNN(),
    "neighbourhood-cleaning": lambda: under.NeighbourhoodCleaningRule(),
    "near-miss": lambda: under.NearMiss(),
    "one-sided-selection": lambda: under.OneSidedSelection(random_state=0),
    "condensed-nn": lambda: under.CondensedNearestNeighbour(random_state=0),
}

if __name__ == "__main__":
    method, source, target = sys.argv[1:]
    table = pandas.read_csv(source)
    sampler = SAMPLERS[method]()
    sampler.fit_resample(table.drop(columns=["label", "row"]).to_numpy(), table["label"].to_numpy())
    table.iloc[sorted(sampler.sample_indices_)].to_csv(target, index=False)
