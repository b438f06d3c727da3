"""What the package does beside the digits: errors, threads, Ctrl-C, memory, what Jupyter shows."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import uptake as up

TINY = 'name = "tiny"\nweeks = 2\nreplicates = 1\n[region.here]\nsize = 0.02\nteam_size = 0.1\n'


def test_the_built_in_region_a_path_and_a_text(small, desk, monkeypatch):
    region = up.scenario("cambridgeshire", {"team.facilitators.count": 4})
    assert (region.name, region.weeks) == ("cambridgeshire", 260)
    assert region.changes["team.facilitators.count"][1] == "4"
    monkeypatch.chdir(desk)
    for source in ("small.toml", desk / "small.toml"):
        assert up.scenario(source).resolved == small.resolved


def test_errors_have_the_text_and_the_place_of_the_program(desk, program):
    (desk / "bad.toml").write_text("weeks = 60\n[skill]\nattend = 1.4\n[teem]\n")
    with pytest.raises(up.ScenarioError) as raised:
        up.scenario(desk / "bad.toml")
    checked = program("check", str(desk / "bad.toml"), "--format", "json", cwd=desk)
    assert checked.returncode == 3
    import json

    assert raised.value.problems == json.loads(checked.stdout)["problems"]
    assert f"{desk / 'bad.toml'}:3:10: " in str(raised.value)
    assert issubclass(up.ScenarioError, ValueError)


def test_slips_in_changes_and_measures_say_what_was_meant(small, run):
    with pytest.raises(up.ScenarioError, match="--set:1:1: unknown key `skill.atend`"):
        small.changed({"skill.atend": 0.5})
    with pytest.raises(up.ScenarioError, match="unknown measure `organisations.liv`"):
        up.evaluate(small, measures=["organisations.liv"])
    with pytest.raises(up.ScenarioError, match="unknown measure `organisations.liv`"):
        run.curves("organisations.liv")
    with pytest.raises(up.ScenarioError, match="wards"):
        run.values("staff.access", 40, "wards")
    with pytest.raises(IndexError, match="week 61"):
        run.values("staff.access", 61)
    with pytest.raises(ValueError, match="2044-01"):
        run.values("staff.access", "2044-01")
    with pytest.raises(ValueError, match="replicates"):
        up.evaluate(small, replicates=range(4, 4))
    with pytest.raises(ValueError, match="jobs"):
        small.run(jobs=0)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="cambridgeshire"):
        up.scenario(tmp_path / "none.toml")


def test_what_is_doubtful_is_a_warning():
    with pytest.warns(up.ScenarioWarning, match="scenario.toml:4:9: `region.here` is new") as told:
        read = up.scenario(TINY)
    assert len(told) == len(read.warnings) == 1


def test_values_are_arrays_that_nobody_copied(run):
    values = run.values("organisations.live")
    assert values.shape == (24, 61) and values.dtype == np.float64
    assert values.flags.writeable
    week = run.values("organisations.live", week="2026-12")
    assert week.shape == (24,) and (week == values[:, run._core.week("2026-12")]).all()
    assert (run.values("organisations.live", -1) == values[:, 60]).all()
    assert np.isnan(run.values("encounters.informed", 0)).all()


def test_other_threads_go_on(small):
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.002)

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        start = time.monotonic()
        small.run(replicates=200, jobs=1)
        end = time.monotonic()
    finally:
        done.set()
        thread.join()
    within = sum(start < tick < end for tick in ticks)
    assert within > 0.1 * (end - start) / 0.002, (within, end - start)


def test_two_threads_both_progress(small):
    seen: list[str] = []

    def work(name):
        small.run(replicates=120, seed=3, jobs=1, progress=lambda done: seen.append(name))

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Each was told of while the other was under way.
    assert seen.index("b") < len(seen) - 1 - seen[::-1].index("a")
    assert seen.index("a") < len(seen) - 1 - seen[::-1].index("b")


def test_progress_is_told_and_can_stop_the_work(small):
    told: list[int] = []
    small.run(replicates=50, progress=told.append)
    assert told[-1] == 50 and told == sorted(told)

    def refuse(done):
        raise LookupError(str(done))

    with pytest.raises(LookupError):
        small.run(replicates=100_000, progress=refuse)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_a_run_within_half_a_second():
    code = (
        "import time, uptake as up\n"
        "region = up.scenario('cambridgeshire')\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    region.run(replicates=5000)\n"
        "except KeyboardInterrupt:\n"
        "    print(time.time(), flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    time.sleep(0.6)
    sent = time.time()
    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=20)
    assert float(out) - sent < 0.5
    assert child.returncode == 0


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells of its memory")
def test_memory_stays_flat_over_evaluations():
    tiny = up.scenario(TINY)
    many = int(os.environ.get("UPTAKE_TEST_EVALUATIONS", "400"))

    def ask(times):
        for k in range(times):
            up.evaluate(tiny, {"skill.attend": 0.5}, replicates=range(k, k + 1), jobs=1)

    ask(many // 4)
    before = resident()
    ask(many)
    assert resident() - before < 4_000_000


def test_a_scenario_goes_to_another_process(small):
    code = (
        "import sys, pickle, uptake\n"
        "scenario = pickle.load(sys.stdin.buffer)\n"
        "print(scenario.evaluate(replicates=2)['organisations.real_use'].tolist())\n"
    )
    changed = small.changed({"skill.attend": 0.4})
    out = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(changed), capture_output=True, check=True
    )
    expected = changed.evaluate(replicates=2)["organisations.real_use"].tolist()
    assert out.stdout.decode().strip() == str(expected)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks of POSIX")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_simulates_too(small):
    import multiprocessing

    expected = small.run(replicates=3).digest
    with multiprocessing.get_context("fork").Pool(2) as pool:
        found = pool.map_async(_digest, [small, small]).get(timeout=60)
    assert found == [expected, expected]


def _digest(scenario):
    return scenario.run(replicates=3).digest


def test_what_jupyter_shows(run, small):
    html = run._repr_html_()
    assert html.startswith("<p>In 90 of 100 simulated futures") and "<svg" in html
    both = up.compare(small, small.changed({"team.facilitators.count": 5}), replicates=20)
    assert "matched futures" in both._repr_html_() and "<svg" in both._repr_html_()
    assert "matched futures" in both.summary()
    assert both.names == ["small", "small-2"]


def test_charts_have_the_colours_of_the_program(run, small):
    import matplotlib

    matplotlib.use("Agg")
    ax = run.plot("coverage")
    assert ax.lines[-1].get_color() == "#12436d"
    assert (ax.lines[-1].get_ydata() == run.curves("organisations.real_use")["p50"]).all()
    assert len(ax.lines) == 13 and len(ax.collections) == 2
    assert run.plot("project.spend", ax=ax) is ax
    assert "£" in ax.get_ylabel() or "pounds" in ax.get_ylabel()
    both = up.compare(small, small.changed({"skill.attend": 0.2}), replicates=5)
    assert "beside small" in both.plot("staff.access").get_title("left")


@pytest.mark.parametrize("library", ["pandas", "matplotlib"])
def test_what_is_missing_is_named(run, monkeypatch, library):
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.setitem(sys.modules, f"{library}.pyplot", None)
    with pytest.raises(ModuleNotFoundError, match=f"pip install {library}"):
        run.curves("organisations.live") if library == "pandas" else run.plot("coverage")
    assert run.values("organisations.live", 60).shape == (24,)
