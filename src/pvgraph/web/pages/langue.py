"""French first, English by `?lang=en`: the site's own words, numbers, and labels of the graph.

The words are in `messages.toml`, both languages side by side. `un|plusieurs` has two forms,
chosen by `n`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

LANGUES = ("fr", "en")
_NARROW_SPACE = "\u202f"


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Every message by its dotted key: `{"nav.comparer": {"fr": …, "en": …}}`."""
    text = files(__package__).joinpath("messages.toml").read_text(encoding="utf-8")
    found: dict[str, Mapping[str, str]] = {}
    for group, entries in tomllib.loads(text).items():
        for key, words in entries.items():
            found[f"{group}.{key}"] = {**words, "fr": _spaced(words["fr"])}
    return found


def _spaced(words: str) -> str:
    """French words with the spaces that must not break a line."""
    return re.sub(r" (?=[;:?!%»])|(?<=«) ", "\u00a0", words)


@dataclass(frozen=True, slots=True)
class Langue:
    """One language of the site: `fr` or `en`."""

    code: str

    @classmethod
    def of(cls, asked: str | None) -> "Langue":
        """The language asked for; French where it is none of ours."""
        return cls(asked if asked in LANGUES else "fr")

    @property
    def other(self) -> str:
        return "en" if self.code == "fr" else "fr"

    def __call__(self, key: str, **values: object) -> str:
        """The message `key` with its `{values}` filled in.

        Raises:
            KeyError: no such message, or a value that it needs is not given.
        """
        words = messages()[key][self.code]
        if "|" in words:
            one, many = words.split("|")
            words = one if self._singular(values["n"]) else many
        shown = {k: self.number(v) if isinstance(v, int) else v for k, v in values.items()}
        return words.format(**shown) if shown else words

    def _singular(self, n: object) -> bool:
        return n in (0, 1) if self.code == "fr" else n == 1

    def number(self, value: float, decimals: int = 0) -> str:
        """`12 345` or `12,345`; `0,8` or `0.8`."""
        text = f"{value:,.{decimals}f}"
        if self.code == "fr":
            text = text.replace(",", _NARROW_SPACE).replace(".", ",")
        return text

    def percent(self, part: float, decimals: int = 0) -> str:
        """`42 %` or `42%` of a share between 0 and 1; « < 1 % » rather than a false 0."""
        space = "\u00a0" if self.code == "fr" else ""
        if 0 < part * 100 < 10**-decimals / 2 and decimals == 0:
            return f"<{space}1{space}%"
        return f"{self.number(part * 100, decimals)}{space}%"

    def day(self, written: object) -> str:
        """`3 juillet 2019` or `3 July 2019` of an ISO 8601 date; anything else stays as written."""
        try:
            day = date.fromisoformat(str(written))
        except ValueError:
            return str(written)
        month = self("date.mois").split()[day.month - 1]
        first = self("date.premier") if day.day == 1 else str(day.day)
        return f"{first} {month} {day.year}"

    def column(self, variable: str) -> str:
        """The heading of a query's column: its own words where the site has some."""
        known = messages().get(f"colonne.{variable}")
        return known[self.code] if known else variable.replace("_", " ")

    def choose(self, labels: Mapping[str, str]) -> str:
        """The label in this language, else in French, else any."""
        return labels.get(self.code) or labels.get("fr") or next(iter(labels.values()), "")
