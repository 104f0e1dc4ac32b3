"""How long validation takes as the corpus grows: 1, 10, 100 copies of one contrat.

    pvgraph build && python benchmarks/validate.py --times 1,10,100

Each copy has its own slug, so it is another contrat to the shapes. Read the ratios: linear growth
keeps « per copy » level, and a second run, with its cache, should cost next to nothing.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
from pyoxigraph import Quad, RdfFormat, parse

from pvgraph import releases, validate
from pvgraph.graph.names import BASE


@click.command()
@click.option("--store", type=click.Path(path_type=Path), default="build", show_default=True)
@click.option("--times", default="1,10,100", show_default=True, help="Copies, e.g. 1,10.")
@click.option("--jobs", default=None, type=int, help="Processes; every core otherwise.")
def main(store: Path, times: str, jobs: int | None) -> None:
    """Print one line a size: copies, quads, seconds, seconds per copy, seconds with the cache."""
    quads = validate.public(releases.current(store).quads)
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
