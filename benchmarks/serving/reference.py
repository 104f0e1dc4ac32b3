"""The reference queries: what people ask of the graph, about its most spoken-of things."""

from pvgraph.store.engine import Engine

PREFIXES = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
"""

MATRIX = (
    "?e a pv:Engagement ; pv:acteur ?a ; pv:mesure ?m . ?m pv:contrat {c} ; pv:themePrincipal ?t"
)
QUERIES = {
    "ask": "ASK {{ ?s ?p ?o }}",
    "matrix": f"SELECT ?a ?t ?c (COUNT(DISTINCT ?e) AS ?n) {{{{ {MATRIX.format(c='?c')} }}}}"
    " GROUP BY ?a ?t ?c",
    "city matrix": "SELECT ?a ?t (COUNT(DISTINCT ?e) AS ?n) {{ "
    + MATRIX.format(c="{contrat}")
    + " }} GROUP BY ?a ?t",
    "actor in a city": "SELECT ?m ?x ?q {{ ?e pv:acteur {acteur} ; pv:contrat {contrat} ;"
    " pv:mesure ?m . ?m pv:texte ?x ; prov:wasQuotedFrom ?p . ?p nif:anchorOf ?q }}",
    "one record": "SELECT ?p ?o ?l {{ {mesure} ?p ?o OPTIONAL {{ ?o rdfs:label ?l }} }}",
    "text search": 'SELECT ?m ?x {{ ?m pv:texte ?x FILTER(CONTAINS(LCASE(?x), "emploi")) }}',
    "distinct order": "SELECT DISTINCT ?a ?l {{ ?e pv:acteur ?a . ?a rdfs:label ?l }}"
    " ORDER BY ?l LIMIT 50",
}


def queries(engine: Engine) -> dict[str, str]:
    """The reference queries, about the most spoken-of contrat, acteur and mesure of the graph."""

    def most(variable: str, pattern: str) -> str:
        order = f"GROUP BY {variable} ORDER BY DESC(COUNT(*)) {variable} LIMIT 1"
        sparql = f"{PREFIXES} SELECT {variable} {{ {pattern} }} {order}"
        return str(engine.query(sparql).rows[0][0])

    contrat = most("?c", "?e a pv:Engagement ; pv:contrat ?c")
    acteur = most("?a", f"?e a pv:Engagement ; pv:contrat {contrat} ; pv:acteur ?a")
    mesure = most("?m", f"?e pv:mesure ?m ; pv:contrat {contrat}")
    named = {"contrat": contrat, "acteur": acteur, "mesure": mesure}
    return {name: sparql.format(**named) for name, sparql in QUERIES.items()}
