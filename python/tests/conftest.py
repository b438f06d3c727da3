"""What the tests share: a small scenario, and the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import uptake as up

SMALL = 'name = "small"\nweeks = 60\nreplicates = 5\n[region.here]\nsize = 0.1\nteam_size = 0.4\n'


@pytest.fixture(scope="session")
def small() -> up.Scenario:
    return up.scenario(SMALL)


@pytest.fixture(scope="session")
def run(small: up.Scenario) -> up.Run:
    return small.run(replicates=24, seed=7)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "small.toml").write_text(SMALL)
    return tmp_path


@pytest.fixture(scope="session")
def program():
    """The program that came with the package: a function of its words and its folder."""
    beside = Path(sys.executable).with_name("uptake")
    path = str(beside) if beside.exists() else shutil.which("uptake")
    assert path, "the program is installed with the package"

    def call(*words: str, cwd: Path, **options) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [path, *words], cwd=cwd, capture_output=True, text=True, timeout=120, **options
        )

    return call
