"""The spaCy component that recognises bodies: `doc.spans["acteurs"]`.

Each span has the body's type as `label_`, its gazetteer code as `id_`, and as `kb_id_` the slug
that the words alone give: `caf-gironde` for « CAF de la Gironde », `caf` for a bare « CAF »
(whose département only the document tells: `pvgraph.resolve`).
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from pvgraph.lexicon import Lexicon
from pvgraph.nlp import suites
from pvgraph.nlp.bailleurs import LANDLORD, Landlords
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.noms import body_names, place_names
from pvgraph.nlp.phrases import Found, Phrases, longest
from pvgraph.nlp.propres import ProperNames
from pvgraph.nlp.qui import Namer
from pvgraph.words import slugify


class ActorRecogniser:
    """Bodies by name, then what follows the name: a place, a number, a bracket, a proper name."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = Phrases(nlp, body_names(lexicon), stemmed=False)
        self._places = Phrases(nlp, place_names(lexicon.places), stemmed=False)
        self._articles = lexicon.words["article"]
        self._landlords = Landlords(lexicon)
        names = ProperNames(lexicon)
        self._namer = Namer(lexicon, names)
        self._after = suites.After(lexicon, names)

    def __call__(self, doc: Doc, *, loose: bool = False) -> Doc:
        names = self._names.find(doc, loose="corps" if loose else "")
        mentions = self._mentions(doc, names)
        spans = []
        for m in mentions:
            span = Span(doc, m.start, m.end, label=m.type, kb_id=m.slug)
            span.id_ = m.body.code
            spans.append(span)
        doc.spans["acteurs"] = spans
        doc.spans["acteurs-possibles"] = self._possible(doc, names["possible"], mentions)
        return doc

    def _possible(self, doc: Doc, names: list[Found], mentions: list[Draft]) -> list[Span]:
        """Common words in lower case (« la ville ») that may name the contrat's own body."""
        spans = []
        for found in longest(names):
            free = all(found.end <= m.start or m.end <= found.start for m in mentions)
            article = found.start and doc[found.start - 1].norm_ in self._articles
            if free and article and doc[found.start].is_lower:
                body = self._lexicon.bodies[found.key]
                span = Span(doc, found.start, found.end, label=body.type, kb_id=body.code)
                span.id_ = body.code
                spans.append(span)
        return spans

    def _mentions(self, doc: Doc, names: dict[str, list[Found]]) -> list[Draft]:
        landlords = self._landlords.find(doc, names["habitat"], names["corps"])
        heads = longest(names["corps"] + names["epci"] + landlords)
        heads = [h for h in heads if not _inside_word(doc, h.start)]
        if not heads:
            return []
        places = {f.start: f for f in reversed(longest(self._places.find(doc)["lieu"]))}
        self._namer.open(doc, heads, places)
        mentions: list[Draft] = []
        for head in heads:
            if mentions and head.start < mentions[-1].end:
                continue
            mention = self._mention(doc, head)
            if mention:
                self._after.read(doc, mention, heads)
                if mentions and self._after.names_it(mentions[-1], mention):
                    mentions.pop()
                mentions.append(mention)
        return mentions

    def _mention(self, doc: Doc, head: Found) -> Draft | None:
        bodies = self._lexicon.bodies
        if head.key == LANDLORD:
            name = slugify(doc[head.start : head.end].text)
            return Draft(head.start, head.end, bodies["oph"], name, named=True)
        if head.key.startswith("="):
            return Draft(head.start, head.end, bodies["epci"], head.key[1:], named=True)
        return self._namer.name(head)


def _inside_word(doc: Doc, at: int) -> bool:
    """« 3M » in « MLI3M » is no word of its own."""
    before = doc[at - 1] if at else None
    return before is not None and not before.whitespace_ and before.text[-1].isalnum()
