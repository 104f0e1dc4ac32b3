"""Tiny contrats, quick to read, for builds of builds."""

import hashlib
from pathlib import Path

TEXT = """Contrat de ville de {name} 2024-2030

1/ Favoriser l'accès à l'emploi

L'Etat s'engage à :

- Développer les chantiers d'insertion de {name}
- Soutenir les jeunes en lien avec la CAF

{name} Métropole s'engage à :

- Renforcer la médiation numérique des habitants
"""


def declare(folder: Path, name: str, text: str) -> None:
    """Write a text and its declaration."""
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.toml").write_text(
        f'titre = "Contrat de {name}"\ndebut = 2024\nfin = 2030\n'
        f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\n'
        f'[epci]\nnom = "{name} Métropole"\n',
        encoding="utf-8",
    )


def corpus_of(folder: Path, *names: str) -> Path:
    """Write a text and a declaration for each of these contrats."""
    folder.mkdir(exist_ok=True)
    for name in names:
        declare(folder, name, TEXT.format(name=name))
    return folder
