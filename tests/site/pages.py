"""Every kind of page, with an address of each on the five texts."""

from urllib.parse import quote

_QUERY = (
    "PREFIX pv: <https://w3id.org/pvgraph/def#> SELECT ?contrat (COUNT(?m) AS ?mesures) "
    "WHERE { ?m a pv:Action ; pv:contrat ?contrat } GROUP BY ?contrat"
)
PAGES = (
    "/",
    "/comparer",
    "/comparer?lignes=acteur&colonnes=pilier&role=porteur&modes=explicite&modes=herite",
    "/comparer?lignes=public&colonnes=contrat&pilier=cadre-de-vie&tri=total",
    "/comparer/silences",
    "/comparer/silences/mesures_sans_indicateur?contrat=brest",
    "/comparer/face-a-face?theme=logement&a=metz&b=aix-marseille",
    "/engagements?theme=culture&contrat=bordeaux",
    "/textes",
    "/textes/brest",
    "/contrats",
    "/contrats/bordeaux",
    "/acteurs?q=caf",
    "/acteurs/etat",
    "/themes/logement",
    "/themes/cadre-de-vie",
    "/recherche",
    "/recherche?q=emploi+des+jeunes&contrat=metz",
    "/questions",
    "/questions/qui-s-engage-a-quoi?contrat=brest&vue=matrice",
    "/questions/partenaires-nommes-ensemble?contrat=bordeaux&vue=reseau",
    "/composer?theme=culture&par=contrat&vue=carte",
    "/editeur",
    f"/editeur?query={quote(_QUERY)}&vue=barres",
    "/images",
    "/images/matrice?lignes=pilier&colonnes=contrat",
    "/qualite",
    "/signaler",
    "/accessibilite",
)
"""Addresses as a reader has them; the first mesure found is added by the tests."""

#: Pages that differ from another only by what they were asked: not looked at twice in a browser.
_TWICE = (PAGES[2], PAGES[3], "/textes", "/themes/cadre-de-vie", "/recherche", "/editeur",
          "/questions/qui-s-engage-a-quoi?contrat=brest&vue=matrice")  # fmt: skip
LOOKED_AT = tuple(page for page in PAGES if page not in _TWICE)
assert len(LOOKED_AT) == len(PAGES) - len(_TWICE)
