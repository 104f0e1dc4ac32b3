"""Items understood: who is bound to each, what it is about, whom and what it names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pvgraph.annotation import (
    contexte,
    ensemble,
    enumerations,
    glossaires,
    menes_par,
    realisations,
    sigles,
    titre,
)
from pvgraph.annotation.cells import CellReader
from pvgraph.annotation.inconnus import Unlisted
from pvgraph.annotation.participations import distinct, somebody_carries, their_own
from pvgraph.annotation.resolve import SIGNATORIES, Home, home, record_ids
from pvgraph.annotation.roles import PORTEUR, RoleReader
from pvgraph.annotation.sources import SourceReader
from pvgraph.confiance import calibrated
from pvgraph.lexicon import Lexicon
from pvgraph.model import MESURES, Document, Item, Participation, Record, Source, Span
from pvgraph.nlp.reading import Mention, Passage, Reader
from pvgraph.themes.classifier import by_classifier
from pvgraph.themes.clues import THEMED, ClueReader
from pvgraph.themes.decision import Decider, Decision, by_rules
from pvgraph.words import ascii_key

_BOUND = MESURES | {"realisation"}
_READ = _BOUND | THEMED  # of the others only publics and dispositifs are kept


def annotate(
    document: Document,
    items: Sequence[Item],
    lexicon: Lexicon,
    pipeline: str | None = None,
    trust: Mapping[str, float] | None = None,
) -> tuple[Record, ...]:
    """What each item says: bodies with role and passage, themes, dispositifs, publics.

    Items come in the document's order, a parent before its children. One record an item, in
    the same order; ids are stable from run to run. `pipeline` names an installed French spaCy
    pipeline whose organisations are to be read beside those of the lists, `trust` what each rule
    is worth (`confiance.load`); without it an item's layout says.
    """
    return Annotator(document, items, lexicon, pipeline, trust).records()


def reader_of(lexicon: Lexicon, pipeline: str | None = None) -> Reader:
    """The reader of this lexicon, built once a process."""
    return _reader(lexicon, pipeline)


@lru_cache(maxsize=2)
def _reader(lexicon: Lexicon, pipeline: str | None) -> Reader:
    return Reader(lexicon, pipeline)  # behind `reader_of`: a default argument is no key of a cache


class Annotator:
    """The items of one document, with what is needed to understand each."""

    def __init__(
        self,
        document: Document,
        items: Sequence[Item],
        lexicon: Lexicon,
        pipeline: str | None = None,
        trust: Mapping[str, float] | None = None,
    ) -> None:
        self._document, self._items, self._lexicon = document, items, lexicon
        self._trust = trust
        self._reader = reader_of(lexicon, pipeline)
        self._roles = RoleReader(lexicon)
        self._home: Home = home(document, lexicon, self._reader)
        own = sigles.of_epci(self._home.epci, lexicon)
        own |= titre.surfaces(document.text, self._home.epci, lexicon)
        lines = glossaires.lines_of(document.text, lexicon.words["titre-glossaire"])
        self._told = sigles.defined(document.text, lines, self._reader, lexicon)
        self._sigles = own | self._told
        self._unlisted = Unlisted(document.text, lines, lexicon)
        self._cells = CellReader(lexicon, self._reader, document.text, self._unlisted.glossed)
        cellular = {s.span for i in items for s in i.sources if s.mode == "explicite"}
        self._sources = SourceReader(lexicon, self._roles, self._cells, self._unlisted, cellular)
        self._passages: dict[Span, Passage] = {}
        self._together = lexicon.words["type-ensemble"]
        self._untold: set[str] = set()  # the bodies of whose kind their name says nothing
        self._clues = ClueReader(items, document.text, self._passage, self._heading)
        piliers = {t.code: t.pilier for t in lexicon.themes.values()}
        self._decider = Decider(lexicon.weights, piliers)

    def records(self) -> tuple[Record, ...]:
        ids = record_ids(self._document.contrat, self._items)
        self._reader.prepare(self._document.text, _spans(self._items))
        themes = self._themes()
        read = [self._record(n, ids, themes.get(n, ())) for n in range(len(ids))]
        return contexte.typed(read, self._untold, self._lexicon)

    def _passage(self, span: Span) -> Passage:
        if span not in self._passages:
            read = self._reader.passage(self._document.text, span)
            known = sigles.recognised(read, self._sigles, self._told)
            self._passages[span] = self._unlisted.completed(known)
        return self._passages[span]

    def _terms(self, span: Span) -> Passage:
        return self._reader.terms(self._document.text, span)

    def _record(self, number: int, ids: Sequence[str], themes: tuple[str, ...]) -> Record:
        item = self._items[number]
        read = self._passage if item.niveau in _READ else self._terms
        passage = read(item.span)
        return Record(
            id=ids[number],
            contrat=self._document.contrat,
            niveau=item.niveau,
            text=item.text,
            span=item.span,
            regle=item.regle,
            confiance=calibrated(item, self._trust) if self._trust else item.confiance,
            numero=item.numero,
            parent=None if item.parent is None else ids[item.parent],
            merge=None if item.merge is None else ids[item.merge],
            acteurs=self._participations(item, passage) if item.niveau in _BOUND else (),
            themes=themes,
            dispositifs=_words(d.words for d in passage.dispositifs),
            publics=_words([*(p.words for p in passage.publics), *self._described(item)]),
            description=item.description and item.description.of(self._document.text),
            registre=item.registre,
            politiques=tuple(p.of(self._document.text) for p in item.politiques),
        )

    def _described(self, item: Item) -> Sequence[str]:
        """The publics that a sheet's presentation names."""
        text, span = self._document.text, item.description
        return self._reader.publics(text, span) if span else ()

    def _participations(self, item: Item, passage: Passage) -> tuple[Participation, ...]:
        said = self._said(item, passage)
        named = [p for s in item.sources if s.mode == "explicite" for p in self._sourced(s)]
        above = [p for s in item.sources if s.mode != "explicite" for p in self._sourced(s)]
        own = ensemble.together([*named, *said], self._document.text, self._together)
        carried = any(p.role == PORTEUR for p in own)
        inherited = [p for p in above if not (carried and p.role == PORTEUR)]
        bound = distinct([*own, *inherited])
        if item.niveau in MESURES and not any(p.role == PORTEUR for p in bound):
            collective = f"{SIGNATORIES}-{self._document.contrat}"
            bound.insert(0, Participation(collective, SIGNATORIES, PORTEUR, "collectif"))
        return tuple(bound)

    def _said(self, item: Item, passage: Passage) -> list[Participation]:
        """The bodies that the item's own words bind to it."""
        bound = menes_par.beside(self._roles.bound(passage), item.sources)
        if item.niveau != "realisation":
            listed = self._enumerated(passage)
            carried = somebody_carries(bound, item.sources)
            said = [(b.mention, b.role) for b in bound if carried or not their_own(b)]
            return [self._participation(m, r, "explicite") for m, r in dict.fromkeys(said + listed)]
        done = realisations.roles(passage, bound, self._lexicon)
        return [self._participation(mention, role, "explicite") for mention, role in done]

    def _enumerated(self, passage: Passage) -> list[tuple[Mention, str]]:
        """« Partenaires à mobiliser : CAF, clubs, service jeunesse »: each piece is a body."""
        found = []
        for cue, start, end in enumerations.found(passage):
            found += [(m, cue.role) for m in self._cells.enumerated(passage, start, end)]
        return found

    def _sourced(self, source: Source) -> list[Participation]:
        """The bodies named where the layout says that the item's bodies are."""
        bodies = self._sources.bodies(source, self._passage(source.span))
        return [self._participation(m, role, source.mode) for m, role in bodies]

    def _participation(self, mention: Mention, role: str, mode: str) -> Participation:
        slug = self._home.slug(mention, self._lexicon)
        if mention.type == SIGNATORIES:
            if mode != "explicite":
                return Participation(slug, SIGNATORIES, role, "collectif")
            mode = "collectif" if role == PORTEUR else mode
        words = mention.span.of(self._document.text)
        if contexte.untold(mention, words, self._lexicon):
            self._untold.add(slug)
        return Participation(slug, mention.type, role, mode, words, mention.span)

    def _themes(self) -> dict[int, tuple[str, ...]]:
        """The themes of the items that have some, by their number."""
        themed = [n for n, item in enumerate(self._items) if item.niveau in THEMED]
        chosen = self._decider.chosen(map(self._clues.of, themed))
        return dict(zip(themed, map(tuple, chosen), strict=True))

    def decisions(self, number: int) -> tuple[Decision, ...]:
        """The themes of the item of that number, with why."""
        return self._decider.decide(self._clues.of(number))

    def readers(self, number: int) -> tuple[str, str]:
        """The main theme that the rules alone give, and the one that the classifier gives."""
        clues = self._clues.of(number)
        margins = by_classifier(clues.stems, self._lexicon.weights)
        ruled = by_rules(clues)
        return ruled[0] if ruled else "", max(sorted(margins), key=lambda t: margins[t])

    def _heading(self, words: str) -> Passage:
        """Words that are not in the text as they are: a heading over several lines."""
        return self._reader.passage(words, Span(0, len(words)))


def _spans(items: Iterable[Item]) -> Iterator[Span]:
    """All that is read of items: their words, those of their bodies and presentations."""
    for item in items:
        yield item.span
        yield from (source.span for source in item.sources)
        if item.description:
            yield item.description


def _words(found: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for words in found:
        kept.setdefault(ascii_key(words), words)
    return tuple(kept.values())
