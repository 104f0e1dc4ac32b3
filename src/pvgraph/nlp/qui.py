"""Which body a name is: the place, the number or the proper name that follows its first words."""

from spacy.tokens import Doc

from pvgraph.entries import Body
from pvgraph.lexicon import Lexicon
from pvgraph.nlp.bailleurs import LANDLORD
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.noms import place_slug
from pvgraph.nlp.phrases import QUOTES, Found
from pvgraph.nlp.propres import ProperNames
from pvgraph.nlp.suites import UNLISTED
from pvgraph.territoires import town_slug
from pvgraph.words import slugify

_OPEN = {"commune", "epci"}
_ARTICLES = {"du": "Le ", "des": "Les "}


class Namer:
    """Reads one document's heads; `open` it first."""

    def __init__(self, lexicon: Lexicon, names: ProperNames) -> None:
        self._lexicon, self._names = lexicon, names
        self._words = lexicon.words

    def open(self, doc: Doc, heads: list[Found], places: dict[int, Found]) -> None:
        """The document to read: where bodies begin in it, where places stand."""
        self._doc, self._places = doc, places
        self._starts = {h.start for h in heads}
        self._bodies = {h.start for h in heads if not h.key.startswith("=")}
        self._heads = {h.start for h in heads if not self._glued(h)}

    def name(self, head: Found) -> Draft | None:
        """The mention that a head opens, with what says which body it is."""
        body = self._lexicon.bodies[head.key]
        mention = Draft(head.start, head.end, body, body.code)
        own_name = body.code in self._words["nom-entier"] | self._words["nom-ecrit"]
        if own_name and self._whole(mention):
            return mention
        if body.code in self._words["classe-nommee"] and self._member(mention):
            return mention
        if body.code in self._words["lieu-tu"]:
            self._somewhere(mention)
        if body.scope in ("national", "contrat"):
            return mention
        if body.scope in _OPEN:
            return self._town(mention)
        if body.scope == "nomme":
            return self._named(mention)
        self._placed(mention)
        return mention

    def _placed(self, mention: Draft) -> None:
        """« CAF du Gard », « CAF 30 », « CPTS du Val » : where it is."""
        at = self._names.after_preposition(self._doc, mention.end)
        another = at == mention.end and at in self._starts  # « CPAM Limoges Métropole »
        place = None if another else self._places.get(at) or self._numbered(mention.end)
        slug = place_slug(self._lexicon.places, mention.body, place.key) if place else ""
        end = place.end if place else at
        if mention.body.scope == "academie" and not slug and at > mention.end:
            end = self._names.end(self._doc, at, self._starts)
            slug = slugify(self._doc[at:end].text)
        if slug:
            mention.slug, mention.end = f"{mention.body.code}-{slug}", end
        else:
            self._somewhere(mention)

    def _somewhere(self, mention: Draft) -> None:
        """« Rectorat de Lyon », « CPTS du Val »: a place that does not tell which body it is
        belongs to the name all the same."""
        at = self._names.after_preposition(self._doc, mention.end)
        said = at > mention.end and self._doc[mention.end].norm_ in self._words["contraction-de"]
        if said and at not in self._bodies:
            end = self._whole_end(at)
            mention.end = end if end > at else mention.end

    def _whole(self, mention: Draft) -> bool:
        """« CCI Grand Lille », « mission locale Val de Lys »: a name of its own, not a place's.

        Nothing where the name is a listed place that tells which body it is (« CCI du Gard »).
        """
        doc, at = self._doc, mention.end
        if mention.body.scope != "contrat":
            at = self._names.after_preposition(doc, at)
        written = mention.body.code in self._words["nom-ecrit"]
        end = self._written_end(at) if written else self._whole_end(at)
        place = self._places.get(at)
        own = mention.body.scope != "national"
        listed = own and place and place.end >= end and self._tells(mention.body, place)
        if end == at or (listed and not written):
            return False
        name = slugify(doc[at:end].text)
        mention.slug = (
            slugify(doc[mention.start : end].text) if written else f"{mention.body.code}-{name}"
        )
        mention.end, mention.named = end, True
        return True

    def _member(self, mention: Draft) -> bool:
        """« le bailleur Domanys », « l'entreprise « Le Relais » »: one body of a class."""
        inner, closing = self._names.quoted(self._doc, mention.end)
        end = closing if closing > inner else self._names.end(self._doc, inner, self._starts)
        if end == inner or self._doc[inner].norm_ in self._words["sans-nom"]:
            return False
        mention.slug, mention.named = slugify(self._doc[inner:end].text), True
        mention.end = end + (closing > inner)
        return True

    def _glued(self, head: Found) -> bool:
        """An intercommunalité whose word only ends a longer name: « Lille-Métropole »."""
        if head.key.startswith("="):
            return head.key != LANDLORD
        before = self._doc[head.start - 1] if head.start else None
        glued = before is not None and (before.text == "-" or before.is_title)
        return glued and self._lexicon.bodies.get(head.key, _NOWHERE).scope == "epci"

    def _tells(self, body: Body, place: Found) -> bool:
        return bool(place_slug(self._lexicon.places, body, place.key))

    def _whole_end(self, at: int) -> int:
        """The end of the name at `at`, whatever bodies its words would be elsewhere."""
        return self._names.end(self._doc, at, self._heads - {at})

    def _written_end(self, at: int) -> int:
        """The end of a name with its tail: « CPTS du Bassin creillois », « Université Lyon 1 »."""
        end = self._names.tailed(self._doc, at, self._heads - {at})
        numbered = at < end < len(self._doc) and self._doc[end].is_digit
        return end + 1 if numbered and len(self._doc[end]) == 1 else end

    def _numbered(self, at: int) -> Found | None:
        """The département whose number stands right after: « CAF 13 », « CD13 »."""
        listed = self._lexicon.places.by_number
        if at < len(self._doc) and self._doc[at].text in listed:
            return Found(at, at + 1, f"departements:{listed[self._doc[at].text].slug}")
        return None

    def _town(self, mention: Draft) -> Draft | None:
        """« Ville de X », « Communauté d'agglomération du X », « X agglomération », or bare."""
        doc = self._doc
        opened = doc[mention.end - 1].norm_ in self._words["contraction-de"]
        at = mention.end if opened else self._names.after_preposition(doc, mention.end)
        end = self._names.end(doc, at, self._starts)
        preposed = opened or at > mention.end or mention.body.scope == "epci"
        listed = self._places.get(at)
        if listed and listed.key.startswith("epci:") and mention.body.scope == "epci":
            mention.end, mention.named = listed.end, True
            mention.slug = listed.key.removeprefix("epci:")  # « CU Le Havre Seine Métropole »
            return mention
        if end > at and preposed:
            name = doc[at:end].text
            mention.end, mention.named = end, True
            mention.slug = (
                town_slug(_ARTICLES.get(doc[at - 1].norm_, "") + name)
                if mention.body.scope == "commune"
                else slugify(doc[mention.start : end].text)
            )
            return mention
        if opened:
            if not doc[mention.start].is_title:
                return None
            mention.end = mention.start + 1
        if mention.body.scope == "epci":
            self._prefixed(mention)
        return mention

    def _prefixed(self, mention: Draft) -> None:
        """« Quimperlé Communauté »: a title-case name right before the bare head."""
        doc, start = self._doc, mention.start
        while start > 0 and (doc[start - 1].is_title or doc[start - 1].text == "-"):
            start -= 1
        while start < mention.start and doc[start].norm_ in self._words["determinant"]:
            start += 1
        name = doc[start : mention.start]
        if len(name) and slugify(name.text) in self._lexicon.places.communes:
            mention.start, mention.named = start, True
            mention.slug = slugify(doc[start : mention.end].text)

    def _named(self, mention: Draft) -> Draft | None:
        """« association X », « l'association « X » »: nothing without a name."""
        doc = self._doc
        at, closing = self._names.quoted(doc, mention.end)
        end = closing if closing > at else self._names.tailed(doc, at, self._starts)
        if end == at or (end == at + 1 and doc[at].norm_ in self._words["sans-nom"]):
            return None
        numbers = self._lexicon.places.by_number
        if end < len(doc) and doc[end].text in numbers:
            end += 1  # « Atelier Vélo 27 »
        unnamed = mention.body.code == UNLISTED  # « association » is no part of the name
        mention.slug = slugify(doc[at if unnamed else mention.start : end].text)
        mention.end = end + (closing > at and doc[end].text in QUOTES)
        mention.kind = self._lexicon.natures.of(doc[at:end].text) if unnamed else ""
        mention.named = True
        return mention


_NOWHERE = Body("", "", "", "", "", ())
