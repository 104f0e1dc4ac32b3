"""Recognises bodies by their names and what follows them.

Each has a type, its gazetteer code, and the slug that the words alone give: `caf-gironde` for
« CAF de la Gironde », `caf` for a bare « CAF » (whose département only the document tells:
`pvgraph.annotation.resolve`).
"""

from typing import NamedTuple

from spacy.language import Language

from pvgraph.lexicon import Lexicon
from pvgraph.nlp import suites
from pvgraph.nlp.bailleurs import LANDLORD, Landlords
from pvgraph.nlp.jetons import Tokens
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.noms import body_names, place_names
from pvgraph.nlp.phrases import Found, Phrases, longest
from pvgraph.nlp.propres import ProperNames
from pvgraph.nlp.qui import Namer
from pvgraph.nlp.villes import Towns
from pvgraph.words import slugify

_EPCI = "epci"


class Bodies(NamedTuple):
    """The bodies of a text, and the common words that may name one (`key`: its code)."""

    named: list[Draft]
    possible: list[Found]


class ActorRecogniser:
    """Bodies by name, then what follows the name: a place, a number, a bracket, a proper name."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = Phrases(nlp, body_names(lexicon), stemmed=False)
        self._places = Phrases(nlp, place_names(lexicon.places), stemmed=False)
        self._articles = lexicon.words["article"]
        self._named = lexicon.words["dans-un-nom"]
        self._natures = lexicon.natures.first
        self._landlords = Landlords(lexicon)
        names = ProperNames(lexicon)
        self._namer = Namer(lexicon, names)
        self._towns = Towns(lexicon, names)
        self._after = suites.After(lexicon, names)

    def __call__(self, tokens: Tokens, *, loose: bool = False) -> Bodies:
        names = self._names.find(tokens, tokens.norms, loose="corps" if loose else "")
        mentions = self._mentions(tokens, names)
        return Bodies(mentions, self._possible(tokens, names["possible"], mentions))

    def _possible(self, tokens: Tokens, names: list[Found], mentions: list[Draft]) -> list[Found]:
        """Common words in lower case (« la ville ») that may name the contrat's own body."""
        kept = []
        for found in longest(names):
            free = all(found.end <= m.start or m.end <= found.start for m in mentions)
            article = found.start and tokens.norms[found.start - 1] in self._articles
            if free and article and tokens.words[found.start].islower():
                kept.append(found)
        return kept

    def _mentions(self, tokens: Tokens, names: dict[str, list[Found]]) -> list[Draft]:
        landlords = self._landlords.find(tokens, names["habitat"], names["corps"])
        heads = longest(names["corps"] + names["epci"] + landlords)
        heads = [h for h in heads if not _inside_word(tokens, h.start)]
        heads = [h for h in heads if not (h.key in self._named and _after_name(tokens, h.start))]
        ends = {h.end for h in heads if not self._opens_a_name(h)}
        heads = [h for h in heads if h.start in ends or not self._ends_a_name(tokens, h)]
        if not heads:
            return []
        places = {
            f.start: f for f in reversed(longest(self._places.find(tokens, tokens.norms)["lieu"]))
        }
        self._namer.open(tokens, heads, places)
        mentions: list[Draft] = []
        for head in heads:
            if mentions and head.start < mentions[-1].end:
                continue
            mention = self._mention(tokens, head)
            if mention:
                self._after.read(tokens, mention, heads)
                if mentions and self._after.names_it(tokens, mentions[-1], mention):
                    mentions.pop()
                mentions += self._towns.of(tokens, mention, {h.start for h in heads}) or [mention]
        return mentions

    def _ends_a_name(self, tokens: Tokens, head: Found) -> bool:
        """« Théâtre Lisieux Normandie » is no intercommunalité."""
        at = head.start - 1
        told = at >= 0 and head.key.startswith("=") and tokens.proper(at)
        return told and self._natures.get(tokens.norms[at], _EPCI) != _EPCI

    def _opens_a_name(self, head: Found) -> bool:
        body = self._lexicon.bodies.get(head.key)
        return body is not None and body.scope == "nomme"

    def _mention(self, tokens: Tokens, head: Found) -> Draft | None:
        bodies = self._lexicon.bodies
        if head.key == LANDLORD:
            name = slugify(tokens.of(head.start, head.end))
            return Draft(head.start, head.end, bodies["oph"], name, named=True)
        if head.key.startswith("="):
            return Draft(head.start, head.end, bodies["epci"], head.key[1:], named=True)
        return self._namer.name(head)


def _after_name(tokens: Tokens, at: int) -> bool:
    """« IMT Nord Europe »: the last word of a longer name."""
    return bool(at) and tokens.proper(at - 1)


def _inside_word(tokens: Tokens, at: int) -> bool:
    """« 3M » in « MLI3M » is no word of its own, nor « Ville » in « Mantes-la-Ville »."""
    joined = at and tokens.end(at) == tokens.starts[at]
    hyphened = at > 2 and tokens.words[at - 1] == tokens.words[at - 3] == "-"
    return bool(joined) and (hyphened or tokens.words[at - 1][-1].isalnum())
