"""How cost grows with the number of contrats: builds, loads, queries, search, start.

    python benchmarks/scale.py 5 50 435 --out build/scale
    python benchmarks/scale.py 435 --only again --only load      # on the build that is there

Each size has its own corpus and build in OUT, kept from run to run. Processor seconds are measured,
not the clock, wherever work is done in processes of ours: other programs do not change them. What a
user waits for (queries, search, start) is the median of the clock. Results go to OUT/scale.json,
ratios to stdout; `benchmarks/curves.py` draws them.
"""

import hashlib
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.request import urlopen

import click
import costs
from pyoxigraph import QueryResultsFormat, RdfFormat, Store

from pvgraph import releases
from pvgraph.building import loading, parts
from pvgraph.building.parts import Part
from pvgraph.search.find import Index

HERE = Path(__file__).parent
TIMES = 3  # that a contrat is touched
MEASURES = ("full", "again", "load", "queries", "search", "start")
QUERIES = {
    "matrice (cube)": """PREFIX pv: <https://w3id.org/pvgraph/def#>
SELECT ?c ?t (SUM(?n) AS ?total) { { SELECT ?o ?c { ?o pv:dimContrat ?c } }
{ SELECT ?o ?t { ?o pv:dimTheme ?t } } { SELECT ?o ?n { ?o pv:nombre ?n } } } GROUP BY ?c ?t""",
    "un contrat": """PREFIX pv: <https://w3id.org/pvgraph/def#>
SELECT ?t (COUNT(?m) AS ?n) { ?m pv:contrat <CONTRAT> ; pv:themePrincipal ?t } GROUP BY ?t""",
    "un acteur dans un contrat": """PREFIX pv: <https://w3id.org/pvgraph/def#>
SELECT ?m ?x { ?e pv:contrat <CONTRAT> ; pv:acteur <https://w3id.org/pvgraph/id/acteur/etat> ;
pv:mesure ?m . ?m pv:texte ?x } LIMIT 50""",
    "une mesure": "SELECT ?p ?o { <MESURE> ?p ?o }",
}
SEARCHED = ("médiation numérique", "crèche", "jeunes emploi", "éducation artistique")


@click.command()
@click.argument("sizes", nargs=-1, type=int)
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/scale"))
@click.option("--only", multiple=True, type=click.Choice(MEASURES),
              help="Measure this alone, on the build that is there.")  # fmt: skip
def main(sizes: tuple[int, ...], out: Path, only: tuple[str, ...]) -> None:
    """Measure the SIZES (5, 50, 435 by default)."""
    out.mkdir(parents=True, exist_ok=True)
    results = Results(out / "scale.json")
    for size in sizes or (5, 50, 435):
        for found in measure(size, out / str(size), only or MEASURES):
            results.add(size, found)
    for line in told(results.rows()):
        click.echo(line)


class Results:
    """What was measured so far, by size, in a file: a run that is stopped loses nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        self._by_size: dict[int, dict] = {row["contrats"]: row for row in known}

    def add(self, size: int, found: dict) -> None:
        self._by_size.setdefault(size, {"contrats": size}).update(found)
        text = json.dumps(self.rows(), ensure_ascii=False, indent=1)
        self._path.write_text(text + "\n", encoding="utf-8")

    def rows(self) -> list[dict]:
        return [row for _, row in sorted(self._by_size.items())]


def measure(size: int, folder: Path, wanted: Collection[str]) -> Iterator[dict]:
    """What is wanted about one size, each as soon as it is known."""
    corpus, build = folder / "corpus", folder / "build"
    if not corpus.is_dir():
        costs.command(HERE / "corpus.py", str(size), "--out", corpus)
    if "full" in wanted:
        subprocess.run(["rm", "-rf", build], check=True)
        yield {"full": _build(corpus, build)}
    if "again" in wanted:
        yield touched(corpus, build, folder)
    yield from of_release(releases.current(build), folder, wanted)


def touched(corpus: Path, build: Path, folder: Path) -> dict:
    """What it costs to build again once a sentence is added to one contrat (`again`), and to build
    that contrat alone from nothing (`alone`); each in turn, medians."""
    alone = folder / "alone"
    found: dict[str, list[dict]] = {"alone": [], "again": []}
    for _ in range(TIMES):
        text = _touch(corpus)
        subprocess.run(["rm", "-rf", alone], check=True)
        (alone / "corpus").mkdir(parents=True)
        for kept in (text, text.with_suffix(".toml")):
            shutil.copy(kept, alone / "corpus")
        found["alone"].append(_build(alone / "corpus", alone / "build"))
        found["again"].append(_build(corpus, build))
    keys = ("cpu", "clock", "memory_mb")
    return {
        name: {key: statistics.median(one[key] for one in many) for key in keys}
        for name, many in found.items()
    }


def _build(corpus: Path, build: Path) -> dict[str, float]:
    words = ["-m", "pvgraph", "build", "--no-whole", "--set-aside", "--corpus", corpus]
    return costs.command(*words, "--store", build)


def of_release(release: releases.Release, folder: Path, wanted: Collection[str]) -> Iterator[dict]:
    """What is measured on a release alone."""
    manifest = release.manifest()
    dataset = [
        Part(name, release.graphs / f"{name}{parts.SUFFIX}", sha)
        for name, sha in manifest["graphs"].items()
    ]
    yield {
        "counts": manifest["counts"],
        "bytes": sum(part.path.stat().st_size for part in dataset),
        "store_bytes": sum(p.stat().st_size for p in release.store.iterdir()),
    }
    if "queries" in wanted:
        yield {"queries_ms": queries(release, manifest)}
    if "search" in wanted:
        yield {"search_ms": search(release)}
    if "start" in wanted:
        yield {"start_s": start(release)}
    if "load" in wanted:
        yield {"load": loads(dataset, manifest["base"], folder)}


def loads(dataset: list[Part], base: str, folder: Path) -> dict:
    """Processor seconds of our load and of the engine's own, of the same quads in one file."""
    ours = costs.cpu(lambda: loading.load(folder / "load", dataset, base))
    whole = folder / "all.nq"
    with whole.open("wb") as out:
        for batch, _ in parts.batches(dataset, base, 24 * 2**20):
            out.write(batch)

    def raw() -> None:
        store = Store(str(folder / "raw"))
        store.bulk_load(path=str(whole), format=RdfFormat.N_QUADS)
        store.optimize()
        store.flush()

    found = {"ours": ours, "engine": costs.cpu(raw)}
    subprocess.run(["rm", "-rf", folder / "load", folder / "raw", whole], check=True)
    return found


def queries(release: releases.Release, manifest: dict) -> dict[str, float]:
    """Median milliseconds of each query on the store on disk, its answer serialised."""
    store = Store.read_only(str(release.store))
    slug = manifest["contrats"][len(manifest["contrats"]) // 2]
    contrat = f"{manifest['base']}contrat/{slug}"
    mesure = next(iter(store.query(
        f"SELECT ?m {{ ?m <https://w3id.org/pvgraph/def#contrat> <{contrat}> ; "
        "<https://w3id.org/pvgraph/def#themePrincipal> ?t } LIMIT 1"
    )))["m"].value  # fmt: skip
    found = {}
    for name, sparql in QUERIES.items():
        asked = sparql.replace("CONTRAT", contrat).replace("MESURE", mesure)
        found[name] = costs.median(
            lambda asked=asked: store.query(asked).serialize(format=QueryResultsFormat.JSON)
        )
    return found


def search(release: releases.Release) -> float:
    """Median milliseconds of a search with its facets."""
    index = Index(release.search)
    return statistics.median(costs.median(lambda w=words: index.find(w), 5) for words in SEARCHED)


def start(release: releases.Release) -> float:
    """Seconds from `pvgraph serve` to its first right answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "pvgraph", "serve", "--store", release.path, "--port", port]
    begin = time.monotonic()
    process = subprocess.Popen([str(c) for c in command], stderr=subprocess.DEVNULL)
    try:
        while time.monotonic() < begin + 120:
            try:
                with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                    return time.monotonic() - begin
            except OSError:
                time.sleep(0.02)
        raise SystemExit(f"{release.path}: pas de service en 120 s")
    finally:
        process.terminate()
        process.wait()


def told(results: list[dict]) -> list[str]:
    """The targets as ratios, one line each; what was not measured is left out."""
    first, last = results[0], results[-1]
    sizes = f"de {first['contrats']} à {last['contrats']} contrats"
    lines = []
    if "full" in last:
        own = last["full"]["cpu"] / last["contrats"]
        if "full" in first:
            growth = own / (first["full"]["cpu"] / first["contrats"])
            lines.append(f"coût d'un contrat, {sizes} : × {growth:.2f} (visé : < 1,2)")
        memory = last["full"]["memory_mb"]
        lines.append(f"mémoire de la construction : {memory:.0f} Mo (visé : < 2 000)")
    if "again" in last:
        again, alone = last["again"], last["alone"]
        lines.append(
            f"un contrat touché : {again['clock']:.1f} s, seul depuis rien {alone['clock']:.1f} : "
            f"{again['clock'] - alone['clock']:.1f} s de plus (visé : < 3) ; de processeur, "
            f"{again['cpu']:.1f} et {alone['cpu']:.1f}"
        )
    if "load" in last:
        load = last["load"]["ours"] / last["load"]["engine"]
        lines.append(f"chargement / moteur seul : × {load:.2f} (visé : < 1,5)")
    for name, taken in last.get("queries_ms", {}).items():
        lines.append(f"requête « {name} » : {taken:.0f} ms (visé : < 100)")
    if "search_ms" in last:
        lines.append(f"recherche : {last['search_ms']:.0f} ms (visé : < 50)")
    if "start_s" in last:
        lines.append(f"démarrage : {last['start_s']:.1f} s (visé : < 5)")
    return lines


def _touch(corpus: Path) -> Path:
    """Add a sentence to one contrat; its text."""
    text = sorted(corpus.glob("*.txt"))[0]
    more = "\nL'Etat s'engage à soutenir une action nouvelle.\n"
    text.write_bytes(text.read_bytes() + more.encode())
    declaration = text.with_suffix(".toml")
    sha = hashlib.sha256(text.read_bytes()).hexdigest()
    said = re.sub(r'sha256 = "\w+"', f'sha256 = "{sha}"', declaration.read_text(encoding="utf-8"))
    declaration.write_text(said, encoding="utf-8")
    return text


if __name__ == "__main__":
    main()
