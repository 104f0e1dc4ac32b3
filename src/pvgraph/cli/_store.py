"""`--store`: where the graph is that a command asks."""

import click

from pvgraph.store.address import Address, address


class StoreType(click.ParamType):
    """A build folder, a release, an RDF file, or the address of a SPARQL endpoint."""

    name = "store"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Address:
        return address(value) if isinstance(value, str) else value


STORE = StoreType()
HELP = "Dossier de construction, version, fichier RDF, ou point d'accès SPARQL (https://…)."
