"""IRIs: the namespaces reused, and how a thing's identifying words become its IRI.

An IRI is made of what identifies the thing (contrat, niveau, number or folded words), never of
where it stands: a comma moved elsewhere in the text renames nothing.
"""

import hashlib
import re
import unicodedata
from functools import cache

from pyoxigraph import NamedNode

BASE = "https://w3id.org/pvgraph/id/"
"""Base of the data's IRIs as written in the project's files; `rebase` moves it."""

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class Namespace:
    """`PV.Mesure` or `PV["Mesure"]` is the NamedNode of that term."""

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getattr__(self, name: str) -> NamedNode:
        return self[name]

    def __getitem__(self, name: str) -> NamedNode:
        return node(self.iri + name)


@cache
def node(iri: str) -> NamedNode:
    """The NamedNode of `iri`, one object for each IRI."""
    return NamedNode(iri)


PV = Namespace("https://w3id.org/pvgraph/def#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
PROV = Namespace("http://www.w3.org/ns/prov#")
DCT = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
ORG = Namespace("http://www.w3.org/ns/org#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
OA = Namespace("http://www.w3.org/ns/oa#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
IGEO = Namespace("http://rdf.insee.fr/def/geo#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
CV = Namespace("http://data.europa.eu/m8g/")
SH = Namespace("http://www.w3.org/ns/shacl#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")

TYPE = RDF.type
LABEL = RDFS.label

ONTOLOGIE = node(BASE + "graphe/ontologie")
CODES = node(BASE + "graphe/codes")
ACTEURS = node(BASE + "graphe/acteurs")
DERIVE = node(BASE + "graphe/derive")
CATALOGUE = node(BASE + "graphe/catalogue")
VALIDATION = node(BASE + "graphe/validation")
RETIRES = node(BASE + "graphe/retires")


def graph_of(contrat: str) -> NamedNode:
    """The named graph of what one contrat says."""
    return node(f"{BASE}graphe/contrat/{contrat}")


def iri(kind: str, *parts: str) -> NamedNode:
    """`iri("mesure", "brest", "action-1")` → `<…/id/mesure/brest/action-1>`."""
    return node(BASE + "/".join((kind, *parts)))


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens: « Cité éducative » → `cite-educative`."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return _NOT_SLUG.sub("-", plain).strip("-")


def digest(*words: str, length: int = 10) -> str:
    """The first `length` hex digits of the SHA-256 of the words, compared without accents,
    case or punctuation."""
    identity = "\n".join(slug(w) for w in words)
    return hashlib.sha256(identity.encode()).hexdigest()[:length]


def short_slug(text: str, limit: int = 60) -> str:
    """A slug of at most `limit` characters; a longer one ends in a digest of the whole."""
    whole = slug(text)
    if whole and len(whole) <= limit:
        return whole
    return f"{whole[: limit - 9].rstrip('-')}-{digest(text, length=8)}".lstrip("-")
