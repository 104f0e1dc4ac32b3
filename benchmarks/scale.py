"""How cost grows with the number of contrats: builds, loads, queries, search, start.

    python benchmarks/scale.py 5 50 435 --out build/scale

Each size has its own corpus and build in OUT, kept from run to run. Processor seconds are measured,
not the clock, wherever work is done in processes of ours: other programs do not change them. What a
user waits for (queries, search, start) is the median of the clock. Results go to OUT/scale.json,
ratios to stdout; `benchmarks/curves.py` draws them.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import click
from pyoxigraph import RdfFormat, Store

from pvgraph import releases
from pvgraph.building import loading, parts
from pvgraph.building.parts import Part
from pvgraph.search.find import Index

HERE = Path(__file__).parent
QUERIES = {
    "matrice (cube)": """PREFIX pv: <https://w3id.org/pvgraph/def#>
SELECT ?c ?t (SUM(?n) AS ?total) { ?o pv:dimContrat ?c ; pv:dimTheme ?t ; pv:nombre ?n }
GROUP BY ?c ?t""",
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
def main(sizes: tuple[int, ...], out: Path) -> None:
    """Measure the SIZES (5, 50, 435 by default)."""
    out.mkdir(parents=True, exist_ok=True)
    results = [measure(size, out / str(size)) for size in sizes or (5, 50, 435)]
    text = json.dumps(results, ensure_ascii=False, indent=1)
    (out / "scale.json").write_text(text + "\n", encoding="utf-8")
    for line in told(results):
        click.echo(line)


def measure(size: int, folder: Path) -> dict:
    """Everything about one size."""
    corpus, build = folder / "corpus", folder / "build"
    if not corpus.is_dir():
        _run(HERE / "corpus.py", str(size), "--out", corpus)
    command = ["-m", "pvgraph", "build", "--no-whole", "--set-aside", "--corpus", corpus]
    full = _run(*command, "--store", build)
    _touch(corpus)
    again = _run(*command, "--store", build)
    return {
        "contrats": size,
        "full": full,
        "again": again,
        **of_release(releases.current(build), folder),
    }


def of_release(release: releases.Release, folder: Path) -> dict:
    """What is measured on a release alone."""
    manifest = release.manifest()
    dataset = [
        Part(name, release.graphs / f"{name}{parts.SUFFIX}", sha)
        for name, sha in manifest["graphs"].items()
    ]
    return {
        "counts": manifest["counts"],
        "bytes": sum(part.path.stat().st_size for part in dataset),
        "store_bytes": sum(p.stat().st_size for p in release.store.iterdir()),
        "load": loads(dataset, manifest["base"], folder),
        "queries_ms": queries(release, manifest),
        "search_ms": search(release),
        "start_s": start(release),
    }


def loads(dataset: list[Part], base: str, folder: Path) -> dict:
    """Processor seconds of our load and of the engine's own, of the same quads in one file."""
    ours = _cpu(lambda: loading.load(folder / "load", dataset, base))
    whole = folder / "all.nq"
    with whole.open("wb") as out:
        for batch, _ in parts.batches(dataset, base, 24 * 2**20):
            out.write(batch)

    def raw() -> None:
        store = Store(str(folder / "raw"))
        store.bulk_load(path=str(whole), format=RdfFormat.N_QUADS)
        store.optimize()
        store.flush()

    found = {"ours": ours, "engine": _cpu(raw)}
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
        found[name] = _median(lambda asked=asked: store.query(asked).serialize(format=_json()))
    return found


def _json():
    from pyoxigraph import QueryResultsFormat

    return QueryResultsFormat.JSON


def search(release: releases.Release) -> float:
    """Median milliseconds of a search with its facets."""
    index = Index(release.search)
    return statistics.median(_median(lambda w=words: index.find(w), 5) for words in SEARCHED)


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
    """The targets as ratios, one line each."""
    first, last = results[0], results[-1]

    def per_contrat(result: dict) -> float:
        return result["full"]["cpu"] / result["contrats"]

    growth = per_contrat(last) / per_contrat(first)
    load = last["load"]["ours"] / last["load"]["engine"]
    extra = last["again"]["cpu"] - per_contrat(last)
    slowest = max(last["queries_ms"], key=last["queries_ms"].get)
    sizes = f"de {first['contrats']} à {last['contrats']} contrats"
    return [
        f"coût d'un contrat, {sizes} : × {growth:.2f} (visé : < 1,2)",
        f"chargement / moteur seul : × {load:.2f} (visé : < 1,5)",
        f"un contrat touché, son propre temps ôté : {extra:.1f} s de processeur (visé : < 3)",
        f"requête la plus lente, {slowest} : {last['queries_ms'][slowest]:.0f} ms (visé : < 100)",
        f"recherche : {last['search_ms']:.0f} ms (visé : < 50)",
        f"démarrage : {last['start_s']:.1f} s (visé : < 5)",
        f"mémoire de la construction : {last['full']['memory_mb']:.0f} Mo (visé : < 2 000)",
    ]


def _run(*command: object) -> dict:
    """Run a command of this Python: processor seconds, clock, and the most memory that it and its
    workers held together (each page counted once; looked at every second)."""
    begin = time.monotonic()
    process = subprocess.Popen([sys.executable, *map(str, command)])
    most, waited = 0, 0
    while not waited:
        most = max(most, sum(map(_held, _tree(process.pid))))
        time.sleep(1)
        waited, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command}: {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    return {"cpu": cpu, "clock": time.monotonic() - begin, "memory_mb": most / 1024}


def _tree(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [p for child in path.read_text().split() for p in _tree(int(child))]
    return found


def _held(pid: int) -> int:
    """KiB of memory of a process; what it shares with others is counted in shares."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _touch(corpus: Path) -> None:
    """Add a sentence to one contrat."""
    import hashlib
    import re

    text = sorted(corpus.glob("*.txt"))[0]
    more = "\nL'Etat s'engage à soutenir une action nouvelle.\n"
    text.write_bytes(text.read_bytes() + more.encode())
    declaration = text.with_suffix(".toml")
    sha = hashlib.sha256(text.read_bytes()).hexdigest()
    said = re.sub(r'sha256 = "\w+"', f'sha256 = "{sha}"', declaration.read_text(encoding="utf-8"))
    declaration.write_text(said, encoding="utf-8")


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _median(work: Callable[[], object], times: int = 9) -> float:
    """Milliseconds; the first call warms up and does not count."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
