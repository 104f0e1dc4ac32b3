"""Tables for the meeting: the same figures in every format, opened by libraries that did not write
them where there is one, and nothing in them that a spreadsheet would run."""

import csv
import io
import zipfile

import pytest
from docx import Document as Docx
from odfdo import Document as Odf

from pvgraph.documents.formats import FORMATS
from pvgraph.documents.model import Percent, Report, Sheet

REPORT = Report(
    "Les engagements par thème",
    [
        Sheet("Tableau", ["Thème", "Metz", "Metz (%)"], [["Éducation & sport", 3, Percent(0.125)]]),
        Sheet(
            "Citations : [tout]",
            [f"colonne {i}" for i in range(9)],
            [["=HYPERLINK(1)", *(["@x"] * 7), "https://exemple.fr/textes/metz#char=1,2"]] * 2,
        ),
    ],
    ["pvgraph, version abc", "thème : culture"],
)


def test_csv_is_the_first_sheet_made_inert() -> None:
    text = FORMATS["csv"].write(REPORT).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Thème", "Metz", "Metz (%)"],
        ["Éducation & sport", "3", "12.5 %"],
    ]
    hostile = Report("x", [Sheet("x", ["=1+1"], [["=1+1"], ["+33"], ["@A1"], ["\ta"]])], [])
    cells = FORMATS["csv"].write(hostile).decode("utf-8-sig").split("\r\n")[:5]
    assert cells == ['"\'=1+1"', '"\'=1+1"', '"\'+33"', '"\'@A1"', '"\'\ta"']


def test_ods_is_read_by_another_library() -> None:
    book = Odf(io.BytesIO(FORMATS["ods"].write(REPORT)))
    tables = {t.name: t.get_values() for t in book.body.tables}
    assert list(tables) == ["Tableau", "Citations    tout", "Source"]
    assert tables["Tableau"][1][:2] == ["Éducation & sport", 3]
    assert float(tables["Tableau"][1][2]) == 0.125
    assert tables["Citations    tout"][1][0] == "=HYPERLINK(1)"
    assert tables["Source"][1] == ["pvgraph, version abc"]


def test_xlsx_holds_words_and_no_formula() -> None:
    archive = zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(REPORT)))
    sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/sheet" in n]
    assert len(sheets) == 3
    assert not any("<f>" in sheet for sheet in sheets)
    assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()
    assert "Éducation &amp; sport" in archive.read("xl/sharedStrings.xml").decode()


def test_docx_says_the_figures_then_the_quotes() -> None:
    document = Docx(io.BytesIO(FORMATS["docx"].write(REPORT)))
    assert [c.text for c in document.tables[0].rows[1].cells] == [
        "Éducation & sport",
        "3",
        "12.5 %",
    ]
    paragraphs = [p.text for p in document.paragraphs]
    assert "=HYPERLINK(1)" in paragraphs
    assert "pvgraph, version abc" in paragraphs


@pytest.mark.parametrize("suffix", ["csv", "ods"])
def test_same_report_same_bytes(suffix: str) -> None:
    assert FORMATS[suffix].write(REPORT) == FORMATS[suffix].write(REPORT)
