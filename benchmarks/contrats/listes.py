"""Layouts made of headings and bullets."""

from contrats.lieux import Body
from contrats.page import Page
from contrats.phrases import Phrase, Writer
from contrats.vocabulaire import Theme

_MARKS = ("- ", "• ", "* ", "- ✓ ")


def engagements(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """« L'Etat s'engage à : » and its bullets, under numbered orientations."""
    rng = writer.rng
    mark = rng.choice(_MARKS[:2])
    for number, theme in enumerate(themes, 1):
        page.write(f"{number}/ ")
        axe = page.item("axe", theme.axe, numero=f"{number}/", theme=theme.code)
        page.paragraph()
        for body in writer.bodies(rng.randint(2, 4)):
            mention = body.mention(rng)
            page.paragraph(_capital(body.article), mention, " s'engage à :")
            for _ in range(rng.randint(2, 6)):
                page.write(mark)
                phrase = writer.mesure(theme)
                page.mesure("action", phrase, [(mention, body, "porteur")], parent=axe)
                page.line()
            page.line()


def gerondifs(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """« - La santé en : » and bullets whose verb is a gérondif, in italics."""
    rng = writer.rng
    half = max(1, len(themes) // 2)
    for word, part in (("RENFORCER", themes[:half]), ("DEVELOPPER", themes[half:])):
        if not part:
            continue
        top = page.item("axe", word)
        page.paragraph(" :")
        for theme in part:
            page.write("- ")
            axe = page.item("axe", _capital(theme.defi), theme=theme.code, parent=top)
            page.paragraph(" en :")
            for _ in range(rng.randint(4, 9)):
                page.write("- *")
                page.mesure("action", writer.mesure(theme, "gerondif"), parent=axe)
                page.line("*")
            page.line()


def defis(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """« Le défi de …, c'est : », objectifs, then baromètres, in Markdown."""
    rng = writer.rng
    for theme in themes:
        page.paragraph("#### Un constat partagé")
        page.paragraph(writer.context(), " ", writer.context())
        page.write("#### ")
        start = "Le défi " + _of(theme.defi)
        axe = page.item("axe", start, theme=theme.code)
        page.paragraph(", c'est :")
        for _ in range(rng.randint(3, 6)):
            page.write("- ")
            page.mesure("objectif", writer.mesure(theme), parent=axe)
            page.line()
        page.paragraph("\n# Exemples de baromètres d'observation des évolutions :")
        for _ in range(rng.randint(2, 4)):
            page.write(rng.choice(("- ", "✓ ")))
            page.item("indicateur", writer.measure_of("indicateur"), parent=axe)
            page.line()
        page.line()


def leviers(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """« Pour mieux agir sur … » and bullets that bind the signatories together."""
    rng = writer.rng
    top = page.item("axe", "Les leviers pour agir")
    page.paragraph()
    for theme in themes:
        page.write("### ")
        axe = page.item("axe", f"Pour mieux agir sur {theme.pour}", theme=theme.code, parent=top)
        page.paragraph()
        for _ in range(rng.randint(4, 8)):
            page.write("- ")
            page.mesure("action", writer.mesure(theme), parent=axe)
            page.line()
        page.line()


def numerotes(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """« Axe 1 », « Objectif 1.1 », « 1.1.1 » one under the other."""
    rng = writer.rng
    for first, theme in enumerate(themes, 1):
        page.write(f"Axe {first} – ")
        axe = page.item("axe", theme.axe, numero=f"Axe {first}", theme=theme.code)
        page.paragraph()
        for second in range(1, rng.randint(2, 4)):
            number = f"{first}.{second}"
            page.write(f"Objectif {number} : ")
            phrase = writer.mesure(theme, tail=False)
            objectif = page.mesure("objectif", phrase, parent=axe, numero=number)
            page.paragraph()
            for third in range(1, rng.randint(3, 7)):
                page.write(f"{number}.{third} - ")
                one = writer.mesure(theme)
                page.mesure("action", one, parent=objectif, numero=f"{number}.{third}")
                page.line()
            page.line()


def prose(page: Page, writer: Writer, themes: list[Theme]) -> None:
    """Articles in sentences: one commits a body, the next explains."""
    rng = writer.rng
    for number, theme in enumerate(themes, 1):
        page.paragraph(f"Article {number} – ", _capital(theme.pour))
        page.paragraph(writer.context())
        for body in writer.bodies(rng.randint(2, 4)):
            _sentence(page, writer, theme, body.nom, body)
            if rng.random() < 0.5:
                page.write(" ", writer.context())
            page.paragraph()


def _sentence(page: Page, writer: Writer, theme: Theme, mention: str, body: Body) -> None:
    """« La CAF s'engage à … » as one record: the whole sentence is the mesure."""
    phrase = writer.mesure(theme)
    words = phrase.text[0].lower() + phrase.text[1:]
    to = "à" if writer.rng.random() < 0.7 else "d'ici 2027 à"
    whole = f"{_capital(body.article)}{mention} s'engage {to} {words}."
    said = Phrase(whole, phrase.theme, phrase.publics, phrase.dispositifs, phrase.partners)
    page.mesure("action", said, [(mention, body, "porteur")])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of(words: str) -> str:
    """« le logement » → « du logement »."""
    if words.startswith("le "):
        return "du " + words[3:]
    return "de " + words
