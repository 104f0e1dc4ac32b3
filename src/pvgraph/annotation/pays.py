"""The land by which a body is named: « CAF Béarn et Soule » is one body of two lands."""

import re
from collections.abc import Collection

from pvgraph.lexicon import Lexicon

_PAIR = re.compile(r"\s+et\s+([A-ZÀ-Þ][a-zà-ÿ-]+)(?=\s*$|,)")


def end(text: str, at: int, bodies: Collection[int], lexicon: Lexicon) -> int:
    """Where the land ends whose first name ends at `at`; `bodies` begin elsewhere."""
    pair = _PAIR.match(text, at)
    if pair is None or pair.start(1) in bodies or lexicon.natures.of(pair.group(1)):
        return at
    return pair.end()
