"""Libraries that not everybody needs."""

from __future__ import annotations

import importlib
from typing import Any


def needed(module: str, what: str) -> Any:
    """Import a library, or say what it is for and how it is had."""
    library = module.split(".")[0]
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != library:
            raise
        raise ModuleNotFoundError(
            f"{what} needs {library}, which is not installed: pip install {library}",
            name=library,
        ) from None
