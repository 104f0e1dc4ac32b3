"""Every page of a running service: the first visit, and the visits after it.

    python benchmarks/pages.py http://127.0.0.1:8000 --repeat 9 --json pages.json

Start the service just before: the first visit must find nothing kept. Things to visit (a contrat,
an acteur, a mesure …) are found through the service itself. Each address is asked once, then
REPEAT times with a parameter that nothing reads, so that no kept page answers for the work.
Prints the median of each, the slowest, and whether the target holds; exit 1 where it does not.
"""

import gzip
import json
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import click

_PATIENCE = 60
_NAMES = "PREFIX pv: <https://w3id.org/pvgraph/def#>\n"
_FOUND = {
    "contrats": "SELECT ?c ?t { ?c a pv:Contrat ; pv:debut ?t } LIMIT 200",
    "acteurs": "SELECT ?a ?t { ?a a pv:Organisme ; pv:typeActeur ?t } LIMIT 50",
    "dispositif": "SELECT ?d ?m { ?m pv:dispositif ?d } LIMIT 1",
}
_PLAIN = (
    "/", "/comparer", "/comparer?lignes=type-acteur&colonnes=contrat",
    "/comparer?lignes=acteur&colonnes=contrat", "/comparer?lignes=acteur&colonnes=theme",
    "/comparer?lignes=dispositif&colonnes=contrat", "/comparer?lignes=theme&colonnes=mode",
    "/comparer/silences", "/comparer/silences/objectifs_sans_action",
    "/comparer/silences/mesures_sans_porteur_nomme", "/comparer/face-a-face?theme=education",
    "/images", "/images/matrice", "/contrats", "/acteurs", "/acteurs?q=departement", "/themes",
    "/dispositifs", "/engagements", "/engagements?theme=education",
    "/engagements?acteur=etat&role=porteur", "/themes/education", "/acteurs/etat", "/recherche",
    "/recherche?q=m%C3%A9diation+num%C3%A9rique", "/recherche?q=jeunes+emploi",
    "/recherche/suggestions?q=mis", "/textes", "/questions", "/composer", "/editeur",
    "/donnees", "/qualite", "/validation", "/def", "/accessibilite", "/catalog.ttl",
    "/.well-known/void", "/id/acteur/etat",
    "/api/comparer?lignes=theme&colonnes=contrat", "/api/recherche?q=m%C3%A9diation",
    "/id/acteur/etat.ttl", "/id/theme/education.ttl",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """One address: its status, its bytes on the wire and unpacked, milliseconds of the first visit
    and the median of those after."""

    address: str
    status: int
    sent: int
    size: int
    first: float
    again: float


@click.command()
@click.argument("service")
@click.option("--repeat", default=5, show_default=True, help="Visits after the first.")
@click.option("--target", default=100.0, show_default=True, help="Milliseconds, of each median.")
@click.option("--only", default="", help="Addresses that hold this.")
@click.option("--json", "out", type=click.Path(path_type=Path))
def main(service: str, repeat: int, target: float, only: str, out: Path | None) -> None:
    """Visit every page of the SERVICE."""
    visits = []
    for address in addresses(service):
        if only in address:
            visits.append(one := visit(service, address, repeat))
            late = " " if one.again < target and one.status == 200 else "!"
            click.echo(
                f"{late} {one.status} {one.first:8.0f} {one.again:8.0f} ms"
                f" {one.sent / 1000:7.0f} {one.size / 1000:7.0f} kB  {one.address}"
            )
    median = statistics.median(v.again for v in visits)
    late = [v.address for v in visits if v.status != 200 or v.again >= target]
    slowest = max(visits, key=lambda v: v.again)
    click.echo(f"{len(visits)} pages ; médiane {median:.0f} ms ; la plus lente {slowest.address}")
    click.echo(f"hors cible ({target:g} ms) : {len(late)}")
    if out:
        out.write_text(json.dumps([asdict(v) for v in visits], indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if late else 0)


def addresses(service: str) -> Iterator[str]:
    """One address of every kind of page."""
    yield from _PLAIN
    contrats = sorted(row[0] for row in _rows(service, "contrats"))
    slug = contrats[len(contrats) // 2].rpartition("/")[2]
    acteur = sorted(row[0] for row in _rows(service, "acteurs"))[0].rpartition("/")[2]
    dispositif = next(_rows(service, "dispositif"))[0].rpartition("/")[2]
    mine = f"?m pv:contrat <{contrats[len(contrats) // 2]}> ; pv:themePrincipal ?t"
    mesure = next(_ask(service, f"SELECT ?m ?t {{ {mine} }} LIMIT 1"))[0].partition("/mesure/")[2]
    yield from (f"/contrats/{slug}", f"/textes/{slug}", f"/mesures/{mesure}", f"/acteurs/{acteur}")
    yield from (f"/dispositifs/{dispositif}", f"/engagements?contrat={slug}")
    yield from (f"/comparer?contrat={slug}&lignes=theme&colonnes=type-acteur",)
    yield from (f"/comparer/silences/mesures_sans_indicateur?contrat={slug}",)
    yield from (f"/id/contrat/{slug}.ttl", f"/id/mesure/{mesure}.ttl")
    for question in json.loads(_get(f"{service}/api/questions")[1])["results"]:
        yield f"/questions/{question['name']}"


def visit(service: str, address: str, repeat: int) -> Visit:
    """Visit an address, then again and again."""
    started = time.perf_counter()
    status, body, sent = _get(service + address)
    first = time.perf_counter() - started
    again = []
    for number in range(repeat):
        mark = urlencode({"utm_visite": number})
        started = time.perf_counter()
        if not address.startswith("/api/"):
            _get(f"{service}{address}{'&' if '?' in address else '?'}{mark}")
        else:
            _get(service + address)
        again.append(time.perf_counter() - started)
    return Visit(address, status, sent, len(body), first * 1000, statistics.median(again) * 1000)


def _rows(service: str, name: str) -> Iterator[list[str]]:
    yield from _ask(service, _FOUND[name])


def _ask(service: str, query: str) -> Iterator[list[str]]:
    asked = urlencode({"query": _NAMES + query, "format": "json"})
    for row in json.loads(_get(f"{service}/sparql?{asked}")[1])["results"]["bindings"]:
        yield [cell["value"] for cell in row.values()]


def _get(address: str) -> tuple[int, bytes, int]:
    """Status, content, bytes on the wire."""
    headers = {"Accept-Encoding": "gzip", "Accept": "text/html,application/json;q=0.9,*/*;q=0.8"}
    try:
        with urlopen(Request(address, headers=headers), timeout=_PATIENCE) as answer:
            sent = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
            return answer.status, gzip.decompress(sent) if packed else sent, len(sent)
    except HTTPError as error:
        return error.code, error.read(), 0


if __name__ == "__main__":
    main()
