"""The question library as data: `sh:SPARQLExecutable`, so that editors and agents find it."""

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from pvgraph.catalogue import SITE
from pvgraph.catalogue.terms import SCHEMA, words
from pvgraph.exports.serializations import prefixes
from pvgraph.graph.names import BASE, CATALOGUE, DCT, LABEL, OWL, RDFS, SH, XSD, iri, node
from pvgraph.graph.sheet import Sheet, fr, plain
from pvgraph.questions import Question, moved

FOLDER = f"{SITE}.well-known/sparql-examples/"
PREFIXES = iri("prefixes")


def examples(questions: Mapping[str, Question], base: str = BASE) -> Sheet:
    """Every question with its words, keywords and prefixes; one `sh:declare` a prefix.

    The queries are about data under `base`; the names here are the project's own.
    """
    sheet = Sheet(CATALOGUE)
    _prefixes(sheet, base)
    for question in questions.values():
        _example(sheet, question.under(base))
    return sheet


def _prefixes(sheet: Sheet, base: str) -> None:
    sheet.a(PREFIXES, OWL.Ontology)
    for name, namespace in prefixes().items():
        declared = sheet.a(iri("prefixe", name), SH.PrefixDeclaration)
        sheet.say(declared, SH.prefix, plain(name))
        sheet.say(declared, SH.namespace, Literal(moved(namespace, base), datatype=XSD.anyURI))
        sheet.say(PREFIXES, SH.declare, declared)


def example_iri(name: str) -> NamedNode:
    """The IRI of the example made of the question of that name."""
    return node(FOLDER + name)


def _example(sheet: Sheet, question: Question) -> None:
    subject = sheet.a(example_iri(question.name), SH.SPARQLExecutable, SH.SPARQLSelectExecutable)
    words(sheet, subject, RDFS.comment, dict(question.text))
    words(sheet, subject, LABEL, dict(question.text))
    words(sheet, subject, DCT.description, dict(question.description))
    sheet.say(subject, DCT.identifier, plain(question.name))
    sheet.say(subject, SH.prefixes, PREFIXES)
    sheet.say(subject, SH.select, plain(body(question.sparql)))
    sheet.say(subject, SCHEMA.keywords, *(fr(k) for k in question.keywords))
    sheet.say(subject, SCHEMA.target, node(f"{SITE}sparql"))


def body(sparql: str) -> str:
    """The query without its header."""
    lines = (line for line in sparql.splitlines() if not line.startswith("#+"))
    return "\n".join(lines).strip() + "\n"
