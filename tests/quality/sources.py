"""The project's own files, as the checks of this folder read them."""

import ast
import functools
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_OURS = {
    *(".git", ".venv", "__pycache__", "build", "dist"),
    *(".hypothesis", ".import_linter_cache", ".pytest_cache", ".ruff_cache"),
}


def files(*folders: str) -> Iterator[Path]:
    """Every file of the project, or of some of its folders, that could be handed to somebody else."""
    for folder in folders or (".",):
        for parent, children, names in os.walk(ROOT / folder):
            children[:] = sorted(child for child in children if child not in NOT_OURS)
            yield from (Path(parent, name) for name in sorted(names))


def modules(*folders: str) -> list[Path]:
    """Every Python file of some folders."""
    return [path for path in files(*folders) if path.suffix == ".py"]


def shown(path: Path) -> str:
    """A file's name as a finding shows it."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))
