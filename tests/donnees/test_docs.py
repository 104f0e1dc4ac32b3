"""What the documents say is so: the README, every command, address, question and recipe."""

import re
from pathlib import Path

import click
import pytest
from starlette.testclient import TestClient

import pvgraph
from pvgraph.cli import cli
from pvgraph.questions import Questions

ROOT = Path(__file__).parents[2]
DOCS = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md")}
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"<http://127\.0\.0\.1:8000(/[^>]*)>", DOCS["recettes.md"])
assert len(RECIPES) >= 15, "the recipes are gone"


def test_the_readme_gives_the_real_answer(built: Path):
    """A row of the README is a row of the answer, and the other way round."""
    shown = [
        tuple(cell.strip(" `") for cell in line.strip("|").split(" | "))
        for line in README.splitlines()
        if "texte/bordeaux#char=" in line
    ]
    rows = pvgraph.connect(built).engagements(acteur="caf-gironde", contrat="bordeaux")
    answer = [
        (r["role"], r["mode"], r["theme"], r["texte"], "/".join(r["permalien"].split("/")[-2:]))
        for r in rows
    ]
    assert shown == answer


def test_every_command_is_documented_and_shows_an_example():
    context = click.Context(cli)
    for name in cli.list_commands(context):
        assert f"`pvgraph {name}`" in DOCS["adresses.md"], name
        help_text = cli.get_command(context, name).help or ""
        assert f"pvgraph {name}" in help_text, f"{name} --help shows no example"


def test_every_question_is_documented():
    missing = [n for n in Questions.load() if f"`{n}`" not in DOCS["adresses.md"]]
    assert not missing


def paths(routes) -> set[str]:
    """The first segment of every address that is served."""
    found: set[str] = set()
    for route in routes:
        if getattr(route, "path", None):
            found.add("/" + re.split(r"[/.{]", route.path.removeprefix("/.well-known"))[1])
        inner = getattr(route, "original_router", None)
        if inner is not None:
            found |= paths(inner.routes)
    return found


def test_every_address_is_documented(client: TestClient):
    served = paths(client.app.api.routes) - {"/static", "/"}
    assert len(served) > 15
    documented = {"/" + re.split(r"[/.]", a.removeprefix("/.well-known"))[1] for a in
                  re.findall(r"`(/[^`]*)`", DOCS["adresses.md"]) if a != "/"}  # fmt: skip
    assert served - documented == set()


@pytest.mark.parametrize("path", RECIPES)
def test_a_recipe_answers(client: TestClient, path: str):
    assert client.get(path).status_code == 200


def test_the_sparql_recipe_answers(client: TestClient):
    (query,) = re.findall(r"```sparql\n(.*?)```", DOCS["recettes.md"], re.DOTALL)
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert rows


def test_documents_lead_to_files_that_exist():
    for name, text in {**DOCS, "README.md": README}.items():
        folder = ROOT if name == "README.md" else ROOT / "docs"
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
            if not target.startswith("http"):
                assert (folder / target).exists(), f"{name}: {target}"


def test_the_version_is_the_same_everywhere():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = pvgraph.__version__
    assert f"version: {version}" in citation
    assert f'version = "{version}"' in project
