#!/usr/bin/env python3
"""The job of the peer: read a CSV file, over-sample with imbalanced-learn, write a CSV file. usage: job.py METHOD IN OUT LABEL [CATEGORY,...]"""
import sys

import imblearn.over_sampling as over
import pandas as pd

method, source, target, label = sys.argv[1:5]
table = pd.read_csv(source)
y = table.pop(label)
if method == "smote-nc":
    names = sys.argv[5].split(",")
    sampler = over.SMOTENC(categorical_features=[table.columns.get_loc(n) for n in names], random_state=1)
else:
    sampler = {"smote": over.SMOTE, "borderline-smote": over.BorderlineSMOTE, "adasyn": over.ADASYN}[method](random_state=1)
rows, labels = sampler.fit_resample(table, y)
rows[label] = labels
rows.to_csv(target, index=False)
