"""What follows a body's name: « Habitat », a bracket, the class whose member it is."""

from spacy.tokens import Doc

from pvgraph.lexicon import Lexicon
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.phrases import Found
from pvgraph.nlp.propres import ProperNames
from pvgraph.words import slugify

_OPEN = {"commune", "epci"}
_COMMON = {"contrat", "local", "nomme"}  # classes: what follows in brackets may be another body
_BRACKET_MAX = 24


class After:
    """Lengthens a mention by what follows it."""

    def __init__(self, lexicon: Lexicon, names: ProperNames) -> None:
        self._lexicon, self._names = lexicon, names

    def read(self, doc: Doc, mention: Draft, heads: list[Found]) -> None:
        self._suffix(doc, mention)
        self._of_body(doc, mention, heads)
        self._bracket(doc, mention, heads)

    def names_it(self, before: Draft, mention: Draft) -> bool:
        """« les bailleurs Logirem et Unicil »: the class right before only says what it is."""
        said = before.body.code in self._lexicon.words["classe-nommee"] and not before.named
        return said and before.end == mention.start and before.type == mention.type

    def _suffix(self, doc: Doc, mention: Draft) -> None:
        """« Brest Métropole Habitat » is a bailleur, not the métropole."""
        landlord = self._lexicon.words["habitat"]
        if (
            mention.end < len(doc)
            and mention.body.scope in _OPEN
            and (doc[mention.end].norm_ in landlord and not doc[mention.end].text.isupper())
        ):
            mention.end += 1
            mention.body = self._lexicon.bodies["oph"]
            mention.slug = slugify(doc[mention.start : mention.end].text)

    def _of_body(self, doc: Doc, mention: Draft, heads: list[Found]) -> None:
        """« Villes du GPV », « représentants des signataires »: the second only says which."""
        if mention.body.scope != "contrat" or mention.named:
            return
        at = self._names.after_preposition(doc, mention.end)
        said = at > mention.end and doc[mention.end].norm_ in self._lexicon.words["contraction-de"]
        following = next((h for h in heads if h.start == at), None)
        if said and following:
            mention.end = following.end

    def _bracket(self, doc: Doc, mention: Draft, heads: list[Found]) -> None:
        """A department in brackets is the body: « Métropole (Habitat) », « Etat (DDETS 13) »."""
        if mention.end >= len(doc) or doc[mention.end].text != "(":
            return
        for end in range(mention.end + 1, min(mention.end + _BRACKET_MAX, len(doc))):
            if doc[end].text == ")":
                inside = [h for h in heads if mention.end < h.start < end]
                if len(inside) < (2 if mention.body.scope not in _COMMON else 1):
                    mention.end = end + 1
                return
