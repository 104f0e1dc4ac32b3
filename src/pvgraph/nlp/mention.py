"""A body being recognised: where its words stand and what they say of it so far."""

from dataclasses import dataclass

from pvgraph.lexicon.entries import Body


@dataclass(slots=True)
class Draft:
    """Tokens `start` to `end` (excluded) name `body`; `kind` is its type, once told."""

    start: int
    end: int
    body: Body
    slug: str
    kind: str = ""
    named: bool = False  # by a proper name of its own

    @property
    def type(self) -> str:
        return self.kind or self.body.type
