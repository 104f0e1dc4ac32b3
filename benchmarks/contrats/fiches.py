"""Layouts made of sheets: one project or action a page, label and value."""

from contrats.page import Page
from contrats.phrases import Writer
from contrats.vocabulaire import Theme

_REGISTRES = ("Essaimage", "Expérimentation", "Animation de réseau")


def projets(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """« Registre du projet », « Présentation du projet », « Partenaires associés », in tabs."""
    rng = writer.rng
    for theme in themes:
        for _ in range(rng.randint(1, 3)):
            registre = rng.choice(_REGISTRES)
            goal = writer.mesure(theme, tail=False).text
            description = (
                f"Le projet consiste à {goal[0].lower()}{goal[1:]} sur plusieurs sites, "
                "puis à en tirer un bilan commun."
            )
            who = [(b.mention(rng), b, "partenaire") for b in writer.partners(rng.randint(2, 5))]
            page.write("# ")
            phrase = writer.mesure(theme, "nom", tail=False)
            projet = page.mesure("projet", phrase, who, registre=registre, description=description)
            page.line("\n")
            page.line("Registre du projet\t", registre)
            page.line("Présentation du projet\t", description)
            page.line("Partenaires associés\t", " ".join(m for m, _, _ in who))
            page.write("Indicateurs de réussite\t")
            page.item("indicateur", writer.measure_of("indicateur"), parent=projet)
            page.paragraph("\n")


def actions(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """« FICHE ACTION N° 3 », « Pilote : », « Partenaires : »."""
    rng = writer.rng
    number = 0
    for theme in themes:
        for _ in range(rng.randint(2, 4)):
            number += 1
            pilote, *others = writer.partners(rng.randint(2, 4))
            bound = [(pilote.mention(rng), pilote, "porteur")]
            bound += [(b.mention(rng), b, "partenaire") for b in others]
            page.paragraph(f"FICHE ACTION N° {number}")
            page.write("Intitulé : ")
            phrase = writer.mesure(theme, tail=False)
            action = page.mesure("action", phrase, bound)
            page.line()
            page.line("Pilote : ", bound[0][0])
            page.line("Partenaires : ", ", ".join(m for m, _, _ in bound[1:]))
            page.write("Indicateurs : ")
            page.item("indicateur", writer.measure_of("indicateur"), parent=action)
            page.paragraph("\n")
