"""Where the project's declarative folders are: in the wheel, else in the checkout."""

from pathlib import Path

_HERE = Path(__file__).parent


def resource(name: str) -> Path:
    """The folder `name` (ontology, shapes, queries, extract), inside the wheel or the checkout."""
    packaged = _HERE / "data" / name
    return packaged if packaged.is_dir() else _HERE.parents[1] / name
