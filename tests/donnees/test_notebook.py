"""The notebook of recipes runs from a folder that holds a build, and shows something everywhere."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "docs" / "recettes.ipynb"


def test_the_recipes_run(build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "build").symlink_to(build)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    assert len(cells) >= 9
    assert all(c.outputs for c in cells), "a recipe shows nothing"


def test_the_notebook_is_kept_without_outputs():
    """Outputs would go stale; the run makes them."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not [c for c in notebook.cells if c.cell_type == "code" and c.outputs]
