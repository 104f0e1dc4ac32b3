"""How portals, editors and search engines find the data: DCAT-AP, VoID, schema.org, examples.

    exports + declarations ──dcat──▶ triples in the store ──document──▶ /catalog.ttl|.jsonld|.rdf
    queries/*.rq ──examples──▶ sh:SPARQLExecutable in the store, /.well-known/sparql-examples/

In the store, addresses of the service stand under `SITE`; what is served has them moved to where
the service really is.
"""

SITE = "https://w3id.org/pvgraph/"
"""The permanent address that redirects to the service."""
