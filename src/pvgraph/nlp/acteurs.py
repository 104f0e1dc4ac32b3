"""The spaCy component that recognises bodies: `doc.spans["acteurs"]`.

Each span has the body's type as `label_`, its gazetteer code as `id_`, and as `kb_id_` the slug
that the words alone give: `caf-gironde` for « CAF de la Gironde », `caf` for a bare « CAF »
(whose département only the document tells: `pvgraph.resolve`).
"""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from pvgraph.entries import Body
from pvgraph.lexicon import Lexicon
from pvgraph.nlp.noms import body_names, in_name, place_names, place_slug
from pvgraph.nlp.phrases import QUOTES, Found, Phrases, longest, proper
from pvgraph.words import slugify

_OPEN = {"commune", "epci"}
_COMMON = {"contrat", "local", "nomme"}  # classes: what follows in brackets may be another body
_ARTICLES = {"du": "le-", "des": "les-"}
_BRACKET_MAX = 24
_LANDLORD = "=bailleur"


@dataclass(slots=True)
class _Mention:
    start: int
    end: int
    body: Body
    slug: str


class ActorRecogniser:
    """Bodies by name, then what follows the name: a place, a number, a bracket, a proper name."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = Phrases(nlp, body_names(lexicon), stemmed=False)
        self._places = Phrases(nlp, place_names(lexicon.places), stemmed=False)
        self._preposition = lexicon.words["contraction-de"] | {"en", "la", "le", "l'", "les"}
        self._particle = lexicon.words["particule"]
        self._articles = lexicon.words["article"]
        self._heads: set[int] = set()

    def __call__(self, doc: Doc, *, loose: bool = False) -> Doc:
        names = self._names.find(doc, loose="corps" if loose else "")
        mentions = self._mentions(doc, names)
        spans = []
        for m in mentions:
            span = Span(doc, m.start, m.end, label=m.body.type, kb_id=m.slug)
            span.id_ = m.body.code
            spans.append(span)
        doc.spans["acteurs"] = spans
        doc.spans["acteurs-possibles"] = self._possible(doc, names["possible"], mentions)
        return doc

    def _possible(self, doc: Doc, names: list[Found], mentions: list[_Mention]) -> list[Span]:
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

    def _mentions(self, doc: Doc, names: dict[str, list[Found]]) -> list[_Mention]:
        bodies = self._lexicon.bodies
        landlords = self._landlords(doc, names["habitat"])
        heads = longest(names["corps"] + names["epci"] + landlords)
        if not heads:
            return []
        places = {f.start: f for f in reversed(longest(self._places.find(doc)["lieu"]))}
        starts = {h.start for h in heads}
        self._heads = {h.start for h in heads if not self._glued(doc, h)}
        mentions: list[_Mention] = []
        for head in heads:
            if mentions and head.start < mentions[-1].end:
                continue
            if head.key == _LANDLORD:
                name = slugify(doc[head.start : head.end].text)
                mention = _Mention(head.start, head.end, bodies["oph"], name)
            elif head.key.startswith("="):
                mention = _Mention(head.start, head.end, bodies["epci"], head.key[1:])
            else:
                mention = self._qualify(doc, head, places, starts)
            if mention:
                self._suffix(doc, mention)
                self._of_body(doc, mention, heads)
                self._bracket(doc, mention, heads)
                mentions.append(mention)
        return mentions

    def _qualify(self, doc: Doc, head: Found, places: dict, starts: set) -> _Mention | None:
        """The mention that a head opens, with the place or number that follows it."""
        body = self._lexicon.bodies[head.key]
        mention = _Mention(head.start, head.end, body, body.code)
        words = self._lexicon.words
        own_name = body.code in words["nom-entier"] | words["nom-ecrit"]
        if own_name and self._whole(doc, mention, places):
            return mention
        if body.scope in ("national", "contrat"):
            return mention
        if body.scope in _OPEN:
            return self._named_town(doc, mention, starts)
        if body.scope == "nomme":
            return self._named(doc, mention, starts)
        at = self._after_preposition(doc, head.end)
        place = places.get(at) or self._numbered(doc, head.end)
        slug = place_slug(self._lexicon.places, body, place.key) if place else ""
        end = place.end if place else at
        if body.scope == "academie" and not slug and at > head.end:
            end = self._name_end(doc, at, starts)
            slug = slugify(doc[at:end].text)
        if slug:
            mention.slug, mention.end = f"{body.code}-{slug}", end
        return mention

    def _whole(self, doc: Doc, mention: _Mention, places: dict) -> bool:
        """« CCI Grand Lille », « mission locale Val de Lys »: a name of its own, not a place's.

        Nothing where the name is a listed place that tells which body it is (« CCI du Gard »).
        """
        at = mention.end
        if mention.body.scope != "contrat":
            at = self._after_preposition(doc, at)
        end = self._whole_end(doc, at)
        place = places.get(at)
        written = mention.body.code in self._lexicon.words["nom-ecrit"]
        own = mention.body.scope != "national"
        listed = own and place and place.end >= end and self._tells(mention.body, place)
        if end == at or (listed and not written):
            return False
        name = slugify(doc[at:end].text)
        mention.slug = (
            slugify(doc[mention.start : end].text) if written else f"{mention.body.code}-{name}"
        )
        mention.end = end
        return True

    def _glued(self, doc: Doc, head: Found) -> bool:
        """An intercommunalité whose word only ends a longer name: « Lille-Métropole »."""
        if head.key.startswith("="):
            return True
        before = doc[head.start - 1] if head.start else None
        glued = before is not None and (before.text == "-" or before.is_title)
        return glued and self._lexicon.bodies[head.key].scope == "epci"

    def _tells(self, body: Body, place: Found) -> bool:
        return bool(place_slug(self._lexicon.places, body, place.key))

    def _whole_end(self, doc: Doc, at: int) -> int:
        """The end of the name at `at`, whatever bodies its words would be elsewhere."""
        return self._name_end(doc, at, self._heads - {at})

    def _after_preposition(self, doc: Doc, at: int) -> int:
        end = at
        while end < len(doc) and end - at < 2 and doc[end].norm_ in self._preposition:
            end += 1
        return end

    def _numbered(self, doc: Doc, at: int) -> Found | None:
        """The département whose number stands right after: « CAF 13 », « CD13 »."""
        listed = self._lexicon.places.by_number
        if at < len(doc) and doc[at].text in listed:
            return Found(at, at + 1, f"departements:{listed[doc[at].text].slug}")
        return None

    def _named_town(self, doc: Doc, mention: _Mention, starts: set) -> _Mention | None:
        """« Ville de X », « Communauté d'agglomération du X », « X agglomération », or bare."""
        last = doc[mention.end - 1].norm_
        opened = last in self._lexicon.words["contraction-de"]
        at = mention.end if opened else self._after_preposition(doc, mention.end)
        end = self._name_end(doc, at, starts)
        preposed = opened or at > mention.end or mention.body.scope == "epci"
        if end > at and preposed:
            name = doc[at:end].text
            mention.end = end
            mention.slug = (
                f"ville-de-{_ARTICLES.get(doc[at - 1].norm_, '')}{slugify(name)}"
                if mention.body.scope == "commune"
                else slugify(doc[mention.start : end].text)
            )
            return mention
        if opened:
            if not doc[mention.start].is_title:
                return None
            mention.end = mention.start + 1
        if mention.body.scope == "epci":
            self._prefixed(doc, mention)
        return mention

    def _named(self, doc: Doc, mention: _Mention, starts: set) -> _Mention | None:
        """« association X », « l'association « X » »: nothing without a name."""
        at = mention.end
        quoted = at < len(doc) and doc[at].text in QUOTES
        at += quoted
        end = self._name_end(doc, at, starts)
        if end == at:
            return None
        if end < len(doc) and doc[end].text in self._lexicon.places.by_number:
            end += 1  # « Atelier Vélo 27 »
        mention.slug = slugify(doc[at:end].text)
        mention.end = end + (quoted and end < len(doc) and doc[end].text in QUOTES)
        return mention

    def _landlords(self, doc: Doc, habitats: list[Found]) -> list[Found]:
        """« Valloire Habitat », « 13 Habitat »: a name right before « Habitat »."""
        words = self._lexicon.words
        found = []
        for at, _, _ in habitats:
            if at and doc[at].is_title:
                start = at
                while start and in_name(doc[start - 1], words["habitat-sauf"]):
                    start -= 1
                while start < at and not proper(doc[start]):
                    start += 1
                if start < at:
                    found.append(Found(start, at + 1, _LANDLORD))
        return found

    def _name_end(self, doc: Doc, at: int, starts: set) -> int:
        """The token after the proper name that begins at `at` (`at` itself if there is none)."""
        end = at
        while end < len(doc) and end not in starts:
            token = doc[end]
            if proper(token) or (end > at and self._joins(doc, end, starts)):
                end += 1
            else:
                break
        while end > at and not proper(doc[end - 1]):
            end -= 1
        return end

    def _joins(self, doc: Doc, at: int, starts: set) -> bool:
        """Is the particle at `at` followed, within three tokens, by more of the name?"""
        for ahead in range(at, min(at + 4, len(doc))):
            if ahead in starts:
                return False
            if doc[ahead].norm_ not in self._particle:
                hyphen = doc[at].text == "-" or doc[ahead - 1].text == "-"
                return ahead > at and (proper(doc[ahead]) or (hyphen and doc[ahead].is_alpha))
        return False

    def _prefixed(self, doc: Doc, mention: _Mention) -> None:
        """« Quimperlé Communauté »: a title-case name right before the bare head."""
        start = mention.start
        while start > 0 and (doc[start - 1].is_title or doc[start - 1].text == "-"):
            start -= 1
        while start < mention.start and doc[start].norm_ in self._lexicon.words["determinant"]:
            start += 1
        name = doc[start : mention.start]
        if len(name) and self._place_like(name.text):
            mention.start = start
            mention.slug = slugify(doc[start : mention.end].text)

    def _place_like(self, name: str) -> bool:
        slug = slugify(name)
        return slug in self._lexicon.places.communes

    def _suffix(self, doc: Doc, mention: _Mention) -> None:
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

    def _of_body(self, doc: Doc, mention: _Mention, heads: list[Found]) -> None:
        """« Villes du GPV », « représentants des signataires »: the second only says which."""
        if mention.body.scope != "contrat":
            return
        at = self._after_preposition(doc, mention.end)
        said = at > mention.end and doc[mention.end].norm_ in self._lexicon.words["contraction-de"]
        following = next((h for h in heads if h.start == at), None)
        if said and following:
            mention.end = following.end

    def _bracket(self, doc: Doc, mention: _Mention, heads: list[Found]) -> None:
        """A department in brackets is the body: « Métropole (Habitat) », « Etat (DDETS 13) »."""
        if mention.end >= len(doc) or doc[mention.end].text != "(":
            return
        for end in range(mention.end + 1, min(mention.end + _BRACKET_MAX, len(doc))):
            if doc[end].text == ")":
                inside = [h for h in heads if mention.end < h.start < end]
                if len(inside) < (2 if mention.body.scope not in _COMMON else 1):
                    mention.end = end + 1
                return
