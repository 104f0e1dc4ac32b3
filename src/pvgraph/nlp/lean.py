"""spaCy without its command line, which it imports at every start and which is a third of that time
(typer, requests, jinja2…): nothing here calls it."""

import sys
from types import ModuleType

_COMMANDS = "spacy.cli"


def load() -> None:
    """Import spaCy; its command line is imported where someone asks for it."""
    if "spacy" in sys.modules:
        return
    package, module = ModuleType(_COMMANDS), ModuleType(f"{_COMMANDS}.info")
    package.__path__ = []  # so that it reads as a package
    module.info = _info
    stubs = {package.__name__: package, module.__name__: module}
    sys.modules.update(stubs)
    try:
        import spacy  # noqa: F401 (whoever imports it next finds it loaded)
    finally:
        for name in stubs:
            del sys.modules[name]


def _info(*given: object, **named: object) -> object:
    """`spacy.info`, loaded when it is called."""
    from spacy.cli.info import info

    return info(*given, **named)
