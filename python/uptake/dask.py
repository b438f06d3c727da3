"""A study by shards on a Dask cluster: ``python -m uptake.dask STUDY DIR --parts 64 --address tcp://HOST:8786``.

The parts are those of :mod:`uptake.ray`: runs of the program, on a disk that all workers share. Dask gives a task
whose worker is lost to another; a program that failed is tried again.
"""

from __future__ import annotations

import argparse
import os

from .ray import RETRIES, merge, missing, run_part


def sweep(study: str, folder: str, parts: int, client, threads: int = 1, program: str = "uptake") -> list[int]:
    """Run the missing parts of a study with a ``distributed.Client`` and merge; gives the parts that were run."""
    tasks = [
        client.submit(run_part, study, folder, i, parts, threads, program, os.getcwd(), retries=RETRIES, pure=False)
        for i in missing(folder, parts)
    ]
    ran = sorted(client.gather(tasks))
    merge(folder, program)
    return ran


def main(words: list[str] | None = None) -> None:
    """The command line."""
    from distributed import Client

    parser = argparse.ArgumentParser(prog="python -m uptake.dask", description="Run a study by shards on Dask.")
    parser.add_argument("study", help="study file, as uptake sweep takes it")
    parser.add_argument("folder", help="folder for the plan, the parts and the results; all workers share it")
    parser.add_argument("--parts", type=int, default=64, help="how many parts (default: 64)")
    parser.add_argument("--address", help="of the scheduler; none: workers are begun here")
    parser.add_argument("--program", default="uptake", help="the program, as every worker has it (default: uptake)")
    asked = parser.parse_args(words)
    with Client(asked.address) if asked.address else Client(threads_per_worker=1) as client:
        ran = sweep(asked.study, asked.folder, asked.parts, client, program=asked.program)
    print(f"{asked.folder}: {len(ran)} of {asked.parts} parts were run, all are merged")


if __name__ == "__main__":
    main()
