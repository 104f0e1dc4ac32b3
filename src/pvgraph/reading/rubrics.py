"""Short lines right above a list that are its heading, however the line above them ends."""

from collections import Counter
from itertools import pairwise

from pvgraph.reading.cues import Cues
from pvgraph.reading.lines import Line
from pvgraph.reading.words import Marks, key

RUBRIC_MIN, RUBRIC_MAX = 5, 60  # signs of such a line
TIMES = 2  # a sentence's last words do not come again as a line of their own
_LAST = "?%°)"  # last signs beside a letter or a figure


def mark_rubrics(lines: list[Line], marks: Marks, cues: Cues) -> None:
    """Set `rubric` on the lines over a list that are printed again and again (« Leviers
    d'intervention » under each objectif), or whose words announce one (« Indicateurs de suivi »).
    """
    solid = (line for line in lines if not line.blank)
    found = [
        (line, key(line.text))
        for line, after in pairwise(solid)
        if _may_head(line, marks) and _lists(line, after, marks)
    ]
    times = Counter(words for _, words in found)
    for line, after in pairwise(line for line in lines if not line.blank):
        line.heads = _marked_head(line, after, marks, cues)
    for line, words in found:
        line.rubric = times[words] >= TIMES or bool(cues.sense("amorce", line.text.strip()))


def _marked_head(line: Line, after: Line, marks: Marks, cues: Cues) -> bool:
    """« • Actions » over items of another mark: the heading of their list, and no item."""
    first = line.text.lstrip()[:1]
    if first not in marks.glyphs:
        return False
    below, words = after.text.lstrip()[:2], line.text.strip()[1:].strip()
    if not 0 < len(words) <= RUBRIC_MAX or below[:1] == first:
        return False
    listed = below[:1] in marks.glyphs or (below[:1] in marks.drawn and below[1:].isspace())
    known = cues.is_label(words) or cues.sense("amorce", words) != ""
    return listed and below != "" and words[0].isupper() and known


def _lists(line: Line, after: Line, marks: Marks) -> bool:
    """Whether the line below is an item, by its mark or by the space that conversion made of it."""
    words = after.text.lstrip()
    if len(words) < 3:
        return False
    lost = words[0].isupper() and after.text[0] == " " and not line.text[0].isspace()
    return lost or words[0] in marks.glyphs or "\ue000" <= words[0] <= "\uf8ff"


def _may_head(line: Line, marks: Marks) -> bool:
    words = line.text.strip()
    if line.furniture or not RUBRIC_MIN <= len(words) <= RUBRIC_MAX or not words[0].isupper():
        return False
    whole = words[-1].isalnum() or words[-1] in _LAST
    return whole and "\t" not in words and words.count("(") == words.count(")")
