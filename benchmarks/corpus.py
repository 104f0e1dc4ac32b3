"""Invented contrats de ville with their truth, as many as wanted.

    python benchmarks/corpus.py 435 --seed 1 --out build/bench/435
    pvgraph evaluate --corpus build/bench/435 --gold build/bench/435/gold

Each contrat is drawn from (seed, number) alone: contrat 7 is the same among 10 or among 435, on
any machine. One is written before the next is drawn, so memory does not grow with their number.
"""

import hashlib
import json
from pathlib import Path

import click
from contrats.contrat import contrat
from contrats.lieux import Lieu
from contrats.page import Page


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--seed", default=1, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
def main(number: int, seed: int, out: Path) -> None:
    """Write NUMBER contrats to OUT: SLUG.txt, SLUG.toml, gold/SLUG.jsonl."""
    (out / "gold").mkdir(parents=True, exist_ok=True)
    records = 0
    for index in range(number):
        page, lieu = contrat(index, seed)
        write(page, lieu, out)
        records += len(page.rows)
    click.echo(f"{out}: {number} contrats, {records} items", err=True)


def write(page: Page, lieu: Lieu, out: Path) -> None:
    """One contrat's text, declaration, records and signatories."""
    text = page.text.encode()
    declaration = _declaration(lieu, hashlib.sha256(text).hexdigest())
    (out / f"{page.contrat}.txt").write_bytes(text)
    (out / f"{page.contrat}.toml").write_bytes(declaration.encode())
    _lines(out / "gold" / f"{page.contrat}.jsonl", page.rows)
    _lines(out / "gold" / f"signataires-{page.contrat}.jsonl", page.signatories)


def _declaration(lieu: Lieu, sha256: str) -> str:
    names = {key: json.dumps(value, ensure_ascii=False) for key, value in lieu.names.items()}
    titre = json.dumps(f"Contrat de ville de {lieu.names['epci_nom']}", ensure_ascii=False)
    return (
        f"titre = {titre}\ndebut = {lieu.names['debut']}\nfin = {lieu.names['fin']}\n"
        f'sha256 = "{sha256}"\n\n'
        f"[territoire]\nnom = {names['epci_nom']}\n\n[epci]\nnom = {names['epci_nom']}\n\n"
        f"[departement]\nnom = {names['departement_nom']}\ncode = {names['departement_code']}\n\n"
        f"[region]\nnom = {names['region_nom']}\n\n"
        f'[[communes]]\nnom = {names["ville_nom"]}\nstatut = "signataire"\n'
    )


def _lines(path: Path, rows: list[dict]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
