"""The text of one contrat as it is written, and the true records with their places in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from contrats.lieux import Body
from contrats.phrases import Phrase

Bound = tuple[str, Body, str]
"""A body bound to a mesure: as the text names it, who it is, its rôle."""


@dataclass(slots=True)
class Page:
    """Text and truth, filled together: a record's offsets are where its words were written."""

    contrat: str
    rows: list[dict] = field(default_factory=list)
    signatories: list[dict] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def write(self, *parts: str) -> None:
        for part in parts:
            self._parts.append(part)
            self._length += len(part)

    def line(self, *parts: str) -> None:
        self.write(*parts, "\n")

    def paragraph(self, *parts: str) -> None:
        self.write(*parts, "\n\n")

    def item(
        self,
        niveau: str,
        text: str,
        *,
        parent: str | None = None,
        numero: str | None = None,
        theme: str | None = None,
        acteurs: Iterable[Bound] = (),
        publics: tuple[str, ...] = (),
        dispositifs: tuple[str, ...] = (),
        **more: object,
    ) -> str:
        """Write `text` and note it as a record; gives the record's id."""
        start = self._length
        self.write(text)
        identity = f"{self.contrat}-{len(self.rows) + 1:04d}"
        row = {
            "id": identity,
            "contrat": self.contrat,
            "niveau": niveau,
            "text": text,
            "start": start,
            "end": start + len(text),
            "numero": numero,
            "parent": parent,
            "acteurs": [_bound(*one) for one in acteurs],
            "themes": [theme] if theme else [],
            "dispositifs": list(dispositifs),
            "publics": list(publics),
            "merge": None,
            "optional": False,
            **more,
        }
        self.rows.append(row)
        return identity

    def mesure(
        self, niveau: str, phrase: Phrase, bound: Iterable[Bound] = (), **more: object
    ) -> str:
        """Write a sentence as a mesure: its own partners beside those bound by its place.

        Where nobody carries it, the signatories together do.
        """
        acteurs = [*bound, *((m, b, "partenaire") for m, b in phrase.partners)]
        codes = {b.code for m, b, r in acteurs if r == "porteur"}
        acteurs = [a for a in acteurs if a[2] == "porteur" or a[1].code not in codes]
        if not codes:
            acteurs.insert(0, ("", signataires(self.contrat), "porteur"))
        return self.item(
            niveau,
            phrase.text,
            theme=phrase.theme,
            acteurs=acteurs,
            publics=phrase.publics,
            dispositifs=phrase.dispositifs,
            **more,
        )

    def signatory(self, body: Body) -> None:
        """Write for whom `body.signataire` signs and note it as a signature."""
        self.write("Pour ", body.article)
        start = self._length
        self.write(body.nom)
        row = {
            "contrat": self.contrat,
            "acteur": body.code,
            "type": body.type,
            "label": body.nom,
            "mention": body.nom,
            "start": start,
            "end": start + len(body.nom),
            "representant": None,
            "fonction": body.signataire,
        }
        self.write(",\n", body.signataire)
        self.signatories.append(row)


def signataires(contrat: str) -> Body:
    """The signatories of a contrat together."""
    return Body(f"signataires-{contrat}", "signataires", "classe", "", "", "", "")


def _bound(mention: str, body: Body, role: str) -> dict:
    return {"mention": mention, "acteur": body.code, "type": body.type, "role": role}
