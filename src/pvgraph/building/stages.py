"""The stages of a build: which tasks there are, with which keys, and what came of each contrat."""

import gc
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from pvgraph import corpus
from pvgraph.building import (
    checking,
    common,
    extracted,
    graphed,
    keys,
    known,
    reading,
    sharing,
    texts,
    told,
    unseen,
    writing,
)
from pvgraph.building.common import Common, Gathered, gather
from pvgraph.building.draft import Draft
from pvgraph.building.pieces import Pieces
from pvgraph.building.running import Asked, Tasks
from pvgraph.building.sources import Sources
from pvgraph.building.texts import Declared, Texts
from pvgraph.curation import corrections
from pvgraph.errors import TextError
from pvgraph.graph import facts
from pvgraph.graph.provenance import Inputs, folder_digest
from pvgraph.graph.referents import Referents, load_names
from pvgraph.graph.tally import Tally
from pvgraph.paths import resource
from pvgraph.validate.findings import SEVERITIES, Finding

_CHECKED = "contrôle "
"""What the names of the pieces that belong to no contrat begin with."""


@dataclass
class Stages:
    """One build under way."""

    sources: Sources
    tasks: Tasks
    draft: Draft | None = None
    declarations: dict[str, Mapping] = field(default_factory=dict)
    read_in: dict[str, Path] = field(default_factory=dict)
    written: dict[str, Path] = field(default_factory=dict)
    _checked: dict[str, Path] = field(default_factory=dict)
    _gathered: Gathered | None = None
    _fresh: Set[str] = frozenset()

    def read(self) -> None:
        """Every text to its extraction."""
        code = [keys.code(reading.MODULE), keys.folders(reading.folders())]
        asked: list[Asked] = []
        for contrat in sorted(self.sources.given) or corpus.slugs(self.sources.corpus):
            declared = self._declared(contrat)
            if declared is not None:
                self.declarations[contrat] = declared.declaration
                given = pickle.dumps(self.sources.given.get(contrat))
                corrected = repr(corrections.load(self.sources.corpus, contrat))
                key = keys.key("lecture", contrat, declared.digest, given, corrected, *code)
                asked.append(Asked(contrat, key, partial(self._text, contrat)))

        self._fresh = {one.name for one in asked if self.tasks.cache.get(one.key) is None}
        self.read_in = self.tasks.run(
            "lecture", reading.run, asked, reading.prepare, meanwhile=self._look_ahead
        )

    def _look_ahead(self, known: Mapping[str, Path]) -> None:
        """While texts are read: what is done once they are."""
        if self.draft:
            self.draft.reading(len(self._fresh), len(self.declarations))
        self.tasks.crew.begin(writing.prepare)
        _ = self._pieces
        for folder in known.values():
            told.tally(folder)
            told.counts(folder)
        gc.freeze()  # all that was loaded stays: it is not looked through again
        if self.draft and self.draft.few:
            gc.disable()  # until the build ends: what it makes in some seconds has no cycles

    def _declared(self, contrat: str) -> Declared | None:
        """The contrat; None, and set aside, where its text cannot be read."""
        try:
            return self._texts.declared(contrat)
        except TextError as error:
            self.tasks.leave(contrat, str(error))
            return None

    @cached_property
    def _texts(self) -> Texts:
        version = keys.key(keys.code(texts.__name__), keys.folders([resource("ontology")]))
        return Texts(self.sources.corpus, self.sources.cache / "textes.pickle", version)

    def _text(self, contrat: str) -> extracted.Text:
        document = corpus.load(contrat, self.sources.corpus)
        corrected = corrections.load(self.sources.corpus, contrat)
        return extracted.Text(document, self.sources.given.get(contrat), corrected)

    def share(self) -> sharing.Shared:
        """The graph of what the contrats share."""
        declared = [self.declarations[contrat] for contrat in self.read_in]
        territories = {c: known.territory(c, self.declarations[c]) for c in self.read_in}
        names = load_names(resource("ontology") / "appellations.csv")
        referents = Referents(known.names(), names, territories)
        tallies = list(self.tallies.values())
        return sharing.share(tallies, declared, referents, self._known, self._pieces)

    @cached_property
    def _pieces(self) -> Pieces:
        """What the last build said of what contrats share."""
        lists = keys.folders(reading.folders())
        version = keys.key(keys.code(common.__name__), lists)
        return Pieces(self.sources.cache / "partage.pickle", version)

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        return {contrat: told.tally(folder) for contrat, folder in sorted(self.read_in.items())}

    @cached_property
    def _known(self) -> list[facts.Fact]:
        return facts.load(self.sources.corpus / "faits.csv")

    @cached_property
    def inputs(self) -> Inputs:
        """What a build reads besides the texts, by its SHA-256."""
        return Inputs(
            reading={"extract": folder_digest(resource("extract"))},
            building={
                "ontology": folder_digest(resource("ontology")),
                "shapes": folder_digest(resource("shapes")),
                "pvgraph": folder_digest(Path(__file__).parents[1], "**/*.py"),
            },
        )

    def write(self, shared: sharing.Shared) -> None:
        """Every extraction to its named graphs, and what belongs to no contrat, checked."""
        code = [keys.code(writing.MODULE), keys.folders(writing.folders()), self.sources.base]
        code += sorted(f"{name}={sha}" for name, sha in self.inputs.reading.items())

        def asked() -> Iterator[Asked]:
            for contrat in sorted(self.read_in, key=lambda c: (c not in self._fresh, c)):
                around = shared.around_key(self.tallies[contrat])
                facts = repr(self._facts(contrat))
                key = keys.key("graphe", self.read_in[contrat].name, facts, around, *code)
                yield Asked(contrat, key, partial(self._page, contrat, shared))

        def meanwhile(known: Mapping[str, Path]) -> None:
            if self.draft:
                self.draft.writing(self.read_in, _contrats(known), shared.text)
            for folder in _contrats(known).values():
                told.severities(folder)

        found = self.tasks.run(
            "graphe", writing.run, asked(), writing.prepare, len(self.read_in),
            partial(self._common, shared), meanwhile,
        )  # fmt: skip
        self.written = _contrats(found)
        self._checked = {c: folder for c, folder in found.items() if c not in self.written}

    def _page(self, contrat: str, shared: sharing.Shared) -> graphed.Page:
        extraction = (self.read_in[contrat] / extracted.EXTRACTION).read_bytes()
        tally = self.tallies[contrat]
        return graphed.Page(
            corpus.load(contrat, self.sources.corpus), extraction, tally, self._facts(contrat),
            shared.labels_of(tally), shared.around(tally), Inputs(self.inputs.reading, {}),
            self.sources.base,
        )  # fmt: skip

    def _common(self, shared: sharing.Shared) -> Iterator[Asked]:
        """The pieces of what belongs to no contrat, to be checked."""
        self._gathered = gather(shared, self.tallies.values(), self.inputs, self._pieces)
        code = [keys.code(checking.MODULE), keys.folders(writing.folders())]
        for name, said in self._gathered.told_apart():
            key = keys.key("constats", said, *code)
            yield Asked(_CHECKED + name, key, partial(self._gathered.bucket, name))

    def drop_refused(self) -> bool:
        """Set aside the contrats whose graph breaks a rule, and forget those that could not be
        written; False where there is none."""
        grave = SEVERITIES[0]
        lost = self.read_in.keys() - self.written.keys()
        worst: dict[str, list[Finding]] = {}
        for contrat, folder in self.written.items():
            found = [f for f in told.findings(folder, grave) if f.severity == grave]
            if found:
                worst[contrat] = found
                why = f"{len(found)} constats bloquants, dont {found[0].line()}"
                self.tasks.leave(contrat, why)
        for contrat in lost | worst.keys():
            self.written.pop(contrat, None)
            del self.read_in[contrat], self.tallies[contrat]
        return bool(lost or worst)

    def _facts(self, contrat: str) -> tuple[facts.Fact, ...]:
        return tuple(fact for fact in self._known if fact.contrat == contrat)

    def check(self) -> Common:
        """What belongs to no contrat: its quads, and what the shapes find in them."""
        if self._gathered is None:
            raise AssertionError("écrit d'abord")
        checked = self._checked.values()
        found = ((folder / checking.FINDINGS).read_bytes() for folder in checked)
        return self._gathered.whole(
            ((folder / checking.DERIVED).read_bytes() for folder in checked),
            (finding for data in found for finding in checking.loaded(data)),
        )

    def findings(self, severity: str) -> Iterable[Finding]:
        """The findings of that severity in the contrats; files without any are not parsed."""
        for folder in self.written.values():
            yield from (f for f in told.findings(folder, severity) if f.severity == severity)

    def found(self, severity: str) -> int:
        """How many findings of that severity there are in the contrats."""
        return sum(told.severities(folder)[severity] for folder in self.written.values())

    def counts(self) -> dict[str, Counter[str]]:
        """How many records of each niveau, signatures, passages set aside… by contrat."""
        return {contrat: told.counts(folder) for contrat, folder in self.read_in.items()}

    def forget(self) -> None:
        """Forget the results that this build had no use for."""
        self._texts.keep()
        self._pieces.keep()
        self.tasks.forget([unseen.key(self.sources.corpus / "gold")])


def _contrats(found: Mapping[str, Path]) -> dict[str, Path]:
    """The results of contrats, without those of what belongs to none."""
    return {name: folder for name, folder in found.items() if not name.startswith(_CHECKED)}
