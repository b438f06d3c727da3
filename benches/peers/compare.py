#!/usr/bin/env python3
"""The toy rule in several frameworks, side by side on one core.

    python3 benches/peers/compare.py --environments DIR [--rounds 5] [--only mesa ixa]

Builds the Rust programs, makes one Python environment for each Python framework in DIR (which
lies outside the repository) if it is not there, and runs every program once a round, in turn, with
the round's number as seed. A framework that cannot be built or installed is named and left out.

No time is printed before every curve agrees with the exact Markov chain. The mean share over all
runs at weeks 26, 52, 104, 260 and 520 is scored by its exact standard error, that of one
organisation over the root of 1,000 organisations x rounds. The family of all scores of all
programs rejects what is true with chance at most 0.001 (Bonferroni, two-sided). A broken twin, the
chain in which colleagues teach 5 % more, must be rejected by the same scores.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORGANISATIONS, STAFF, WEEKS = 1_000, 50, 520
DATES = (26, 52, 104, 260, 520)
ALPHA = 0.001
RUST = ("yardstick", "engine", "krabmaga", "ixa")
PYTHON = ("mesa", "ambr", "starsim")


def exact(quit_=0.005, alone=0.002, colleagues=0.05, lapse=0.01):
    """Mean and variance of the share trained of one organisation, at each of the dates."""

    def binomial(n, p):
        row = [1.0]
        for _ in range(n):
            up = [0.0] + [x * p for x in row]
            row = [a + x * (1 - p) for a, x in zip(up, row + [0.0])]
        return row

    # From n trained: those who stay, plus those of the others who learn.
    step = []
    for n in range(STAFF + 1):
        stay = binomial(n, (1 - quit_) * (1 - lapse))
        come = binomial(STAFF - n, (1 - quit_) * (alone + colleagues * n / STAFF))
        row = [0.0] * (STAFF + 1)
        for i, a in enumerate(stay):
            for j, b in enumerate(come):
                row[i + j] += a * b
        step.append(row)
    now, moments = [1.0] + [0.0] * STAFF, {}
    for week in range(1, WEEKS + 1):
        now = [sum(p * row[k] for p, row in zip(now, step)) for k in range(STAFF + 1)]
        if week in DATES:
            mean = sum(p * k for k, p in enumerate(now)) / STAFF
            square = sum(p * k * k for k, p in enumerate(now)) / STAFF**2
            moments[week] = (mean, square - mean * mean)
    return moments


def scores(curves, chain):
    """Standard errors between the mean of the curves and the chain, at each date."""
    found = []
    for week in DATES:
        mean, variance = chain[week]
        average = statistics.fmean(curve[week - 1] for curve in curves)
        found.append((average - mean) / (variance / (ORGANISATIONS * len(curves))) ** 0.5)
    return found


def build():
    subprocess.run(["cargo", "build", "--locked", "--release"], cwd=HERE, check=True)
    said = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"],
        cwd=HERE, check=True, capture_output=True,
    )
    target = Path(json.loads(said.stdout)["target_directory"]) / "release"
    return {name: [str(target / name)] for name in RUST}


def environment(name, folder):
    """Command that runs a Python framework's toy, or None where it cannot be installed."""
    place = folder / name
    if not place.exists():
        # The newest interpreter found: current Mesa asks for 3.12.
        newest = next(filter(None, map(shutil.which, ("python3.13", "python3.12"))), sys.executable)
        try:
            subprocess.run([newest, "-m", "venv", place], check=True)
            wanted = HERE / "requirements" / f"{name}.txt"
            subprocess.run([place / "bin/pip", "install", "-q", "-r", wanted], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name} could not be installed: {error}", file=sys.stderr)
            shutil.rmtree(place, ignore_errors=True)
            return None
    return [str(place / "bin/python"), str(HERE / "python" / f"{name}_toy.py")]


def run(command, seed):
    """One run, alone on one core."""
    threads = {f"{x}_NUM_THREADS": "1" for x in ("OPENBLAS", "OMP", "MKL", "NUMBA")}
    core = {min(os.sched_getaffinity(0))}
    said = subprocess.run(
        [*command, str(seed)], check=True, capture_output=True, text=True,
        env={**os.environ, **threads, "POLARS_MAX_THREADS": "1"},
        preexec_fn=lambda: os.sched_setaffinity(0, core),
    )
    # The result is the last line; a framework may greet first.
    return json.loads(said.stdout.strip().splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--environments", type=Path, required=True, help="folder outside the repository")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=RUST + PYTHON, default=RUST + PYTHON)
    asked = parser.parse_args()
    commands = build()
    asked.environments.mkdir(parents=True, exist_ok=True)
    wanted = [name for name in PYTHON if name in asked.only]
    commands.update({name: environment(name, asked.environments.resolve()) for name in wanted})
    always = ("yardstick", "engine")
    commands = {k: v for k, v in commands.items() if v and (k in asked.only or k in always)}

    runs = {name: [] for name in commands}
    for seed in range(1, asked.rounds + 1):
        for name, command in commands.items():
            runs[name].append(run(command, seed))
            print(f"round {seed}: {name}", file=sys.stderr)

    chain, twin = exact(), exact(colleagues=1.05 * 0.05)
    critical = statistics.NormalDist().inv_cdf(1 - ALPHA / (2 * len(DATES) * len(runs)))
    print(f"exact means: {', '.join(f'{chain[w][0]:.4f}' for w in DATES)}")
    print(f"largest score allowed: {critical:.2f} standard errors\n")
    agree = True
    for name, results in runs.items():
        curves = [result["curve"] for result in results]
        found = scores(curves, chain)
        fits = all(len(c) == WEEKS for c in curves) and max(map(abs, found)) < critical
        seen = max(map(abs, scores(curves, twin))) >= critical
        agree = agree and fits and seen
        print(f"{name:10} {' '.join(f'{z:6.2f}' for z in found)}  "
              f"{'agrees' if fits else 'DOES NOT AGREE'}"
              f"{'' if seen else '; the broken twin was NOT seen: too few rounds'}")
    if not agree:
        sys.exit("no times: not every curve agrees with the exact chain")

    nanoseconds = {
        name: [r["seconds"] * 1e9 / (ORGANISATIONS * STAFF * WEEKS) for r in results]
        for name, results in runs.items()
    }
    middle = {name: statistics.median(times) for name, times in nanoseconds.items()}
    print("\n| program | ns a staff-week (least to most) | x yardstick | x engine | peak MiB |")
    print("|---|---:|---:|---:|---:|")
    for name in sorted(middle, key=middle.get):
        times, peak = nanoseconds[name], max(r["peak_mib"] or 0 for r in runs[name])
        print(f"| {name} | {middle[name]:.2f} ({min(times):.2f} to {max(times):.2f}) | "
              f"{middle[name] / middle['yardstick']:.2f} | "
              f"{middle[name] / middle['engine']:.2f} | {peak:.1f} |")


if __name__ == "__main__":
    main()
