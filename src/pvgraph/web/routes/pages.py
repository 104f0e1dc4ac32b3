"""The pages for people, each subject in its own module of `web/pages/`."""

from fastapi import APIRouter

from pvgraph.web.context import Context
from pvgraph.web.pages import (
    accueil,
    annuaire,
    chercher,
    comparer,
    composer,
    constats,
    editeur,
    engagements,
    exporter,
    face,
    fiches,
    images,
    interroger,
    lire,
    mesures,
    ontologie,
    qualite,
    signaler,
    silences,
)
from pvgraph.web.pages.site import Site

# The first that matches an address answers it: downloads (`/comparer.csv`) before pages.
_SUBJECTS = (
    exporter,
    silences,
    face,
    accueil,
    annuaire,
    chercher,
    comparer,
    composer,
    constats,
    editeur,
    engagements,
    fiches,
    images,
    interroger,
    lire,
    mesures,
    ontologie,
    qualite,
    signaler,
)


def router(context: Context) -> APIRouter:
    """Every page over one view of the service."""
    site = Site.of(context)
    routes = APIRouter()
    for subject in _SUBJECTS:
        routes.include_router(subject.router(site))
    return routes
