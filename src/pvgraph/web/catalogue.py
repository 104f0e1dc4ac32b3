"""The catalogue of the served release, ready for routes and pages; read once a release."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from pyoxigraph import NamedNode, Triple, serialize

from pvgraph.catalogue import SITE
from pvgraph.catalogue.document import Nodes, by_subject, reached, served
from pvgraph.catalogue.schemaorg import dataset
from pvgraph.catalogue.terms import LOCN, SCHEMA, VCARD, VOID
from pvgraph.exports.serializations import prefixes
from pvgraph.graph.names import BASE, CATALOGUE, DCAT, SH, SPDX
from pvgraph.store.formats import Format
from pvgraph.web.context import Context
from pvgraph.web.names.thing import base

_SHORT = {"dcat": DCAT, "spdx": SPDX, "vcard": VCARD, "void": VOID}
_SHORT |= {"locn": LOCN, "schema": SCHEMA, "sh": SH}
_ALL = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


@dataclass
class Served:
    """The catalogue's triples as served at one address, by release."""

    context: Context
    _release: str = ""
    _nodes: Nodes = field(default_factory=dict)
    _written: dict[str, bytes] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the service is, with a final slash."""
        return self.context.settings.address("/")

    async def nodes(self) -> Nodes:
        """Everything in the catalogue's graph, by subject."""
        release = self.context.release.id
        if release != self._release:
            graph = CATALOGUE.value.replace(BASE, base(self.context))
            answer = await self.context.query(_ALL.format(graph=graph))
            self._nodes, self._release = by_subject(answer.triples), release
            self._written.clear()
        return self._nodes

    async def written(self, format: Format) -> bytes:
        """The DCAT-AP catalogue in a format, written once a release."""
        await self.nodes()
        if format.name not in self._written:
            triples = await self.catalog()
            self._written[format.name] = await asyncio.to_thread(self.write, triples, format)
        return self._written[format.name]

    def write(self, triples: Sequence[Triple], format: Format) -> bytes:
        """Triples in a format, with the prefixes of catalogues; nothing where there is none."""
        short = {**prefixes(), **{k: v.iri for k, v in _SHORT.items()}, "pvid": base(self.context)}
        return serialize(triples, format=format.writer, prefixes=short) if triples else b""

    async def catalog(self) -> list[Triple]:
        """The DCAT-AP catalogue; empty where the release has none (a single RDF file)."""
        return await self.under([NamedNode(f"{base(self.context)}catalogue")])

    async def under(self, roots: Sequence[NamedNode]) -> list[Triple]:
        """What is said of `roots` and of all that they lead to."""
        return served(reached(await self.nodes(), roots), self.address)

    async def examples(self) -> list[NamedNode]:
        """The IRIs (in the store) of the published questions."""
        start = f"{SITE}.well-known/sparql-examples/"
        return sorted((n for n in await self.nodes() if n.value.startswith(start)), key=str)

    async def json_ld(self, name: str = "engagements") -> Markup:
        """The schema.org description of a dataset (`engagements`, or a contrat's slug) as the
        content of a `<script type="application/ld+json">`; empty where there is none."""
        subject = NamedNode(f"{base(self.context)}jeu/{name}")
        triples = await self.under([subject])
        if not triples:
            return Markup("")
        text = json.dumps(dataset(triples, subject), ensure_ascii=False)
        # No tag can end the block.
        return Markup(text.replace("<", "\\u003c"))
