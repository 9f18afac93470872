"""Every use case that changes something asks for a permission before anything else.

A use case is a service function that another layer calls. What the services call among themselves is a part of one
and runs behind its permission; the moment a page or a command names it, it must ask for its own.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.quality.sources import ROOT, modules, tree

READS = ("list_", "get_", "find_", "count_")
SERVICES = "desktop_app.services"
SERVICES_FOLDER = ROOT / "desktop_app" / "services"
EXCEPTIONS = {
    "accounts.sign_in": "nobody is signed in yet; the password is the permission",
    "accounts.change_password": "one's own password, and the old one is asked for",
    "drafts.save_draft": "one's own half-filled form, found by the account",
    "drafts.discard_draft": "one's own half-filled form, found by the account",
}
"""Use cases that belong to everybody who has signed in, each with its reason."""


def test_every_change_requires_a_permission_first() -> None:
    elsewhere = [path for path in modules("desktop_app") if SERVICES_FOLDER not in path.parents]
    called = {name for path in elsewhere for name in _named(tree(path))}

    assert (called & _unguarded()) - EXCEPTIONS.keys() == set()


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


@pytest.mark.parametrize(
    "source",
    [
        "from desktop_app.services.cases import accept",
        "from desktop_app.services import cases\ncases.accept(work)",
        "from desktop_app.services import cases as doing\njob = partial(doing.accept, 1)",
        "import desktop_app.services.cases\ndesktop_app.services.cases.accept(work)",
        "import desktop_app.services.cases as doing\ndoing.accept(work)",
        "def late():\n    from desktop_app.services import cases\n    return cases.accept",
    ],
)
def test_another_layer_naming_a_use_case_is_noticed(source: str) -> None:
    assert "cases.accept" in set(_named(ast.parse(source)))


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


def _named(module: ast.Module) -> Iterator[str]:
    """The service functions a module names, as `module.name`."""
    places: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            source = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            places |= {alias.asname or alias.name: source + alias.name for alias in node.names}
    attributes = (ast.unparse(node) for node in ast.walk(module) if isinstance(node, ast.Attribute))
    written = [name.rpartition(".") for name in attributes]
    full = [*places.values(), *(f"{places.get(place, place)}.{name}" for place, _, name in written)]
    yield from (name.removeprefix(f"{SERVICES}.") for name in full if name.startswith(f"{SERVICES}."))
