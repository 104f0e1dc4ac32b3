"""The witness: the simplest reading that one could write in a minute. Every bullet is an action.

Each line or table item that begins with a bullet becomes an action of the contrat's signatories,
on the one theme that is most frequent in the other contrats' gold. What pvgraph adds is what it
does better than this.
"""

import re
from collections import Counter
from collections.abc import Iterable

from pvgraph.evaluate.gold import Gold
from pvgraph.model import MESURES, Extraction, Participation, Record, Span

_BULLET = re.compile(
    r"^[ \t]*(?:[-*+•▪◦‣●○■□➢➔→✓✔–—\uf0b7\uf0a7\uf0d8]|\d+[.)])[ \t]+(?P<words>\S[^\n]*\S)"
    r"|<li>\s*(?P<item>[^<\s][^<]*[^<\s])",
    re.MULTILINE,
)


def read(gold: Gold, others: Iterable[Gold]) -> Extraction:
    """Every bullet of the text as an action; `others` give the theme that each one gets."""
    themes = _most_frequent(others)
    together = Participation(f"signataires-{gold.contrat}", "signataires", "porteur", "collectif")
    rows = []
    for number, match in enumerate(_BULLET.finditer(gold.text), 1):
        span = Span(*match.span("words" if match["words"] else "item"))
        rows.append(
            Record(
                id=f"{gold.contrat}-{number:04}",
                contrat=gold.contrat,
                niveau="action",
                text=span.of(gold.text),
                span=span,
                regle="puce",
                confiance=0.5,
                acteurs=(together,),
                themes=themes,
            )
        )
    return Extraction(gold.contrat, tuple(rows))


def _most_frequent(others: Iterable[Gold]) -> tuple[str, ...]:
    first = Counter(
        r.themes[0] for g in others for r in g.records if r.niveau in MESURES and r.themes
    )
    return tuple(theme for theme, _ in first.most_common(1))
