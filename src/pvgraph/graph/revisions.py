"""Facts that a person corrected: each is a revision of what had been read, which stays told."""

from collections.abc import Iterable

from pvgraph.graph.identity import Thing
from pvgraph.graph.names import DCT, FOAF, PROV, digest, iri, slug
from pvgraph.graph.sheet import Sheet, date, fr, plain
from pvgraph.model import Revision


def write(
    sheet: Sheet, contrat: str, things: Iterable[Thing], revisions: Iterable[Revision]
) -> None:
    """Say of each corrected thing what it was, who changed it, when and why."""
    by_record = {record.id: thing for thing in things for record in thing.records}
    for revision in revisions:
        thing = by_record.get(revision.record)
        if thing is None:
            continue
        key = digest(thing.key, revision.author, revision.date, revision.reason, revision.before)
        before = sheet.a(iri("lecture-initiale", contrat, key), PROV.Entity)
        sheet.name(before, f"Lecture avant correction : {revision.before}")
        sheet.say(before, PROV.value, fr(revision.before))
        person = sheet.a(iri("personne", slug(revision.author)), PROV.Person, FOAF.Person)
        sheet.name(person, revision.author)
        sheet.say(person, FOAF.name, plain(revision.author))
        sheet.say(thing.iri, PROV.wasRevisionOf, before)
        sheet.say(thing.iri, PROV.wasAttributedTo, person)
        sheet.say(thing.iri, DCT.modified, date(revision.date))
        sheet.say(thing.iri, DCT.provenance, fr(revision.reason))
