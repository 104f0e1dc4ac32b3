"""ODS, written straight: a zip of three small files (OpenDocument 1.3, spreadsheet).

The libraries for it build a tree a cell and take seconds for a thousand rows; the tests open what
this writes with one of them.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from pvgraph.documents.model import Cell, Percent, Report, Sheet, is_link, shown

_MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3"
 manifest:media-type="{_MEDIA_TYPE}"/><manifest:file-entry manifest:full-path="content.xml"
 manifest:media-type="text/xml"/></manifest:manifest>"""
# A fixed date: the same report gives the same bytes.
_DATE = (2020, 1, 1, 0, 0, 0)


def to_ods(report: Report) -> bytes:
    """The report as a spreadsheet: a sheet a table, the notes last."""
    about = Sheet("Source", [report.title], [[note] for note in report.notes])
    content = ET.tostring(_content([*report.sheets, about]), "utf-8", xml_declaration=True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        files = {"mimetype": _MEDIA_TYPE.encode(), "content.xml": content}
        files["META-INF/manifest.xml"] = _MANIFEST.encode()
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            # The first file must be readable without unpacking.
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def _name(prefix: str, local: str) -> str:
    return f"{{{_SPACES[prefix]}}}{local}"


def _content(sheets: list[Sheet]) -> ET.Element:
    for prefix, space in _SPACES.items():
        ET.register_namespace(prefix, space)
    root = ET.Element(_name("office", "document-content"), {_name("office", "version"): "1.3"})
    body = ET.SubElement(root, _name("office", "body"))
    book = ET.SubElement(body, _name("office", "spreadsheet"))
    for sheet in sheets:
        kept = "".join(" " if c in "[]:*?/\\'" else c for c in sheet.title)
        table = ET.SubElement(book, _name("table", "table"), {_name("table", "name"): kept.strip()})
        for cells in [sheet.header, *sheet.rows]:
            row = ET.SubElement(table, _name("table", "table-row"))
            row.extend(_cells(cells))
    return root


def _cells(cells: Sequence[Cell]) -> Iterator[ET.Element]:
    for value in cells:
        cell = ET.Element(_name("table", "table-cell"), _typed(value))
        words = shown(value)
        if words:
            paragraph = ET.SubElement(cell, _name("text", "p"))
            if is_link(value):
                link = ET.SubElement(paragraph, _name("text", "a"), {_name("xlink", "href"): words})
                link.text = words
            else:
                paragraph.text = words
        yield cell


def _typed(value: Cell) -> dict[str, str]:
    """The cell's type and value: words are always words, never a formula."""
    kind, number = _name("office", "value-type"), _name("office", "value")
    if isinstance(value, Percent):
        return {kind: "percentage", number: f"{value.part:.6f}"}
    if isinstance(value, int | float):
        return {kind: "float", number: str(value)}
    return {kind: "string"} if value else {}
