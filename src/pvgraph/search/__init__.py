"""French full-text search over what was read and over the rest of the texts.

graph, extractions ──gather.index──▶ search.sqlite ──find.Index──▶ Results, suggestions
                                            └──functions──▶ SPARQL functions of the worker
"""

FONCTIONS = "https://w3id.org/pvgraph/fonction#"
NAMES = tuple(FONCTIONS + name for name in ("trouve", "pertinence", "extrait"))
