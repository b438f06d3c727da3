"""A study by shards on Ray and on Dask: a worker is killed in the middle, and the bytes are those of a serial run.

Each needs its library (``pip install ray distributed``), and the program ``uptake`` on the path.
"""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from uptake import ray as shards

PARTS = 6
STUDY = """
name = "small"
replicates = 4
set = ["weeks=104"]

[design]
kind = "sobol"
points = 8

[parameters."team.facilitators.count"]
values = [1, 2, 4]
decision = true

[parameters."skill.attend"]
"""

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="who is killed is read from /proc")


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("study") / "small.toml"
    file.write_text(STUDY)
    return file


@pytest.fixture(scope="module")
def serial(study) -> dict[str, str]:
    folder = study.with_name("serial")
    subprocess.run(["uptake", "sweep", study, "-o", folder, "--jobs", "1", "--quiet"], check=True)
    return digests(folder)


def digests(folder: Path) -> dict[str, str]:
    """The files of a study but for its shards, which are named by how it was divided."""
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.iterdir()) if f.is_file()}


class Killer(threading.Thread):
    """Kills the worker of the first program that is seen at work on a part; ``killed`` is that part."""

    def __init__(self, folder: Path):
        super().__init__(daemon=True)
        self.folder, self.killed = folder, None

    def run(self):
        end = time.monotonic() + 120
        while self.killed is None and time.monotonic() < end:
            for lock in self.folder.glob("shards/.shard-*.lock"):
                number = re.search(r"\d+", lock.read_text())
                part = int(lock.name.split("-")[1])
                if number and not shards.shard_file(str(self.folder), part, PARTS).exists():
                    stat = Path("/proc", number[0], "stat").read_text()
                    worker = int(stat.rsplit(")", 1)[1].split()[1])
                    os.kill(worker, signal.SIGKILL)
                    self.killed = part
                    return
            time.sleep(0.02)


def held(folder: Path, serial: dict[str, str], killer: Killer, ran: list[int]) -> None:
    """A worker was killed at work, every part is there all the same, and so are the bytes."""
    assert killer.killed in ran
    assert ran == list(range(1, PARTS + 1))
    assert shards.missing(str(folder), PARTS) == []
    assert digests(folder) == serial


@linux_only
def test_ray_gives_the_bytes_of_a_serial_run_though_a_worker_is_killed(study, serial, tmp_path, monkeypatch):
    pytest.importorskip("ray")
    import ray

    folder = tmp_path / "ray"
    monkeypatch.setenv("RAY_worker_niceness", "0")  # 15 if nothing is said: on a busy machine that waits for minutes
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        killer = Killer(folder)
        killer.start()
        held(folder, serial, killer, shards.sweep(str(study), str(folder), PARTS))
        # What is there is not run again.
        shards.shard_file(str(folder), 2, PARTS).unlink()
        assert shards.sweep(str(study), str(folder), PARTS) == [2]
        assert digests(folder) == serial
    finally:
        ray.shutdown()


@linux_only
def test_dask_gives_the_bytes_of_a_serial_run_though_a_worker_is_killed(study, serial, tmp_path):
    distributed = pytest.importorskip("distributed")
    from uptake import dask as on_dask

    folder = tmp_path / "dask"
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        killer = Killer(folder)
        killer.start()
        held(folder, serial, killer, on_dask.sweep(str(study), str(folder), PARTS, client))


def test_a_part_that_fails_says_which_and_why(tmp_path):
    study = tmp_path / "wrong.toml"
    study.write_text("replicates = 0\n")
    with pytest.raises(RuntimeError, match=r"part 1 of 2 ended with 3: (?s:.*)replicates needs a whole number"):
        shards.run_part(str(study), str(tmp_path / "out"), 1, 2)
