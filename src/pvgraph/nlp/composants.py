"""The recognisers as spaCy components, in our own light pipeline or in any other French one.

    nlp = spacy.blank("fr_pvgraph")
    nlp.add_pipe("pvgraph_acteurs")                       # doc.spans["acteurs"]
    nlp.add_pipe("pvgraph_termes", config={"groupes": ["themes"]})

A span of `acteurs` has the body's type as `label_`, its gazetteer code as `id_` and as `kb_id_`
the slug that its words give; of the other groups `label_` is the theme, the code of the term or
the role, and `id_` of a cue tells where it binds. `lemma_` is the stem that themes are compared by.
In another pipeline (`fr_core_news_md`) the words are cut again by our tokenizer, and the spans
laid on the tokens of that pipeline.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
from spacy.attrs import LEMMA
from spacy.language import Language
from spacy.tokens import Doc, Span

from pvgraph import lexicon as lists
from pvgraph.lexicon import Cue, Lexicon
from pvgraph.nlp import disque
from pvgraph.nlp.acteurs import ActorRecogniser
from pvgraph.nlp.jetons import Cutter, Tokens
from pvgraph.nlp.langue import LANGUAGE, French
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.passage import STOP
from pvgraph.nlp.phrases import Found
from pvgraph.nlp.termes import CueAt, TermRecogniser

GROUPS = ("themes", "dispositifs", "publics", "declencheurs")
_FILE = "lexique.json"
_Place = Found | CueAt | Draft


class _Component(ABC):
    """What both components share: a lexicon, loaded late, that travels with the pipeline."""

    def __init__(self, nlp: Language, folder: str | None) -> None:
        self._host = nlp
        self._folder = folder
        self._given: Lexicon | None = None
        self._last: Doc | None = None

    @cached_property
    def _lexicon(self) -> Lexicon:
        folder = Path(self._folder) if self._folder else None
        return self._given or lists.load(folder, weights=False)

    @cached_property
    def _nlp(self) -> Language:
        return self._host if self._host.lang == LANGUAGE else French()

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self._nlp)

    @abstractmethod
    def _read(self, doc: Doc, tokens: Tokens) -> dict[str, list[Span]]: ...

    @property
    @abstractmethod
    def _groups(self) -> Iterable[str]: ...

    def __call__(self, doc: Doc) -> Doc:
        own = doc if doc.vocab is self._nlp.vocab else self._nlp.make_doc(doc.text)
        read = self._read(own, self._cutter.read(own, own.text))
        self._last = doc  # so that `nlp("…").spans["acteurs"]` outlives the line that made it
        for group in self._groups:
            spans = read[group]
            doc.spans[group] = spans if own is doc else [_laid(doc, span) for span in spans]
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return disque.dump(self._lexicon).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "_Component":
        self._given = disque.load(data.decode())
        for name in ("_lexicon", "_recogniser"):
            self.__dict__.pop(name, None)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "_Component":
        return self.from_bytes((Path(path) / _FILE).read_bytes())


class Acteurs(_Component):
    """Bodies: `label_` is the type, `id_` the gazetteer's code, `kb_id_` the slug."""

    _groups = ("acteurs",)

    @cached_property
    def _recogniser(self) -> ActorRecogniser:
        return ActorRecogniser(self._nlp, self._lexicon)

    def _read(self, doc: Doc, tokens: Tokens) -> dict[str, list[Span]]:
        read = self._recogniser(tokens)
        named = [_span(doc, m, m.type, m.body.code, m.slug) for m in read.named]
        return {"acteurs": named}


class Termes(_Component):
    """Themes' words, dispositifs, publics and cues; only the groups asked for are kept."""

    _groups: tuple[str, ...] = GROUPS

    def __init__(self, nlp: Language, folder: str | None, groups: Iterable[str]) -> None:
        super().__init__(nlp, folder)
        self._groups = tuple(groups)
        if unknown := set(self._groups) - set(GROUPS):
            raise ValueError(f"groupes {sorted(unknown)} ; attendu parmi {', '.join(GROUPS)}")

    @cached_property
    def _recogniser(self) -> TermRecogniser:
        return TermRecogniser(self._nlp, self._lexicon)

    def _read(self, doc: Doc, tokens: Tokens) -> dict[str, list[Span]]:
        read = self._recogniser(tokens)
        _lemmatised(doc, read.stems)
        groups = dict(zip(GROUPS, (read.themes, read.dispositifs, read.publics), strict=False))
        spans = {g: [_span(doc, f, f.key) for f in found] for g, found in groups.items()}
        cues = [_span(doc, c, c.cue.role or STOP, _binding(c.cue)) for c in read.cues]
        return {**spans, "declencheurs": cues}


def _span(doc: Doc, found: _Place, label: str, code: str = "", slug: str = "") -> Span:
    span = Span(doc, found.start, found.end, label=label, kb_id=slug)
    span.id_ = code
    return span


def _lemmatised(doc: Doc, stems: Iterable[str]) -> None:
    """Give each token its stem as `lemma_`."""
    if len(doc):
        added = [doc.vocab.strings.add(stem) for stem in stems]
        doc.from_array([LEMMA], np.array(added, dtype=np.uint64))


def _binding(cue: Cue) -> str:
    """How a cue binds, in a word: `avant.1.forte`, `apres.n.faible` …"""
    return f"{cue.side or STOP}.{'1' if cue.single else 'n'}.{'forte' if cue.firm else 'faible'}"


def _laid(doc: Doc, span: Span) -> Span:
    """The same characters on the tokens of another pipeline."""
    return doc.char_span(
        span.start_char,
        span.end_char,
        label=span.label_,
        kb_id=span.kb_id_,
        span_id=span.id_,
        alignment_mode="expand",
    )


@Language.factory("pvgraph_acteurs", default_config={"dossier": None}, assigns=["doc.spans"])
def acteurs(nlp: Language, name: str, dossier: str | None) -> Acteurs:
    """Component `pvgraph_acteurs`; `dossier`: lists other than the project's `extract/`."""
    return Acteurs(nlp, dossier)


@Language.factory(
    "pvgraph_termes",
    default_config={"dossier": None, "groupes": list(GROUPS)},
    assigns=["doc.spans"],
)
def termes(nlp: Language, name: str, dossier: str | None, groupes: list[str]) -> Termes:
    """Component `pvgraph_termes`; `groupes`: among themes, dispositifs, publics, declencheurs."""
    return Termes(nlp, dossier, groupes)
