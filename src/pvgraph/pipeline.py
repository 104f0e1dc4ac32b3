"""texts → extractions → named graphs → release: the only place where the stages are chained.

Each stage asks its cache first and runs only the tasks whose inputs changed; a release links what
is the same as before and replaces the rest. A full build is one that finds its cache empty.
"""

import gc
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pvgraph import corpus, releases
from pvgraph.building import assembly, extracted, material, unchanged
from pvgraph.building.cache import Cache
from pvgraph.building.common import Common
from pvgraph.building.crew import Alone, Crew, Done
from pvgraph.building.draft import Draft
from pvgraph.building.material import Material
from pvgraph.building.progress import Progress, Silent
from pvgraph.building.running import Tasks
from pvgraph.building.sources import Sources
from pvgraph.building.stages import Stages
from pvgraph.graph.passages import Lines, shortened
from pvgraph.model import Extraction
from pvgraph.releases import publication
from pvgraph.validate.findings import SEVERITIES

_SHOWN = 50
"""Findings and bounds shown when a build is refused."""


class Refused(Exception):
    """The data says no: nothing is published, the last good release keeps serving."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


@dataclass(frozen=True)
class Outcome:
    """What a build did: the release, how many tasks it ran, the texts set aside and why."""

    release: releases.Release
    made: int
    aside: tuple[Done, ...]


def build(
    sources: Sources,
    crew: Crew | None = None,
    progress: Progress | None = None,
    inputs: str = "",
) -> Outcome:
    """Make a release of the corpus and put it in service, doing again only what changed.

    `inputs` is the key of all that is read (`unchanged.key`), where it is known already.

    Raises:
        Refused: a count is out of its bounds, or a Violation stands.
        PvgraphError: a text or a resource is wrong, or another build is at work.
    """
    progress, crew = progress or Silent(), crew or Alone()
    here = crew if crew.here else Alone()
    inputs = inputs or unchanged.key(sources)
    with publication.under_construction(sources.build) as work, _looking_for_cycles():
        last = material.last(sources)
        draft = Draft(releases.Release(work), last, here)
        stages = _stages(sources, crew, progress, draft)
        stages.read()
        progress.say("lecture", _told(_total(stages.counts())))
        _expected(stages)
        stages.write(stages.share())
        while sources.set_aside and stages.drop_refused():  # what they shared is counted again
            stages.write(stages.share())
        common = stages.check()
        _accept(stages, common, progress)
        made = Material(
            sources, stages.declarations, stages.read_in, stages.written, common,
            _total(stages.counts()), "" if stages.tasks.aside else inputs, last,
        )  # fmt: skip
        release = assembly.publish(made, draft, here, progress)
        stages.forget()
    manifest, tasks = release.manifest(), stages.tasks
    progress.say("graphe", _told(manifest["counts"]))
    progress.say("tâches", f"{tasks.made} faites, {len(tasks.aside)} textes écartés")
    progress.say("version", f"{release.id}, sha256 {manifest['sha256']}")
    return Outcome(release, tasks.made, tuple(tasks.aside))


@contextmanager
def _looking_for_cycles() -> Iterator[None]:
    """Python looks for cycles again afterwards, whatever stage does without."""
    before = gc.isenabled()
    try:
        yield
    finally:
        if before:
            gc.enable()


def audit(
    sources: Sources, crew: Crew | None = None, progress: Progress | None = None
) -> Iterable[str]:
    """One line for each passage that no rule understood: file, line, words."""
    progress = progress or Silent()
    stages = _stages(sources, crew or Alone(), progress)
    stages.read()
    progress.say("lecture", _told(_total(stages.counts())))
    for contrat, folder in stages.read_in.items():
        found: Extraction = pickle.loads((folder / extracted.EXTRACTION).read_bytes())
        lines = Lines((folder / extracted.TEXT).read_bytes().decode())
        for passage in found.unclaimed:
            place = f"corpus/{contrat}.txt:{lines.number(passage.span.start)}"
            yield f"{place}: {shortened(passage.text, 200)}"


def _stages(sources: Sources, crew: Crew, progress: Progress, draft: Draft | None = None) -> Stages:
    return Stages(sources, Tasks(Cache(sources.tasks), crew, progress, sources.set_aside), draft)


def _total(counts: Mapping[str, Counter[str]]) -> dict[str, int]:
    total = sum(counts.values(), Counter())
    return dict(sorted(total.items()))


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in counts.items())


def _expected(stages: Stages) -> None:
    """Stop where a text gives more or less than its declaration expects."""
    wrong = []
    for contrat, counts in stages.counts().items():
        for bound in corpus.expected(stages.declarations[contrat]):
            n = counts[bound.niveau]
            if not bound.least <= n <= bound.most:
                wrong.append(
                    f"{contrat}.toml: [attendus] {bound.niveau} : {n} lus, "
                    f"entre {bound.least} et {bound.most} attendus"
                )
    if wrong and not stages.sources.given:
        raise Refused(wrong)


def _accept(stages: Stages, common: Common, progress: Progress) -> None:
    """Refuse to publish what breaks a rule."""
    grave, *others = SEVERITIES
    found = [f for f in common.findings if f.severity == grave]
    found += stages.findings(grave)
    counts = Counter(f.severity for f in common.findings)
    for severity in others:
        counts[severity] += stages.found(severity)
    counts[grave] = len(found)
    progress.say("validation", _told({s: counts[s] for s in SEVERITIES}))
    if found:
        rest = [f"… et {len(found) - _SHOWN} autres"] if len(found) > _SHOWN else []
        raise Refused([f.line() for f in found[:_SHOWN]] + rest)
