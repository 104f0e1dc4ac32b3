"""What kind of body a name tells: « Val Habitat » a landlord, « Lycée Jean-Moulin » a school."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pvgraph.lexicon.lists import forms_of, one_of, rows
from pvgraph.words import ascii_key

FIRST, LAST, ACRONYM, ENDING = "debut", "fin", "sigle", "finale"
MEASURE, THEME, CARRIED, NETWORK = "mesure", "theme", "theme-porteur", "theme-reseau"
_PLACES = (FIRST, LAST, ACRONYM, ENDING, MEASURE, THEME, CARRIED, NETWORK)
_LONGEST = 4  # words of a form
_ACRONYM_MIN, _ACRONYM_MAX = 4, 7  # letters


@dataclass(frozen=True, slots=True)
class Natures:
    """What tells the type of the body in a name: its first words, its last, how an acronym begins,
    how a name of one word ends (« Péribus »); of a name that tells nothing, the words of the
    measures that it stands in, their main theme, and that theme where it carries them or is a
    network (« réseau MAT »)."""

    first: dict[str, str]
    last: dict[str, str]
    acronyms: dict[str, str]
    endings: dict[str, str]
    measures: dict[str, str]
    themes: dict[str, str]
    carried: dict[str, str]
    networks: dict[str, str]

    def of(self, name: str) -> str:
        """The type that `name` tells, or nothing: its first words say it before its last one."""
        words = ascii_key(name).replace("'", "' ").split()
        for size in range(min(_LONGEST, len(words)), 0, -1):
            told = self.first.get(_joined(words[:size]))
            if told:
                return told
        if words and words[-1] in self.last:
            return self.last[words[-1]]
        numbered = words[-1:] and words[-1].isdigit() and len(words) > 1
        if numbered and words[-2] in self.last:
            return self.last[words[-2]]
        ending = (t for e, t in self.endings.items() if len(words) == 1 and words[0].endswith(e))
        return self._of_acronym(name) or next(ending, "")

    def _of_acronym(self, name: str) -> str:
        first = name.split()[0] if name.split() else ""
        if not (_ACRONYM_MIN <= len(first) <= _ACRONYM_MAX and first.isupper()):
            return ""
        found = (t for start, t in self.acronyms.items() if ascii_key(first).startswith(start))
        return next(found, "")

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Each form as (place, form, type)."""
        names = (self.first, self.last, self.acronyms, self.endings)
        tables = (*names, self.measures, self.themes, self.carried, self.networks)
        for place, forms in zip(_PLACES, tables, strict=True):
            yield from ((place, form, kind) for form, kind in forms.items())


def _joined(words: list[str]) -> str:
    return " ".join(words).replace("' ", "'")


def made(told: Iterator[tuple[str, str, str]]) -> Natures:
    """From (place, form, type)."""
    forms: dict[str, dict[str, str]] = {place: {} for place in _PLACES}
    for place, form, kind in told:
        forms[place][ascii_key(form)] = kind
    return Natures(*(forms[place] for place in _PLACES))


def load_natures(path: Path, types: frozenset[str]) -> Natures:
    """Read and check `natures.csv`.

    Raises:
        ResourceError: a malformed row; the message names file and line.
    """
    return made(_read(path, types))


def _read(path: Path, types: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    for line, row in rows(path, ("ou", "formes", "type")):
        place = one_of(path, line, "place", row["ou"], frozenset(_PLACES))
        kind = one_of(path, line, "type", row["type"], types)
        yield from ((place, form, kind) for form in forms_of(row["formes"]))
