"""Names that answer: what the graph says of one IRI, in both directions, in every format."""
