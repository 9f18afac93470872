"""Every use case that changes something asks for a permission before anything else."""

import ast
from collections.abc import Iterator

import pytest

from tests.quality.sources import modules, tree

READS = ("list_", "get_", "find_", "count_")
EXCEPTIONS: dict[str, str] = {}
"""Use cases without a permission, as `module.name`, each with its reason."""


def test_every_change_requires_a_permission_first() -> None:
    assert _unguarded() - EXCEPTIONS.keys() == set()


def test_every_exception_is_still_one() -> None:
    assert EXCEPTIONS.keys() - _unguarded() == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def accept(work: Work):\n    work.require(P.X)", []),
        ("def accept(work: 'Work'):\n    '''Accepts.'''\n    work.require(P.X)\n    work.session.add(1)", []),
        (
            "def accept(work: Work):\n    '''Accepts.'''\n    work.session.add(1)\n    work.require(P.X)",
            ["accept"],
        ),
        ("def accept(work: Work):\n    if late:\n        work.require(P.X)", ["accept"]),
        ("def accept(work: Work):\n    '''Accepts.'''", ["accept"]),
        ("def find_case(work: Work):\n    return 1", []),
        ("def _accept(work: Work):\n    return 1", []),
        ("def accept(case: Case, work: Work):\n    return 1", []),
    ],
)
def test_a_change_without_a_permission_is_noticed(source: str, expected: list[str]) -> None:
    assert [
        function.name for function in _changes(ast.parse(source)) if not _asks_first(function)
    ] == expected


def _unguarded() -> set[str]:
    return {
        f"{path.stem}.{function.name}"
        for path in modules("desktop_app/services")
        for function in _changes(tree(path))
        if not _asks_first(function)
    }


def _changes(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """The public functions of a module that are given `work: Work` first and are not named like a read."""
    for node in module.body:
        if (
            isinstance(node, ast.FunctionDef)
            and not node.name.startswith(("_", *READS))
            and _is_given_work(node)
        ):
            yield node


def _is_given_work(function: ast.FunctionDef) -> bool:
    match [*function.args.posonlyargs, *function.args.args][:1]:
        case [ast.arg(arg="work", annotation=ast.Name(id="Work") | ast.Constant(value="Work"))]:
            return True
        case _:
            return False


def _asks_first(function: ast.FunctionDef) -> bool:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    match body[:1]:
        case [ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="work"), attr="require")))]:
            return True
        case _:
            return False
