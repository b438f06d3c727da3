"""What the Python programs share: the size of the toy, its rule, and how a run is reported."""

import json
import resource
import sys
import time

ORGANISATIONS, STAFF, WEEKS = 1_000, 50, 520
QUIT, ALONE, COLLEAGUES, LAPSE = 0.005, 0.002, 0.05, 0.01

# One uniform number decides a week: below QUIT a person leaves; of what is above, a share
# `learn` or LAPSE lies just above it.
FORGETS = QUIT + (1 - QUIT) * LAPSE


def learns(share):
    """Numbers from QUIT to this one make an untrained person learn."""
    return QUIT + (1 - QUIT) * (ALONE + COLLEAGUES * share)


def report(name, run):
    """Time a run and print its curve, its time and the process's peak memory as JSON."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    start = time.perf_counter()
    curve = [float(x) for x in run(seed)]
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"name": name, "seconds": seconds, "peak_mib": peak, "curve": curve}))
