"""The MCP server: six read-only tools over one connection. The only module on the MCP SDK."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from pvgraph import __version__
from pvgraph.agents import evidence
from pvgraph.agents.bounded import Bounded
from pvgraph.agents.card import card, pitfalls
from pvgraph.client.graph import Graph, with_prefixes
from pvgraph.client.rows import Rows
from pvgraph.client.terms import rows as as_rows
from pvgraph.errors import PvgraphError

_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_MOST = 100
_MOST_CELLS = 200
_SAID = ("engagement", "contrat", "acteur", "acteur_nom", "type_acteur", "role", "mode", "mesure",
         "niveau", "texte", "theme", "discutable", "confiance", *evidence.QUOTE)  # fmt: skip
_INSTRUCTIONS = """Qui s'engage à quoi dans les contrats de ville français. Lisez d'abord
carte_du_schema (pièges compris). Ne répondez que de ce que les outils rendent, et citez : chaque
ligne porte sa citation, sa place et son adresse durable. Un total tronqué est dit tronqué.

Who commits to what in the French contrats de ville. Read carte_du_schema first (traps included).
Answer only from what the tools give, and quote: each row has its quote, place and address.
"""

Limit = Annotated[int, Field(ge=1, le=_MOST, description="Lignes au plus (rows at most)")]
Code = Annotated[str | None, Field(description="Code ou IRI (code or IRI)")]
Codes = Annotated[dict[str, list[str]] | None, Field(description="Filtres : dimension → codes")]


def make(graph: Graph, bounded: Bounded) -> MCPServer:
    """The server over `graph`; `bounded` runs what the assistant writes in SPARQL."""

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with bounded:
            yield

    server = MCPServer(
        "pvgraph", title="pvgraph", instructions=_INSTRUCTIONS, version=__version__,
        lifespan=lifespan, log_level="WARNING",
    )  # fmt: skip
    _facts(server, graph)
    _counts(server, graph)
    _sparql(server, graph, bounded)
    return server


async def _told(work: Callable[..., Any], *given: Any) -> Any:
    """The result of some work in a thread; what is wrong is told to the assistant."""
    try:
        return await asyncio.to_thread(work, *given)
    except PvgraphError as error:
        raise ToolError(str(error)) from error


def _page(rows: Rows, lines: list[dict]) -> dict[str, Any]:
    """Rows with how many there are in all."""
    cut = rows.total > len(lines)
    return {
        "total": rows.total,
        "montrees": len(lines),
        "tronque": cut or rows.truncated,
        "release": rows.release,
        "lignes": lines,
    }


def _facts(server: MCPServer, graph: Graph) -> None:
    @server.tool(annotations=_READS)
    async def chercher_engagements(
        contrat: Code = None, acteur: Code = None, type_acteur: Code = None, theme: Code = None,
        pilier: Code = None, role: Code = None, mode: Code = None, niveau: Code = None,
        public: Code = None, dispositif: Code = None, limite: Limit = 20,
    ) -> dict[str, Any]:  # fmt: skip
        """Qui s'engage à quoi : une ligne par engagement, avec citation, place et permalien.
        Who commits to what: one row a commitment, filtered by codes."""
        asked = {"contrat": contrat, "acteur": acteur, "type_acteur": type_acteur, "theme": theme,
                 "pilier": pilier, "role": role, "mode": mode, "niveau": niveau, "public": public,
                 "dispositif": dispositif}  # fmt: skip
        given = {name: value for name, value in asked.items() if value}
        rows = await _told(lambda: graph.engagements(limit=limite, **given))
        return _page(rows, [{name: row[name] for name in _SAID} for row in rows])

    @server.tool(annotations=_READS)
    async def chercher_mots(
        mots: Annotated[str, Field(min_length=1, max_length=200)],
        contrat: Code = None, theme: Code = None, niveau: Code = None, limite: Limit = 20,
    ) -> dict[str, Any]:  # fmt: skip
        """Ce que les textes disent de ces mots (formes françaises, fautes tolérées), le plus proche
        d'abord. What the texts say of these words, best first; `texte` is the quote."""
        asked = {"contrat": contrat, "theme": theme, "niveau": niveau}
        given = {name: value for name, value in asked.items() if value}
        rows = await _told(lambda: graph.search(mots, limit=limite, **given))
        return _page(rows, [{**row, "citation": row["texte"]} for row in rows])

    @server.tool(annotations=_READS)
    async def citer(
        chose: Annotated[str, Field(description="IRI d'un fait, ou permalien d'un passage")],
    ) -> dict[str, Any]:
        """Les mots exacts qui disent un fait, avec ce qui précède et suit.
        The exact words that say a fact, with what comes before and after."""
        rows = await _told(graph.cite, chose)
        if not rows:
            raise ToolError(f"{chose} : aucun passage ; donnez l'IRI d'un fait ou un permalien")
        return _page(rows, list(rows))


def _counts(server: MCPServer, graph: Graph) -> None:
    @server.tool(annotations=_READS)
    async def comparer(
        lignes: str = "theme", colonnes: str = "contrat", filtres: Codes = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Engagements comptés par lignes et colonnes (dimensions de carte_du_schema) ; chaque
        cellule avec un exemple cité. Commitments counted by two dimensions, each cell with one
        quoted example; debatable items left out."""
        compared, rows = await _told(_compared, graph, lignes, colonnes, filtres or {})
        cells = evidence.cells(compared, rows, lignes, colonnes)[:_MOST_CELLS]
        total = sum(int(cell["n"]) for cell in compared)
        return {**_page(compared, cells), "engagements": total, "pieges": pitfalls()[:2]}

    @server.tool(annotations=_READS)
    async def carte_du_schema() -> dict[str, Any]:
        """Classes, propriétés, codes, filtres, questions prêtes et pièges : à lire d'abord.
        Classes, properties, codes, filters, ready questions and traps: read it first."""
        return await _told(card, graph)


def _compared(graph: Graph, lines: str, columns: str, given: dict) -> tuple[Rows, Rows]:
    return graph.compare(lines, columns, **given), graph.engagements(discutable=False, **given)


def _sparql(server: MCPServer, graph: Graph, bounded: Bounded) -> None:
    @server.tool(annotations=_READS)
    async def sparql(
        requete: Annotated[str, Field(min_length=1, max_length=20_000)], limite: Limit = 50,
    ) -> dict[str, Any]:  # fmt: skip
        """SPARQL 1.1 en lecture, borné en temps et en mémoire ; les préfixes du projet sont connus.
        Chaque fait nommé dans une ligne est cité. Read-only SPARQL, bounded; facts are quoted."""
        try:
            answer = await bounded.sparql(with_prefixes(requete))
        except PvgraphError as error:
            raise ToolError(str(error)) from error
        if answer.kind == "ask":
            return {"reponse": answer.boolean, "release": graph.release}
        if answer.kind == "graph":
            lines = [{"triplet": str(t)} for t in answer.triples[:limite]]
            found = Rows(("triplet",), (), len(answer.triples), answer.truncated, graph.release)
            return _page(found, lines)
        found = as_rows(answer, graph.release)
        lines = [_json(row) for row in found.rows[:limite]]
        quotes = await _told(evidence.cited, graph, lines)
        for line in lines:
            line["citations"] = {v: quotes[v] for v in line.values() if _is_cited(v, quotes)}
        return _page(found, lines)


def _is_cited(value: object, quotes: dict[str, dict]) -> bool:
    return isinstance(value, str) and value in quotes


def _json(row: dict) -> dict[str, Any]:
    """The row with decimals as numbers."""
    return {
        k: float(v) if not isinstance(v, str | int | float | None) else v for k, v in row.items()
    }
