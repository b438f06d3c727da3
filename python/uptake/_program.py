"""The program ``uptake``, as it is without Python: the same words, files and exit codes."""

from __future__ import annotations

import signal
import sys

from . import _core


def main() -> None:
    """Run the program with the words of the command line."""
    # The program answers Ctrl-C itself; what was started to ignore it goes on to do so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_core.main(sys.argv))
