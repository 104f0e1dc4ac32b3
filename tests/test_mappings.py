"""Links to authority files: reviewed and dated, or refused with their line."""

from pathlib import Path

import pytest

from pvgraph.errors import ResourceError
from pvgraph.graph import mappings
from pvgraph.paths import resource

HEADER = (resource("ontology") / "correspondances.sssom.tsv").read_text(encoding="utf-8")
ROW = {
    "subject_id": "pvid:acteur/etat",
    "predicate_id": "skos:exactMatch",
    "object_id": "wd:Q142",
    "mapping_justification": "semapv:ManualMappingCuration",
    "reviewer_id": "orcid:0000",
    "mapping_date": "2026-11-21",
}


def _folder(path: Path, **changed: str) -> Path:
    row = ROW | changed
    line = "\t".join(row.get(column, "") for column in mappings.COLUMNS)
    (path / "essai.sssom.tsv").write_text(HEADER + line + "\n", encoding="utf-8")
    return path


def test_a_reviewed_link_is_a_triple(tmp_path: Path):
    (quad,) = mappings.load(_folder(tmp_path))
    assert str(quad.triple) == (
        "<https://w3id.org/pvgraph/id/acteur/etat> "
        "<http://www.w3.org/2004/02/skos/core#exactMatch> <http://www.wikidata.org/entity/Q142>"
    )


@pytest.mark.parametrize(
    "fault",
    [
        {"reviewer_id": ""},
        {"mapping_date": ""},
        {"predicate_id": "owl:sameAs"},
        {"object_id": "Q142"},
        {"subject_id": "autre:etat"},
    ],
)
def test_an_unreviewed_or_unreadable_link_is_refused_with_its_line(tmp_path: Path, fault: dict):
    line = len(HEADER.splitlines()) + 1
    with pytest.raises(ResourceError, match=rf"essai\.sssom\.tsv:{line}: "):
        list(mappings.load(_folder(tmp_path, **fault)))


def test_the_project_s_own_file_is_well_formed():
    assert all(quad.object.value for quad in mappings.load(resource("ontology")))
