"""Addresses of pages: from an IRI of the graph to its page, and links that keep the language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, urlencode

from starlette.requests import Request

from pvgraph.web.bases import served

# The folder of pages for each kind of IRI.
PAGES = {
    "contrat": "contrats",
    "acteur": "acteurs",
    "theme": "themes",
    "pilier": "themes",
    "dispositif": "dispositifs",
    "mesure": "mesures",
    "axe": "mesures",
    "indicateur": "mesures",
    "resultat": "mesures",
    "realisation": "mesures",
    "texte": "textes",
}
Params = Mapping[str, object]
_HOLE = "~hole~"
"""What no value is, and no quoting changes."""


@dataclass(frozen=True, slots=True)
class Adresses:
    """Makes links under the service's sub-path that keep the reader's language."""

    root: str
    lang: str

    def __call__(self, path: str, params: Params | None = None, fragment: str = "") -> str:
        """`path` with `params` (None and empty values left out, lists repeated)."""
        pairs = [
            (key, str(one))
            for key, value in (params or {}).items()
            for one in (value if isinstance(value, (list, tuple)) else [value])
            if one not in (None, "")
        ]
        if self.lang != "fr":
            pairs.append(("lang", self.lang))
        query = f"?{urlencode(pairs)}" if pairs else ""
        return f"{self.root}{quote(path, safe='/-._~')}{query}{'#' + fragment if fragment else ''}"

    def each(self, path: str, params: Params, name: str, values: Sequence[str]) -> list[str]:
        """The link with each of these values of one more parameter."""
        if name in params:
            return [self(path, {**params, name: value}) for value in values]
        start, _, lang = self(path, {**params, name: _HOLE}).partition(_HOLE)
        return [f"{start}{quote_plus(value)}{lang}" for value in values]

    def of(self, iri: str) -> str | None:
        """The page of a thing of the graph; the thing's own address where it is a web one."""
        if iri.startswith(served()):
            kind, _, rest = iri.removeprefix(served()).partition("/")
            rest, _, fragment = rest.partition("#")
            if kind in PAGES and rest:
                name = rest if PAGES[kind] != "mesures" or kind == "mesure" else f"{kind}/{rest}"
                return self(f"/{PAGES[kind]}/{name}", fragment=fragment)
            return self(f"/id/{kind}/{rest}")
        return iri if iri.startswith(("http://", "https://")) else None

    def passage(self, contrat: str, start: int, end: int) -> str:
        """The reading page, scrolled to a passage."""
        return self(f"/textes/{contrat}", fragment=f"char={start},{end}")


def code(iri: str) -> str:
    """The code that an IRI ends with: `…/id/theme/education` → `education`."""
    return iri.removeprefix(served()).partition("/")[2] or iri


def other_language(request: Request, language: str, root: str) -> str:
    """This very page in the other language: same path, same state."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
    params: dict[str, list[str]] = {}
    for key, one in kept:
        params.setdefault(key, []).append(one)
    return Adresses(root, language)(request.url.path.removeprefix(root), params)
