"""The futures of a scenario."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any, Optional, Union

from . import _core
from ._plot import fan
from ._tables import columns, frame
from ._text import Answer, card

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes

#: A week by its number, a day, or a text such as ``"2029-03"`` (the last week of that month).
Week = Union[int, str, datetime.date]

#: The measure that the chart of coverage shows.
COVERAGE = "organisations.real_use"
#: Columns of a curve.
CURVE = ["date", "p05", "p25", "p50", "p75", "p95", "mean", "denominator", "replicates"]


def measures() -> dict[str, str]:
    """What can be asked about: names, and what they are."""
    return {
        name: f"{label} ({unit}{f' of {of}' if of else ''})"
        for name, label, unit, of in _core.measures()
    }


class Run:
    """Simulated futures of one scenario. Made by :meth:`Scenario.run`."""

    def __init__(self, core: _core.Run) -> None:
        self._core = core

    def __repr__(self) -> str:
        return f"<uptake.Run of {self.name!r}: {self.replicates} futures of {self.weeks} weeks>"

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self._core.name

    @property
    def weeks(self) -> int:
        """The horizon: there is a value for each of weeks 0 to this."""
        return self._core.weeks

    @property
    def replicates(self) -> int:
        """How many futures there are."""
        return self._core.replicates

    @property
    def digest(self) -> str:
        """One digest over all futures, as in ``summary.json``."""
        return self._core.digest

    @property
    def dates(self) -> np.ndarray:
        """The day on which each week starts."""
        import numpy as np

        return np.array(self._core.dates, dtype="datetime64[D]")

    @property
    def groups(self) -> dict[str, str]:
        """The groups for which measures are kept: identifiers, and what charts call them."""
        return dict(self._core.groups)

    def curves(self, measure: str, group: str = "all") -> pd.DataFrame:
        """A measure week by week over all futures, in the digits of ``coverage.csv``.

        The index is the week. A share has the mean of what it is a share of beside it, as
        ``denominator``.
        """
        found = frame(self._core.coverage((measure, group)))
        return found.set_index("week")[CURVE]

    def table(self) -> pd.DataFrame:
        """Every measure of every group: the whole of ``coverage.csv``."""
        return frame(self._core.coverage())

    def values(self, measure: str, week: Optional[Week] = None, group: str = "all") -> np.ndarray:
        """Values of a measure, one a future, in a week; without one a row a future, a column a week.

        NaN where there is nothing to measure. The digits are those of ``uptake eval``.
        """
        import numpy as np

        at = None if week is None else self._week(week)
        found = np.frombuffer(self._core.values(measure, group, at))
        return found if at is not None else found.reshape(self.replicates, self.weeks + 1)

    def summary(self) -> Answer:
        """The answer in words, as ``uptake run`` prints it."""
        return Answer(self._core.answer())

    def data(self) -> dict[str, Any]:
        """``summary.json``: the answer in numbers, with the digest of the run."""
        return dict(json.loads(self._core.summary()))

    def chart(self, name: str = "coverage") -> Optional[str]:
        """A chart of the report as SVG (``coverage``, ``levels_of_use``, ``organisation_states`` …);
        none where there is no such chart, or nothing to draw."""
        found = self._core.chart(name)
        return found and found[0]

    def plot(
        self, measure: str = "coverage", group: str = "all", ax: Optional[Axes] = None
    ) -> Axes:
        """Draw a measure over time: the middle, 50 and 90 of 100 futures, and twelve of them.

        ``"coverage"`` is the share of organisations in real use, as on the chart of that name.
        """
        name = COVERAGE if measure == "coverage" else measure
        curve = columns(self._core.coverage((name, group)))
        label, unit, of = next(rest for known, *rest in _core.measures() if known == name)
        title = self.name if group == "all" else f"{self.name}: {self.groups[group]}"
        return fan(curve, self.values(name, group=group), (label, unit, of), title, ax)

    def _repr_html_(self) -> str:
        found = self._core.chart("coverage")
        svg, alt = found if found else ("", "")
        return card(self.summary(), svg, alt)

    def _week(self, week: Week) -> int:
        if isinstance(week, str):
            return self._core.week(week)
        if isinstance(week, datetime.date):
            return self._core.week(week.isoformat()[:10])
        at = int(week)
        return at if at >= 0 else self.weeks + 1 + at
