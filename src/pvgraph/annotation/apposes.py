"""A role said in brackets right after a body: « CAF (financement), ANRU (financeur) »."""

from pvgraph.nlp.reading import CueFound, Mention, Passage


def role(mention: Mention, passage: Passage) -> str | None:
    """The role that the bracket of this body says, if it says one."""
    said = (c.role for c in passage.cues if c.role and _within(c, mention, passage))
    return next(said, None)


def free_cues(passage: Passage) -> list[CueFound]:
    """The cues that stand in no body's bracket."""
    return [c for c in passage.cues if not any(_within(c, m, passage) for m in passage.mentions)]


def _within(cue: CueFound, mention: Mention, passage: Passage) -> bool:
    """Does the cue fill the bracket that ends the mention?"""
    words = passage.between(cue.span.start, cue.span.end)
    whole = passage.between(mention.span.start, mention.span.end)
    return mention.span.covers(cue.span) and whole.endswith(f"({words})")
