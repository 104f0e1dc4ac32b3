"""The connections to one SQLite file of a release: each thread has its own.

A search writes what it found into a table of its connection: two threads on one would mix theirs.
"""

import sqlite3
import threading
from pathlib import Path

from pvgraph.errors import StoreError


class Connections:
    """Read-only connections to the file `path`, one a thread, opened when first asked."""

    def __init__(self, path: Path, table: str = "fts_stem") -> None:
        """Open this thread's; `table` is one that a right file has.

        Raises:
            StoreError: there is no such file, or it is no index.
        """
        if not path.is_file():
            raise StoreError(f"{path}: pas d'index de recherche ; lancez `pvgraph build`")
        self._path = path
        self._table = table
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self.own()

    def own(self) -> sqlite3.Connection:
        """The connection of the thread that asks.

        Raises:
            StoreError: the file is no index.
        """
        if not hasattr(self._local, "base"):
            self._local.base = self._open()
            self._opened.append(self._local.base)
        return self._local.base

    def close(self) -> None:
        """Close those of every thread."""
        for base in self._opened:
            base.close()

    def _open(self) -> sqlite3.Connection:
        # Only `close` is called from another thread.
        base = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, check_same_thread=False)
        try:
            base.execute(f"SELECT 1 FROM {self._table} LIMIT 1")
        except sqlite3.DatabaseError as error:
            base.close()
            message = f"{self._path}: index illisible ({error}) ; relancez `pvgraph build`"
            raise StoreError(message) from error
        base.execute("PRAGMA temp_store=MEMORY")
        return base
