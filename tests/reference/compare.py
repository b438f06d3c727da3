"""Compare the values of model.py with the program's own replicates: ten dates, six measures.

    python tests/reference/compare.py python.csv DIR/replicates.parquet [-v]

Means by z and whole distributions by Kolmogorov-Smirnov, each Holm-adjusted over the 60 at 0.01.
"""
import csv
import sys

import numpy as np
import pyarrow.parquet as pq
from scipy import stats

M = ["organisations.live", "organisations.real_use", "staff.access", "staff.competent",
     "staff.monthly", "patients.true_current"]
DATES = [26, 52, 78, 104, 130, 156, 182, 208, 234, 260]
KEYS = [(m, w) for m in M for w in DATES]


def ours(path):
    """Values of the reference by measure and week."""
    d = {}
    for r in csv.DictReader(open(path)):
        d.setdefault((r["measure"], int(r["week"])), []).append(float(r["value"]))
    return d


def theirs(paths):
    """The same of the program."""
    d = {}
    for path in paths:
        t = pq.read_table(path, filters=[("measure", "in", M), ("week", "in", DATES), ("group", "==", "all")])
        for m, w, v in zip(*(t[c].to_pylist() for c in ("measure", "week", "value"))):
            d.setdefault((m, w), []).append(v)
    return d


def holm(p, alpha=0.01):
    """Which of these are rejected."""
    order, reject = np.argsort(p), np.zeros(len(p), bool)
    for i, j in enumerate(order):
        if p[j] > alpha / (len(p) - i):
            break
        reject[j] = True
    return reject


def tests(a, b):
    """z of the means, their p and that of Kolmogorov-Smirnov, in the order of KEYS."""
    z, pk = [], []
    for k in KEYS:
        x, y = np.array(a[k]), np.array(b[k])
        se = np.sqrt(x.var(ddof=1) / len(x) + y.var(ddof=1) / len(y))
        z.append((x.mean() - y.mean()) / se if se > 0 else 0.0)
        pk.append(stats.ks_2samp(np.round(x, 6), np.round(y, 6)).pvalue)
    return np.array(z), 2 * stats.norm.sf(np.abs(z)), np.array(pk)


def agreement(a, b):
    """At how many of the 60 both tests agree."""
    _, pz, pk = tests(a, b)
    return int(np.sum(~holm(pz) & ~holm(pk)))


def main():
    a, b = ours(sys.argv[1]), theirs([p for p in sys.argv[2:] if not p.startswith("-")])
    z, pz, pk = tests(a, b)
    rz, rk = holm(pz), holm(pk)
    n = len(a[KEYS[0]]), len(b[KEYS[0]])
    print(f"n = {n[0]}, {n[1]}; means agree {np.sum(~rz)}/60, KS agree {np.sum(~rk)}/60, "
          f"both {np.sum(~rz & ~rk)}/60")
    for i, (m, w) in enumerate(KEYS):
        if "-v" in sys.argv or w in (52, 104, 156, 260):
            x, y = np.array(a[m, w]), np.array(b[m, w])
            print(f"{m:24s} {w:4d}  reference {x.mean():.4f} ({x.std():.4f})  program {y.mean():.4f} "
                  f"({y.std():.4f})  z {z[i]:6.1f}{'*' if rz[i] else ' '} "
                  f"ks p {pk[i]:.1e}{'*' if rk[i] else ''}")


if __name__ == "__main__":
    main()
