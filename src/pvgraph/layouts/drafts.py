"""What a pass over the blocks builds: items to be, and what the lists below a heading hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from pvgraph.model import Source, Span


@dataclass(slots=True, eq=False)
class Draft:
    """An item being built; `form` says how its heading was recognised, for nesting."""

    niveau: str
    span: Span
    regle: str
    confiance: float
    numero: str | None = None
    parent: Draft | None = None
    sources: list[Source] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    description: Span | None = None
    registre: str | None = None
    politiques: list[Span] = field(default_factory=list)
    structural: bool = False
    form: str = ""
    kin: str = ""
    level: int = 0
    position: int = 0
    column: int = -1
    also: list[Span] = field(default_factory=list)
    bare_number: bool = False
    acts: bool = False
    chapter: bool = False


@dataclass(slots=True)
class Mode:
    """What the lists below an introduction hold, for whom, and under which draft."""

    niveau: str
    regle: str
    confiance: float
    sources: tuple[Source, ...] = ()
    owner: Draft | None = None
    lasting: bool = False
    past_prose: bool = False
    titles: str = ""
    root: Draft | None = None
    position: int = 0
    count: int = 0
    level: int = 0
    last: int = 0  # the block of its last item without a mark
