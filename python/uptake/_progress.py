"""How far a piece of work has come."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Optional, Union

from ._optional import needed

#: Shown or not, a function that is called with how many futures are done, or (if none) shown where
#: somebody looks on.
Progress = Union[bool, Callable[[int], object], None]

#: Work that takes fewer seconds shows no bar.
_DELAY = 0.5


def _in_notebook() -> bool:
    shell = sys.modules.get("IPython")
    found: Any = shell.get_ipython() if shell else None
    return type(found).__name__ == "ZMQInteractiveShell"


@contextmanager
def told(progress: Progress, total: int, what: str) -> Iterator[Optional[Callable[[int], object]]]:
    """What the work calls with how many futures are done."""
    if callable(progress):
        yield progress
        return
    notebook = _in_notebook()
    shown = (notebook or sys.stderr.isatty()) if progress is None else progress
    if not shown or (progress is None and not importlib.util.find_spec("tqdm")):
        yield None
        return
    if notebook and importlib.util.find_spec("ipywidgets"):
        tqdm = needed("tqdm.notebook", "a progress bar").tqdm
    else:
        tqdm = needed("tqdm", "a progress bar").tqdm
    with tqdm(total=total, desc=what, unit="future", delay=_DELAY, leave=False) as bar:
        yield lambda done: bar.update(done - bar.n)
