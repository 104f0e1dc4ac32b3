"""Chapters of engagements: « Engagements » under each axe, headings that are bodies' names."""

import re
from dataclasses import replace

from pvgraph.layouts import rangs
from pvgraph.layouts.outline import Mode, Outline
from pvgraph.model import Block, Source
from pvgraph.reading.words import key, same_length

BODY_WORDS = 10  # words of a body's name
NAMES_MIN = 2  # words with a capital in a heading of names that nothing knows
_ARTICLE = re.compile(r"L[ae]s?\s|L['’]")
PROMISE_NEAR = 40  # signs after a body's name in which it promises
NEAR = 4  # blocks between a chapter's heading and that of its first body
_PROPER = re.compile(r"(?:\s(?:d[eu]s?|la|le|les))*[\s-](?:d['’]|l['’])?[A-ZÀ-Þ]")

_NAMES = re.compile(
    r"(?:(?:l[ae]s?|d[eu]s?|et)\s+|(?:L[ae]s?\s+|[LldD]['’])?[A-ZÀ-Þ][\w-]*\s+|l['’]|\d+\s+)*"
)


def divides(outline: Outline, block: Block) -> bool:
    """« a) au titre de la petite enfance », amid the list of what one body commits to."""
    mode = outline.mode
    small = block.text[:1].islower() and len(block.marker) == 1 and not block.text.endswith(":")
    return small and not block.level and mode is not None and bool(mode.sources)


def divide(outline: Outline, index: int, block: Block) -> None:
    """Open such a division: an axe over its items, the body is still the same."""
    if outline.mode is not None:
        draft = outline.make(block, "axe", "titre", 0.75, outline.holder(), structural=True,
                             position=index)  # fmt: skip
        outline.mode = replace(outline.mode, owner=draft, position=index)


def remember(outline: Outline) -> None:
    """Remember whose commitments the chapter just opened holds, for the pronouns below it."""
    if outline.mode is not None and outline.mode.sources and not outline.mode.lasting:
        outline.speaker = outline.mode.sources


def is_rubric(outline: Outline, block: Block) -> bool:
    """« Engagements », printed again under each axe: what it opens stays under the axe."""
    plain = not (block.level or block.marker) and key(block.text) in outline.rubrics
    return plain and any(d.form[:1] not in ("", "#") for d in outline.open)


def open_rubric(outline: Outline, index: int) -> None:
    """Open such a rubric: what stands below the axe's own heading is closed."""
    outline.set_aside(index, "rubrique")
    outline.mode, outline.zone, outline.committing = None, "", True
    while outline.open[-1].form[:1] in ("", "#"):
        outline.open.pop()


def over_deeds(outline: Outline, index: int) -> bool:
    """Whether the bullets right below say in the present or the future what someone does."""
    run = outline.bullets_below(index)
    verbs = (outline.cues.presently, outline.marks.future)
    return bool(run) and all(any(v.match(same_length(b.text)) for v in verbs) for b in run)


def lists_acts(outline: Outline, index: int) -> bool:
    """Whether the bullets right below a heading all say what will be done (« Engagements communs »
    over « tenir un stand … »)."""
    run = outline.bullets_below(index)
    return bool(run) and all(outline.marks.acts(b.text) for b in run)


def beside_others(outline: Outline) -> bool:
    """Whether the heading before opened the commitments of one body (« Engagements de la CAF »)."""
    mode = outline.mode
    return mode is not None and mode.regle == "liste-action" and bool(mode.sources)


def stands_over(outline: Outline, index: int) -> bool:
    """Whether a chapter (« Les engagements des partenaires ») is divided by headings that are
    bodies' names, the first not far below."""
    below = outline.blocks[index + 1 : index + 1 + NEAR]
    lines = (b for b in below if b.kind == "paragraphe" and not b.text.endswith((".", ":", ";")))
    if any(_is_name(outline, replace(b, kind="titre")) for b in lines):
        return True  # the name of a body on a line of its own
    first = next((b for b in below if b.kind in ("titre", "puce", "cellule")), None)
    if first is None or first.kind != "titre":
        return False
    return _is_name(outline, first) or _others_promise(outline, index, first)


def _others_promise(outline: Outline, index: int, first: Block) -> bool:
    """Whether below a heading printed once (« LES ENGAGEMENTS DES PARTENAIRES ») comes first the
    promise of a body that it does not name (« L'État s'engage à : »)."""
    words = key(first.text)
    verb = outline.cues.strong.search(words) if words.endswith(":") else None
    heading = key(outline.blocks[index].text)
    if verb is None or verb.start() == 0 or words[: verb.start()].strip() in heading:
        return False
    return sum(b.kind == "titre" and key(b.text) == heading for b in outline.blocks) == 1


def opens(outline: Outline, index: int, block: Block) -> bool:
    """In a chapter of engagements, open what a body commits to below the heading that names it."""
    subject = names_subject(outline, index, block)
    known = subject or _begins_as_name(outline, block) or _proper(outline, block)
    if not known and not _unknown(outline, index, block):
        return False
    named = subject or block.marker or _is_name(outline, block) or _proper(outline, block)
    if not (subject or rangs.leads(outline, index) or (outline.committing and named)):
        return False
    source = Source(block.span, "porteur", "herite")
    outline.set_aside(index, "introduction")
    outline.mode = Mode("action", "engagement", 0.9, (source,), position=index)
    return True


def names_subject(outline: Outline, index: int, block: Block) -> bool:
    """« La Ville de Castres » over « La Ville de Castres s'engage à … » or « La Ville s'engage
    … »: the body, and no axe; in a chapter of engagements also over what it will do."""
    after = next((b for b in outline.blocks[index + 1 : index + 3] if b.kind != "mobilier"), None)
    if after is None or block.text.endswith(":") or len(block.text.split()) > BODY_WORDS:
        return False
    return promises(outline, block.text, after.text, strict=not outline.committing)


def promises(outline: Outline, name: str, text: str, strict: bool = False) -> bool:
    """Whether a text below the name of a body begins with it, or with its first words (« Le
    Département » of « Le Département du Lot »), and says that it commits itself; unless `strict`,
    also what it will do."""
    words, below = key(name), key(text[: len(name) + PROMISE_NEAR])
    if below.startswith(words) and outline.cues.promises(below[len(words) :]):
        return True
    will = None if strict else outline.marks.future.search(below)
    verb = outline.cues.strong.search(below) or will
    who = below[: verb.start()].rstrip() if verb else ""
    if not who or not (words + " ").startswith(who + " "):
        return False
    return who == words or is_known(outline, name)


def _unknown(outline: Outline, index: int, block: Block) -> bool:
    """« France Victimes 70 : » above what it does, each in the future."""
    name = block.text.rstrip(": ") + " "
    return (
        block.text.endswith(":")
        and bool(_NAMES.fullmatch(name))
        and any(c.isupper() for c in name)
        and over_deeds(outline, index)
    )


def _proper(outline: Outline, block: Block) -> bool:
    """« Silène et CIF », in a chapter where each body says what it commits to: names alone."""
    plain = block.kind == "titre" and not (block.level or block.marker)
    capitals = sum(w[0].isupper() for w in block.text.split())
    names = capitals >= NAMES_MIN and bool(_NAMES.fullmatch(block.text + " "))
    return outline.committing and plain and names and not outline.marks.acts(block.text)


def is_known(outline: Outline, words: str) -> bool:
    """Whether words begin as the name of a body that is known (« Le Département du Lot »)."""
    named = outline.cues.subject.search(key(words))
    return named is not None and bool(
        named.start() <= rangs.BODY_START or _NAMES.fullmatch(words[: named.start()])
    )


def is_body(outline: Outline, words: str) -> bool:
    """Whether words are the name of one body or some: known, or names alone (« Val Habitat »)."""
    if is_known(outline, words):
        return len(words.split()) <= BODY_WORDS
    capitals = sum(w[0].isupper() for w in words.split())
    return capitals > 0 and bool(_NAMES.fullmatch(words.replace("&", "et") + " "))


def _begins_as_name(outline: Outline, block: Block) -> bool:
    if block.kind != "titre" or not is_known(outline, block.text):
        return False
    return not outline.marks.acts(block.text) and len(block.text.split()) <= BODY_WORDS


def _is_name(outline: Outline, block: Block) -> bool:
    """« L'État », « Le Conseil départemental de l'Aveyron », and no more."""
    plain = same_length(block.text)
    named = outline.cues.subject.search(plain)
    if named is None or not _begins_as_name(outline, block):
        return False
    if _ARTICLE.fullmatch(block.text[: named.start()]) and not block.text.endswith(":"):
        return True  # « La Caisse d'allocations familiales »
    return named.end() == len(plain.rstrip()) or bool(_PROPER.match(block.text, named.end()))
