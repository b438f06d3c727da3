"""Charts of matplotlib in the colours of the program's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional

from ._optional import needed

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes

#: The UK Government Analysis Function's palette for categories, as in ``src/outputs/charts``.
BLUE, TURQUOISE, PINK, ORANGE = "#12436d", "#28a197", "#801650", "#f46a25"
SAMPLE, GRID, INK, LESSER_INK = "#6b7783", "#d4d8dc", "#1a1f24", "#4a535b"
#: Single futures drawn.
SAMPLES = 12
#: Futures from which percentiles are shown.
FEWEST_FOR_PERCENTILES = 20


def axes(ax: Optional[Axes]) -> Axes:
    """Axes as the program draws them: few lines, dates along the bottom."""
    pyplot = needed("matplotlib.pyplot", "a chart")
    dates = needed("matplotlib.dates", "a chart")
    if ax is None:
        _, ax = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    ax.grid(axis="y", color=GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(colors=LESSER_INK, length=0)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(ax.xaxis.get_major_locator()))
    return ax


def named(ax: Axes, told: tuple[str, str, str], title: str, denominator: float) -> None:
    """Title, and what the values are."""
    label, unit, of = told
    if unit == "share":
        ticker = needed("matplotlib.ticker", "a chart")
        ax.yaxis.set_major_formatter(ticker.PercentFormatter(1.0, decimals=None))
        many = f" (mean {denominator:,.0f})" if denominator > 0 else ""
        what = f"{label}, share of {of}{many}" if of else label
    else:
        what = f"{label}, {unit}"
    ax.set_title(title, loc="left", color=INK)
    ax.set_ylabel(what, color=LESSER_INK)


def fan(
    curve: Mapping[str, Any],
    values: np.ndarray,
    told: tuple[str, str, str],
    title: str,
    ax: Optional[Axes],
) -> Axes:
    """The middle, bands, and single futures."""
    import numpy as np

    ax = axes(ax)
    date = curve["date"]
    if len(values) >= FEWEST_FOR_PERCENTILES:
        for low, high, opacity in (("p05", "p95", 0.16), ("p25", "p75", 0.34)):
            ax.fill_between(date, curve[low], curve[high], color=BLUE, alpha=opacity, linewidth=0)
    if len(values) > 1:
        ax.plot(date, values[:SAMPLES].T, color=SAMPLE, alpha=0.7, linewidth=0.6)
    ax.plot(date, curve["p50"], color=BLUE, linewidth=2.4)
    ax.set_ylim(bottom=min(0.0, float(np.nanmin(curve["p05"], initial=0.0))))
    ax.margins(x=0)
    named(ax, told, title, float(curve["denominator"][-1]))
    return ax


def difference(curve: Mapping[str, Any], told: tuple[str, str, str], title: str, ax: Optional[Axes]) -> Axes:
    """The mean difference with its 95 % interval, and 90 of 100 differences."""
    ax = axes(ax)
    date = curve["date"]
    ax.axhline(0.0, color=INK, linewidth=0.8)
    ax.fill_between(date, curve["p05"], curve["p95"], color=BLUE, alpha=0.16, linewidth=0)
    ax.fill_between(date, curve["low"], curve["high"], color=BLUE, alpha=0.34, linewidth=0)
    ax.plot(date, curve["mean"], color=BLUE, linewidth=2.4)
    ax.margins(x=0)
    label, unit, of = told
    named(ax, (f"difference: {label}", unit, of), title, 0.0)
    return ax
