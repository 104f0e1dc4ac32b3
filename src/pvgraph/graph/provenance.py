"""Who made the facts: one activity a reading, one for the whole build, with all that they used.

Nothing here reads the clock: the same inputs give the same bytes. When a build ran is said in its
manifest. An activity's IRI is made of its inputs, so that two readings have two IRIs.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from pyoxigraph import NamedNode

from pvgraph import __version__
from pvgraph.graph.names import CATALOGUE, DCT, FOAF, ORG, PROV, PV, SPDX, iri, short_slug
from pvgraph.graph.passages import texte_iri
from pvgraph.graph.sheet import Sheet, fr, hexadecimal, plain
from pvgraph.graph.tally import Tally

AGENT = iri("agent", "pvgraph")
_ORGANISATION = iri("organisation", "pvgraph")


def folder_digest(folder: Path, pattern: str = "**/*") -> str:
    """SHA-256 of every file of a folder: their relative names and bytes, in a fixed order."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.glob(pattern) if p.is_file()):
        if "__pycache__" not in path.parts:
            name = path.relative_to(folder).as_posix()
            total.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@dataclass(frozen=True)
class Inputs:
    """What a build reads besides the texts: each resource's name and SHA-256.

    `reading` are those on which what is read of a text depends (the lists of words), `building`
    those that make the rest of the graph (ontology, shapes, code).
    """

    reading: Mapping[str, str]
    building: Mapping[str, str]


def reading_iri(contrat: str, text_sha256: str, inputs: Inputs) -> NamedNode:
    """The activity that read this text with these lists and this version of the program."""
    lists = (f"{k}={v}" for k, v in sorted(inputs.reading.items()))
    key = hashlib.sha256("\n".join([text_sha256, __version__, *lists]).encode()).hexdigest()[:12]
    return iri("activite", "lecture", contrat, key)


def write(sheet: Sheet, tallies: Iterable[Tally], inputs: Inputs) -> None:
    """Describe the build: its readings, its resources, its rules, its program."""
    for _, say in pieces(list(tallies), inputs):
        say(sheet)


def pieces(
    tallies: Sequence[Tally], inputs: Inputs
) -> Iterator[tuple[str, Callable[[Sheet], None]]]:
    """What `write` says, in pieces: all that each is made of, and how it is said."""
    yield f"programme {inputs!r}", partial(_means, inputs=inputs)
    readings = []
    for tally in tallies:
        activity = reading_iri(tally.contrat, tally.text_sha256, inputs)
        readings.append(activity)
        say = partial(_reading, activity=activity, tally=tally, inputs=inputs)
        yield "\0".join((activity.value, *sorted(tally.rules))), say
    rules = sorted(frozenset().union(*(tally.rules for tally in tallies)))
    yield "\0".join(("règles", *rules)), partial(_rules, names=rules)
    yield "", partial(_build, readings=readings, inputs=inputs)


def _means(sheet: Sheet, inputs: Inputs) -> None:
    _agent(sheet)
    for name, sha in sorted({**inputs.reading, **inputs.building}.items()):
        _resource(sheet, name, sha)


def _reading(sheet: Sheet, activity: NamedNode, tally: Tally, inputs: Inputs) -> None:
    reading = sheet.a(activity, PV.Lecture, PROV.Activity)
    sheet.name(reading, f"Lecture de {tally.contrat}", f"Reading of {tally.contrat}")
    sheet.say(reading, PROV.used, texte_iri(tally.contrat))
    sheet.say(reading, PROV.used, *(_resource_iri(*pair) for pair in inputs.reading.items()))
    sheet.say(reading, PROV.wasAssociatedWith, AGENT)
    sheet.say(reading, PROV.used, *map(_rule_iri, sorted(tally.rules)))


def _agent(sheet: Sheet) -> None:
    sheet.a(AGENT, PROV.SoftwareAgent, FOAF.Agent)
    sheet.name(AGENT, f"pvgraph {__version__}", f"pvgraph {__version__}")
    sheet.say(AGENT, FOAF.name, plain(f"pvgraph {__version__}"))
    sheet.say(AGENT, DCT.hasVersion, plain(__version__))
    sheet.say(AGENT, PROV.actedOnBehalfOf, _ORGANISATION)
    sheet.a(_ORGANISATION, ORG.Organization, FOAF.Agent)


def _resource_iri(name: str, sha: str) -> NamedNode:
    return iri("ressource", name, sha[:12])


def _resource(sheet: Sheet, name: str, sha: str) -> None:
    resource = sheet.a(_resource_iri(name, sha), PROV.Entity)
    sheet.name(resource, f"{name} ({sha[:12]})", f"{name} ({sha[:12]})")
    checksum = sheet.a(iri("ressource", name, sha[:12], "sha256"), SPDX.Checksum)
    sheet.say(resource, SPDX.checksum, checksum)
    sheet.say(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    sheet.say(checksum, SPDX.checksumValue, hexadecimal(sha))


@cache
def _rule_iri(name: str) -> NamedNode:
    return iri("regle", short_slug(name))


def _rules(sheet: Sheet, names: Iterable[str]) -> None:
    for name in names:
        rule = sheet.a(_rule_iri(name), PV.Regle, PROV.Plan)
        sheet.name(rule, name, name)
        sheet.say(rule, DCT.identifier, plain(name))


def _build(sheet: Sheet, readings: Sequence[NamedNode], inputs: Inputs) -> None:
    used = [_resource_iri(*pair) for pair in inputs.building.items()]
    parts = [node.value for node in (*readings, *used)]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    build = sheet.a(iri("activite", "construction", key), PV.Construction, PROV.Activity)
    sheet.name(build, "Construction du graphe", "Build of the graph")
    sheet.say(build, PROV.wasInformedBy, *readings)
    sheet.say(build, PROV.used, *used)
    sheet.say(build, PROV.wasAssociatedWith, AGENT)
    sheet.say(build, DCT.description, fr(_METHOD))
    sheet.say(CATALOGUE, PROV.wasGeneratedBy, build)


_METHOD = (
    "Textes lus par règles et listes de mots, sans modèle entraîné hors du dépôt ; faits dérivés "
    "par les règles de ontology/regles ; le tout vérifié par les formes de shapes."
)
