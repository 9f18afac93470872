"""行政区划: taken over from files, shown as a tree, found while somebody types."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from desktop_app.exchange.divisions import DivisionFinding, DivisionList, Progress, read_divisions
from desktop_app.rules.divisions import LENGTHS, ancestors, is_code, level_of, parent_among, path_words
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.search import initials
from desktop_app.services.work import Work
from models.base import table_of
from models.elements import DivisionLevel
from models.enums import Area, Permission
from models.sites import Division

CHUNK = 5_000
MOST_CHILDREN = 2_000
"""More than any division has; a page shows all children of one at once."""
MOST_ABOVE = 50
"""How many divisions the words before the last one may mean."""
PARENT_UNKNOWN = "上级区划未导入，暂列在已有的最近上级之下；导入上级后自动归位"

__all__ = ["DivisionList", "read_division_files"]
_DIVISION = table_of(Division)
_DIGITS = sa.func.length(Division.code)


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One division; `path` is its name from the province down."""

    code: str
    name: str
    level: DivisionLevel
    path: str
    has_children: bool


@dataclass(frozen=True, slots=True)
class DivisionReport:
    """What an import of divisions did, and what is to be noticed."""

    added: int
    renamed: int
    unchanged: int
    refused: int
    findings: tuple[DivisionFinding, ...]
    found: int
    """How many findings there are in all; `findings` holds the first of them."""


def read_division_files(paths: Sequence[Path], progress: Progress | None = None) -> DivisionList:
    """Read files of divisions without changing anything; raises what `exchange.divisions` raises."""
    return read_divisions(paths, progress)


def import_divisions(work: Work, read: DivisionList) -> DivisionReport:
    """Take over what was read, in one act: new divisions are added, changed names follow, nothing is deleted."""
    work.require(Permission.SITES_EDIT)
    above = sa.select(Division.code).where(Division.level != DivisionLevel.VILLAGE)
    known = {
        *work.session.scalars(above),
        *(code for code in read.names if level_of(code) is not DivisionLevel.VILLAGE),
    }
    added = renamed = 0
    for codes in _parts(sorted(read.names)):
        new, changed = _put(work, {code: read.names[code] for code in codes}, known)
        added += new
        renamed += changed
    if added:
        _settle_parents(work)
    for finding in _orphans(read, known):
        read.note(finding)
    if added or renamed:
        work.record("sites.import_divisions", "divisions", Area.SITES, added=added, renamed=renamed)
    unchanged = len(read.names) - added - renamed
    return DivisionReport(added, renamed, unchanged, read.refused, tuple(read.findings), read.found)


def list_divisions(work: Work, parent_code: str = "") -> list[DivisionRow]:
    """The divisions right below one; those at the top for the empty code."""
    query = (
        sa.select(Division.code, Division.name, Division.level)
        .where(Division.parent_code == parent_code)
        .order_by(_DIGITS, Division.code)
        .limit(MOST_CHILDREN)
    )
    return _rows(work, work.session.execute(query).all())


def find_divisions(work: Work, text: str, limit: int = 20) -> list[DivisionRow]:
    """Divisions by code, name or pinyin initials, the higher levels first.

    Of several words the last one is what is looked for, the others say within what: `许昌 西大街`.
    """
    *outer, wanted = text.split() or [""]
    if not wanted:
        return []
    query = sa.select(Division.code, Division.name, Division.level).where(_means(wanted))
    for word in outer:
        within = work.session.scalars(
            sa.select(Division.code).where(_means(word)).order_by(_DIGITS, Division.code).limit(MOST_ABOVE)
        ).all()
        query = query.where(sa.or_(sa.false(), *(Division.code.startswith(code) for code in within)))
    begins = sa.case((Division.name.startswith(wanted, autoescape=True), 0), else_=1)
    query = query.order_by(_DIGITS, begins, Division.code).limit(limit)
    return _rows(work, work.session.execute(query).all())


def get_division(work: Work, code: str) -> DivisionRow:
    """One division; raises `division_unknown`."""
    query = sa.select(Division.code, Division.name, Division.level).where(Division.code == code)
    rows = _rows(work, work.session.execute(query).all())
    if not rows:
        raise ServiceError("division_unknown", division=code[:20])
    return rows[0]


def get_division_path(work: Work, code: str) -> str:
    """The names from the province down to a division, as far as they are known; empty for no code."""
    return list_division_paths(work, [code]).get(code, "")


def list_division_paths(work: Work, codes: Iterable[str]) -> dict[str, str]:
    """The path of each of some divisions, by code."""
    wanted = {code for code in codes if is_code(code)}
    steps = wanted.union(*(ancestors(code) for code in wanted)) if wanted else set[str]()
    names: dict[str, str] = {}
    for part in _parts(sorted(steps)):
        found = work.session.execute(sa.select(Division.code, Division.name).where(Division.code.in_(part)))
        names.update((row.code, row.name) for row in found)
    return {code: path_words(code, names) for code in wanted}


def checked_division(work: Work, code: str) -> str:
    """The code of a known division, or the empty one; raises `division_unknown`."""
    code = code.strip()
    return get_division(work, code).code if code else ""


def count_divisions(work: Work) -> int:
    """How many divisions are known."""
    return work.session.scalar(sa.select(sa.func.count()).select_from(Division)) or 0


def _parts(codes: list[str]) -> Iterator[list[str]]:
    return (codes[start : start + CHUNK] for start in range(0, len(codes), CHUNK))


def _means(word: str) -> sa.ColumnElement[bool]:
    if word.isdecimal() and word.isascii():
        return Division.code.startswith(word)
    letters = word.casefold()
    if letters.isascii() and letters.isalpha():
        return Division.initials.startswith(letters)
    return Division.name.contains(word, autoescape=True)


def _rows(work: Work, found: Sequence[sa.Row[str, str, DivisionLevel]]) -> list[DivisionRow]:
    paths = list_division_paths(work, (row.code for row in found))
    codes = [row.code for row in found]
    query = sa.select(Division.parent_code).where(Division.parent_code.in_(codes)).distinct()
    parents = set(work.session.scalars(query))
    return [DivisionRow(row.code, row.name, row.level, paths[row.code], row.code in parents) for row in found]


def _put(work: Work, names: dict[str, str], known: set[str]) -> tuple[int, int]:
    """Add what is new of a chunk and rename what is called otherwise; how many of each."""
    query = sa.select(Division.code, Division.name).where(Division.code.in_(list(names)))
    old = {row.code: row.name for row in work.session.execute(query)}
    new = [_values(code, name, known) for code, name in names.items() if code not in old]
    changed = [
        {"of": code, "name": names[code], "initials": _initials(code, names[code])}
        for code, name in old.items()
        if names[code] != name
    ]
    connection = work.session.connection()
    if new:
        connection.execute(sa.insert(_DIVISION), new)
    if changed:
        connection.execute(sa.update(_DIVISION).where(Division.code == sa.bindparam("of")), changed)
    return len(new), len(changed)


def _values(code: str, name: str, known: set[str]) -> dict[str, object]:
    return {
        "code": code,
        "name": name,
        "parent_code": parent_among(code, known),
        "level": level_of(code),
        "initials": _initials(code, name),
    }


def _initials(code: str, name: str) -> str:
    return "" if level_of(code) is DivisionLevel.VILLAGE else initials(name)


def _settle_parents(work: Work) -> None:
    """Let divisions that came before one above them belong to it; the nearest above wins as the last to ask."""
    upper = aliased(Division)
    for length in LENGTHS[:-1]:
        prefix = sa.func.substr(Division.code, 1, length)
        is_nearer = sa.and_(sa.func.length(Division.parent_code) < length, sa.literal(length) < _DIGITS)
        exists = sa.exists().where(upper.code == prefix)
        work.session.execute(sa.update(_DIVISION).where(is_nearer, exists).values(parent_code=prefix))


def _orphans(read: DivisionList, known: set[str]) -> Iterator[DivisionFinding]:
    for code in sorted(read.names):
        above = ancestors(code)
        if above and above[0] not in known:
            yield DivisionFinding("", 0, code, PARENT_UNKNOWN)
