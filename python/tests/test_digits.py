"""The package and the program give the same digits."""

from __future__ import annotations

import csv
import json
import math

import numpy as np
import pytest

import uptake as up

NUMBERS = ["denominator", "mean", "p05", "p25", "p50", "p75", "p95"]


def cell(text: str) -> float:
    return float(text) if text else math.nan


def same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


@pytest.fixture(scope="module")
def coverage(tmp_path_factory, program):
    """``coverage.csv`` and ``summary.json`` of the program."""
    from conftest import SMALL

    desk = tmp_path_factory.mktemp("desk")
    (desk / "small.toml").write_text(SMALL)
    done = program(*"run small.toml -o out --replicates 24 --seed 7".split(), cwd=desk)
    assert done.returncode == 0, done.stderr
    with open(desk / "out" / "coverage.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return rows, json.loads((desk / "out" / "summary.json").read_text()), done.stdout


def test_every_value_of_coverage_csv(run, coverage):
    rows, summary, _ = coverage
    table = run.table()
    assert len(table) == len(rows) > 10_000
    assert list(table.columns) == list(rows[0])
    for name in NUMBERS:
        expected = [cell(row[name]) for row in rows]
        assert all(map(same, table[name].tolist(), expected)), name
    for name in ("scenario", "measure", "group"):
        assert table[name].tolist() == [row[name] for row in rows]
    assert table["date"].dt.strftime("%Y-%m-%d").tolist() == [row["date"] for row in rows]
    assert run.digest == summary["digest"]
    assert run.data() == summary


def test_a_curve_is_its_rows_of_coverage_csv(run, coverage):
    rows, _, _ = coverage
    for measure, group in (("organisations.live", "all"), ("staff.access", "ward"), ("project.spend", "all")):
        wanted = [r for r in rows if (r["measure"], r["group"]) == (measure, group)]
        curve = run.curves(measure, group)
        assert len(curve) == len(wanted) == 61
        for name in NUMBERS:
            assert all(map(same, curve[name].tolist(), [cell(r[name]) for r in wanted])), (measure, name)


def test_values_are_those_of_eval(small, run, program, desk):
    asked = ["organisations.live @ 2026-12", "staff.access of ward @ 40", "organisations.real_use"]
    words = [word for text in asked for word in ("--measure", text)]
    done = program("eval", "small.toml", "--seed", "7", "--replicates", "3..9", *words, cwd=desk)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["values"]
    found = up.evaluate(small, measures=asked, replicates=range(3, 9), seed=7)
    assert {text: values.tolist() for text, values in found.items()} == told
    assert any(0 < value < 1 for values in told.values() for value in values)
    # So are those of a run, which went on to its end.
    assert run.values("staff.access", 40, "ward")[3:9].tolist() == told[asked[1]]
    assert run.values("organisations.real_use", -1)[3:9].tolist() == told[asked[2]]


def test_changes_are_those_of_set(small, program, desk):
    changes = {"team.facilitators.count": 4, "skill.attend": 0.6}
    words = [word for key, value in changes.items() for word in ("--set", f"{key}={value}")]
    done = program("eval", "small.toml", *words, cwd=desk)
    told = json.loads(done.stdout)["values"]["organisations.real_use"]
    assert up.evaluate(small, changes)["organisations.real_use"].tolist() == told
    assert small.changed(changes).evaluate()["organisations.real_use"].tolist() == told
    assert up.evaluate(small)["organisations.real_use"].tolist() != told


def test_the_answer_is_that_of_the_program(run, coverage):
    _, _, printed = coverage
    flat = " ".join(printed.split())
    assert " ".join(run.summary().split()) in flat


def test_a_comparison_is_that_of_the_program(small, program, desk):
    (desk / "more.toml").write_text(
        (desk / "small.toml").read_text().replace('"small"', '"more"') + "[team.facilitators]\ncount = 5\n"
    )
    done = program(*"compare small.toml more.toml -o out --replicates 20".split(), cwd=desk)
    assert done.returncode == 0, done.stderr
    more = up.scenario(desk / "more.toml")
    found = up.compare(small, more, replicates=20)
    assert found.names == ["small", "more"]
    with open(desk / "out" / "differences.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = found.differences()
    assert len(table) == len(rows) > 0
    for name in ("mean", "low", "high", "p05", "p50", "p95", "p_better", "efficiency"):
        assert all(map(same, table[name].tolist(), [cell(row[name]) for row in rows])), name
    assert found.data() == json.loads((desk / "out" / "comparison.json").read_text())
    said = found._core.sentences()[0]
    assert all(" ".join(sentence.split()) in " ".join(done.stdout.split()) for sentence in said[:2])
    assert np.isfinite(found.runs["more"].values("organisations.live", -1)).all()
