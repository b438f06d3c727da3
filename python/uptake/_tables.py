"""Tables of the program as columns, in its own digits."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from ._optional import needed

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

#: Columns that are no numbers.
WORDS = {"scenario", "base", "measure", "unit", "group_kind", "group"}
#: Columns of whole numbers.
WHOLE = {"week", "replicates"}


def columns(table: bytes) -> dict[str, np.ndarray]:
    """The columns of a table; NaN where a cell is empty."""
    import numpy as np

    head, *rows = csv.reader(io.StringIO(table.decode()))

    def column(name: str, cells: tuple[str, ...]) -> Any:
        if name in WORDS:
            return np.array(cells, dtype=object)
        if name == "date":
            return np.array(cells, dtype="datetime64[D]")
        if name in WHOLE:
            return np.array(cells, dtype=np.int64)
        return np.array([float(cell) if cell else np.nan for cell in cells])

    turned = zip(*rows) if rows else ((),) * len(head)
    return {name: column(name, cells) for name, cells in zip(head, turned)}


def frame(table: bytes) -> pd.DataFrame:
    """A table as a data frame."""
    pandas = needed("pandas", "a table")
    found = pandas.DataFrame(columns(table))
    found["date"] = pandas.to_datetime(found["date"])
    return found
