"""Sentences made of a verb, an object and what may follow, with what is true of each."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from contrats.lieux import Body, Lieu
from contrats.vocabulaire import Theme, Verbe, Vocabulaire

_SLOT = re.compile(r"\{(\w+)\}")
_CONTRACTED = ((" de les ", " des "), (" de le ", " du "), (" à les ", " aux "), (" à le ", " au "))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One mesure's words and what a careful reader would note of them."""

    text: str
    theme: str
    publics: tuple[str, ...] = ()
    dispositifs: tuple[str, ...] = ()
    partners: tuple[tuple[str, Body], ...] = ()


@dataclass(slots=True)
class Writer:
    """Draws the sentences of one contrat; never the same mesure twice."""

    rng: Random
    words: Vocabulaire
    lieu: Lieu
    _said: set[str] = field(default_factory=set)
    _used: Counter[str] = field(default_factory=Counter)

    def themes(self, number: int) -> list[Theme]:
        """`number` different themes, those least treated so far first."""
        drawn = [(self._used[t.code], self.rng.random(), t) for t in self.words.themes]
        chosen = [theme for _, _, theme in sorted(drawn, key=lambda one: one[:2])[:number]]
        self._used.update(theme.code for theme in chosen)
        return chosen

    def mesure(self, theme: Theme, form: str = "infinitif", tail: bool = True) -> Phrase:
        """A new sentence on `theme`, its verb in the infinitive, as a gérondif or as a noun."""
        for phrase in self._drafts(theme, form, tail):
            if phrase.text not in self._said:
                self._said.add(phrase.text)
                return phrase
        raise AssertionError("unreachable")

    def _drafts(self, theme: Theme, form: str, tail: bool) -> Iterator[Phrase]:
        """Sentence after sentence; past twenty, a quarter is named to say something new."""
        tries = 0
        while True:
            objet = self.rng.choice(theme.objets)
            verbes = [v for v in self.words.verbes if v.sens == objet.sens and getattr(v, form)]
            text = self._clause(self.rng.choice(verbes), form, objet.texte)
            phrase = Phrase(text, theme.code, objet.publics, objet.dispositifs)
            if tail:
                phrase = self._followed(phrase)
            tries += 1
            if tries > 20:
                where = self.rng.choice(self.lieu.quartiers)
                phrase = replace(phrase, text=f"{phrase.text} ({where}, phase {tries // 20})")
            yield phrase

    def _clause(self, verbe: Verbe, form: str, objet: str) -> str:
        text = f"{getattr(verbe, form)} {objet}"
        for apart, joined in _CONTRACTED:
            text = text.replace(apart, joined)
        return text

    def _followed(self, phrase: Phrase) -> Phrase:
        """The phrase with what says for whom, within what, with whom."""
        weights = [w for w, _ in self.words.suites]
        suite = self.rng.choices([s for _, s in self.words.suites], weights)[0]
        if not suite:
            return phrase
        values, partners = {}, []
        for slot in _SLOT.findall(suite):
            if slot == "partenaire":
                body = self.rng.choice(self.lieu.bodies)
                mention = body.mention(self.rng)
                partners.append((mention, body))
                values[slot] = body.article + mention
            elif slot == "public":
                values[slot] = self.rng.choice(self.words.publics)
            elif slot == "dispositif":
                values[slot] = self.rng.choice(self.words.dispositifs)
            else:
                values[slot] = str(self.rng.randint(2025, 2030))
        return Phrase(
            f"{phrase.text} {suite.format(**values)}",
            phrase.theme,
            phrase.publics + tuple(values[s] for s in ("public",) if s in values),
            phrase.dispositifs + tuple(values[s] for s in ("dispositif",) if s in values),
            tuple(partners),
        )

    def bodies(self, number: int) -> list[Body]:
        """`number` different bodies that commit themselves."""
        return self.rng.sample(self.lieu.heads(), number)

    def partners(self, number: int) -> list[Body]:
        """`number` different bodies, classes of bodies included."""
        return self.rng.sample(self.lieu.bodies, number)

    def context(self) -> str:
        """A sentence of diagnosis or governance: true, and no commitment."""
        rng = self.rng
        debut = int(self.lieu.names["debut"])
        values = {
            **self.lieu.names,
            "pourcentage": rng.randint(22, 48),
            "petit": rng.randint(3, 12),
            "nombre": rng.randint(12, 900),
            "jour": rng.randint(2, 29),
            "avant": debut - rng.randint(2, 4),
        }
        return rng.choice(self.words.contexte).format(**values)

    def measure_of(self, kind: str) -> str:
        """An indicator or an expected result."""
        form = self.rng.choice([f for k, f in self.words.indicateurs if k == kind])
        return form.format(
            chose=self.rng.choice(self.words.choses), public=self.rng.choice(self.words.publics)
        )
