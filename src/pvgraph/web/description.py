"""What the service says of itself: SPARQL service description and VoID, counted in the graph."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize
from starlette.responses import RedirectResponse, Response

from pvgraph.catalogue.document import relocated
from pvgraph.releases import WHOLE_LIMIT
from pvgraph.search import NAMES
from pvgraph.store import census, formats
from pvgraph.store.answer import Answer
from pvgraph.store.job import Job
from pvgraph.store.opening import created
from pvgraph.web import bases
from pvgraph.web.context import Context
from pvgraph.web.negotiate import quality, wanted
from pvgraph.web.runner import Asker

_PREFIXES = {
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "voidext": "http://ldf.fi/void-ext#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "pv": "https://w3id.org/pvgraph/def#",
}
_LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
_VOCABULARIES = (
    "https://w3id.org/pvgraph/def#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/ns/org#",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
)
_GRAPHS = "SELECT ?g ?n WHERE { GRAPH ?g { } } ORDER BY ?g"
_UNCOUNTED = Answer("select", b'{"head":{"vars":[]},"results":{"bindings":[]}}')
Node = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client likes: a format by name, its Accept header, its If-None-Match header."""

    format: str
    accept: str
    known: str = ""


def _iri(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_PREFIXES[prefix] + local)


#: The sets of links to other people's data, and the dumps, as the build counted and wrote them.
_LINKSETS = """PREFIX void: <http://rdfs.org/ns/void#>
CONSTRUCT { ?s ?p ?o . ?whole a void:Dataset ; void:dataDump ?dump ; void:subset ?s }
WHERE { { ?whole void:subset ?s . ?s a void:Linkset ; ?p ?o }
  UNION { ?whole void:subset/(void:objectsTarget) ?s . ?s ?p ?o }
  UNION { ?whole void:dataDump ?dump } }"""


def _count(term: object) -> Literal:
    return Literal(int(getattr(term, "value", "0")))


class Description:
    """The description of one release, made once and kept."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.void = NamedNode(context.settings.address("/.well-known/void"))
        self.counted = census.read(context.release.census)
        self.large = context.release.manifest().get("bytes", 0) > WHOLE_LIMIT

    async def count(self, name: str) -> Answer:
        """One count of the census: the build's, or taken now and as patient as a stranger's query;
        without rows where the build of a large graph took none, which would take minutes now.

        Raises:
            Unanswered: a graph too large to be counted in time.
        """
        if self.large and name not in self.counted:
            return _UNCOUNTED
        return self.counted.get(name) or await self.query(census.COUNTS[name])

    async def query(self, sparql: str) -> Answer:
        """The answer to a query of the description's own, asked once a release."""
        result = await self.context.runner.run(Job(sparql), Asker("description"))
        return result.answer()

    def part(self, *names: str) -> NamedNode:
        """The IRI of a part of the VoID document, the same for the same IRIs that it is about."""
        digest = hashlib.sha256(" ".join(names).encode()).hexdigest()
        return NamedNode(f"{self.void.value}#{digest[:12]}")

    async def triples(self) -> list[Triple]:
        """Service description and VoID together: they share their datasets."""
        return [t async for t in self._all()]

    async def _all(self):
        for triple in self._service():
            yield triple
        for key in census.FIGURES:
            for (n,) in (await self.count(key)).rows:
                yield Triple(self.void, _iri(f"void:{key}"), _count(n))
        async for triple in self._graphs():
            yield triple
        async for triple in self._partitions():
            yield triple
        for subject, predicate, thing in (await self.query(_LINKSETS)).triples:
            if isinstance(thing, NamedNode):
                thing = NamedNode(relocated(thing.value, self.context.settings.address("/")))
            yield Triple(subject, predicate, thing)

    def _service(self) -> Iterator[Triple]:
        address = self.context.settings.address
        service = NamedNode(address("/sparql"))
        default = self.part("default")
        functions = NAMES if self.context.release.search.is_file() else ()

        def say(subject: NamedNode, **facts: object) -> Iterator[Triple]:
            for name, values in facts.items():
                for value in values if isinstance(values, tuple) else (values,):
                    yield Triple(subject, _iri(name.replace("_", ":")), value)

        yield from say(
            service,
            rdf_type=_iri("sd:Service"),
            sd_endpoint=service,
            sd_supportedLanguage=_iri("sd:SPARQL11Query"),
            sd_feature=_iri("sd:UnionDefaultGraph"),
            sd_resultFormat=tuple(NamedNode(f.iri) for f in (*formats.ROWS, *formats.GRAPHS)),
            sd_extensionFunction=tuple(map(NamedNode, functions)),
            sd_defaultDataset=self.void,
        )
        for name in functions:
            yield from say(NamedNode(name), rdf_type=_iri("sd:Function"))
        yield from say(
            self.void,
            rdf_type=(_iri("sd:Dataset"), _iri("void:Dataset")),
            dct_title=(
                Literal("pvgraph : qui s'engage à quoi ?", language="fr"),
                Literal("pvgraph: who commits to what?", language="en"),
            ),
            dct_license=NamedNode(_LICENCE),
            dct_modified=Literal(
                created(self.context.release).isoformat(), datatype=_iri("xsd:dateTime")
            ),
            dct_hasVersion=Literal(self.context.release.id),
            sd_defaultGraph=default,
            void_sparqlEndpoint=service,
            void_uriSpace=Literal(bases.of(self.context.release)),
            void_vocabulary=tuple(NamedNode(v) for v in _VOCABULARIES),
        )
        yield from say(default, rdf_type=(_iri("sd:Graph"), _iri("void:Dataset")))

    async def _graphs(self):
        for (total,) in (await self.count("triples")).rows:
            yield Triple(self.part("default"), _iri("void:triples"), _count(total))
        counted = (await self.count("by graph")).rows
        for name, n in counted or (await self.query(_GRAPHS)).rows:
            graph = self.part(name.value)
            content = self.part("graph", name.value)
            yield Triple(self.void, _iri("sd:namedGraph"), graph)
            yield Triple(graph, _iri("rdf:type"), _iri("sd:NamedGraph"))
            yield Triple(graph, _iri("sd:name"), name)
            yield Triple(graph, _iri("sd:graph"), content)
            yield Triple(content, _iri("rdf:type"), _iri("sd:Graph"))
            if n is not None:
                yield Triple(content, _iri("void:triples"), _count(n))

    async def _partitions(self):
        for name, n in (await self.count("by class")).rows:
            part = self.part(name.value)
            yield Triple(self.void, _iri("void:classPartition"), part)
            yield Triple(part, _iri("void:class"), name)
            yield Triple(part, _iri("void:entities"), _count(n))
        for name, n, subjects, objects in (await self.count("by property")).rows:
            part = self.part("p", name.value)
            yield Triple(self.void, _iri("void:propertyPartition"), part)
            yield Triple(part, _iri("void:property"), name)
            yield Triple(part, _iri("void:triples"), _count(n))
            yield Triple(part, _iri("void:distinctSubjects"), _count(subjects))
            yield Triple(part, _iri("void:distinctObjects"), _count(objects))
        async for triple in self._inner_partitions():
            yield triple

    async def _inner_partitions(self):
        """The properties of each class, and what they lead to: what query editors complete from."""
        for class_, name, n in (await self.count("by class and property")).rows:
            part = self.part(class_.value, name.value)
            yield Triple(self.part(class_.value), _iri("void:propertyPartition"), part)
            yield Triple(part, _iri("void:property"), name)
            yield Triple(part, _iri("void:triples"), _count(n))
        kinds = (
            ("links", "void:classPartition", "void:class", "void:entities"),
            ("datatypes", "voidext:datatypePartition", "voidext:datatype", "void:triples"),
        )
        for name, link, named, counted in kinds:
            for class_, property_, target, n in (await self.count(name)).rows:
                part = self.part(class_.value, property_.value, target.value)
                yield Triple(self.part(class_.value, property_.value), _iri(link), part)
                yield Triple(part, _iri(named), target)
                yield Triple(part, _iri(counted), _count(n))


_kept: dict[tuple[str, str], dict[str, bytes]] = {}
_triples: dict[tuple[str, str], list[Triple]] = {}


async def _written(context: Context, format: formats.Format) -> bytes:
    """The description of the release being served in one format; made once a release."""
    key = (context.release.id, context.settings.base_url)
    if key not in _triples:
        made = await Description(context).triples()
        _triples.clear()
        _kept.clear()
        _triples[key] = made
    kept = _kept.setdefault(key, {})
    if format.name not in kept:
        kept[format.name] = serialize(_triples[key], format=format.writer, prefixes=_PREFIXES)
    return kept[format.name]


async def describe(context: Context, asked: Wish) -> Response:
    """The answer to `/sparql` without a query: RDF for programs, the editor's page for people."""
    if not asked.format and quality(("text/html",), asked.accept) > max(
        quality(f.accepts, asked.accept) for f in formats.GRAPHS
    ):
        return RedirectResponse(context.settings.path + "/editeur", 303, {"Vary": "Accept"})
    return await document(context, asked)


async def document(context: Context, asked: Wish) -> Response:
    """The description in the format that the client likes best; 304 where it has it.

    Raises:
        Refusal: 406, no RDF format is acceptable.
    """
    format = wanted(formats.GRAPHS, asked.format, asked.accept)
    tag = f'"{context.release.id}.{format.name}"'
    headers = {"Vary": "Accept", "Cache-Control": "no-cache", "ETag": tag}
    if tag in asked.known:
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = format.content_type
    return Response(await _written(context, format), headers=headers)
