"""Sentences."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Iterable


class Answer(str):
    """Sentences of the program, shown as a paragraph."""

    def __new__(cls, sentences: Iterable[str]) -> Answer:
        return super().__new__(cls, " ".join(filter(None, sentences)))

    def __repr__(self) -> str:
        return textwrap.fill(self, 88).replace("\N{NO-BREAK SPACE}", " ")

    def _repr_html_(self) -> str:
        return f"<p>{escape(self)}</p>"


def card(answer: str, svg: str, alt: str) -> str:
    """An answer with its chart, as HTML."""
    picture = f'<div style="max-width: 60em" role="img" aria-label="{escape(alt)}">{svg}</div>'
    return f"<p>{escape(answer)}</p>{picture}"
