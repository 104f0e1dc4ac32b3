"""What the labels of sheets mean that no list has (« À la barre »), by all the values that they
have in a text and by their order: who leads comes first, then who helps, then who pays."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pvgraph.model import Block
from pvgraph.reading.cues import BODIES, Cues
from pvgraph.reading.who_lines import stem
from pvgraph.reading.words import Marks, key

SHEETS_MIN = 2  # sheets in which a label stands, to be learned from
BODY_MAX, PART_WORDS = 160, 8  # signs of names of bodies, words of one
ROLES = ("porteur", "partenaire", "financeur")  # in the order of sheets
NAMES = "corps"
AGENT = " par"  # the last word of a label that says who acts (« Tenu par »)
_PARTS = re.compile(r"\s*[,;/+&]\s*|\s+et\s+|\s+[-–]\s+")
_SIGLE = re.compile(r"\b[A-ZÀ-Þ]{2,}\d*\b")


@dataclass(slots=True)
class _Label:
    """The values of a label, those of each sheet together."""

    sheets: list[list[Block]] = field(default_factory=list)

    @property
    def values(self) -> list[Block]:
        return [block for sheet in self.sheets for block in sheet]


def learned(blocks: tuple[Block, ...], cues: Cues, marks: Marks) -> dict[str, str]:
    """The sense of each label of a text that no list has, by its folded words (`key`)."""
    labels, known = _labels(blocks, cues)
    alike = {stem(b.label): s for b in blocks if (s := cues.sense("etiquette", b.label)) in BODIES}
    times = Counter[str]()
    for words, label in labels.items():
        times[stem(words)] += len(label.sheets)
    said: dict[str, str] = {}
    bodies: list[tuple[str, _Label]] = []
    for words, label in labels.items():
        sense = _sense(words, label, cues, marks)
        if sense == NAMES and stem(words) in alike:
            said[words] = alike[stem(words)]  # « Concourt » beside « Concourent »
        elif sense == "porteur" or (sense != NAMES and times[stem(words)] >= SHEETS_MIN):
            said |= {words: sense} if sense else {}
        elif sense == NAMES and times[stem(words)] >= SHEETS_MIN:
            bodies.append((words, label))
    return said | _roles(bodies, known)


def _sense(words: str, label: _Label, cues: Cues, marks: Marks) -> str:
    """What one label holds by its values, `NAMES` where that is bodies of some role."""
    if words and not any(c.isalnum() for c in words):  # « ↳ CAF », told by reading to say by whom
        return "porteur"
    if _mostly(marks.counted.match(b.text) is not None for b in label.values):
        return "indicateur"
    if _lists_acts(label, marks):
        return "action"
    return NAMES if _names_bodies(label.values, cues, marks) else ""


def listing(blocks: tuple[Block, ...]) -> frozenset[str]:
    """The labels, by their folded words, under which some sheet has a list."""
    listed = (b.label for b in blocks if b.kind == "valeur" and (b.marker or ";" in b.text))
    return frozenset(key(label) for label in listed)


def _labels(blocks: tuple[Block, ...], cues: Cues) -> tuple[dict[str, _Label], set[str]]:
    """The labels of no list, and the roles that others of the list have."""
    labels: dict[str, _Label] = {}
    known: set[str] = set()
    above = ""
    for block in blocks:
        if block.kind == "mobilier":
            continue
        if block.kind != "valeur":
            above = ""
            continue
        sense = cues.sense("etiquette", block.label)
        known |= {sense} & BODIES
        if not sense:
            sheets = labels.setdefault(key(block.label), _Label()).sheets
            if block.label != above or not sheets:
                sheets.append([])
            sheets[-1].append(block)
        above = block.label
    return labels, known


def _mostly(told: Iterator[bool]) -> bool:
    """Whether two of three are so."""
    found = list(told)
    return 3 * sum(found) >= 2 * len(found)


def _lists_acts(label: _Label, marks: Marks) -> bool:
    """Whether values begin with a verb, several of them in one sheet."""
    several = any(len(sheet) > 1 and sheet[0].marker for sheet in label.sheets)
    several = several or any(";" in block.text for block in label.values)
    return several and _mostly(marks.acts(block.text) for block in label.values)


def _names_bodies(values: list[Block], cues: Cues, marks: Marks) -> bool:
    """Whether values name bodies: each is but names, and half of them known ones or acronyms."""
    named = [b for b in values if _is_names(b.text, cues, marks)]
    sure = [b for b in named if cues.subject.search(key(b.text)) or _SIGLE.search(b.text)]
    return len(values) - len(named) <= len(values) // 3 and 2 * len(sure) >= len(values)


def _is_names(text: str, cues: Cues, marks: Marks) -> bool:
    if len(text) > BODY_MAX or text.endswith(".") or marks.acts(text) or marks.counted.match(text):
        return False
    parts = [part for part in _PARTS.split(text) if part]
    upper = sum(_is_named(part, cues) for part in parts)
    short = all(len(part.split()) <= PART_WORDS for part in parts)
    return bool(parts) and short and 2 * upper >= len(parts) and not text[:1].isdigit()


def _is_named(part: str, cues: Cues) -> bool:
    """Whether words have a capital or begin with a body of a known kind (« conseil citoyen »)."""
    return any(c.isupper() for c in part) or bool(cues.subject.match(key(part)))


def _roles(bodies: list[tuple[str, _Label]], known: set[str]) -> dict[str, str]:
    """The roles that no other label has, in their order; only one body leads, as a rule."""
    free = [role for role in ROLES if role not in known]
    said = {}
    for words, label in bodies:
        if words.endswith(AGENT):
            free = [role for role in free if role != "porteur"]
            said[words] = "porteur"
            continue
        alone = _mostly(len(_PARTS.split(b.text)) == 1 for b in label.values)
        if free[:1] == ["porteur"] and not alone:
            free = free[1:]
        said[words] = free.pop(0) if free else "partenaire"
    return said
