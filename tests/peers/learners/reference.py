"""Reference numbers for the learners, from scikit-learn 1.2 and SciPy 1.10 (Debian 12: python3-sklearn).

    python3 tests/peers/learners/reference.py

writes reference.json and data/*.csv beside this file. Every number that a test compares is made here; the tests say how near they have to come.
"""
import json
import os
import warnings

import numpy as np
from scipy.stats import qmc
from sklearn import datasets
from sklearn.calibration import _SigmoidCalibration
from sklearn.decomposition import PCA
from sklearn.ensemble import (HistGradientBoostingClassifier, HistGradientBoostingRegressor, IsolationForest, RandomForestClassifier,
                              RandomForestRegressor)
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score
from sklearn.mixture import GaussianMixture
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
DIGITS = 500


def numbers(a, digits=12):
    a = np.asarray(a, dtype=float)
    if a.ndim == 0:
        return float(f"{a:.{digits}g}")
    return [numbers(x, digits) for x in a]


def load():
    tables = {
        "iris": datasets.load_iris(return_X_y=True),
        "wine": datasets.load_wine(return_X_y=True),
        "breast-cancer": datasets.load_breast_cancer(return_X_y=True),
        "digits": tuple(part[:DIGITS] for part in datasets.load_digits(return_X_y=True)),
    }
    os.makedirs(os.path.join(HERE, "data"), exist_ok=True)
    for name, (x, y) in tables.items():
        with open(os.path.join(HERE, "data", name + ".csv"), "w") as out:
            for row, label in zip(x, y):
                out.write(",".join(repr(float(v)).removesuffix(".0") for v in row) + f",{label}\n")
    return tables


def standard(x):
    scale = x.std(axis=0)
    return (x - x.mean(axis=0)) / np.where(scale > 0, scale, 1)


def weights(n):
    """The tests use the same: 0.5 to 2.25 in steps."""
    return 0.5 + 0.25 * (np.arange(n) % 8)


def folds(n):
    return np.arange(n) % 5


def out_of_fold(make, x, y, method):
    out = None
    for fold in range(5):
        inside = folds(len(y)) == fold
        part = getattr(make().fit(x[~inside], y[~inside]), method)(x[inside])
        if out is None:
            out = np.zeros((len(y),) + part.shape[1:])
        out[inside] = part
    return out


def accuracy_and_auc(make, x, y):
    p = out_of_fold(make, x, y, "predict_proba")
    auc = roc_auc_score(y, p[:, 1]) if p.shape[1] == 2 else roc_auc_score(y, p, multi_class="ovr")
    return [float((p.argmax(axis=1) == y).mean()), float(auc)]


def mean_of(seeds, make):
    return numbers(np.mean([make(seed) for seed in range(seeds)], axis=0), 8)


def main():
    tables = load()
    ref = {}
    for name, (x, y) in tables.items():
        z = standard(x)
        w = weights(len(y))
        own = ref[name] = {}
        few = name != "digits"
        for key, penalty, c, weight in [("logistic", "l2", 1.0, None), ("logistic-weighted", "l2", 0.3, w), ("logistic-none", "none", 1.0, None)]:
            if key == "logistic-none" and name != "iris":
                continue
            if key == "logistic-none":
                fit = LogisticRegression(penalty="none", tol=1e-12, max_iter=100000, solver="newton-cg").fit(z, (y == 1).astype(int))
            else:
                # Smaller steps than 1e-9 are below the rounding of 640 parameters.
                fit = LogisticRegression(penalty=penalty, C=c, tol=1e-12 if few else 1e-9, max_iter=100000, solver="newton-cg").fit(z, y, sample_weight=weight)
            own[key] = {"coef": numbers(fit.coef_), "intercept": numbers(fit.intercept_)}
        if few:
            fit = LogisticRegression(penalty="l1", C=0.2, tol=1e-11, max_iter=1000000, solver="saga", random_state=0).fit(z, y)
            own["logistic-l1"] = {"coef": numbers(fit.coef_), "intercept": numbers(fit.intercept_)}
            fit = LinearSVC(C=0.05, loss="hinge", tol=1e-10, max_iter=10000000, random_state=0).fit(z, y, sample_weight=w)
            own["linear-svc-hinge"] = {"coef": numbers(fit.coef_), "intercept": numbers(fit.intercept_)}
        fit = LinearSVC(C=0.5, tol=1e-10 if few else 1e-8, max_iter=1000000, random_state=0).fit(z, y)
        own["linear-svc"] = {"coef": numbers(fit.coef_), "intercept": numbers(fit.intercept_)}
        for key, c, weight in [("svc", 1.0, None), ("svc-weighted", 10.0, w)]:
            fit = SVC(C=c, tol=1e-9, decision_function_shape="ovo", cache_size=500).fit(z, y, sample_weight=weight)
            decision = fit.decision_function(z[::7 if few else 25])
            own[key] = {"decision": numbers(decision), "support": [int(i) for i in np.sort(fit.support_)]}
        if name == "breast-cancer":
            fit = LogisticRegression(C=1.0, tol=1e-13, max_iter=100000, solver="newton-cholesky").fit(x, y)
            own["logistic-raw"] = {"coef": numbers(fit.coef_), "intercept": numbers(fit.intercept_)}
        target = x[:, -1] if few else x[:, 36]
        inputs = np.delete(x, x.shape[1] - 1 if few else 36, axis=1)
        for key, alpha, weight in [("ridge", 1.0, None), ("ridge-weighted", 7.5, w)]:
            fit = Ridge(alpha=alpha, solver="cholesky").fit(inputs, target, sample_weight=weight)
            own[key] = {"coef": numbers(fit.coef_), "intercept": numbers(fit.intercept_)}
        fit = Ridge(alpha=2.0, solver="svd").fit(inputs[:8], target[:8])
        own["ridge-wide"] = {"coef": numbers(fit.coef_), "intercept": numbers(fit.intercept_)}
        for key, weight in [("gaussian-bayes", None), ("gaussian-bayes-weighted", w)]:
            fit = GaussianNB().fit(x, y, sample_weight=weight)
            own[key] = {"mean": numbers(fit.theta_), "variance": numbers(fit.var_), "log": numbers(fit.predict_log_proba(x[::40]))}
        if not few:
            fit = MultinomialNB(alpha=0.7).fit(x, y, sample_weight=w)
            own["multinomial-bayes"] = {"log": numbers(fit.feature_log_prob_), "prior": numbers(fit.class_log_prior_)}
            fit = BernoulliNB(alpha=0.7, binarize=4).fit(x, y, sample_weight=w)
            own["bernoulli-bayes"] = {"log": numbers(fit.feature_log_prob_), "probability": numbers(fit.predict_proba(x[:20]))}
        pca = PCA(5 if x.shape[1] >= 5 else x.shape[1], svd_solver="full").fit(x)
        own["pca"] = {"variance": numbers(pca.explained_variance_), "components": numbers(pca.components_)}
        queries = folds(len(y)) == 0
        for key, how in [("neighbours", "uniform"), ("neighbours-distance", "distance")]:
            fit = KNeighborsClassifier(5, weights=how, algorithm="brute").fit(z[~queries].astype(np.float32), y[~queries])
            own[key] = {"probability": numbers(fit.predict_proba(z[queries].astype(np.float32)), 8)}
        fit = KNeighborsRegressor(5, algorithm="brute").fit(z[~queries].astype(np.float32), target[~queries])
        own["neighbours-number"] = {"prediction": numbers(fit.predict(z[queries].astype(np.float32)), 8)}
        for criterion in ["gini", "entropy"]:
            tree = DecisionTreeClassifier(criterion=criterion, max_depth=2, min_samples_leaf=5, random_state=0).fit(x, y, sample_weight=w)
            leaves = tree.tree_.children_left < 0
            share = tree.tree_.weighted_n_node_samples[leaves] / w.sum()
            scale = np.log(2) if criterion == "entropy" else 1
            own["tree-" + criterion] = {"impurity": float(scale * (share * tree.tree_.impurity[leaves]).sum()), "leaves": int(leaves.sum())}
        tree = DecisionTreeRegressor(max_depth=3, min_samples_leaf=4, random_state=0).fit(inputs, target, sample_weight=w)
        leaves = tree.tree_.children_left < 0
        own["tree-number"] = {"impurity": float((tree.tree_.weighted_n_node_samples[leaves] / w.sum() * tree.tree_.impurity[leaves]).sum())}
        own["tree"] = mean_of(3, lambda s: accuracy_and_auc(lambda: DecisionTreeClassifier(min_samples_leaf=3, random_state=s), x, y))
        own["forest"] = mean_of(3, lambda s: accuracy_and_auc(lambda: RandomForestClassifier(100, random_state=s), x, y))
        own["forest-bag"] = mean_of(3, lambda s: RandomForestClassifier(200, oob_score=True, random_state=s).fit(x, y).oob_score_)
        own["forest-importance"] = mean_of(5, lambda s: RandomForestClassifier(200, random_state=s).fit(x, y).feature_importances_)
        own["boosting"] = accuracy_and_auc(lambda: HistGradientBoostingClassifier(early_stopping=False, max_iter=60), x, y)
        spread = target.var()
        error = lambda make: float(((out_of_fold(make, inputs, target, "predict") - target) ** 2).mean() / spread)
        own["tree-error"] = mean_of(3, lambda s: error(lambda: DecisionTreeRegressor(min_samples_leaf=3, random_state=s)))
        own["forest-error"] = mean_of(3, lambda s: error(lambda: RandomForestRegressor(100, max_features=1 / 3, random_state=s)))
        own["boosting-error"] = error(lambda: HistGradientBoostingRegressor(early_stopping=False, max_iter=60))
        unusual = (y == 0) if name == "breast-cancer" else (np.arange(len(y)) % 10 == 0)
        shifted = x + (0 if name == "breast-cancer" else 1) * np.outer(unusual, 3 * x.std(axis=0))
        own["isolation"] = mean_of(5, lambda s: roc_auc_score(unusual, -IsolationForest(n_estimators=100, random_state=s).fit(shifted).score_samples(shifted)))
        if few:
            onehot = np.eye(y.max() + 1)[y]
            sizes = onehot.sum(axis=0)
            # Constant or tiny columns aside, the regularisation is far below the variances of these columns.
            part = z[:, :4]
            means = onehot.T @ part / sizes[:, None]
            for kind in ["full", "diag"]:
                cov = [np.cov(part[y == c].T, bias=True) + 1e-6 * np.eye(part.shape[1]) for c in range(len(sizes))]
                precision = np.linalg.inv(cov) if kind == "full" else 1 / np.array([np.diag(c) for c in cov])
                gm = GaussianMixture(len(sizes), covariance_type=kind, tol=1e-12, max_iter=5000, means_init=means, weights_init=sizes / len(y),
                                     precisions_init=precision).fit(part)
                own["mixture-" + kind] = {"likelihood": float(gm.score(part) * len(part)), "mean": numbers(gm.means_), "weight": numbers(gm.weights_)}
    score = tables["breast-cancer"][0][:, 0]
    label = tables["breast-cancer"][1]
    platt = _SigmoidCalibration().fit(score - 14, label)
    ref["platt"] = {"slope": platt.a_, "offset": platt.b_}
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(np.round(-score, 1), label, sample_weight=weights(len(label)))
    probe = np.linspace(-30, -5, 101)
    ref["isotonic"] = numbers(isotonic.predict(probe))
    index = [0, 1, 2, 3, 7, 100, 1000, 4095]
    ref["sobol"] = {"index": index, "point": [[float(v) for v in row] for row in qmc.Sobol(40, scramble=False, bits=52).random(4096)[index]]}
    with open(os.path.join(HERE, "reference.json"), "w") as out:
        json.dump(ref, out, separators=(",", ":"))
        out.write("\n")


main()
