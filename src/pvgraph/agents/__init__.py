"""Tools for assistants (Model Context Protocol): every row with its quote, its place, its address.

    pvgraph.client ──tools──▶ plain dictionaries ──server──▶ stdio or streamable HTTP

Nothing an assistant writes reaches the engine unbounded: SPARQL goes to worker processes.
"""
