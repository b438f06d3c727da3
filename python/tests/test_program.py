"""The program that is installed with the package behaves as it does without Python."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib.metadata import version

import pytest


def test_it_has_the_version_of_the_package(program, tmp_path):
    done = program("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"uptake {version('uptake')}\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [("check small.toml", 0), ("check none.toml", 1), ("check --wrong", 2), ("check bad.toml", 3)],
)
def test_exit_codes(program, desk, words, code):
    (desk / "bad.toml").write_text("[skill]\nattend = 1.4\n")
    done = program(*words.split(), cwd=desk)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert bool(done.stderr) == (code != 0) or code == 0


def test_python_m_is_the_program(desk):
    done = subprocess.run(
        [sys.executable, "-m", "uptake", "check", "small.toml"], cwd=desk, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.split(".toml")[0]) == (0, "small")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_it_as_the_program_ends(desk):
    child = subprocess.Popen(
        [sys.executable, "-m", "uptake", "run", "small.toml", "--replicates", "20000", "-o", "out"],
        cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    time.sleep(2.0)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "stopped" in err and "uptake run small.toml" in err and "Traceback" not in err
