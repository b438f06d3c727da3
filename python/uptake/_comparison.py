"""Scenarios that meet the same luck, beside each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Optional

from . import _core
from ._plot import difference
from ._progress import Progress, told
from ._run import COVERAGE, Run
from ._scenario import Scenario, as_set
from ._tables import columns, frame
from ._text import Answer, card

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Comparison:
    """Scenarios in the same futures, the first of them the base. Made by :func:`compare`."""

    def __init__(self, core: _core.Comparison) -> None:
        self._core = core

    def __repr__(self) -> str:
        base, *others = self.names
        return f"<uptake.Comparison of {base!r} with {', '.join(map(repr, others))}>"

    @property
    def names(self) -> list[str]:
        """The scenarios, the base first; those of the same name are numbered."""
        return self._core.names

    @property
    def notes(self) -> list[str]:
        """What was changed to match them, in words."""
        return self._core.notes

    @property
    def runs(self) -> dict[str, Run]:
        """The futures of each scenario."""
        return {name: Run(run) for name, run in zip(self.names, self._core.runs())}

    def summary(self) -> Answer:
        """The answer in words, as ``uptake compare`` gives it."""
        return Answer(sentence for said in self._core.sentences() for sentence in said)

    def differences(self, measure: Optional[str] = None) -> pd.DataFrame:
        """Differences from the base future by future, in the digits of ``differences.csv``:
        of every headline measure, or of one."""
        found = frame(self._core.differences())
        if measure is None:
            return found
        rows = found[found["measure"] == measure]
        if rows.empty:
            raise ValueError(f"`{measure}` is not compared; these are: {', '.join(found['measure'].unique())}")
        return rows.reset_index(drop=True)

    def data(self) -> dict[str, Any]:
        """``comparison.json``: the answer in numbers."""
        return dict(json.loads(self._core.summary()))

    def plot(
        self, measure: str = "coverage", other: Optional[str] = None, ax: Optional[Axes] = None
    ) -> Axes:
        """Draw the difference of a measure over time: its mean, the 95 % interval of that, and 90 of
        100 futures. ``other`` is the scenario that is held against the base; the second if not given."""
        name = COVERAGE if measure == "coverage" else measure
        other = self.names[1] if other is None else other
        rows = columns(self._core.differences())
        which = (rows["measure"] == name) & (rows["scenario"] == other)
        if not which.any():
            raise ValueError(f"`{name}` of `{other}` is not compared")
        curve = {column: values[which] for column, values in rows.items()}
        label, unit, of = next(rest for known, *rest in _core.measures() if known == name)
        return difference(curve, (label, unit, of), f"{other} beside {self.names[0]}", ax)

    def _repr_html_(self) -> str:
        return card(self.summary(), *self._core.chart())


def compare(
    base: Scenario,
    *others: Scenario,
    replicates: Optional[int] = None,
    seed: Optional[int] = None,
    discount: float = 0.0,
    jobs: Optional[int] = None,
    progress: Progress = None,
) -> Comparison:
    """Simulate scenarios in the same futures, as ``uptake compare`` does.

    All have the seed and the number of futures of the base, unless these are given; so the difference
    is the plan's and not chance's. ``discount`` is by what share a pound counts less a year later.
    ``jobs`` and ``progress`` are those of :meth:`Scenario.run`.
    """
    many = base.replicates if replicates is None else replicates
    everyone = [base, *others]
    changes = as_set(None, replicates=many, seed=base.seed if seed is None else seed)
    with told(progress, many * len(everyone), "comparing") as step:
        cores = [scenario._core for scenario in everyone]
        return Comparison(_core.compare(cores, changes, discount, jobs, step))
