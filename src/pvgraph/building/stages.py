"""The stages of a build: which tasks there are, with which keys, and what came of each contrat."""

import gc
import json
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pvgraph import corpus
from pvgraph.building import checking, keys, reading, sharing, texts, whole, writing
from pvgraph.building.cache import Cache
from pvgraph.building.common import Common, gather
from pvgraph.building.crew import Crew, Done, Task
from pvgraph.building.pieces import Pieces
from pvgraph.building.progress import Progress
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

Given = Callable[[str], object]


@dataclass
class Stages:
    """One build under way. `made` counts the tasks done, `aside` holds the texts left out."""

    sources: Sources
    crew: Crew
    progress: Progress
    aside: list[Done] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    made: int = 0
    declarations: dict[str, Mapping] = field(default_factory=dict)
    read_in: dict[str, Path] = field(default_factory=dict)
    written: dict[str, Path] = field(default_factory=dict)

    def read(self) -> None:
        """Every text to its extraction."""
        code = [keys.code(reading.MODULE), keys.folders(reading.folders())]
        wanted: dict[str, str] = {}
        for contrat in sorted(self.sources.given) or corpus.slugs(self.sources.corpus):
            declared = self._declared(contrat)
            if declared is not None:
                self.declarations[contrat] = declared.declaration
                given = pickle.dumps(self.sources.given.get(contrat))
                corrected = repr(corrections.load(self.sources.corpus, contrat))
                wanted[contrat] = keys.key(
                    "lecture", contrat, declared.digest, given, corrected, *code
                )
        self.read_in = self._run("lecture", reading.run, wanted, self._text, reading.prepare)

    def _declared(self, contrat: str) -> Declared | None:
        """The contrat; None, and set aside, where its text cannot be read."""
        try:
            return self._texts.declared(contrat)
        except TextError as error:
            self._set_aside(Done(contrat, problem=str(error)))
            return None

    @cached_property
    def _texts(self) -> Texts:
        version = keys.key(keys.code(texts.__name__), keys.folders([resource("ontology")]))
        return Texts(self.sources.corpus, self.sources.cache / "textes.pickle", version)

    def _text(self, contrat: str) -> reading.Text:
        document = corpus.load(contrat, self.sources.corpus)
        corrected = corrections.load(self.sources.corpus, contrat)
        return reading.Text(document, self.sources.given.get(contrat), corrected)

    def share(self) -> sharing.Shared:
        """The graph of what the contrats share."""
        declared = [self.declarations[contrat] for contrat in self.read_in]
        territories = {c: reading.territory(c, self.declarations[c]) for c in self.read_in}
        names = load_names(resource("ontology") / "appellations.csv")
        referents = Referents(reading.words(), names, territories)
        tallies = list(self.tallies.values())
        return sharing.share(tallies, declared, referents, self._known, self._pieces)

    @cached_property
    def _pieces(self) -> Pieces:
        """What the last build said of what contrats share."""
        lists = keys.folders(reading.folders())
        version = keys.key(keys.code(sharing.MODULE), lists)
        return Pieces(self.sources.cache / "partage.pickle", version)

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        return {
            contrat: pickle.loads((folder / reading.TALLY).read_bytes())
            for contrat, folder in sorted(self.read_in.items())
        }

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
        """Every extraction to its named graphs, checked."""
        code = [keys.code(writing.MODULE), keys.folders(writing.folders()), self.sources.base]
        code += sorted(f"{name}={sha}" for name, sha in self.inputs.reading.items())
        wanted = {
            contrat: keys.key("graphe", folder.name, repr(self._facts(contrat)),
                              shared.around_key(self.tallies[contrat]), *code)
            for contrat, folder in self.read_in.items()
        }  # fmt: skip

        def page(contrat: str) -> writing.Page:
            extraction = (self.read_in[contrat] / reading.EXTRACTION).read_bytes()
            tally = self.tallies[contrat]
            return writing.Page(
                corpus.load(contrat, self.sources.corpus), extraction, tally,
                self._facts(contrat), shared.labels_of(tally), shared.around(tally),
                Inputs(self.inputs.reading, {}), self.sources.base,
            )  # fmt: skip

        self.written = self._run("graphe", writing.run, wanted, page)
        self._drop(set(self.read_in) - set(self.written))

    def drop_refused(self) -> bool:
        """Set aside the contrats whose graph breaks a rule; False where there is none."""
        grave = SEVERITIES[0]
        worst: dict[str, list[Finding]] = {}
        for contrat, folder in self.written.items():
            found = [f for f in _found(folder, grave) if f.severity == grave]
            if found:
                worst[contrat] = found
                told = f"{len(found)} constats bloquants, dont {found[0].line()}"
                self._set_aside(Done(contrat, problem=told))
        self._drop(set(worst))
        return bool(worst)

    def _drop(self, contrats: set[str]) -> None:
        for contrat in contrats:
            self.written.pop(contrat, None)
            del self.read_in[contrat], self.tallies[contrat]

    def _facts(self, contrat: str) -> tuple[facts.Fact, ...]:
        return tuple(fact for fact in self._known if fact.contrat == contrat)

    def check(self, shared: sharing.Shared) -> Common:
        """What belongs to no contrat: its quads, and what the shapes find in them."""
        common = gather(shared, self.tallies.values(), self.inputs)
        code = [keys.code(checking.__name__), keys.folders(writing.folders())]
        wanted = {name: keys.key("constats", said, *code) for name, said in common.told_apart()}
        checked = self._run("contrôle", checking.run, wanted, common.bucket).values()
        found = ((folder / checking.FINDINGS).read_bytes() for folder in checked)
        return common.whole(
            ((folder / checking.DERIVED).read_bytes() for folder in checked),
            (finding for data in found for finding in checking.loaded(data)),
        )

    def findings(self, severity: str) -> Iterable[Finding]:
        """The findings of that severity in the contrats; files without any are not parsed."""
        for folder in self.written.values():
            yield from (f for f in _found(folder, severity) if f.severity == severity)

    def found(self, severity: str) -> int:
        """How many findings of that severity there are in the contrats."""
        files = ((folder / checking.FINDINGS).read_bytes() for folder in self.written.values())
        return sum(checking.count(data, severity) for data in files)

    def counts(self) -> dict[str, Counter[str]]:
        """How many records of each niveau, signatures, passages set aside… by contrat."""
        return {
            contrat: Counter(json.loads((folder / reading.COUNTS).read_bytes()))
            for contrat, folder in self.read_in.items()
        }

    def forget(self) -> None:
        """Forget the results that this build had no use for."""
        self._texts.keep()
        self._pieces.keep()
        self._cache.prune({*self.used, whole.unseen_key(self.sources.corpus / "gold")})

    @cached_property
    def _cache(self) -> Cache:
        return Cache(self.sources.tasks)

    def _run(
        self,
        stage: str,
        task: Task,
        wanted: Mapping[str, str],
        given: Given,
        prepare: Callable[[], None] = lambda: None,
    ) -> dict[str, Path]:
        """The results of one stage by name; what the cache holds is not done again.

        `prepare` is called before the first task, for workers yet to be forked.
        """
        found = {c: folder for c, key in wanted.items() if (folder := self._cache.get(key))}
        self.used |= set(wanted.values())
        todo = [name for name in wanted if name not in found]
        pairs = ((name, given(name)) for name in todo)
        if todo:
            prepare()
            gc.freeze()  # what is loaded stays: neither looked through again nor copied in workers
        for done in self.progress.follow(stage, self.crew.run(task, pairs), len(todo)):
            self.made += 1
            if done.files is None:
                self._set_aside(done)
            else:
                found[done.contrat] = self._cache.put(wanted[done.contrat], done.files)
        self._stop_if_broken()
        return dict(sorted(found.items()))

    def _set_aside(self, done: Done) -> None:
        self.aside.append(done)
        self.progress.say("écarté", f"{done.contrat} : {done.problem}")

    def _stop_if_broken(self) -> None:
        """Every text that fails is named; then nothing goes on without it unless told to."""
        if self.aside and not self.sources.set_aside:
            first, *others = self.aside
            more = f" (et {len(others)} autres)" if others else ""
            raise TextError(f"{first.problem}{more} ; rien n'est publié")


def _found(folder: Path, severity: str) -> Iterable[Finding]:
    """The findings of a contrat, where one is of that severity: others are not parsed."""
    data = (folder / checking.FINDINGS).read_bytes()
    return checking.loaded(data) if checking.count(data, severity) else ()
