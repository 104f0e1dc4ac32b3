"""Records → what one contrat says: axes, mesures, engagements, indicateurs, réalisations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pvgraph.graph.identity import Thing
from pvgraph.graph.names import CV, DCT, PROV, PV, SKOS, iri, short_slug
from pvgraph.graph.passages import Quotes, shortened
from pvgraph.graph.referents import Referents
from pvgraph.graph.sheet import Sheet, boolean, decimal, fr, plain
from pvgraph.model import MESURES, Participation, Record, Span
from pvgraph.plain import words

CLASSES = {
    "axe": PV.Axe,
    "objectif": PV.Objectif,
    "action": PV.Action,
    "projet": PV.Projet,
    "indicateur": PV.Indicateur,
    "resultat": PV.ResultatAttendu,
    "realisation": PV.Realisation,
}
# What the text says outright outweighs what a heading says, and that what binds everyone.
_STRENGTH = ("explicite", "herite", "collectif")


@dataclass(frozen=True)
class Reading:
    """All that is needed to write one contrat's things: where, with what quotes and what names."""

    contrat: str
    sheet: Sheet
    quotes: Quotes
    labels: Mapping[str, str]
    referents: Referents
    activity: NamedNode | None = None


def write(reading: Reading, things: Iterable[Thing]) -> None:
    """Write every thing of one contrat with its passages."""
    things = list(things)
    by_record = {r.id: t for t in things for r in t.records}
    for thing in things:
        _thing(reading, thing)
        _place(reading, thing, by_record)
        if thing.first.niveau in MESURES:
            _mesure(reading, thing)
        elif thing.first.niveau == "realisation":
            _done_by(reading, thing)


def _thing(reading: Reading, thing: Thing) -> None:
    """What every thing has: class, niveau, words, passages, rule."""
    sheet, record = reading.sheet, thing.first
    subject = sheet.a(thing.iri, CLASSES[record.niveau], PV.Element)
    if record.niveau in MESURES:  # so that `?m a pv:Mesure` answers without a reasoner
        sheet.a(subject, PV.Mesure)
    sheet.say(subject, PV.contrat, iri("contrat", record.contrat))
    sheet.say(subject, PV.niveau, iri("niveau", record.niveau))
    sheet.say(subject, PV.texte, fr(record.text))
    sheet.name(subject, shortened(words(record.text)))
    sheet.say(subject, PV.numero, plain(record.numero) if record.numero else None)
    sheet.say(subject, PV.discutable, boolean(True) if thing.optional else None)
    for saying in thing.records:
        reading.quotes.quote(subject, saying.span)
        sheet.say(subject, DCT.description, fr(saying.description) if saying.description else None)
        sheet.say(subject, PV.registre, fr(saying.registre) if saying.registre else None)
        for politique in saying.politiques:
            sheet.say(subject, PV.politique, fr(politique))
    if record.niveau == "axe":
        sheet.a(subject, SKOS.Concept)
        sheet.say(subject, SKOS.inScheme, iri("axes", record.contrat))
    _made_by(reading, subject, record)
    _about(reading, subject, thing)


def _made_by(reading: Reading, subject: NamedNode, record: Record) -> None:
    sheet = reading.sheet
    sheet.say(subject, PV.confiance, decimal(record.confiance))
    sheet.say(subject, PROV.wasGeneratedBy, reading.activity)
    if record.regle:
        sheet.say(subject, PV.regle, iri("regle", short_slug(record.regle)))


def _about(reading: Reading, subject: NamedNode, thing: Thing) -> None:
    """Themes (the first one is the main one), dispositifs and publics of all its sayings."""
    sheet = reading.sheet
    themes = [t for r in thing.records for t in r.themes]
    if themes:
        sheet.say(subject, PV.themePrincipal, iri("theme", themes[0]))
        sheet.say(subject, PV.theme, *(iri("theme", t) for t in themes))
    for saying in thing.records:
        sheet.say(subject, PV.dispositif, *_named(reading, "dispositif", saying.dispositifs))
        sheet.say(subject, PV.public, *_named(reading, "public", saying.publics))


def _place(reading: Reading, thing: Thing, by_record: Mapping[str, Thing]) -> None:
    """Where the thing stands; an indicator or result is also what its parent is measured by."""
    sheet = reading.sheet
    measured_by = {"indicateur": PV.indicateur, "resultat": PV.resultatAttendu}
    for saying in thing.records:
        above = by_record.get(saying.parent or "")
        if above is None or above is thing:
            continue
        sheet.say(thing.iri, PV.sousElementDe, above.iri)
        if saying.niveau in measured_by:
            sheet.say(above.iri, measured_by[saying.niveau], thing.iri)
        if saying.niveau == above.first.niveau == "axe":
            sheet.say(thing.iri, SKOS.broader, above.iri)


def _mesure(reading: Reading, thing: Thing) -> None:
    for (acteur, role), sayings in _bound(thing, reading.referents).items():
        _engagement(reading, thing, acteur, role, sayings)


def _bound(
    thing: Thing, referents: Referents
) -> dict[tuple[str, str], list[tuple[Record, Participation]]]:
    """Who is bound in which rôle, with each saying; a collective promise stands only where no
    saying of the mesure names a porteur."""
    bound: dict[tuple[str, str], list[tuple[Record, Participation]]] = {}
    for record in thing.records:
        for part in record.acteurs:
            bound.setdefault((referents.body(part.acteur), part.role), []).append((record, part))
    named = any(
        p.role == "porteur" and p.mode != "collectif" for r in thing.records for p in r.acteurs
    )
    if named:
        bound = {k: v for k, v in bound.items() if any(p.mode != "collectif" for _, p in v)}
    return bound


def _engagement(
    reading: Reading,
    thing: Thing,
    acteur: str,
    role: str,
    sayings: list[tuple[Record, Participation]],
) -> None:
    sheet = reading.sheet
    subject = iri("engagement", reading.contrat, thing.key, role, acteur)
    sheet.a(subject, PV.Engagement, CV.Participation)
    sheet.say(subject, PV.contrat, iri("contrat", reading.contrat))
    sheet.say(subject, PV.mesure, thing.iri)
    sheet.say(subject, PV.acteur, iri("acteur", acteur))
    sheet.say(subject, PV.role, iri("role", role))
    mode = min((p.mode for _, p in sayings), key=_STRENGTH.index)
    sheet.say(subject, PV.modeAttribution, iri("mode", mode))
    sheet.say(subject, PV.discutable, boolean(True) if thing.optional else None)
    label = reading.labels.get(acteur, acteur)
    what = shortened(words(thing.first.text), 90)
    sheet.name(subject, f"{label} ({role}) : {what}")
    for record, part in sayings:
        _evidence(reading, subject, record, part)
    _made_by(reading, subject, sayings[0][0])


def _evidence(reading: Reading, subject: NamedNode, record: Record, part: Participation) -> None:
    """The words that name the body; where the text names nobody, the item's own words."""
    span: Span = part.span or record.span
    reading.quotes.quote(subject, span)
    reading.sheet.say(subject, PV.mention, fr(part.mention) if part.mention else None)


def _done_by(reading: Reading, thing: Thing) -> None:
    """Who did it: a réalisation is never an engagement."""
    for record in thing.records:
        for part in record.acteurs:
            reading.sheet.say(
                thing.iri, PV.realisePar, iri("acteur", reading.referents.body(part.acteur))
            )


def _named(reading: Reading, kind: str, mentions: Iterable[str]) -> Iterable[NamedNode]:
    resolve = getattr(reading.referents, kind)
    return (iri(kind, resolve(mention)[0]) for mention in mentions)
