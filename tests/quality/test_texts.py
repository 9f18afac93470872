"""What may stand in our files: no place of one machine, no home-made numbering, and one sentence for every refusal."""

import ast
import functools
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop_app.messages import SENTENCES
from tests.quality.sources import files, modules, shown, tree

MACHINE_PATH = re.compile(r"(?<![\w.\-])/(?:root|work|home/[\w.-]+|Users/[\w.-]+)(?:/|\b)")
"""An absolute path of somebody's home or work folder."""
REGISTRY = re.compile(
    r"\b(?:[\w-]+\.)*(?:pypi|pythonhosted|npmjs|npmmirror)\.[a-z]{2,}\b|--(?:extra-)?index-url"
)
"""A package registry's host, or the option that would name one."""


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine_path", "registry"])
def test_no_file_names_a_place_of_one_machine(pattern: re.Pattern[str]) -> None:
    assert list(_occurrences(pattern)) == []


def test_no_file_names_a_host_packages_come_from_here() -> None:
    hosts = "|".join(re.escape(host) for host in sorted(_configured_hosts()))

    assert not hosts or list(_occurrences(re.compile(hosts))) == []


@pytest.mark.parametrize("text", ["/{}/data", "see /{}/x", "'/{}/li/a.db'", "=/{}/li"])
@pytest.mark.parametrize("folder", ["root", "work", "home", "Users"])
def test_a_place_of_one_machine_is_noticed(text: str, folder: str) -> None:
    assert MACHINE_PATH.search(text.format(folder))


@pytest.mark.parametrize("text", ["https://hall.example/{}/list", "a/{}/b", "/{}bench", "./{}/li", "/{}s"])
@pytest.mark.parametrize("folder", ["root", "work", "home"])
def test_other_addresses_are_left_alone(text: str, folder: str) -> None:
    assert not MACHINE_PATH.search(text.format(folder))


def test_services_leave_numbering_to_the_database() -> None:
    found = [
        f"{shown(path)}:{line}"
        for path in modules("desktop_app/services")
        for line in _numberings(tree(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("number = session.scalar(select(func.max(Case.serial))) + 1", [1]),
        ("number = (query.count() or 0) + 1", [1]),
        ("number = 1 + max(numbers)", [1]),
        ("page = last + 1", []),
        ("total = count(rows)", []),
    ],
)
def test_home_made_numbering_is_noticed(source: str, expected: list[int]) -> None:
    assert list(_numberings(ast.parse(source))) == expected


def test_every_refusal_writes_its_code_out() -> None:
    assert [entry for entry, codes, _ in _refusals() if not codes] == []


def test_every_refusal_has_a_sentence() -> None:
    assert [(entry, code) for entry, codes, _ in _refusals() for code in codes if code not in SENTENCES] == []


def test_every_sentence_is_used() -> None:
    assert SENTENCES.keys() - {code for _, codes, _ in _refusals() for code in codes} == set()


def test_every_refusal_gives_the_values_its_sentence_shows() -> None:
    found = [
        (entry, code, lacking)
        for entry, codes, values in _refusals()
        for code in codes
        if (lacking := _placeholders(SENTENCES.get(code, "")) - values)
    ]

    assert found == []


def _occurrences(pattern: re.Pattern[str]) -> Iterator[str]:
    for path in files():
        for number, line in enumerate(_lines(path), 1):
            if pattern.search(line):
                yield f"{shown(path)}:{number}"


@functools.cache
def _lines(path: Path) -> list[str]:
    """The lines of a text; none of a picture, a font or this file, whose examples are what it looks for."""
    if path == Path(__file__):
        return []
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def _configured_hosts() -> set[str]:
    """The hosts pip is set up to fetch from on the machine at hand."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    ).stdout
    settings = [listed, *(value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_")))]
    addresses = (found.group() for found in re.finditer(r"https?://[^\s'\"]+", " ".join(settings)))
    return {host for address in addresses if (host := urlsplit(address).hostname)}


def _numberings(module: ast.Module) -> Iterator[int]:
    """Lines that make the next number out of a count or a greatest number."""
    for node in ast.walk(module):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, ast.Constant) and one.value == 1 and _counts(other):
                    yield node.lineno


def _counts(expression: ast.expr) -> bool:
    called = {_name(node.func) for node in ast.walk(expression) if isinstance(node, ast.Call)}
    return not {"count", "max"}.isdisjoint(called)


def _name(called: ast.expr) -> str:
    return ast.unparse(called).split(".")[-1]


def _refusals() -> Iterator[tuple[str, list[str], set[str]]]:
    """Each `ServiceError(…)` of the program: where, the codes it may carry, the names of its values."""
    for path in modules("desktop_app"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _name(node.func) == "ServiceError":
                values = {keyword.arg for keyword in node.keywords if keyword.arg}
                yield f"{shown(path)}:{node.lineno}", _codes(node.args), values


def _codes(arguments: list[ast.expr]) -> list[str]:
    """The codes written in a call: one, or one for each outcome of a condition."""
    match arguments:
        case [ast.Constant(value=str(code))]:
            return [code]
        case [ast.IfExp(body=one, orelse=other)]:
            return [*_codes([one]), *_codes([other])]
        case _:
            return []


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
