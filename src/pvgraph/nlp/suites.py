"""What follows a body's name: « Habitat », a bracket, the class whose member it is."""

from pvgraph.lexicon import Lexicon
from pvgraph.nlp.jetons import Tokens
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.phrases import Found
from pvgraph.nlp.propres import ProperNames
from pvgraph.words import slugify

_OPEN = {"commune", "epci"}
_COMMON = {"contrat", "local", "nomme"}  # classes: what follows in brackets may be another body
_BRACKET_MAX = 24
_STATE = "etat"
_DASHES = {"-", "–", "—"}
UNLISTED = "association-nommee"  # the gazetteer code of bodies that no list names


class After:
    """Lengthens a mention by what follows it."""

    def __init__(self, lexicon: Lexicon, names: ProperNames) -> None:
        self._lexicon, self._names = lexicon, names

    def read(self, tokens: Tokens, mention: Draft, heads: list[Found]) -> None:
        self._suffix(tokens, mention)
        self._of_body(tokens, mention, heads)
        self._department(tokens, mention, heads)
        self._bracket(tokens, mention, heads)

    def names_it(self, tokens: Tokens, before: Draft, mention: Draft) -> bool:
        """« les bailleurs Logirem et Unicil »: the class right before only says what it is; « Pôle
        emploi, devenu France Travail » is one body, by its last name."""
        between = tokens.norms[before.end : mention.start]
        if between and self._lexicon.words["devenu"].issuperset(between):
            return len(between) > 1
        said = before.body.code in self._lexicon.words["classe-nommee"] and not before.named
        return said and before.end == mention.start and before.type == mention.type

    def _suffix(self, tokens: Tokens, mention: Draft) -> None:
        """« Brest Métropole Habitat » is a bailleur, not the métropole; « Le Havre Seine
        Développement », an agency."""
        if mention.end >= len(tokens) or mention.body.scope not in _OPEN:
            return
        after = tokens.norms[mention.end]
        if not tokens.words[mention.end].istitle() or after not in self._lexicon.natures.last:
            return
        if mention.body.scope == "commune" and after not in self._lexicon.words["habitat"]:
            return
        told = self._lexicon.natures.last[after]
        if told == mention.type:
            return
        mention.end += 1
        mention.kind, mention.named = told, True
        code = "oph" if told == "bailleur-social" else UNLISTED
        mention.body = self._lexicon.bodies[code]
        mention.slug = slugify(tokens.of(mention.start, mention.end))

    def _of_body(self, tokens: Tokens, mention: Draft, heads: list[Found]) -> None:
        """« Villes du GPV », « représentants des signataires »: the second only says which."""
        if mention.body.scope != "contrat" or mention.named:
            return
        at = self._names.after_preposition(tokens, mention.end)
        said = (
            at > mention.end and tokens.norms[mention.end] in self._lexicon.words["contraction-de"]
        )
        following = next((h for h in heads if h.start == at), None)
        if said and following:
            mention.end = following.end

    def _department(self, tokens: Tokens, mention: Draft, heads: list[Found]) -> None:
        """« Etat – DDTM »: the service after the dash is the State's own."""
        at = mention.end
        if mention.body.code != _STATE or at + 1 >= len(tokens) or tokens.words[at] not in _DASHES:
            return
        following = next((h for h in heads if h.start == at + 1), None)
        if following and self._type(following.key) == "service-etat":
            mention.end = following.end

    def _type(self, key: str) -> str:
        body = self._lexicon.bodies.get(key)
        return body.type if body else ""

    def _bracket(self, tokens: Tokens, mention: Draft, heads: list[Found]) -> None:
        """A department in brackets is the body: « Métropole (Habitat) », « Etat (DDETS 13) »."""
        if mention.end >= len(tokens) or tokens.words[mention.end] != "(":
            return
        for end in range(mention.end + 1, min(mention.end + _BRACKET_MAX, len(tokens))):
            if tokens.words[end] == ":":
                return  # « MSA (financeur : CAF) »
            if tokens.words[end] == ")":
                inside = [h for h in heads if mention.end < h.start < end]
                if len(inside) < (2 if mention.body.scope not in _COMMON else 1):
                    mention.end = end + 1
                return
