"""`pvgraph diff`: what changed from one release to another, contrat by contrat, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from pyoxigraph import Quad, RdfFormat, parse

from pvgraph import releases
from pvgraph.errors import StoreError
from pvgraph.graph.changes import Changes, Thing, changes, differences, successors, things
from pvgraph.graph.names import LABEL, SKOS
from pvgraph.graph.passages import shortened

_ONLY_MAKING = "Aucun fait n'a changé ; seul a changé ce qui les lit, les vérifie ou les décrit."
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.command("diff")
@click.argument("old")
@click.argument("new", default="current")
@click.option("--store", type=click.Path(path_type=Path), default="build", show_default=True)
@click.option("--contrat", help="Un seul contrat.")
@click.option("--bref", is_flag=True, help="Les comptes seuls.")
def command(old: str, new: str, store: Path, contrat: str | None, bref: bool) -> None:
    """Dit ce qui a changé entre deux versions : ajouté, retiré, changé, contrat par contrat.

    OLD et NEW sont chacun une version gardée (son identifiant, « current », « previous ») ou un
    fichier N-Quads.

    Exemple : pvgraph diff previous current
    """
    before, after = _graphs(_quads(old, store)), _graphs(_quads(new, store))
    names = _names([*before.values(), *after.values()])
    total = 0
    for graph in sorted(before.keys() | after.keys()):
        if contrat and graph != f"contrat/{contrat}":
            continue
        one, other = things(_triples(before.get(graph, ()))), things(_triples(after.get(graph, ())))
        found = changes(one, other)
        if found:
            total += 1
            click.echo(f"{graph.removeprefix('contrat/')} : {_counts(found)}")
            if not bref:
                click.echo("\n".join(_lines(found, successors(found.removed, other), names)))
    if not total:
        same = _quads(old, store).read_bytes() == _quads(new, store).read_bytes()
        click.echo("Rien n'a changé." if same else _ONLY_MAKING)


def _quads(name: str, build: Path) -> Path:
    """The N-Quads of a release, or the file itself."""
    if Path(name).is_file():
        return Path(name)
    kept = releases.releases(build)
    if name == "current":
        return releases.current(build).quads
    if name == "previous":
        others = [r for r in kept if r.path != releases.current(build).path]
        if others:
            return others[-1].quads
    for release in kept:
        if release.id == name:
            return release.quads
    known = ", ".join(r.id for r in kept) or "aucune"
    raise StoreError(f"{name} : ni un fichier ni une version gardée ({known})")


def _graphs(path: Path) -> dict[str, list[Quad]]:
    """The quads of what has pages, by graph: each contrat's, and that of acteurs."""
    found: dict[str, list[Quad]] = defaultdict(list)
    try:
        for quad in parse(path=str(path), format=RdfFormat.N_QUADS):
            graph = quad.graph_name.value.partition("/graphe/")[2]
            if graph.startswith("contrat/") or graph in ("acteurs", "codes", "ontologie"):
                found[graph].append(quad)
    except (OSError, SyntaxError) as error:
        raise StoreError(f"{path}: illisible ({error})") from error
    return found


def _triples(quads: Iterable[Quad]) -> Iterator:
    return (quad.triple for quad in quads)


def _names(graphs: Iterable[Iterable[Quad]]) -> dict[str, str]:
    """Words for IRIs: their French labels, the newest graph's last."""
    return {
        quad.subject.value: shortened(quad.object.value, 60)
        for graph in graphs
        for quad in graph
        if quad.predicate in (LABEL, SKOS.prefLabel) and quad.object.language == "fr"
    }


def _counts(found: Changes) -> str:
    words = (("ajouté", found.added), ("retiré", found.removed), ("changé", found.changed))
    return ", ".join(f"{len(many)} {word}{'s' * (len(many) > 1)}" for word, many in words if many)


def _lines(found: Changes, places: dict[str, str], names: dict[str, str]) -> Iterator[str]:
    kinds = Counter(t.kind for t in (*found.added, *found.removed))
    yield "  " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())) if kinds else "  –"
    for thing in found.added:
        yield _line("added", thing)
    for thing in found.removed:
        place = places.get(thing.iri, "")
        yield _line("removed", thing) + (
            f" (remplacé par « {names.get(place, place)} »)" if place else ""
        )
    for old, new in found.changed:
        yield _line("changed", new)
        for difference in differences(old, new, names):
            yield f"      {difference}"


def _line(what: str, thing: Thing) -> str:
    return f"  {_SIGNS[what]} {thing.kind} « {shortened(thing.label, 100)} »"
