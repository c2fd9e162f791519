"""Writes reference.json: figures of SciPy, scikit-learn and imbalanced-learn that the tests of Curate.Core compare with."""

import json
import math
import sys

import imblearn.metrics
import numpy
import scipy
import scipy.special
import scipy.stats
import sklearn
import sklearn.metrics
from scipy.spatial.distance import jensenshannon


def uniforms(seed, count):
    """A linear congruential generator, so that the data does not depend on any library's generator."""
    state = seed
    values = []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values.append((state >> 11) / 2.0**53)
    return values


def distributions():
    rows = []
    for x in [-9.0, -3.5, -1.0, -0.1, 0.0, 0.3, 1.0, 1.96, 4.0, 8.0, 20.0, 37.0]:
        rows.append(["normal-upper", [x], float(scipy.stats.norm.sf(x))])
    for p in [1e-300, 1e-20, 1e-6, 0.01, 0.25, 0.4999, 0.6, 0.975, 0.999999]:
        rows.append(["normal-quantile", [p], float(scipy.stats.norm.ppf(p))])
    for k in [1, 2, 5, 30, 1000, 1000000]:
        for m in [0.2, 0.9, 1.0, 1.1, 2.0]:
            rows.append(["chi-square-upper", [k * m, k], float(scipy.stats.chi2.sf(k * m, k))])
            rows.append(["chi-square-lower", [k * m, k], float(scipy.stats.chi2.cdf(k * m, k))])
    for df in [1, 2.5, 10, 300, 1e6]:
        for t in [-2.0, 0.0, 0.1, 1.0, 3.0, 12.0]:
            rows.append(["t-upper", [t, df], float(scipy.stats.t.sf(t, df))])
    for a in [1, 4, 30]:
        for b in [2, 11, 500]:
            for f in [0.1, 1.0, 2.7, 25.0]:
                rows.append(["f-upper", [f, a, b], float(scipy.stats.f.sf(f, a, b))])
    for x in [0.1, 0.3, 0.5, 0.8, 0.999, 1.0, 1.2, 2.0, 4.0]:
        rows.append(["kolmogorov-upper", [x], float(scipy.special.kolmogorov(x))])
    for a, b in [(0.5, 0.5), (2, 3), (20.5, 1), (300, 700), (1e5, 2e5)]:
        for x in [1e-6, 0.1, 0.3333, 0.5, 0.93]:
            rows.append(["beta-lower", [a, b, x], float(scipy.special.betainc(a, b, x))])
    for k, n, p in [(0, 10, 0.5), (3, 10, 0.5), (5, 10, 0.5), (7, 20, 0.1), (1, 1000, 0.01), (480, 1000, 0.5), (95, 100, 0.99), (2, 2, 0.3)]:
        rows.append(["binomial-two-sided", [k, n, p], float(scipy.stats.binomtest(k, n, p).pvalue)])
    for k, n in [(0, 5), (1, 7), (50, 100), (99, 100), (12, 100000), (20, 20)]:
        for method in ["wilson", "exact"]:
            interval = scipy.stats.binomtest(k, n).proportion_ci(0.95, method=method)
            rows.append([method + "-low", [k, n], float(interval.low)])
            rows.append([method + "-high", [k, n], float(interval.high)])
    return rows


def samples():
    u = uniforms(7, 300)
    a = [round(6 * x, 1) for x in u[:120]]
    b = [round(6 * x * x + 0.5, 1) for x in u[120:270]]
    paired = [round(x + 2 * y, 1) for x, y in zip(a, u[150:270])]
    ks = scipy.stats.ks_2samp(a, b, method="exact")
    welch = scipy.stats.ttest_ind(b, a, equal_var=False)
    table = [[31, 5, 12], [9, 22, 14], [3, 8, 40], [0, 2, 1]]
    chi = scipy.stats.chi2_contingency(table, correction=False)
    codes = [(i, j) for i, row in enumerate(table) for j, c in enumerate(row) for _ in range(c)]
    p, q = [5, 0, 30, 7], [9, 4, 12, 0]
    groups = [i % 3 for i in range(120)]
    means = [numpy.mean([x for x, g in zip(a, groups) if g == k]) for k in range(3)]
    between = sum(groups.count(k) * (means[k] - numpy.mean(a)) ** 2 for k in range(3))
    return {
        "a": a, "b": b, "paired": paired, "table": table, "p": p, "q": q, "groups": groups,
        "ks": float(ks.statistic), "ks-p": float(ks.pvalue),
        "welch-t": float(welch.statistic), "welch-p": float(welch.pvalue),
        "pearson": float(scipy.stats.pearsonr(a, paired)[0]), "spearman": float(scipy.stats.spearmanr(a, paired)[0]),
        "chi-square": float(chi[0]), "chi-square-p": float(chi[1]), "degrees": int(chi[2]),
        "cramers-v": float(scipy.stats.contingency.association(numpy.array(table), method="cramer")),
        "mutual-information": float(sklearn.metrics.mutual_info_score([c[0] for c in codes], [c[1] for c in codes])),
        "jensen-shannon": float(jensenshannon(p, q, base=2)),
        "entropy": float(scipy.stats.entropy(p)),
        "correlation-ratio": float(math.sqrt(between / numpy.sum((numpy.array(a) - numpy.mean(a)) ** 2))),
    }


def classifier(seed, rows, classes, shares):
    u = uniforms(seed, rows * (classes + 2))
    label, prediction, scores = [], [], []
    for r in range(rows):
        x = u[r * (classes + 2):(r + 1) * (classes + 2)]
        k, mass = 0, shares[0]
        while x[0] > mass:
            k += 1
            mass += shares[k]
        weight = [x[2 + c] + (0.45 if c == k else 0.0) for c in range(classes)]
        score = [round(w / sum(weight), 2) for w in weight]
        label.append("c%d" % k)
        scores.append(score)
        prediction.append("c%d" % (max(range(classes), key=lambda c: score[c]) if x[1] < 0.9 else int(x[1] * 1000) % classes))
    names = ["c%d" % c for c in range(classes)]
    m = sklearn.metrics
    precision, recall, f1, support = m.precision_recall_fscore_support(label, prediction, labels=names, zero_division=0)
    iba = imblearn.metrics.make_index_balanced_accuracy(alpha=0.1, squared=True)(imblearn.metrics.geometric_mean_score)
    return {
        "label": label, "prediction": prediction, "scores": scores,
        "confusion": m.confusion_matrix(label, prediction, labels=names).tolist(),
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(),
        "specificity": imblearn.metrics.specificity_score(label, prediction, labels=names, average=None).tolist(),
        "class-g-mean": imblearn.metrics.geometric_mean_score(label, prediction, labels=names, average=None).tolist(),
        "iba": iba(label, prediction, labels=names, average=None).tolist(),
        "mcc-one": [float(m.matthews_corrcoef([x == n for x in label], [x == n for x in prediction])) for n in names],
        "roc-auc": [float(m.roc_auc_score([x == n for x in label], [s[c] for s in scores])) for c, n in enumerate(names)],
        "pr-auc": [float(m.average_precision_score([x == n for x in label], [s[c] for s in scores])) for c, n in enumerate(names)],
        "overall": {
            "macro-f1": float(m.f1_score(label, prediction, average="macro")),
            "weighted-f1": float(m.f1_score(label, prediction, average="weighted")),
            "micro-f1": float(m.f1_score(label, prediction, average="micro")),
            "macro-precision": float(m.precision_score(label, prediction, average="macro")),
            "weighted-precision": float(m.precision_score(label, prediction, average="weighted")),
            "balanced-accuracy": float(m.balanced_accuracy_score(label, prediction)),
            "mcc": float(m.matthews_corrcoef(label, prediction)),
            "kappa": float(m.cohen_kappa_score(label, prediction)),
            "accuracy": float(m.accuracy_score(label, prediction)),
        },
        "multi-g-mean": float(imblearn.metrics.geometric_mean_score(label, prediction)),
    }


document = {
    "made-by": {"scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "imbalanced-learn": imblearn.__version__},
    "distributions": distributions(),
    "samples": samples(),
    "three-classes": classifier(11, 240, 3, [0.7, 0.22, 0.08]),
    "two-classes": classifier(5, 300, 2, [0.92, 0.08]),
}
json.dump(document, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
