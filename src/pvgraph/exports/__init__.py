"""What leaves the project as files: the graph in five RDF formats, flat tables, their schemas.

    quads ──serializations──▶ pvgraph.nq|trig|ttl|jsonld|rdf, contrats/<slug>.…
    store ──rows (tables/*.rq)──▶ <table>.csv|parquet|xlsx, pvgraph.xlsx, pvgraph.sqlite
    tables ──schema──▶ <table>.schema.json, <table>.csv-metadata.json, datapackage.json

`write.write` makes them all in a release's folder; same graph, same bytes.
"""
