"""`/api/…`: the same facts as SPARQL and the tables, by filters, in JSON, JSON-LD and CSV."""
