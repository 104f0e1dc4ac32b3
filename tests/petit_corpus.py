"""A small contrat that builds in a second or two, and its folder, for tests of whole builds."""

import hashlib
from pathlib import Path

TEXT = """Contrat de ville d'Exempleville

Axe 1 : Emploi et insertion

L'Etat s'engage à :
- Financer des postes d'adultes relais dans les quartiers prioritaires
- Soutenir les clauses d'insertion dans les marchés publics

La Ville s'engage à :
- Ouvrir un espace numérique pour les habitants, en lien avec la CAF
- Rénover le logement social du quartier des Tilleuls

Axe 2 : Culture

La Métropole s'engage à :
- Développer l'accès à la culture des jeunes
"""

DECLARATION = """titre = "Contrat de ville d'Exempleville"
nature = "contrat-de-ville"
debut = 2024
fin = 2030
generation = "2024-2030"
sha256 = "{sha}"

[epci]
nom = "Exempleville Métropole"
siren = "200000001"

[departement]
nom = "Gironde"
code = "33"

[region]
nom = "Nouvelle-Aquitaine"
code = "75"
"""


def write_corpus(folder: Path, text: str = TEXT, slug: str = "exempleville") -> Path:
    """A corpus of one small contrat, declared as a colleague would."""
    folder.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    (folder / f"{slug}.txt").write_bytes(data)
    sha = hashlib.sha256(data).hexdigest()
    (folder / f"{slug}.toml").write_text(DECLARATION.format(sha=sha), encoding="utf-8")
    return folder
