"""A catalogue of 100,000 matters for trials: the real ones, once for each of many divisions with its departments."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desktop_app.services.catalogue_index import IndexEntry, index_entry, index_matters, settle_index
from desktop_app.services.matter_versions import content_digest
from desktop_app.services.work import SYSTEM, Office, Work
from models.base import table_of
from models.catalogue import Matter, MatterVersion
from models.enums import ApplicantKind, HandlingKind, MatterState, MatterType
from models.sites import Department
from tests.benchmarks.measurement import NotMeasurableError

MATTERS = Path(__file__).parents[3] / "shared/data/matters-guangdong/matters.jsonl"
LARGE = 100_000
WRITTEN_AT_ONCE = 2000
DIVISIONS = (
    *(
        "广州市",
        "越秀区",
        "海珠区",
        "荔湾区",
        "天河区",
        "白云区",
        "黄埔区",
        "花都区",
        "番禺区",
        "南沙区",
        "从化区",
    ),
    *(
        "增城区",
        "深圳市",
        "珠海市",
        "汕头市",
        "佛山市",
        "禅城区",
        "顺德区",
        "韶关市",
        "河源市",
        "梅州市",
        "惠州市",
    ),
    *(
        "汕尾市",
        "东莞市",
        "中山市",
        "江门市",
        "阳江市",
        "湛江市",
        "茂名市",
        "肇庆市",
        "清远市",
        "潮州市",
        "揭阳市",
    ),
    *(
        "云浮市",
        "台山市",
        "开平市",
        "鹤山市",
        "恩平市",
        "四会市",
        "罗定市",
        "英德市",
        "连州市",
        "陆丰市",
        "普宁市",
    ),
    *("化州市", "信宜市"),
)


def real_rows() -> list[dict[str, Any]]:
    """The real matters as they lie in their file; raises `NotMeasurableError` where it is not there."""
    if not MATTERS.is_file():
        raise NotMeasurableError("the real matters are not beside the repository")
    return [json.loads(line) for line in MATTERS.read_text("utf-8").splitlines()]


@cache
def large_names() -> tuple[str, ...]:
    """The names of the large catalogue, in the order of its matters."""
    return tuple(name for name, *_ in _varied(real_rows()))


def fill_large(office: Office, count: int = LARGE) -> None:
    """Put so many matters into an empty database, in their place in the tree, published and indexed."""
    rows = real_rows()
    with office.work(SYSTEM) as work:
        departments = _add_departments(work, rows)
        matters = enumerate(_varied(rows), start=1)
        while part := list(islice(matters, WRITTEN_AT_ONCE)):
            part = [each for each in part if each[0] <= count]
            if not part:
                break
            _add_matters(work, part, departments)
        settle_index(work.session)


def _varied(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str, str, dict[str, Any], str]]:
    """Name, main name, department, source and code of each matter: the hall's own first, then division by division."""
    for round_number, division in enumerate(("", *DIVISIONS)):
        for row in rows:
            name, main = str(row["TASK_NAME"]), str(row["parentCatalogName"] or row["TASK_NAME"])
            if division:
                name = f"{division}{name}" if round_number % 2 else f"{name}（{division}）"
                main = f"{main}（{division}）"
            code = f"{row['TASK_CODE']}{round_number:02d}" if division else str(row["TASK_CODE"])
            yield name, main, f"{division}{row['DEPT_NAME']}", row, code


def _add_departments(work: Work, rows: list[dict[str, Any]]) -> dict[str, int]:
    names = list(dict.fromkeys(department for _, _, department, _, _ in _varied(rows)))
    values = [
        {"id": number, "code": f"D{number:017d}", "name": name} for number, name in enumerate(names, start=1)
    ]
    work.session.execute(sa.insert(table_of(Department)), values)
    return {name: number for number, name in enumerate(names, start=1)}


def _add_matters(
    work: Work, part: list[tuple[int, tuple[str, str, str, dict[str, Any], str]]], departments: dict[str, int]
) -> None:
    shared: dict[str, Any] = {"matter_type": MatterType.LICENCE, "state": MatterState.PUBLISHED, "version": 1}
    matters: list[dict[str, Any]] = []
    versions: list[dict[str, Any]] = []
    entries: list[IndexEntry] = []
    for number, (name, main, department, row, code) in part:
        content = _content(name, main, department, row, departments)
        kind = content.get("handling_kind", HandlingKind.PROMISED)
        department_id = departments[department]
        matters.append(
            {
                **shared,
                "id": number,
                "code": code,
                "item_code": "",
                "name": name,
                "main_name": main,
                "sub_name": "",
                "state_note": "",
                "department_id": department_id,
                "handling_kind": kind,
                "popularity": 100_000 // number,
            }
        )
        digest = content_digest(content)
        versions.append(
            {
                "matter_id": number,
                "version": 1,
                "content": content,
                "digest": digest,
                "published_at": work.now,
            }
        )
        entries.append(index_entry(number, (code,), name, content, department_id, MatterState.PUBLISHED))
    work.session.execute(sa.insert(table_of(Matter)), matters)
    work.session.execute(sa.insert(table_of(MatterVersion)), versions)
    index_matters(work.session, entries)


def _content(
    name: str, main: str, department: str, row: dict[str, Any], departments: dict[str, int]
) -> dict[str, Any]:
    """What lists and search need of a matter, as a version stores it."""
    kinds = {kind.label: kind.value for kind in ApplicantKind}
    short = [
        row[key] for key in ("matter_short", "matter_daily") if row.get(key) not in (None, "", "无", name)
    ]
    is_immediate = str(row.get("handle_time_limit") or "").startswith(("0", "1("))
    return {
        "name": name,
        "matter_type": MatterType.LICENCE.value,
        "department_name": department,
        "department_code": f"D{departments[department]:017d}",
        "main_name": main,
        "aliases": short,
        "applicant_kinds": [kinds[kind] for kind in row.get("service_object_name") or () if kind in kinds],
        "promised": {"days": 5},
        **({"handling_kind": HandlingKind.IMMEDIATE.value} if is_immediate else {}),
        **({"is_fully_online": True} if row.get("ONLINECHECK") == "1" else {}),
    }
