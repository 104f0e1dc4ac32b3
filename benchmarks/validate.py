"""How long validation takes as the corpus grows: 1, 10, 100 copies of one contrat.

    pvgraph build && python benchmarks/validate.py --times 1,10,100
    python benchmarks/validate.py --rudof   # another validator on the real graph: the same results

Each copy has its own slug, so it is another contrat to the shapes. Read the ratios: linear growth
keeps « per copy » level, and a second run, with its cache, should cost next to nothing.
"""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pyrudof
from pyoxigraph import Quad, RdfFormat, Store, parse

from pvgraph import releases, validate
from pvgraph.graph.names import BASE
from pvgraph.validate import engine
from pvgraph.validate.shapes import NAMESPACE


@click.command()
@click.option("--store", type=click.Path(path_type=Path), default="build", show_default=True)
@click.option("--times", default="1,10,100", show_default=True, help="Copies, e.g. 1,10.")
@click.option("--rudof", is_flag=True, help="Compare with rudof on the real graph instead.")
@click.option("--jobs", default=None, type=int, help="Processes; every core otherwise.")
def main(store: Path, times: str, rudof: bool, jobs: int | None) -> None:
    """Print one line a size: copies, quads, seconds, seconds per copy, seconds with the cache."""
    quads = validate.public(releases.current(store).quads)
    if rudof:
        _compared(quads)
        return
    graphs = {q.graph_name.value for q in quads}
    own = sorted((g for g in graphs if "/graphe/contrat/" in g), key=lambda g: _size(g, quads))
    slug = own[0].rpartition("/")[2]
    shared = [q for q in quads if q.graph_name.value not in own]
    one = [str(q) for q in quads if q.graph_name.value == own[0]]
    shapes = validate.load()
    click.echo("copies\tquads\tseconds\tper copy\tagain")
    for number in (int(n) for n in times.split(",")):
        data = [*shared, *_copies(one, slug, number)]
        slugs = [f"{slug}-{n}" for n in range(number)]
        with tempfile.TemporaryDirectory() as cache:

            def check(data=data, slugs=slugs, cache=cache) -> None:
                validate.check(data, slugs, shapes, Path(cache), jobs)

            first, again = _seconds(check), _seconds(check)
        each = first / number
        click.echo(f"{number}\t{len(data)}\t{first:.1f}\t{each:.2f}\t{again:.1f}")


def _compared(quads: list[Quad]) -> None:
    """One line a batch: seconds of each validator, results of each, results that differ."""
    shapes, by_graph = validate.load(), defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name].append(quad)
    contrats = [g.value.rpartition("/")[2] for g in by_graph if "/graphe/contrat/" in g.value]
    click.echo("batch\ttriples\tpyshacl\trudof\tresults\tresults\tdiffer")
    for batch, lines in validate.work(by_graph, sorted(contrats)):
        store = Store()
        store.bulk_load(lines, RdfFormat.N_TRIPLES)
        ours: set[tuple[str, str]] = set()
        theirs: set[tuple[str, str]] = set()

        def pyshacl(store=store, batch=batch, ours=ours) -> None:
            ours.update((f.shape, f.focus.strip("<>")) for f in engine.run(store, shapes, batch))

        def other(lines=lines, batch=batch, theirs=theirs) -> None:
            theirs.update(_by_rudof(shapes.batch(batch).serialize(format="turtle"), lines))

        times = f"{_seconds(pyshacl):.1f}\t{_seconds(other):.1f}"
        counts = f"{len(ours)}\t{len(theirs)}\t{len(ours ^ theirs)}"
        click.echo(f"{batch}\t{lines.count(b'.' + bytes([10]))}\t{times}\t{counts}")


def _by_rudof(shapes: str, triples: bytes) -> Iterator[tuple[str, str]]:
    validator = pyrudof.Rudof(pyrudof.RudofConfig())
    validator.read_shacl(shapes)
    validator.read_data(triples.decode(), pyrudof.RDFFormat.NTriples, merge=False)
    for r in validator.validate_shacl():
        shape = str(r.source_shape).strip("<>").removeprefix(NAMESPACE)
        yield shape, str(r.focus_node).strip("<>")


def _size(graph: str, quads: list[Quad]) -> int:
    return sum(q.graph_name.value == graph for q in quads)


def _copies(lines: list[str], slug: str, number: int) -> list[Quad]:
    """The contrat's quads under `number` other slugs; only its own names change."""
    text = "".join(f"{line} .\n" for line in lines)
    found: list[Quad] = []
    for n in range(number):
        moved = text.replace(f"/{slug}/", f"/{slug}-{n}/").replace(f"/{slug}>", f"/{slug}-{n}>")
        moved = moved.replace(f"/{slug}#", f"/{slug}-{n}#")
        assert BASE in moved
        found += parse(moved, RdfFormat.N_QUADS)
    return found


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
