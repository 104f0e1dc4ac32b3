"""What every route module receives: the release, the questions, a way to ask, the templates."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pvgraph.questions import Questions, moved
from pvgraph.releases import Release
from pvgraph.store.answer import Answer
from pvgraph.store.job import Job, Term
from pvgraph.web import bases
from pvgraph.web.runner import Asker, Runner
from pvgraph.web.settings import Settings

_HERE = Path(__file__).parent
_ASKED = "asked"
"""When a page last asked the graph something, among what is shared."""


def environment(settings: Settings) -> Environment:
    """The templates of `web/templates/`, escaping everything, failing on what is not given.

    `url('/comparer')` in a template is that path under the sub-path of the service.
    """
    env = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["url"] = lambda path: settings.path + path
    return env


@dataclass(frozen=True)
class Context:
    """The core of the service, given to `router(context)` of each route module."""

    runner: Runner
    questions: Questions
    settings: Settings = field(default_factory=Settings)
    templates: Environment = field(init=False)
    shared: dict[str, object] = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "templates", environment(self.settings))

    @property
    def release(self) -> Release:
        """The release that this request is answered from, the same until the request ends."""
        return self.runner.release

    async def query(
        self, sparql: str, bindings: Mapping[str, Term] | None = None, patience: float = 0
    ) -> Answer:
        """The answer to a query of the project's own, each variable of `bindings` having that
        value, within `patience` seconds (`page_timeout` where none are given).

        IRIs that it writes are moved under the served base; it goes through the same workers as
        strangers' queries, with a place kept for it.

        Raises:
            BadQuery: the query is wrong.
            Unanswered: no answer in time.
        """
        asker = Asker(page=True, timeout=patience or self.settings.page_timeout)
        self.shared[_ASKED] = time.monotonic()
        return await self._run(sparql, bindings or {}, asker)

    async def query_ahead(
        self, sparql: str, bindings: Mapping[str, Term], patience: float
    ) -> Answer:
        """The answer to a query that nobody has asked yet, in `patience` seconds; whoever asks
        comes first.

        Raises:
            BadQuery, Unanswered: as for `query`; Busy where it gave way.
        """
        asker = Asker("ahead", timeout=patience, ahead=True)
        return await self._run(sparql, bindings, asker)

    def is_quiet(self, seconds: float) -> bool:
        """Whether no page was asked for, but those kept, for so many seconds."""
        return time.monotonic() - cast(float, self.shared.get(_ASKED, 0.0)) > seconds

    async def _run(self, sparql: str, bindings: Mapping[str, Term], asker: Asker) -> Answer:
        query = moved(sparql, bases.served())
        result = await self.runner.run(Job(query, bindings, last=asker.ahead), asker)
        return result.answer()

    def render(self, template: str, **values: object) -> str:
        """A page from `web/templates/`."""
        return self.templates.get_template(template).render(**values)
