"""A study by shards on a Ray cluster: ``python -m uptake.ray STUDY DIR --parts 64 --address auto``.

Each task is one run of the program, ``uptake sweep STUDY -o DIR --shard i/n``, in a process of its own. DIR lies on a
disk that all nodes share, and every node has ``uptake`` on its path. A task whose worker or node is lost is tried
again; it goes on where it was, since the program keeps what it has done. Parts that are whole are not begun again, and
the merged files are those of a serial run, to the byte.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

#: Times that a part is tried again whose worker was lost, and the same for a program that failed.
RETRIES = 5


def shard_file(folder: str, part: int, parts: int) -> Path:
    """Where a part stands once it is whole; it appears by rename, so that it is whole if it is there."""
    return Path(folder, "shards", f"shard-{part:04}-of-{parts:04}.txt")


def missing(folder: str, parts: int) -> list[int]:
    """The parts of so many that are not there yet."""
    return [i for i in range(1, parts + 1) if not shard_file(folder, i, parts).exists()]


def _ends_with_its_worker() -> None:
    """Ask Linux to end the program when its worker dies, or it would hold the lock of the part that is tried again."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def run_part(
    study: str, folder: str, part: int, parts: int, threads: int = 1, program: str = "uptake", within: str = "."
) -> int:
    """Run one part with the program, in the folder ``within``, and give its number back.

    The plan holds the name of the study as it is given, so names are not made absolute: bytes would differ.

    :raises RuntimeError: with what the program said, if it did not end well.
    """
    command = [program, "sweep", study, "-o", folder, "--shard", f"{part}/{parts}", "--jobs", str(threads), "--quiet"]
    bound = _ends_with_its_worker if sys.platform == "linux" else None
    done = subprocess.run(command, cwd=within, capture_output=True, text=True, preexec_fn=bound)
    if done.returncode != 0:
        raise RuntimeError(f"part {part} of {parts} ended with {done.returncode}: {done.stderr.strip()}")
    return part


def merge(folder: str, program: str = "uptake") -> None:
    """Put the parts together: the bytes do not depend on how they were run."""
    subprocess.run([program, "merge", folder, "--quiet"], check=True)


def sweep(
    study: str, folder: str, parts: int, address: str | None = None, threads: int = 1, program: str = "uptake"
) -> list[int]:
    """Run the missing parts of a study on a Ray cluster and merge; gives the parts that were run.

    :param address: of the cluster, ``auto`` for the one that this machine belongs to; none: one is begun here.
    :param threads: of each part; Ray is told that it takes so many processors.
    """
    import ray

    # Ray tells its makers of its use unless it is told not to; uptake tells nobody.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    begun_here = not ray.is_initialized()
    if begun_here:
        ray.init(address=address, log_to_driver=False)
    try:
        task = ray.remote(num_cpus=threads, max_retries=RETRIES, retry_exceptions=[RuntimeError])(run_part)
        waiting = [
            task.options(name=f"part {i} of {parts}").remote(study, folder, i, parts, threads, program, os.getcwd())
            for i in missing(folder, parts)
        ]
        ran: list[int] = []
        while waiting:
            ready, waiting = ray.wait(waiting)
            ran += ray.get(ready)
            print(f"part {ran[-1]} is there; {len(waiting)} to go", file=sys.stderr)
    finally:
        if begun_here:
            ray.shutdown()
    merge(folder, program)
    return sorted(ran)


def main(words: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m uptake.ray", description="Run a study by shards on Ray.")
    parser.add_argument("study", help="study file, as uptake sweep takes it")
    parser.add_argument("folder", help="folder for the plan, the parts and the results; all nodes share it")
    parser.add_argument("--parts", type=int, default=64, help="how many parts (default: 64)")
    parser.add_argument("--threads", type=int, default=1, help="threads of each part (default: 1)")
    parser.add_argument("--address", help="of the cluster; auto: the one that this machine belongs to")
    parser.add_argument("--program", default="uptake", help="the program, as every node has it (default: uptake)")
    asked = parser.parse_args(words)
    ran = sweep(asked.study, asked.folder, asked.parts, asked.address, asked.threads, asked.program)
    print(f"{asked.folder}: {len(ran)} of {asked.parts} parts were run, all are merged")


if __name__ == "__main__":
    main()
