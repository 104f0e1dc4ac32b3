"""Which body a name is: the place, the number or the proper name that follows its first words."""

from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.entries import Body
from pvgraph.lexicon.territoires import town_slug
from pvgraph.nlp.bailleurs import LANDLORD
from pvgraph.nlp.devant import NamesBefore
from pvgraph.nlp.jetons import Tokens
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.noms import place_slug
from pvgraph.nlp.phrases import QUOTES, Found
from pvgraph.nlp.propres import ProperNames
from pvgraph.nlp.suites import UNLISTED
from pvgraph.nlp.villes import ARTICLES
from pvgraph.words import ascii_key, slugify

_OPEN = {"commune", "epci"}
_WIDE = ("departements:", "regions:")


class Namer:
    """Reads one document's heads; `open` it first."""

    def __init__(self, lexicon: Lexicon, names: ProperNames) -> None:
        self._lexicon, self._names = lexicon, names
        self._words = lexicon.words
        self._names_before = NamesBefore(lexicon)
        self._own_names = self._words["nom-entier"] | self._words["nom-ecrit"]

    def open(self, tokens: Tokens, heads: list[Found], places: dict[int, Found]) -> None:
        """The document to read: where bodies begin in it, where places stand."""
        self._tokens, self._places = tokens, places
        self._starts = {h.start for h in heads}
        self._bodies = {h.start for h in heads if not h.key.startswith("=")}
        self._nationals = {h.start for h in heads if self._scope(h) == "national"}
        self._heads = {h.start for h in heads if not self._glued(h)}

    def name(self, head: Found) -> Draft | None:
        """The mention that a head opens, with what says which body it is."""
        body = self._lexicon.bodies[head.key]
        mention = Draft(head.start, head.end, body, body.code)
        if body.code in self._own_names and (
            self._whole(mention) or self._names_before.named(self._tokens, mention, self._starts)
        ):
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
        at = self._names.after_preposition(self._tokens, mention.end)
        another = at == mention.end and at in self._starts  # « CPAM Limoges Métropole »
        place = None if another else self._places.get(at) or self._numbered(mention.end)
        slug = place_slug(self._lexicon.places, mention.body, place.key) if place else ""
        end = place.end if place else at
        if mention.body.scope == "academie" and not slug and at > mention.end:
            end = self._names.end(self._tokens, at, self._starts)
            slug = slugify(self._tokens.of(at, end))
        if slug:
            slug = self._lexicon.inside(mention.body.code, slug)
            mention.slug, mention.end = f"{mention.body.code}-{slug}", end
        else:
            self._somewhere(mention)

    def _somewhere(self, mention: Draft) -> None:
        """« Rectorat de Lyon », « CPTS du Val »: a place that does not tell which body it is
        belongs to the name all the same."""
        at = self._names.after_preposition(self._tokens, mention.end)
        said = at > mention.end and self._tokens.norms[mention.end] in self._words["contraction-de"]
        if said and at not in self._bodies:
            end = self._whole_end(at)
            mention.end = end if end > at else mention.end

    def _whole(self, mention: Draft) -> bool:
        """« CCI Grand Lille », « mission locale Val de Lys »: a name of its own, not a place's.

        Nothing where the name is a listed place that tells which body it is (« CCI du Gard »).
        """
        tokens, at = self._tokens, mention.end
        head = tokens.of(mention.start, mention.end)
        if mention.body.scope != "contrat" or ascii_key(head) in self._words["nom-de"]:
            at = self._names.after_preposition(tokens, at)
        apart = at in self._bodies or mention.body.code in self._words["nom-avec-de"]
        if at == mention.end and apart:
            return False  # « CAF Etat », two cells of a table; « CAF P. Duval », who signs
        written = mention.body.code in self._words["nom-ecrit"]
        end = self._written_end(at) if written else self._whole_end(at)
        place = self._places.get(at) or (
            self._places.get(at - 1) if at > mention.end else None  # « CAF de | La Réunion »
        )
        own = mention.body.scope != "national"
        listed = own and place and self._stands(place, end) and self._tells(mention.body, place)
        if end == at and mention.body.code in self._words["nom-numero"]:
            end = self._digits(at)  # « OPH 05 »
        if end == at or (listed and not written):
            return False
        bare = at == mention.end + 1 and tokens.norms[mention.end] in self._words["contraction-de"]
        if not written or (bare and ascii_key(head) in self._words["slug-sans-de"]):
            one = mention.body.scope != "contrat"  # « CCAS de Laval »: ccas-laval
            code = mention.body.code if one else slugify(head)
            mention.slug = f"{code}-{slugify(tokens.of(at, end))}"
        else:
            mention.slug = slugify(tokens.of(mention.start, end))
        mention.end, mention.named = end, True
        return True

    def _stands(self, place: Found, end: int) -> bool:
        """Is this place the whole name that ends at `end`, or the first of two (« CCI du Tarn et
        Initiative Tarn »)?"""
        if place.end >= end:
            return True
        after, wide = self._tokens.norms[place.end], place.key.startswith(_WIDE)
        return wide and after.isalpha() and after in self._words["lien"]

    def _digits(self, at: int) -> int:
        place = self._numbered(at)
        return place.end if place else at

    def _member(self, mention: Draft) -> bool:
        """« le bailleur Domanys », « l'entreprise « Le Relais » »: one body of a class."""
        inner, closing = self._names.quoted(self._tokens, mention.end)
        end = closing if closing > inner else self._names.end(self._tokens, inner, self._starts)
        if end == inner or self._tokens.norms[inner] in self._words["sans-nom"]:
            return False
        mention.slug, mention.named = slugify(self._tokens.of(inner, end)), True
        mention.end = end + (closing > inner)
        return True

    def _glued(self, head: Found) -> bool:
        """An intercommunalité whose word only ends a longer name: « Lille-Métropole »."""
        if head.key.startswith("="):
            return head.key != LANDLORD
        before = self._tokens.words[head.start - 1] if head.start else ""
        glued = before == "-" or before.istitle()
        return glued and self._scope(head) == "epci"

    def _scope(self, head: Found) -> str:
        return self._lexicon.bodies.get(head.key, _NOWHERE).scope

    def _tells(self, body: Body, place: Found) -> bool:
        if place.key.startswith("epci:") and body.code in self._words["nom-entier"]:
            return False  # « CCI Nice Côte d'Azur »
        return bool(place_slug(self._lexicon.places, body, place.key))

    def _whole_end(self, at: int) -> int:
        """The end of the name at `at`, whatever bodies its words would be elsewhere."""
        return self._names.end(self._tokens, at, self._heads - {at})

    def _written_end(self, at: int) -> int:
        """The end of a name with its tail: « CPTS du Bassin creillois », « Université Lyon 1 »."""
        end = self._names.tailed(self._tokens, at, self._heads - {at})
        numbered = at < end < len(self._tokens) and self._tokens.words[end].isdigit()
        return end + 1 if numbered and len(self._tokens.words[end]) == 1 else end

    def _numbered(self, at: int) -> Found | None:
        """The département whose number stands right after: « CAF 13 », « CD13 »."""
        listed = self._lexicon.places.by_number
        if at < len(self._tokens) and self._tokens.words[at] in listed:
            return Found(at, at + 1, f"departements:{listed[self._tokens.words[at]].slug}")
        return None

    def _town(self, mention: Draft) -> Draft | None:
        """« Ville de X », « Communauté d'agglomération du X », « X agglomération », or bare."""
        tokens = self._tokens
        opened = tokens.norms[mention.end - 1] in self._words["contraction-de"]
        whole = opened and mention.body.scope == "commune"  # « ville de La Roche »
        at = mention.end if whole else self._names.after_preposition(tokens, mention.end)
        named = mention.body.scope == "commune" and (opened or at > mention.end)
        starts = self._starts - {at} if named and at in self._nationals else self._starts
        within = at > mention.end and at < len(tokens) and mention.body.scope == "epci"
        if within and tokens.norms[at] in self._words["dans-un-epci"]:
            starts = starts - {at}  # « Agglomération de la Région de Compiègne »
        end = self._names.end(tokens, at, starts)  # « Ville d'Onet »: Onet is a firm elsewhere
        if mention.body.scope == "epci":
            end = self._names.of_place(tokens, at, end)
        preposed = opened or at > mention.end or mention.body.scope == "epci"
        listed = self._places.get(at)
        if listed and listed.key.startswith("epci:") and mention.body.scope == "epci":
            mention.end, mention.named = listed.end, True
            mention.slug = listed.key.removeprefix("epci:")  # « CU Le Havre Seine Métropole »
            return mention
        if end > at and preposed:
            name = tokens.of(at, end)
            mention.end, mention.named = end, True
            mention.slug = (
                town_slug(ARTICLES.get(tokens.norms[at - 1], "") + name)
                if mention.body.scope == "commune"
                else self._lexicon.epci_slug(tokens.of(mention.start, end))
            )
            return mention
        if opened:
            if not tokens.words[mention.start].istitle():
                return None
            mention.end = mention.start + 1
        if mention.body.scope == "epci":
            self._names_before.prefixed(tokens, mention, self._starts)
        return mention

    def _named(self, mention: Draft) -> Draft | None:
        """« association X », « l'association « X » »: nothing without a name."""
        tokens = self._tokens
        at, closing = self._names.quoted(tokens, mention.end)
        end = closing if closing > at else self._names.tailed(tokens, at, self._starts)
        if end == at and mention.body.code in self._words["nom-lieu"]:
            at = self._names.after_preposition(tokens, at)  # « Pôle de santé du Villeneuvois »
            end = self._names.end(tokens, at, self._starts)
        if end == at or (end == at + 1 and tokens.norms[at] in self._words["sans-nom"]):
            return None
        numbers = self._lexicon.places.by_number
        if end < len(tokens) and tokens.words[end] in numbers:
            end += 1  # « Atelier Vélo 27 »
        unnamed = mention.body.code == UNLISTED  # « association » is no part of the name
        mention.slug = slugify(tokens.of(at if unnamed else mention.start, end))
        mention.end = end + (closing > at and tokens.words[end] in QUOTES)
        mention.kind = self._lexicon.natures.of(tokens.of(at, end)) if unnamed else ""
        mention.named = True
        return mention


_NOWHERE = Body("", "", "", "", "", ())
