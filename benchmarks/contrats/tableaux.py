"""Layouts made of tables: tabs with HTML cells, Markdown, HTML."""

from collections.abc import Callable

from contrats.lieux import Body
from contrats.page import Bound, Page, signataires
from contrats.phrases import Writer
from contrats.vocabulaire import Theme

_LIST = ('<ul style="list-style-type: none">', "</ul>", "<li>", "</li>")


def ambitions(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """Tabs, HTML in the cells: axe, objectif, actions, résultats attendus, indicateurs."""
    rng = writer.rng
    page.line(
        "Ambitions du contrat\tObjectifs prioritaires\tObjectifs opérationnels\t"
        "Résultats attendus\tIndicateurs"
    )
    for number, theme in enumerate(themes, 1):
        page.write(f"<p>{number} – ")
        axe = page.item("axe", theme.axe, numero=str(number), theme=theme.code)
        page.write("</p>\t<p>")
        objectif = page.mesure("objectif", writer.mesure(theme, tail=False), parent=axe)
        page.write("</p>\t")
        _bullets(
            page,
            rng.randint(2, 6),
            lambda theme=theme, objectif=objectif: page.mesure(
                "action", writer.mesure(theme), parent=objectif
            ),
        )
        for kind in ("resultat", "indicateur"):
            page.write("\t")
            _paragraphs(page, writer, kind, objectif)
        page.line()
    page.line()


def pistes(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """Tabs, HTML in the cells: axes prioritaires, objectifs opérationnels, pistes de travail."""
    rng = writer.rng
    for theme in themes:
        page.paragraph("Volet ", theme.defi)
        page.line("Axes prioritaires\tObjectifs opérationnels\tPistes de travail")
        for _ in range(rng.randint(1, 3)):
            axe = page.item("axe", writer.mesure(theme, tail=False).text, theme=theme.code)
            page.write("\t")
            for niveau in ("objectif", "action"):
                _bullets(
                    page,
                    rng.randint(1, 4),
                    lambda niveau=niveau, theme=theme, axe=axe: page.mesure(
                        niveau, writer.mesure(theme, tail=niveau == "action"), parent=axe
                    ),
                )
                page.write("\t" if niveau == "objectif" else "\n")
        page.line()


def strategiques(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """Tabs, numbered: « 1.1 - En … » then « 1.1.1 - … » on the lines below."""
    rng = writer.rng
    for first, theme in enumerate(themes, 1):
        page.write(f"Axe stratégique {first} – ")
        axe = page.item("axe", theme.axe.upper(), numero=f"Axe stratégique {first}",
                        theme=theme.code)  # fmt: skip
        page.paragraph()
        page.line("Objectifs stratégiques\tObjectifs opérationnels\t")
        top = page.mesure("objectif", writer.mesure(theme, tail=False), parent=axe)
        for second in range(1, rng.randint(2, 5)):
            phrase = writer.mesure(theme, "gerondif", tail=False)
            text = "En " + phrase.text[0].lower() + phrase.text[1:]
            page.write(f"\t<i>{first}.{second} - ")
            under = page.item(
                "objectif",
                text,
                numero=f"{first}.{second}",
                parent=top,
                theme=theme.code,
                acteurs=[("", signataires(page.contrat), "porteur")],
            )
            page.write("</i>")
            for third in range(1, rng.randint(3, 6)):
                number = f"{first}.{second}.{third}"
                page.write("\t" if third == 1 else "\t\t", f"{number} - ")
                one = writer.mesure(theme, tail=False)
                page.mesure("action", one, parent=under, numero=number)
                page.line()
        page.line()


def travaux(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """Tabs: what, who leads, who is mobilised."""
    head = "Travaux à engager\tChefs de file\tPrincipaux partenaires mobilisés"
    _rows(page, writer, themes, head, ("", "\t", "\t", ""), "projet")


def markdown(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """A Markdown table of actions with a porteur and partners."""
    head = "| Action | Porteur | Partenaires |\n|---|---|---|"
    _rows(page, writer, themes, head, ("| ", " | ", " | ", " |"), "action")


def html(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """An HTML table of actions with a pilote and partners."""
    head = "<table>\n<tr><th>Actions</th><th>Pilote</th><th>Partenaires associés</th></tr>"
    marks = ("<tr><td>", "</td><td>", "</td><td>", "</td></tr>")
    _rows(page, writer, themes, head, marks, "action")
    page.paragraph("</table>")


def _rows(
    page: Page,
    writer: Writer,
    themes: list[Theme],
    head: str,
    marks: tuple[str, str, str, str],
    niveau: str,
) -> None:
    rng = writer.rng
    page.line(head)
    opening, first, second, closing = marks
    for theme in themes:
        for _ in range(rng.randint(2, 5)):
            noun = niveau == "projet"
            phrase = writer.mesure(theme, "nom" if noun else "infinitif", tail=False)
            who = writer.partners(rng.randint(2, 4))
            leads = rng.randint(1, 2)
            named = [(b.mention(rng), b) for b in who]
            bound: list[Bound] = [
                (m, b, "porteur" if i < leads else "partenaire") for i, (m, b) in enumerate(named)
            ]
            page.write(opening)
            page.mesure(niveau, phrase, bound)
            page.write(first, _listed(named[:leads], " / "), second)
            page.line(_listed(named[leads:], ", "), closing)
    page.line()


def _listed(named: list[tuple[str, Body]], comma: str) -> str:
    return comma.join(m for m, _ in named)


def _bullets(page: Page, number: int, write_one: Callable[[], object]) -> None:
    """An HTML list in a cell; one item alone is a paragraph."""
    if number == 1:
        page.write("<p>")
        write_one()
        page.write("</p>")
        return
    opening, closing, start, end = _LIST
    page.write(opening)
    for _ in range(number):
        page.write(start, "- ")
        write_one()
        page.write(end)
    page.write(closing)


def _paragraphs(page: Page, writer: Writer, kind: str, parent: str) -> None:
    for _ in range(writer.rng.randint(1, 3)):
        page.write("<p>")
        page.item(kind, writer.measure_of(kind), parent=parent)
        page.write("</p>")
