"""The bodies named where the layout says that an item's bodies are: a cell, a heading, a label."""

from collections.abc import Sequence

from pvgraph.annotation import apposes
from pvgraph.annotation.cells import CellReader
from pvgraph.annotation.inconnus import Unlisted
from pvgraph.annotation.participations import precised
from pvgraph.annotation.roles import PORTEUR, RoleReader
from pvgraph.lexicon import Lexicon
from pvgraph.model import Source, Span
from pvgraph.nlp.reading import Mention, Passage
from pvgraph.words import ascii_key


class SourceReader:
    """Reads the sources of one document's items; `cellular` are those that an item prints."""

    def __init__(
        self,
        lexicon: Lexicon,
        roles: RoleReader,
        cells: CellReader,
        unlisted: Unlisted,
        cellular: set[Span],
    ) -> None:
        self._lexicon, self._roles, self._cells = lexicon, roles, cells
        self._unlisted, self._cellular = unlisted, cellular

    def bodies(self, source: Source, passage: Passage) -> list[tuple[Mention, str]]:
        """The bodies of a source, each with its role; `passage` is what is read there."""
        sure = source.mode == "herite" and source.role == PORTEUR
        passage = self._unlisted.listed(passage, sure)
        said = ("mot", "agent") if source.mode == "explicite" else ("mot", "agent", "nature")
        bound = self._roles.bound(passage)
        cued = {b.mention: b.role for b in bound if b.by in said}
        return [
            (m, apposes.role(m, passage) or precised(cued.get(m), source.role))
            for m in self._named(source, passage, {b.mention for b in bound})
        ]

    def _named(self, source: Source, passage: Passage, bound: set[Mention]) -> Sequence[Mention]:
        """The bodies of a source, `bound` by its words or not; one that some item itself prints may
        be a cell of names."""
        if source.span in self._cellular:
            return self._cells.mentions(passage)
        named = [m for m in passage.mentions if m in bound or not m.faint]
        named = named or [m for m in passage.mentions if self._alone(m, passage)]
        return [m for m in named if not self._spelled_out(m, passage)]

    def _alone(self, mention: Mention, passage: Passage) -> bool:
        """« L'agglomération », and nothing else: the whole heading is a common word."""
        before = ascii_key(passage.between(passage.at[0], mention.span.start)).replace("'", "' ")
        after = passage.between(mention.span.end, passage.at[-1] + 1)
        articles = self._lexicon.words["article"]
        return all(w in articles for w in before.split()) and not any(c.isalnum() for c in after)

    def _spelled_out(self, mention: Mention, passage: Passage) -> bool:
        """Is it a class whose members a bracket names: « Les bailleurs (LMH, Vilogia) »?"""
        body = self._lexicon.bodies[mention.code]
        following = [m for m in passage.mentions if m.span.start >= mention.span.end]
        if body.scope != "contrat" or not following or following[0].type != mention.type:
            return False
        gap = passage.between(mention.span.end, following[0].span.start).strip()
        return gap in ("(", ":")
