"""The `pvgraph` command: one module of this folder per sub-command, imported when called.

Data goes to stdout, the log to stderr; exit 0, 1 (the data says no) or 2 (usage, bad input).
"""

import importlib
import pkgutil
import sys

import click

from pvgraph import __version__
from pvgraph.errors import PvgraphError


class _Folder(click.Group):
    """A group whose commands are the modules of this package (`build.py` → `pvgraph build`)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"{__name__}.{name}").command


@click.group(cls=_Folder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pvgraph")
def cli() -> None:
    """Qui s'engage à quoi ? Les contrats de ville en graphe, chaque fait avec sa phrase."""


def main() -> None:
    """Run the command; what the user did wrong ends in one line on stderr and exit code 2."""
    try:
        cli(prog_name="pvgraph")
    except PvgraphError as error:
        click.echo(f"pvgraph: {error}", err=True)
        sys.exit(2)
