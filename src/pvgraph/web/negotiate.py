"""Content negotiation (RFC 9110, 12.5.1): which of our formats a client likes best."""

from collections.abc import Sequence
from functools import lru_cache

from pvgraph.store.formats import Format
from pvgraph.web.failures import Refusal


@lru_cache(maxsize=512)
def preferences(accept: str) -> tuple[tuple[str, float, int], ...]:
    """The media ranges of an Accept header with their weight and precision (0 to 3).

    Parameters other than `q` make a range more precise; a weight that is no number counts as 1.
    """
    found = []
    for part in accept.split(","):
        media, *parameters = (p.strip() for p in part.split(";"))
        if not media:
            continue
        weight, extra = 1.0, 0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                weight = _weight(value)
            elif name:
                extra = 1
        media = "*/*" if media == "*" else media.lower()
        precision = 0 if media == "*/*" else 1 if media.endswith("/*") else 2 + extra
        found.append((media, weight, precision))
    return tuple(found)


def _weight(value: str) -> float:
    try:
        return min(1.0, max(0.0, float(value.strip())))
    except ValueError:
        return 1.0


def quality(media_types: Sequence[str], accept: str) -> float:
    """How much the client wants an answer of one of these types: 0 is not at all.

    The most precise range that matches decides; the first type is the answer's own, and wins
    ties over types that are only other names for it.
    """
    if not accept.strip():
        return 1.0
    best = 0.0
    for rank, own in enumerate(media_types):
        matching = [
            (precision, weight)
            for media, weight, precision in preferences(accept)
            if media in (own, "*/*") or (media.endswith("/*") and own.startswith(media[:-1]))
        ]
        if matching:
            best = max(best, max(matching)[1] - rank * 1e-4)
    return best


def choose(formats: Sequence[Format], accept: str) -> Format | None:
    """The format that the client likes best, the earlier of equals; None when it wants none."""
    scored = [(quality(f.accepts, accept), -i) for i, f in enumerate(formats)]
    score, order = max(scored)
    return formats[-order] if score > 0 else None


@lru_cache(maxsize=128)
def wanted(formats: tuple[Format, ...], wish: str, accept: str) -> Format:
    """The format that the client named (`csv`, `text/csv`), or else likes best by its Accept.

    Raises:
        Refusal: 406, there is none; lists those that there are.
    """
    if wish:
        format = next((f for f in formats if wish in (f.name, *f.accepts)), None)
    else:
        format = choose(formats, accept)
    if format is None:
        offered = ", ".join(f.accepts[0] for f in formats)
        asked = wish or accept
        raise Refusal(406, f"aucun format pour {asked!r} ; possibles (available): {offered}")
    return format
