"""SHACL on the graph: shapes → findings, each with the words of the text it points to.

Findings are plain values; what checks loads rdflib and pyshacl, once it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from pvgraph.validate.findings import SEVERITIES, Finding, Place, Report

if TYPE_CHECKING:
    from pvgraph.validate.run import check, check_graph, public, work
    from pvgraph.validate.shapes import Shapes, load

__all__ = [
    "SEVERITIES", "Finding", "Place", "Report", "Shapes", "check", "check_graph", "load",
    "public", "work",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    place = "shapes" if name in ("Shapes", "load") else "run"
    return getattr(import_module(f"{__name__}.{place}"), name)
