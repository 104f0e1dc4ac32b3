"""One whole invented contrat: foreword, diagnosis, commitments in mixed layouts, signatures."""

import math
from collections.abc import Callable
from random import Random

from contrats import fiches, listes, tableaux
from contrats.lieux import Lieu, locate
from contrats.page import Page
from contrats.phrases import Writer
from contrats.vocabulaire import Theme, load

LAYOUTS: tuple[Callable[[Page, Writer, list[Theme]], None], ...] = (
    listes.engagements,
    listes.gerondifs,
    listes.defis,
    listes.leviers,
    listes.numerotes,
    listes.prose,
    tableaux.ambitions,
    tableaux.pistes,
    tableaux.strategiques,
    tableaux.travaux,
    tableaux.markdown,
    tableaux.html,
    fiches.projets,
    fiches.actions,
)

MESURES = frozenset({"objectif", "action", "projet"})
_MEAN, _SPREAD = 275, 0.45
"""Mesures asked of a contrat (a layout begun is ended: some 30 more): mean, and standard deviation
of its logarithm, for sizes differ widely."""


def contrat(index: int, seed: int) -> tuple[Page, Lieu]:
    """Contrat `index` of the corpus `seed`: the same whatever the size of the corpus."""
    rng = Random(f"pvgraph/{seed}/{index}")
    words = load()
    lieu = locate(index, rng, words)
    writer = Writer(rng, words, lieu)
    page = Page(lieu.contrat)
    wanted = rng.lognormvariate(math.log(_MEAN) - _SPREAD**2 / 2, _SPREAD)
    wanted = min(1200, max(60, wanted))
    _foreword(page, writer)
    layouts = rng.sample(LAYOUTS, rng.randint(3, 6))
    while _mesures(page) < wanted:
        for layout in layouts:
            if _mesures(page) < wanted:
                page.paragraph()
                page.paragraph(writer.context())
                layout(page, writer, writer.themes(rng.randint(2, 4)))
    _signatures(page, writer)
    return page, lieu


def _mesures(page: Page) -> int:
    return sum(row["niveau"] in MESURES for row in page.rows)


def _foreword(page: Page, writer: Writer) -> None:
    names = writer.lieu.names
    page.paragraph("CONTRAT DE VILLE ", names["debut"], "-", names["fin"])
    page.paragraph(names["epci_nom"], " – Département ", names["de_departement"])
    page.paragraph("Préambule")
    for _ in range(writer.rng.randint(3, 8)):
        sentences = [writer.context() for _ in range(writer.rng.randint(2, 4))]
        page.paragraph(" ".join(sentences))
    page.paragraph("Les quartiers prioritaires : ", " ; ".join(writer.lieu.quartiers), ".")
    page.paragraph("Les engagements du contrat")


def _signatures(page: Page, writer: Writer) -> None:
    page.paragraph("\nLes signataires :")
    for body in writer.lieu.bodies:
        if body.signataire:
            page.signatory(body)
            page.paragraph()
