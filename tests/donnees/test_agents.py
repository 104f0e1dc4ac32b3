"""The MCP server, asked by the SDK's own client: in process, over stdio, over HTTP."""

import os
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult

import pvgraph
from pvgraph.agents.bounded import Service, Workers
from pvgraph.agents.server import make
from pvgraph.releases import Release

TOOLS = {"chercher_engagements", "chercher_mots", "citer", "comparer", "carte_du_schema", "sparql"}
QUOTE = {"citation", "debut", "fin", "permalien"}


@cache
def graph(build: Path) -> pvgraph.client.Graph:
    """One connection for all these tests: opening loads the graph."""
    return pvgraph.connect(build)


def ask(build: Path, tool: str, **given) -> CallToolResult:
    async def call() -> CallToolResult:
        # Only a stranger's query needs processes that can be killed.
        bounded = Workers(build) if tool == "sparql" else Service(graph(build))
        async with Client(make(graph(build), bounded)) as client:
            return await client.call_tool(tool, given)

    return anyio.run(call)


def told(build: Path, tool: str, **given) -> dict:
    answer = ask(build, tool, **given)
    assert not answer.is_error, answer.content
    return answer.structured_content


def test_each_row_says_where_the_text_says_it(build: Path, release: Release):
    found = told(build, "chercher_engagements", contrat="metz", limite=30)
    assert (found["montrees"], found["tronque"]) == (30, True)
    assert found["total"] > 30
    text = (release.texts / "metz.txt").read_bytes().decode()
    for row in found["lignes"]:
        assert set(row) >= QUOTE
        assert " ".join(text[row["debut"] : row["fin"]].split()) == row["citation"]


def test_words_are_searched_and_quoted(build: Path):
    found = told(build, "chercher_mots", mots="insertion professionnelle", limite=3)
    assert found["montrees"] == 3 < found["total"]
    assert all(set(row) >= QUOTE for row in found["lignes"])


def test_every_cell_of_a_comparison_has_an_example(build: Path):
    found = told(build, "comparer", lignes="type-acteur", colonnes="mode")
    assert found["lignes"] and not found["tronque"]
    assert sum(row["n"] for row in found["lignes"]) == found["engagements"]
    assert all(set(row["exemple"]) == QUOTE for row in found["lignes"])
    assert found["pieges"]


def test_a_fact_is_cited_word_for_word(build: Path, release: Release):
    row = told(build, "chercher_engagements", contrat="brest", limite=1)["lignes"][0]
    (passage,) = told(build, "citer", chose=row["mesure"])["lignes"]
    text = (release.texts / "brest.txt").read_bytes().decode()
    assert text[passage["debut"] : passage["fin"]] == passage["citation"]
    assert text[: passage["debut"]].endswith(passage["avant"])


def test_the_card_names_everything_and_its_traps(build: Path):
    card = told(build, "carte_du_schema")
    assert {"pv:Engagement", "pv:Mesure"} & {c["terme"] for c in card["classes"]}
    assert {"pv:acteur", "pv:role"} <= {p["terme"] for p in card["proprietes"]}
    assert set(card["codes"]["Role"]) == {"porteur", "partenaire", "financeur"}
    assert len(card["pieges"]) >= 8
    assert "theme" in card["filtres"]["engagements"]
    assert "qui-s-engage-a-quoi" in card["questions"]


def test_sparql_rows_come_with_the_quotes_of_the_facts_they_name(build: Path):
    found = told(build, "sparql", requete="SELECT ?m WHERE { ?m a pv:Projet }", limite=5)
    assert (found["montrees"], found["tronque"]) == (5, True)
    for row in found["lignes"]:
        assert set(row["citations"][row["m"]]) == QUOTE
    assert told(build, "sparql", requete="ASK { ?m a pv:Projet }")["reponse"] is True


REFUSED = [
    ("sparql", {"requete": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "SERVICE"),
    ("sparql", {"requete": "SELECT WHERE"}, "ligne 1"),
    ("sparql", {"requete": "DELETE WHERE { ?s ?p ?o }"}, "mise à jour|update|SELECT"),
    ("chercher_engagements", {"contrat": "atlantis"}, "proches"),
    ("comparer", {"lignes": "couleur"}, "connues"),
    ("citer", {"chose": "mesure/brest/inconnue"}, "aucun passage"),
    ("chercher_engagements", {"limite": 10_000}, "100"),
]


@pytest.mark.parametrize(("tool", "given", "words"), REFUSED)
def test_what_cannot_be_answered_says_what_to_do(build: Path, tool: str, given: dict, words: str):
    answer = ask(build, tool, **given)
    assert answer.is_error
    said = answer.content[0].text
    assert any(word in said for word in words.split("|")), said


@pytest.mark.service
def test_a_query_that_would_not_end_is_stopped(build: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pvgraph.agents.bounded.SECONDS", 1.0)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    started = time.monotonic()
    answer = ask(build, "sparql", requete=endless)
    assert answer.is_error
    assert time.monotonic() - started < 30


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.mark.service
def test_over_stdio_with_the_real_command(build: Path):
    command = ["-m", "pvgraph", "mcp", "--store", str(build)]
    server = StdioServerParameters(command=sys.executable, args=command, env=environment())

    async def talk() -> tuple[set[str], dict]:
        async with Client(stdio_client(server)) as client:
            tools = {t.name for t in (await client.list_tools()).tools}
            answer = await client.call_tool("chercher_engagements", {"contrat": "brest"})
            return tools, answer.structured_content

    tools, found = anyio.run(talk)
    assert tools == TOOLS
    assert found["lignes"]


@pytest.mark.service
def test_over_http_with_the_real_command(build: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pvgraph", "mcp", "--store", str(build)]
    command += ["--transport", "http", "--port", str(port)]
    server = subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)

        async def talk() -> set[str]:
            async with Client(f"http://127.0.0.1:{port}/mcp") as client:
                answer = await client.call_tool("citer", {"chose": "mesure/brest/inconnue"})
                assert answer.is_error
                return {t.name for t in (await client.list_tools()).tools}

        assert anyio.run(talk) == TOOLS
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server stopped"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")
