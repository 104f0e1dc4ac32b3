"""The frozen values that pass between stages; imports nothing of ours.

    Document ──reading──▶ Block ──layouts──▶ Item ──annotate──▶ Record ──graph──▶ quads

Offsets are Unicode code points (Python `str` indices) into the untouched source text, end
excluded, as in RFC 5147 and NIF. Nothing is ever cleaned: `fold` is only for what is shown.
"""

from dataclasses import dataclass, field

MESURES = frozenset({"objectif", "action", "projet"})


def fold(text: str) -> str:
    """`text` with every run of white space as one space, ends trimmed."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in the source text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this span in `text`, folded."""
        return fold(text[self.start : self.end])

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One source text. `contrat` is its slug; `declaration` its `corpus/<slug>.toml`, if any."""

    contrat: str
    text: str
    declaration: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of layout: what the page shows as one thing.

    `kind` is one of `titre`, `puce`, `cellule`, `valeur` (label-value line), `paragraphe`,
    `mobilier` (running header, page number, table of contents). `level` is the depth (heading
    level, bullet nesting; 0 where it means nothing). `marker` is the mark or number removed
    from the words. For a cell: `table` (index of its table), `row`, `column`, and `label`,
    the folded header of its column (for a `valeur`, its label).
    """

    kind: str
    level: int
    span: Span
    text: str
    marker: str = ""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the text, outside or inside an item, that says who is bound to the item.

    `role` is `porteur`, `partenaire`, `financeur`; `mode` is `explicite` when the item itself
    (its sentence, row or sheet) says it, `herite` when a heading above does. `span` holds the
    words in which the bodies are to be recognised (« Etat (DDETS 13), Métropole »).
    """

    span: Span
    role: str
    mode: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the document says, found by a layout, before its words are understood.

    `parent` is the index of the item it stands under; `merge` that of the earlier item it says
    again; `heads` the folded headings above it, outermost first; `sources` where its bodies are
    named. `regle` is the layout and rule that found it, `confiance` that rule's trust (0 to 1).
    """

    niveau: str
    span: Span
    text: str
    regle: str
    confiance: float = 1.0
    numero: str | None = None
    parent: int | None = None
    merge: int | None = None
    heads: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    description: Span | None = None
    registre: str | None = None
    politiques: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """One acteur bound to one item. `span` is None where the text names nobody (collectif)."""

    acteur: str
    type: str
    role: str
    mode: str
    mention: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """An item understood: the extraction's output, one JSON line (`pvgraph.records`)."""

    id: str
    contrat: str
    niveau: str
    text: str
    span: Span
    regle: str
    confiance: float
    numero: str | None = None
    parent: str | None = None
    merge: str | None = None
    acteurs: tuple[Participation, ...] = ()
    themes: tuple[str, ...] = ()
    dispositifs: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    optional: bool = False
    description: str | None = None
    registre: str | None = None
    politiques: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A body that signs the contrat, with the person who signs for it where printed."""

    contrat: str
    acteur: str
    type: str
    label: str
    mention: str
    span: Span
    representant: str | None = None
    fonction: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text that became no record, with the rule that set it aside.

    `regle` is empty where no rule knew the passage: it was not understood.
    """

    span: Span
    text: str
    regle: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A record that a person corrected: who, when (ISO date), why, and what had been read."""

    record: str
    author: str
    date: str
    reason: str
    before: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document: facts, signatures, and what did not become either."""

    contrat: str
    records: tuple[Record, ...]
    signatures: tuple[Signature, ...] = ()
    aside: tuple[Passage, ...] = ()
    unclaimed: tuple[Passage, ...] = ()
    revisions: tuple[Revision, ...] = ()
