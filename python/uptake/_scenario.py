"""Scenarios, and values of measures in their futures."""

from __future__ import annotations

import datetime
import json
import os
import warnings
from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence, Union

from . import _core
from ._progress import Progress, told
from ._run import Run

if TYPE_CHECKING:
    import numpy as np

#: The region that is built in.
BUILTIN = "cambridgeshire"

#: What a scenario is made of: a built-in name, a path, or the text of a scenario file.
Source = Union[str, "os.PathLike[str]"]
#: Values of parameters by their keys (``uptake describe`` lists them).
Changes = Mapping[str, object]
#: How many futures, or which.
Replicates = Union[int, range, None]


class ScenarioWarning(UserWarning):
    """Something in a scenario that is allowed and rarely meant."""


def as_set(changes: Optional[Changes], **flags: Optional[int]) -> list[str]:
    """Changes as ``uptake --set`` takes them."""
    given = dict(changes or {})
    given.update({key: value for key, value in flags.items() if value is not None})
    return [f"{key}={_value(value)}" for key, value in given.items()]


def _value(value: object) -> str:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    # Numbers and arrays of numpy are plain ones to TOML.
    plain = value.tolist() if hasattr(value, "tolist") else value
    return json.dumps(plain, ensure_ascii=False)


def as_range(replicates: Replicates) -> Optional[tuple[int, int]]:
    """The first future and the end of them."""
    if replicates is None:
        return None
    which = replicates if isinstance(replicates, range) else range(int(replicates))
    if which.step != 1 or which.start < 0 or not which:
        raise ValueError(f"replicates are a number of 1 or more or a range in steps of 1, found {replicates}")
    return which.start, which.stop


class Scenario:
    """A valid scenario. Made by :func:`scenario`."""

    def __init__(self, core: _core.Scenario, origin: tuple[Source, list[Changes]]) -> None:
        self._core = core
        self._origin = origin
        self._facts = core.facts()

    def __repr__(self) -> str:
        return f"<uptake.Scenario {self.name!r}: {self.weeks} weeks from {self.start}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, self._origin

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._facts["name"])

    @property
    def title(self) -> str:
        """Its title."""
        return str(self._facts["title"])

    @property
    def question(self) -> str:
        """What it asks."""
        return str(self._facts["question"])

    @property
    def start(self) -> datetime.date:
        """First day of week 0."""
        return datetime.date.fromisoformat(self._facts["start"])

    @property
    def weeks(self) -> int:
        """Its horizon."""
        return int(self._facts["weeks"])

    @property
    def replicates(self) -> int:
        """Futures that it is simulated in, unless somebody says how many."""
        return int(self._facts["replicates"])

    @property
    def seed(self) -> int:
        """Its master seed."""
        return int(self._facts["seed"])

    @property
    def resolved(self) -> str:
        """The scenario as a file with every parameter stated."""
        return str(self._facts["resolved"])

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Parameters that differ from their defaults: the default, and the value, as text."""
        return {key: (default, value) for key, default, value in self._facts["changed"]}

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """What is doubtful in it, each at its place."""
        return list(self._facts["warnings"])

    def changed(self, changes: Changes) -> Scenario:
        """The same with further changes."""
        source, before = self._origin
        return Scenario(self._core.changed(as_set(changes)), (source, [*before, dict(changes)]))

    def run(
        self,
        replicates: Optional[int] = None,
        seed: Optional[int] = None,
        *,
        jobs: Optional[int] = None,
        progress: Progress = None,
    ) -> Run:
        """Simulate it, as ``uptake run`` does.

        ``replicates`` and ``seed`` are those of the scenario if they are not given. ``jobs`` is a
        number of threads (all processors if not given), which changes the time taken and nothing
        else. Other Python threads go on; Ctrl-C ends it at once. ``progress`` shows a bar or not, or
        is a function that is called with how many futures are done; if not given a bar is shown
        where somebody looks on.
        """
        total = self.replicates if replicates is None else replicates
        with told(progress, total, self.name) as step:
            return Run(self._core.run(as_set(None, replicates=replicates, seed=seed), jobs, step))

    def evaluate(self, *args: Any, **options: Any) -> dict[str, np.ndarray]:
        """:func:`evaluate` of this scenario."""
        return evaluate(self, *args, **options)


def scenario(source: Source, changes: Optional[Changes] = None) -> Scenario:
    """Read a scenario.

    ``source`` is the name of the built-in region, ``"cambridgeshire"``; the path of a file; or the
    text of one (a string with a line break or ``=`` in it). ``changes`` are laid over it, as
    ``uptake --set`` does: ``{"team.facilitators.count": 4}``.

    Raises :class:`ScenarioError` with every problem at its place, and ``OSError`` if a file cannot be
    read. What is doubtful is a :class:`ScenarioWarning`.
    """
    read = _read(source, as_set(changes))
    for problem in read.facts()["warnings"]:
        place = "{source}:{line}:{column}: {message}".format(**problem)
        helped = "".join(f"\n  help: {line}" for line in (problem["help"] or "").splitlines())
        warnings.warn(place + helped, ScenarioWarning, stacklevel=2)
    return Scenario(read, (source, [dict(changes or {})]))


def _read(source: Source, changes: list[str]) -> _core.Scenario:
    if isinstance(source, str):
        if "\n" in source or "=" in source:
            return _core.Scenario.text("scenario.toml", source, changes)
        if source == BUILTIN:
            return _core.Scenario.builtin(changes)
    path = os.fspath(source)
    try:
        return _core.Scenario.file(path, changes)
    except OSError as error:
        if os.path.exists(path):
            raise
        helped = f"a scenario is {BUILTIN!r}, the path of a file, or the text of one"
        raise FileNotFoundError(f"{error}\n  help: {helped}") from None


def _again(source: Source, changes: list[Changes]) -> Scenario:
    """A scenario as it was, in another process."""
    read = _read(source, [change for some in changes for change in as_set(some)])
    return Scenario(read, (source, changes))


def evaluate(
    scenario: Scenario,
    changes: Optional[Changes] = None,
    measures: Sequence[str] = ("organisations.real_use",),
    replicates: Replicates = None,
    *,
    seed: Optional[int] = None,
    jobs: Optional[int] = None,
    progress: Progress = False,
) -> dict[str, np.ndarray]:
    """Values of measures in the futures that are named, as ``uptake eval`` gives them.

    A measure may have a group and a time, ``"staff.weekly of ward @ 2029-03"``; the last week if it
    has none. ``replicates`` is a number, or a range such as ``range(40, 44)``: future 40 is the same
    in whatever range it is asked for. No future is simulated further than the last week that is
    asked for. Gives an array for each measure, a value a future; NaN where there is nothing to
    measure.
    """
    import numpy as np

    which = as_range(replicates)
    total = scenario.replicates if which is None else which[1] - which[0]
    with told(progress, total, scenario.name) as step:
        found = scenario._core.evaluate(
            as_set(changes, seed=seed), list(measures), which, jobs, step
        )
    return {text: np.frombuffer(values) for text, values in found}
