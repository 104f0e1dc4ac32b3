"""SHACL on the graph: shapes → findings, each with the words of the text it points to."""

from pvgraph.validate.findings import SEVERITIES, Finding, Place, Report
from pvgraph.validate.run import check, check_graph, public, work
from pvgraph.validate.shapes import Shapes, load

__all__ = [
    "SEVERITIES", "Finding", "Place", "Report", "Shapes", "check", "check_graph", "load",
    "public", "work",
]  # fmt: skip
