"""Compare the values of model.py with the project's own replicates: 10 dates x 6 measures."""
import csv, sys
import numpy as np
import pyarrow.parquet as pq
from scipy import stats
M = ["organisations.live", "organisations.real_use", "staff.access", "staff.competent", "staff.monthly", "patients.true_current"]
DATES = [26, 52, 78, 104, 130, 156, 182, 208, 234, 260]


def ours(path):
    d = {}
    for r in csv.DictReader(open(path)):
        d.setdefault((r["measure"], int(r["week"])), []).append(float(r["value"]))
    return d


def theirs(paths):
    d = {}
    for path in paths:
        t = pq.read_table(path, filters=[("measure", "in", M), ("week", "in", DATES), ("group", "==", "all")])
        for m, w, v in zip(*(t[c].to_pylist() for c in ("measure", "week", "value"))):
            d.setdefault((m, w), []).append(v)
    return d


def holm(p, alpha=0.01):
    order, reject = np.argsort(p), np.zeros(len(p), bool)
    for i, j in enumerate(order):
        if p[j] > alpha / (len(p) - i):
            break
        reject[j] = True
    return reject


a, b = ours(sys.argv[1]), theirs(sys.argv[2:])
keys = [(m, w) for m in M for w in DATES]
z, pk = [], []
for k in keys:
    x, y = np.array(a[k]), np.array(b[k])
    se = np.sqrt(x.var(ddof=1) / len(x) + y.var(ddof=1) / len(y))
    z.append((x.mean() - y.mean()) / se if se > 0 else 0.0)
    pk.append(stats.ks_2samp(np.round(x, 6), np.round(y, 6)).pvalue)
pz = 2 * stats.norm.sf(np.abs(z))
rz, rk = holm(pz), holm(np.array(pk))
print(f"n = {len(x)}, {len(y)}; means agree {np.sum(~rz)}/60, KS agree {np.sum(~rk)}/60, both {np.sum(~rz & ~rk)}/60")
for i, (m, w) in enumerate(keys):
    if "-v" in sys.argv or w in (52, 104, 156, 260):
        x, y = np.array(a[m, w]), np.array(b[m, w])
        print(f"{m:24s} {w:4d}  ours {x.mean():.4f} ({x.std():.4f})  theirs {y.mean():.4f} ({y.std():.4f})  z {z[i]:6.1f}{'*' if rz[i] else ' '} ks p {pk[i]:.1e}{'*' if rk[i] else ''}")
