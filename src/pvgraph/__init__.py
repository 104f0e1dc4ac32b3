"""pvgraph: the contrats de ville read as a knowledge graph, every fact with its passage."""

__version__ = "0.1.0"
