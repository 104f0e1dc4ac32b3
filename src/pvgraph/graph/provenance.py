"""Who made the facts: one activity a reading, one for the whole build, with all that they used.

Nothing here reads the clock: the same inputs give the same bytes. When a build ran is said in its
manifest. An activity's IRI is made of its inputs, so that two readings have two IRIs.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    _agent(sheet)
    used = {**inputs.reading, **inputs.building}
    resources = {name: _resource(sheet, name, sha) for name, sha in sorted(used.items())}
    readings = []
    for tally in tallies:
        activity = reading_iri(tally.contrat, tally.text_sha256, inputs)
        reading = sheet.a(activity, PV.Lecture, PROV.Activity)
        readings.append(reading)
        sheet.name(reading, f"Lecture de {tally.contrat}", f"Reading of {tally.contrat}")
        sheet.say(reading, PROV.used, texte_iri(tally.contrat))
        sheet.say(reading, PROV.used, *(resources[name] for name in inputs.reading))
        sheet.say(reading, PROV.wasAssociatedWith, AGENT)
        for rule in sorted(tally.rules):
            sheet.say(reading, PROV.used, _rule(sheet, rule))
    _build(sheet, readings, resources, inputs)


def _agent(sheet: Sheet) -> None:
    sheet.a(AGENT, PROV.SoftwareAgent, FOAF.Agent)
    sheet.name(AGENT, f"pvgraph {__version__}", f"pvgraph {__version__}")
    sheet.say(AGENT, FOAF.name, plain(f"pvgraph {__version__}"))
    sheet.say(AGENT, DCT.hasVersion, plain(__version__))
    sheet.say(AGENT, PROV.actedOnBehalfOf, _ORGANISATION)
    sheet.a(_ORGANISATION, ORG.Organization, FOAF.Agent)


def _resource(sheet: Sheet, name: str, sha: str) -> NamedNode:
    resource = sheet.a(iri("ressource", name, sha[:12]), PROV.Entity)
    sheet.name(resource, f"{name} ({sha[:12]})", f"{name} ({sha[:12]})")
    checksum = sheet.a(iri("ressource", name, sha[:12], "sha256"), SPDX.Checksum)
    sheet.say(resource, SPDX.checksum, checksum)
    sheet.say(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    sheet.say(checksum, SPDX.checksumValue, hexadecimal(sha))
    return resource


def _rule(sheet: Sheet, name: str) -> NamedNode:
    rule = sheet.a(iri("regle", short_slug(name)), PV.Regle, PROV.Plan)
    sheet.name(rule, name, name)
    sheet.say(rule, DCT.identifier, plain(name))
    return rule


def _build(
    sheet: Sheet,
    readings: Sequence[NamedNode],
    resources: Mapping[str, NamedNode],
    inputs: Inputs,
) -> None:
    parts = [r.value for r in readings] + [resources[name].value for name in inputs.building]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    build = sheet.a(iri("activite", "construction", key), PV.Construction, PROV.Activity)
    sheet.name(build, "Construction du graphe", "Build of the graph")
    sheet.say(build, PROV.wasInformedBy, *readings)
    sheet.say(build, PROV.used, *(resources[name] for name in inputs.building))
    sheet.say(build, PROV.wasAssociatedWith, AGENT)
    sheet.say(build, DCT.description, fr(_METHOD))
    sheet.say(CATALOGUE, PROV.wasGeneratedBy, build)


_METHOD = (
    "Textes lus par règles et listes de mots, sans modèle entraîné hors du dépôt ; faits dérivés "
    "par les règles de ontology/regles ; le tout vérifié par les formes de shapes."
)
