"""Simulate how a patient-data-sharing tool spreads through hundreds of care organisations.

>>> import uptake as up
>>> region = up.scenario("cambridgeshire", {"team.facilitators.count": 4})
>>> run = region.run(replicates=200, seed=1)
>>> run.curves("organisations.live")          # a data frame of pandas
>>> run.values("patients.true_current", week=260)   # an array of numpy, one value a future
>>> run.plot("coverage")                      # axes of matplotlib

The same scenario and seed give the digits of the program ``uptake``, which is installed with this
package.
"""

from __future__ import annotations

from ._comparison import Comparison, compare
from ._core import ScenarioError
from ._run import Run, measures
from ._scenario import Scenario, ScenarioWarning, evaluate, scenario
from ._text import Answer

__all__ = [
    "Answer",
    "Comparison",
    "Run",
    "Scenario",
    "ScenarioError",
    "ScenarioWarning",
    "compare",
    "evaluate",
    "measures",
    "scenario",
]
