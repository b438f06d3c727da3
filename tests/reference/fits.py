#!/usr/bin/env python3
"""Hold `uptake fit` against pyABC (sequential Monte Carlo) on the same simulator, data and priors.

Two cases: one share of which so many are counted, whose answer is known exactly, and the spread of a new
drug among 125 doctors with two hazards that are not known. Needs `pip install pyabc`; takes minutes.

    python tests/reference/fits.py target/release/uptake
"""

import csv
import json
import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyabc
from pyabc import RV, Distribution

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "scenarios/forecasts/tetracycline.toml"
# Months and counts of the evidence that may be calibrated to (adoption-77 to adoption-81).
MONTHS = ["2000-11", "2000-12", "2001-01", "2001-02", "2001-03"]
COUNTS = [11, 20, 29, 40, 51]
ALL = 125
SPONTANEOUS = "diffusion.spontaneous_per_year"
CONTAGION = "diffusion.contagion_per_year"
# The scenario's own values, around which what is assumed has a spread of 0.4 on the logarithm.
OWN = {SPONTANEOUS: 0.8, CONTAGION: 1.5}
SPREAD = 0.4
FIXED = ["initial.live=0.01"]


def settings():
    """What is set on every command line."""
    sets = FIXED + [f"{key}={value}" for key, value in OWN.items()]
    return [part for text in sets for part in ("--set", text)]


class Simulator:
    """`uptake eval --stdin`, one future a request, each with luck of its own."""

    def __init__(self, uptake):
        self.asked = 0
        command = [uptake, "eval", str(SCENARIO), "--stdin", "--jobs", "1", *settings()]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def shares(self, values):
        """The share live at the end of each month."""
        self.asked += 1
        measures = [f"organisations.live @ {month}" for month in MONTHS]
        request = {"set": values, "measures": measures, "replicates": [self.asked, self.asked + 1]}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return np.array(numbers(answer))


def numbers(answer):
    """The values of an answer, measure by measure."""
    if "values" not in answer:
        raise SystemExit(f"no values in {answer}")
    values = answer["values"]
    return [v[0] if isinstance(v, list) else v for v in (values.values() if isinstance(values, dict) else values)]


def logit(count):
    """The scale of a fit: half a one is added on either side."""
    return np.log((count + 0.5) / (ALL - count + 0.5))


def smc(model, prior, observed, particles, generations):
    """Weighted values of the last generation."""
    distance = pyabc.PNormDistance(p=2)
    sampler = pyabc.sampler.SingleCoreSampler()
    abc = pyabc.ABCSMC(model, prior, distance, population_size=particles, sampler=sampler)
    with tempfile.TemporaryDirectory() as folder:
        abc.new(f"sqlite:///{folder}/abc.db", {"rows": observed})
        history = abc.run(max_nr_populations=generations)
        return history.get_distribution(m=0)


def told(name, values, weights):
    """Mean and standard deviation."""
    mean = float(np.average(values, weights=weights))
    sd = math.sqrt(float(np.average((values - mean) ** 2, weights=weights)))
    print(f"  {name}: mean {mean:.3f}, sd {sd:.3f}")
    return mean, sd


def one_share():
    """Seventy-five of a hundred, beta(2, 2) before: beta(77, 27) after."""
    print("one share: exactly mean 0.740, sd 0.043")
    model = lambda p: {"rows": np.array([sum(random.random() < p["share"] for _ in range(100))])}
    frame, weights = smc(model, Distribution(share=RV("beta", 2, 2)), np.array([75]), 400, 7)
    told("pyABC", frame["share"].to_numpy(), weights)


def two_hazards(uptake):
    """The spread of a drug."""
    simulator = Simulator(uptake)

    def model(logs):
        values = {key: math.exp(logs[name]) for name, key in zip(("p", "q"), (SPONTANEOUS, CONTAGION))}
        counts = ALL * simulator.shares(values)
        # The books of a census are off by half a one.
        return {"rows": logit(np.clip(counts + np.random.normal(0, 0.5, len(counts)), 0, ALL))}

    prior = Distribution(
        p=RV("norm", math.log(OWN[SPONTANEOUS]), SPREAD), q=RV("norm", math.log(OWN[CONTAGION]), SPREAD)
    )
    frame, weights = smc(model, prior, logit(np.array(COUNTS, float)), 200, 6)
    print(f"two hazards, logarithms; pyABC took {simulator.asked} futures")
    for name, key in (("p", SPONTANEOUS), ("q", CONTAGION)):
        told(f"pyABC {key}", frame[name].to_numpy(), weights)
    with tempfile.TemporaryDirectory() as folder:
        rows = [f"{month},organisations.live,{n},{ALL},fit" for month, n in zip(MONTHS, COUNTS)]
        table = Path(folder) / "seen.csv"
        table.write_text("date,measure,value,denominator,role\n" + "\n".join(rows) + "\n")
        vary = ["--vary", SPONTANEOUS, "--vary", CONTAGION]
        command = [uptake, "fit", str(SCENARIO), str(table), *settings(), *vary, "--futures", "3000"]
        subprocess.run([*command, "--discrepancy", "0", "-q", "-o", f"{folder}/fit"], check=True)
        with open(f"{folder}/fit/fit_parameters.csv", newline="") as text:
            for row in csv.DictReader(text):
                low, middle, high = (math.log(float(row[f"after_{p}"])) for p in ("p05", "p50", "p95"))
                print(f"  uptake {row['parameter']}: median {middle:.3f}, sd {(high - low) / 3.29:.3f}")


if __name__ == "__main__":
    random.seed(1)
    np.random.seed(1)
    one_share()
    two_hazards(sys.argv[1])
