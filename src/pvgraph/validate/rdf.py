"""The report as RDF: an `sh:ValidationReport` whose every node has an IRI, kept in the store."""

import hashlib
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from pvgraph.graph.names import BASE, PROV, PV, SH, VALIDATION, iri, node
from pvgraph.graph.sheet import Sheet, boolean, en, fr, integer
from pvgraph.validate.findings import NAMESPACE, Finding, Report

REPORT = iri("rapport")
_PREFIXES = {"sh": SH.iri, "pv": PV.iri, "prov": PROV.iri, "id": BASE, "s": NAMESPACE}


def quads(report: Report) -> set[Quad]:
    """The report in its named graph."""
    return heading(report.conforms) | results(report.findings)


def heading(conforms: bool) -> set[Quad]:
    """The report without its results."""
    sheet = Sheet(VALIDATION)
    sheet.a(REPORT, SH.ValidationReport)
    sheet.name(REPORT, "Rapport de validation", "Validation report")
    sheet.say(REPORT, SH.conforms, boolean(conforms))
    return set(sheet)


def results(findings: Iterable[Finding]) -> set[Quad]:
    """Results of the report: those of one contrat can be written apart from the others."""
    sheet = Sheet(VALIDATION)
    for finding in findings:
        _result(sheet, finding)
    return set(sheet)


def _result(sheet: Sheet, finding: Finding) -> None:
    identity = "\n".join((finding.shape, finding.component, finding.focus, finding.value))
    result = iri("constat", hashlib.sha256(identity.encode()).hexdigest()[:16])
    sheet.a(result, SH.ValidationResult)
    sheet.say(REPORT, SH.result, result)
    sheet.name(result, finding.message_fr, finding.message_en)
    sheet.say(result, SH.resultSeverity, SH[finding.severity])
    sheet.say(result, SH.sourceShape, node(NAMESPACE + finding.shape))
    sheet.say(result, SH.sourceConstraintComponent, SH[finding.component])
    sheet.say(result, SH.resultMessage, fr(finding.message_fr), en(finding.message_en))
    for predicate, term in (
        (SH.focusNode, finding.focus),
        (SH.resultPath, finding.path),
        (SH.value, finding.value),
    ):
        sheet.say(result, predicate, *_terms(term))
    if finding.passage:
        sheet.say(result, PROV.wasQuotedFrom, node(finding.passage))
    if finding.place:
        sheet.say(result, PV.ligne, integer(finding.place.line))


def _terms(text: str) -> Iterable:
    """The term written in N-Triples syntax, or nothing."""
    if not text:
        return ()
    line = f"<urn:x> <urn:x> {text} ."
    return (t.object for t in parse(line, RdfFormat.N_TRIPLES))


def turtle(report: Report) -> bytes:
    """The report as Turtle, in a fixed order."""
    triples = sorted((q.triple for q in quads(report)), key=str)
    ordered = sorted(triples, key=lambda t: (_rank(t), str(t.subject), str(t)))
    return serialize(ordered, format=RdfFormat.TURTLE, prefixes=_PREFIXES)


def _rank(triple: Triple) -> int:
    return 0 if isinstance(triple.subject, NamedNode) and triple.subject == REPORT else 1
