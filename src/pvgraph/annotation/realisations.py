"""Who did what is done already: in a sentence of the past, being named says more than a cue."""

from collections.abc import Iterator

from pvgraph.annotation.roles import FINANCEUR, PARTENAIRE, PORTEUR, Bound
from pvgraph.lexicon import Lexicon
from pvgraph.nlp.reading import Mention, Passage
from pvgraph.words import ascii_key

_CLASSES = frozenset({"contrat", "local", "nomme"})
_LOCAL_POWERS = frozenset({"commune", "collectivites"})


def roles(passage: Passage, bound: list[Bound], lexicon: Lexicon) -> Iterator[tuple[Mention, str]]:
    """Each body with its role: its cue's, or the one that did it."""
    cued = {b.mention: b.role for b in bound if b.by not in ("liste", "acte")}
    for mention in passage.mentions:
        role = cued.get(mention)
        before = ascii_key(passage.between(passage.at[0], mention.span.start))
        words = before.replace("'", "' ").split()
        if role == PARTENAIRE and _supported(words, lexicon):
            yield mention, FINANCEUR
        elif role:
            yield mention, role
        elif not mention.faint and (
            _institution(mention, lexicon) or (_one(mention, lexicon) and _agent(words, lexicon))
        ):
            yield mention, PORTEUR


def _institution(mention: Mention, lexicon: Lexicon) -> bool:
    """A body whose being named in what is done says that it did it."""
    body = lexicon.bodies[mention.code]
    return body.scope not in _CLASSES or body.type in _LOCAL_POWERS


def _one(mention: Mention, lexicon: Lexicon) -> bool:
    """One body, not a class of them (« par des centres sociaux »)."""
    return lexicon.bodies[mention.code].scope != "contrat"


def _agent(words: list[str], lexicon: Lexicon) -> bool:
    """« Démolition de 280 logements par Mon Logement 27 »: after « par », the body itself."""
    while words and words[-1] in lexicon.words["determinant"]:
        words = words[:-1]
    return bool(words) and words[-1] in lexicon.words["agent"]


def _supported(words: list[str], lexicon: Lexicon) -> bool:
    """« avec le soutien de la DRAC »: of what is done already, that is money."""
    return not lexicon.words["soutien"].isdisjoint(words)
