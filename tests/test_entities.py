"""Entities of markup are read as their signs, wherever they stand; offsets stay the file's."""

from html import unescape
from html.entities import codepoint2name
from pathlib import Path

import pytest

from pvgraph import extraction
from pvgraph.model import Document, Item, Span, fold
from pvgraph.plain import plain as seen

FOLDER = Path(__file__).parent / "blocks"
FORMS = sorted(FOLDER.glob("*.txt"))[::14]  # lists, prose, sheets, tables of every kind


def named(sign: str) -> str:
    name = codepoint2name.get(ord(sign))
    return f"&{name};" if name else f"&#{ord(sign)};"


WRITTEN = {
    "named": named,
    "decimal": lambda sign: f"&#{ord(sign)};",
    "hexadecimal": lambda sign: f"&#x{ord(sign):X};",
    "twice": lambda sign: f"&amp;#{ord(sign)};",
}


def items(text: str) -> tuple[Item, ...]:
    found = extraction.found(Document("essai", text))
    for one in (*found.items, *found.aside, *found.unclaimed):
        assert one.text == fold(text[one.span.start : one.span.end])
    return found.items


def plain(words: str) -> str:
    return fold(unescape(unescape(words))).rstrip(" ;,")


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_each_form_is_read_alike_with_entities(write) -> None:
    assert len(FORMS) >= 10
    for path in FORMS:
        text = path.read_text(encoding="utf-8")
        coded = "".join(write(c) if ord(c) > 127 else c for c in text)
        wanted, got = items(text), items(coded)
        assert [plain(i.text) for i in got] == [plain(i.text) for i in wanted], path.stem
        assert [(i.niveau, i.parent, i.merge) for i in got] == [
            (i.niveau, i.parent, i.merge) for i in wanted
        ], path.stem
        said = [[(s.role, s.mode, plain(s.span.of(coded))) for s in i.sources] for i in got]
        assert said == [
            [(s.role, s.mode, plain(s.span.of(text))) for s in i.sources] for i in wanted
        ], path.stem


RECORDS = """<h2>D&Eacute;FI n&deg;&nbsp;1&nbsp;&ndash; L&rsquo;&eacute;cole</h2>
<table><tr><th>Objectif</th><th>Action</th><th>Pilote</th><th>Avec</th></tr>
<tr><td>Pr&eacute;venir l&#8217;ill&eacute;trisme</td><td>Ouvrir &laquo;&#160;L&rsquo;&Icirc;le aux
livres&nbsp;&raquo;</td><td>&Eacute;tat&nbsp;</td>
<td>R&eacute;gion&#160;; D&eacute;partement</td></tr>
</table>
<p>L&rsquo;&Eacute;tat s&rsquo;engage &agrave; soutenir l&rsquo;atelier des parents, avec
la&nbsp;CAF.</p>
<p>La Mission locale s&#8217;engage &agrave;&nbsp;:</p>
<ul>
<li>accompagner chaque d&eacute;crocheur&nbsp;;</li>
<li>tenir une permanence, en lien avec l&rsquo;&Eacute;ducation&nbsp;nationale.</li>
</ul>
"""


def test_bodies_are_named_by_signs_in_cells_prose_and_lists() -> None:
    found = extraction.extract(Document("essai", RECORDS)).records
    assert [r.numero for r in found if r.niveau == "axe"] == ["DÉFI n° 1"]
    said = {plain(r.text): {(a.acteur, a.role) for a in r.acteurs} for r in found}
    state, school = ("etat", "porteur"), ("education-nationale", "partenaire")
    assert state in said["Ouvrir « L’Île aux livres »"]
    assert {a[0].split("-")[0] for a in said["Ouvrir « L’Île aux livres »"]} == {
        "etat", "region", "departement",
    }  # fmt: skip
    prose = next(v for k, v in said.items() if k.startswith("L’État s’engage"))
    assert state in prose and any(a.startswith("caf") for a, _ in prose)
    assert school in said["tenir une permanence, en lien avec l’Éducation nationale."]
    assert "accompagner chaque décrocheur" in said
    for record in found:
        assert record.text == fold(RECORDS[record.span.start : record.span.end])
        for one in record.acteurs:
            if one.span is not None:
                assert one.mention == fold(RECORDS[one.span.start : one.span.end])


@pytest.mark.parametrize(
    "printed, read",
    [
        ("a&nbsp;b", "a b"),
        ("a&nbsp b", "a\xa0 b"),
        ("r&eacute;el &#9679; &#xE9; &amp;eacute;", "réel ● é é"),
        ("R&amp;D, AT&T, ?a=1&copy=2", "R&D, AT&T, ?a=1&copy=2"),
        ("&lt;p&gt; &#124; &#10; &inconnu; &;", "&lt;p&gt; &#124; &#10; &inconnu; &;"),
    ],
)
def test_what_an_entity_is_read_as(printed: str, read: str) -> None:
    assert seen(Document("essai", printed)).document.text == read


def test_places_go_back_to_the_file() -> None:
    printed = "l&rsquo;&Eacute;tat&nbsp;; la Ville"
    known = seen(Document("essai", printed))
    start = known.document.text.index("État")
    assert known.back(Span(start, start + 4)).of(printed) == "&Eacute;tat"
    start = known.document.text.index("la Ville")
    assert known.back(Span(start, start + 8)).of(printed) == "la Ville"
    assert known.back(Span(0, len(known.document.text))) == Span(0, len(printed))
