"""texts → extractions → named graphs → release: the only place where the stages are chained.

Each stage asks its cache first and runs only the tasks whose inputs changed; a release links what
is the same as before and replaces the rest. A full build is one that finds its cache empty.
"""

import json
import pickle
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pvgraph import corpus, releases
from pvgraph.building import assembly, checking, keys, reading, sharing, writing
from pvgraph.building.cache import Cache
from pvgraph.building.common import Common, gather
from pvgraph.building.common import buckets as split
from pvgraph.building.crew import Alone, Crew, Done, Given
from pvgraph.building.progress import Progress, Silent
from pvgraph.errors import PvgraphError, TextError
from pvgraph.graph import facts
from pvgraph.graph.names import BASE
from pvgraph.graph.provenance import Inputs, folder_digest
from pvgraph.graph.referents import Referents, load_names
from pvgraph.graph.tally import Tally
from pvgraph.model import Document, Extraction
from pvgraph.paths import resource


@dataclass(frozen=True)
class Sources:
    """Where a build reads and writes. `base` is where the data's IRIs live.

    `given` are extractions to publish as they are instead of reading the texts: with any, only
    their contrats are built. `set_aside` lets a build go on without the texts that break it.
    """

    corpus: Path
    build: Path
    base: str = BASE
    given: Mapping[str, Extraction] = field(default_factory=dict)
    set_aside: bool = False


class Refused(PvgraphError):
    """The data break a rule of `shapes/`: nothing was published."""


@dataclass(frozen=True)
class Outcome:
    """What a build did: the release, counts, and the texts set aside with the reason of each."""

    release: releases.Release
    counts: Mapping[str, int]
    aside: tuple[Done, ...]
    made: int


def build(sources: Sources, crew: Crew | None = None, progress: Progress | None = None) -> Outcome:
    """Make a release of the corpus and put it in service, doing again only what changed.

    Raises:
        PvgraphError: a text or a project file is wrong and may not be set aside, or another build
            is at work. What was in service stays.
        Refused: a finding is a Violation.
    """
    with releases.under_construction(sources.build) as work:
        return Build(sources, crew or Alone(), progress or Silent()).run(work)


@dataclass
class Build:
    """One build under way: what each contrat has become so far, by slug."""

    sources: Sources
    crew: Crew
    progress: Progress
    aside: list[Done] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    made: int = 0
    declarations: dict[str, dict] = field(default_factory=dict)
    read_in: dict[str, Path] = field(default_factory=dict)
    written: dict[str, Path] = field(default_factory=dict)

    def run(self, work: Path) -> Outcome:
        """Read, share, write, check, assemble, publish."""
        self._read()
        shared = self._share()
        self._write(shared)
        common = self._common(shared)
        self._accept(common.findings)
        material = assembly.Material(
            self.sources.corpus, self.sources.build, self.sources.base,
            self.read_in, self.written, common, self.counts(),
        )  # fmt: skip
        release = assembly.publish(material, work, self.progress)
        self.cache.prune(self.used)
        return Outcome(release, self.counts(), tuple(self.aside), self.made)

    @cached_property
    def cache(self) -> Cache:
        return Cache(self.sources.build / "cache")

    def _read(self) -> None:
        """First stage: every text to its extraction."""
        code = [keys.code(reading.MODULE), keys.folders(reading.folders())]
        wanted: dict[str, str] = {}
        for contrat in self._contrats():
            document = self._document(contrat)
            if document is None:
                continue
            self.declarations[contrat] = document.declaration
            given = self.sources.given.get(contrat)
            said = json.dumps(document.declaration, sort_keys=True, default=str)
            wanted[contrat] = keys.key(
                "lecture", contrat, document.text, said, *code, pickle.dumps(given)
            )
        self.read_in = self._stage("lecture", reading.run, wanted, self._text)

    def _contrats(self) -> list[str]:
        return sorted(self.sources.given) or corpus.slugs(self.sources.corpus)

    def _document(self, contrat: str) -> Document | None:
        """The text; None, and set aside, where it cannot be read and may be missing."""
        try:
            return corpus.load(contrat, self.sources.corpus)
        except TextError as error:
            self._set_aside(Done(contrat, problem=str(error)))
            return None

    def _text(self, contrat: str) -> reading.Text:
        document = corpus.load(contrat, self.sources.corpus)
        return reading.Text(document, self.sources.given.get(contrat))

    def _share(self) -> sharing.Shared:
        declared = [self.declarations[contrat] for contrat in self.read_in]
        territories = {c: reading.territory(c, self.declarations[c]) for c in self.read_in}
        names = load_names(resource("ontology") / "appellations.csv")
        referents = Referents(reading.words(), names, territories)
        return sharing.share(list(self.tallies.values()), declared, referents, self.known)

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        return {
            contrat: pickle.loads((folder / reading.TALLY).read_bytes())
            for contrat, folder in sorted(self.read_in.items())
        }

    @cached_property
    def known(self) -> list[facts.Fact]:
        return facts.load(self.sources.corpus / "faits.csv")

    @cached_property
    def inputs(self) -> Inputs:
        """What a build reads besides the texts, by its SHA-256."""
        return Inputs(
            reading={"extract": folder_digest(resource("extract"))},
            building={
                "ontology": folder_digest(resource("ontology")),
                "shapes": folder_digest(resource("shapes")),
                "pvgraph": folder_digest(Path(__file__).parent, "**/*.py"),
            },
        )

    def _write(self, shared: sharing.Shared) -> None:
        """Second stage: every extraction to its named graphs, checked."""
        code = [keys.code(writing.MODULE), keys.folders(writing.folders()), self.sources.base]
        code += sorted(f"{name}={sha}" for name, sha in self.inputs.reading.items())
        context = {contrat: shared.around(tally) for contrat, tally in self.tallies.items()}
        wanted = {
            contrat: keys.key(
                "graphe", folder.name, repr(self._facts(contrat)), context[contrat], *code
            )
            for contrat, folder in self.read_in.items()
        }

        def page(contrat: str) -> writing.Page:
            extraction = (self.read_in[contrat] / reading.EXTRACTION).read_bytes()
            tally = self.tallies[contrat]
            return writing.Page(
                corpus.load(contrat, self.sources.corpus), extraction, tally,
                self._facts(contrat), shared.labels_of(tally), context[contrat],
                Inputs(self.inputs.reading, {}), self.sources.base,
            )  # fmt: skip

        self.written = self._stage("graphe", writing.run, wanted, page)
        for contrat in set(self.read_in) - set(self.written):
            del self.read_in[contrat], self.tallies[contrat]

    def _facts(self, contrat: str) -> tuple[facts.Fact, ...]:
        return tuple(fact for fact in self.known if fact.contrat == contrat)

    def _common(self, shared: sharing.Shared) -> Common:
        """What belongs to no contrat: its quads, and what the shapes find in them."""
        common = gather(shared, self.tallies.values(), self.inputs)
        code = [keys.code(checking.__name__), keys.folders(writing.folders())]
        buckets = dict(split(shared, common))
        wanted = {name: keys.key("constats", b.own, b.around, *code) for name, b in buckets.items()}
        checked = self._stage("contrôle", checking.run, wanted, buckets.__getitem__)
        found = [folder / checking.FINDINGS for folder in checked.values()]
        return common.with_findings(f for path in found for f in checking.loaded(path.read_bytes()))

    def _accept(self, common: Iterable[checking.Finding]) -> None:
        """Refuse to publish what breaks a rule; one line a finding, the worst of each contrat."""
        grave = [f for f in common if f.severity == "Violation"]
        for folder in self.written.values():
            data = (folder / checking.FINDINGS).read_bytes()
            if b'"Violation"' in data:
                grave += [f for f in checking.loaded(data) if f.severity == "Violation"]
        if grave:
            lines = "\n".join(finding.line() for finding in grave[:50])
            raise Refused(f"{len(grave)} constats bloquants, rien n'est publié\n{lines}")

    def counts(self) -> dict[str, int]:
        """How many records of each niveau and signatures."""
        total: Counter[str] = Counter()
        for folder in self.read_in.values():
            total.update(json.loads((folder / reading.COUNTS).read_bytes()))
        signatures = total.pop("signatures", 0)
        return {**dict(sorted(total.items())), "signatures": signatures}

    def _stage(self, name: str, task, wanted: Mapping[str, str], given) -> dict[str, Path]:
        """The results of one stage by slug; what the cache holds is not done again."""
        found = {c: folder for c, key in wanted.items() if (folder := self.cache.get(key))}
        self.used |= set(wanted.values())
        todo = [contrat for contrat in wanted if contrat not in found]
        pairs: Iterable[Given] = ((contrat, given(contrat)) for contrat in todo)
        for done in self.progress.follow(name, self.crew.run(task, pairs), len(todo)):
            self.made += 1
            if done.files is None:
                self._set_aside(done)
            else:
                found[done.contrat] = self.cache.put(wanted[done.contrat], done.files)
        self._stop_if_broken()
        return dict(sorted(found.items()))

    def _set_aside(self, done: Done) -> None:
        self.aside.append(done)
        self.progress.say(f"écarté   {done.contrat} : {done.problem}")

    def _stop_if_broken(self) -> None:
        """Every text that fails is named; then nothing goes on without it unless told to."""
        if self.aside and not self.sources.set_aside:
            raise TextError(_summary(self.aside))


def _summary(aside: Sequence[Done]) -> str:
    first = aside[0]
    others = f" (et {len(aside) - 1} autres)" if aside[1:] else ""
    return f"{first.problem or first.contrat}{others} ; rien n'est publié"
