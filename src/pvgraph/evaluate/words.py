"""Names compared as readers compare them: accents, case and punctuation apart."""

import re
import unicodedata

_OTHER = re.compile(r"[^a-z0-9]+")


def key(name: str) -> str:
    """`name` in lower case ASCII letters and digits, words parted by one space.

    Ligatures are not opened (œ parts words), unlike `pvgraph.words`: the published figures of the
    reference scorer are made so.
    """
    letters = unicodedata.normalize("NFKD", name.lower())
    return _OTHER.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()
