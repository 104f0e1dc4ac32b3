"""What one row of a list says: a body, a cue, a named thing, a function, a theme."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body: how texts call it, its type, and what its slug depends on (`scope`).

    `default` is the role that it has where an item names it without a cue; `strict` is true
    for those that texts mostly talk about (habitants, associations): only a firm cue binds them.
    """

    code: str
    type: str
    scope: str
    label: str
    label_en: str
    forms: tuple[str, ...]
    default: str = ""
    strict: bool = False
    faint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that bind the bodies beside them in a role; an empty role ends such a reach.

    `side` says where the bodies stand: `avant` (the subject), `apres` (anywhere in what
    follows), `chaine` (right after), `vers` (behind the next « à »), `action` (as `chaine`,
    in words that open with a noun of action), `etiquette` (as `apres`, for words of a label);
    `single` takes only the nearest body before.
    """

    form: str
    role: str
    side: str
    single: bool = False
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """A named thing (dispositif, public): its code, the kind of entry, its forms."""

    code: str
    kind: str
    label: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """The title of a person who signs; `body` is the code of the body that the title implies."""

    code: str
    body: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the common scheme, with the words that point to it."""

    code: str
    pilier: str
    label: str
    label_en: str
    words: tuple[str, ...]
