"""``python -m uptake`` is the program ``uptake``."""

import sys

from ._program import main

sys.argv[0] = "uptake"
main()
