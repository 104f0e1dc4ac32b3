"""What an endpoint can do, asked at start: what is needed and missing stops, the rest is said."""

from dataclasses import dataclass

from pvgraph.errors import StoreError
from pvgraph.store.job import BadQuery, Unanswered
from pvgraph.store.remote import Remote

_PV = "PREFIX pv: <https://w3id.org/pvgraph/def#> "


@dataclass(frozen=True, slots=True)
class Probe:
    """A question whose right answer is yes, or a row of equal cells; what it means where it is
    not."""

    name: str
    ask: str
    advice: str
    needed: bool = True


PROBES = (
    Probe("SPARQL 1.1", "ASK { VALUES ?a { 1 } BIND(?a + 1 AS ?b) FILTER(?b = 2) }",
          "ce n'est pas un point d'accès SPARQL 1.1"),
    Probe("sous-requêtes et agrégats",
          "ASK { { SELECT (COUNT(*) AS ?n) { VALUES ?a { 1 2 } } } FILTER(?n = 2) }",
          "sous-requêtes ou agrégats absents"),
    Probe("graphe par défaut", _PV + "ASK { ?c a pv:Contrat }",
          "aucun contrat dans le graphe par défaut : chargez-y defaut.nt, ou faites-en l'union "
          "des graphes nommés"),
    Probe("triplets comptés une fois",
          _PV + "SELECT (COUNT(?c) AS ?n) (COUNT(DISTINCT ?c) AS ?d) { ?c a pv:Contrat }",
          "un triplet compte une fois par graphe, les nombres seraient faux : nommez le graphe par "
          "défaut (…/sparql?default-graph-uri=…)"),
    Probe("langues gardées", _PV + "ASK { ?c a pv:Contrat ; "
          "<http://www.w3.org/2000/01/rdf-schema#label> ?l . FILTER(LANG(?l) = 'fr') }",
          "les étiquettes de langue sont perdues"),
    Probe("chemins de propriétés", _PV + "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
          "ASK { ?t a pv:Theme ; skos:broader+ ?p }", "chemins de propriétés absents"),
    Probe("graphes nommés", _PV + "ASK { GRAPH ?g { ?c a pv:Contrat } }",
          "pas de graphe nommé : FROM et GRAPH ne répondent rien", needed=False),
    Probe("SHA256", "ASK { FILTER(STRLEN(SHA256('a')) = 64) }",
          "fonctions de hachage absentes", needed=False),
    Probe("LATERAL", "SELECT ?b { VALUES ?a { 1 } LATERAL { BIND(?a AS ?b) } }",
          "LATERAL absent : les requêtes du projet s'en passent", needed=False),
)  # fmt: skip


def probe(remote: Remote) -> list[str]:
    """Ask every question; gives a line for each ability that is missing and can be.

    Raises:
        StoreError: the endpoint does not answer, or cannot do what the service needs.
    """
    missing = []
    for one in PROBES:
        try:
            able = _able(remote, one)
        except Unanswered as error:
            raise StoreError(str(error)) from error
        if not able and one.needed:
            raise StoreError(f"{remote.url} : {one.advice}")
        if not able:
            missing.append(f"{one.name} : {one.advice}")
    return missing


def _able(remote: Remote, one: Probe) -> bool:
    try:
        answer = remote.verbatim(one.ask)
    except BadQuery:
        return False
    if answer.kind == "ask":
        return answer.boolean
    return bool(answer.rows) and len({str(cell) for cell in answer.rows[0]}) == 1
