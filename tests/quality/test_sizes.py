"""Files and functions stay small enough to be read at once."""

import ast
from pathlib import Path

from tests.quality.sources import ROOT, files, modules, shown, tree

FOLDERS = ("desktop_app", "models", "migrations", "installer", "tests")
FILE_LINES = 450
"""The guide is 400; above this a file is split by meaning."""
FUNCTION_LINES = 50
"""The guide is 40."""


def test_no_file_is_too_long() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _thoughts()}

    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_too_long() -> None:
    assert [entry for path in _thoughts() for entry in _long_functions(path)] == []


def test_every_folder_with_code_is_measured() -> None:
    measured = {path for folder in FOLDERS for path in files(folder)}

    assert [shown(path) for path in files() if path.suffix == ".py" and path not in measured] == []


def _thoughts() -> list[Path]:
    """Everything but the migrations' revisions: each lists a whole schema change, it is not thought through in parts."""
    return [path for path in modules(*FOLDERS) if not path.is_relative_to(ROOT / "migrations" / "versions")]


def _long_functions(path: Path) -> list[str]:
    return [
        f"{shown(path)}:{node.lineno} {node.name}: {lines} lines"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
