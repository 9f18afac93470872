"""Column mappings kept under a name, on both databases."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.services.import_mappings import (
    ColumnMapping,
    ColumnRule,
    delete_mapping,
    find_mapping,
    get_mapping,
    list_mappings,
    preview_file,
    read_mapping_file,
    save_mapping,
)
from desktop_app.services.work import NOBODY, SYSTEM, Office
from models.catalogue import ImportMapping

MAPPING = ColumnMapping(
    "某市清单",
    (
        ColumnRule("实施编码", "code"),
        ColumnRule("办件类型", "handling_kind", {"1": "即办件", "2": "承诺件"}),
        ColumnRule("时限", "promised", {"G": "工作日"}, unit_source="单位"),
        ColumnRule("材料", "materials.name", separator="|"),
    ),
    {"department_code": "11411000MB9900013M"},
    sheet="清单",
    header_row=2,
    header_rows=2,
)


def _save(office: Office, mapping: ColumnMapping) -> None:
    with office.work(SYSTEM) as work:
        save_mapping(work, mapping)


def test_a_mapping_is_kept_replaced_and_forgotten(office: Office) -> None:
    _save(office, MAPPING)
    _save(office, replace(MAPPING, name="另一个"))
    _save(office, replace(MAPPING, name=" 某市清单  ", header_row=3))
    with office.read(SYSTEM) as work:
        assert get_mapping(work, "某市清单") == replace(MAPPING, header_row=3)
        assert {(row.name, row.columns) for row in list_mappings(work)} == {("另一个", 4), ("某市清单", 4)}
    with office.work(SYSTEM) as work:
        delete_mapping(work, "某市清单")
    with office.read(SYSTEM) as work, pytest.raises(ServiceError) as refusal:
        get_mapping(work, "某市清单")
    assert refusal.value.code == "mapping_unknown"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (replace(MAPPING, name=" "), "mapping_name_invalid"),
        (replace(MAPPING, name="长" * 51), "mapping_name_invalid"),
        (replace(MAPPING, name="甲\x07乙"), "mapping_name_invalid"),
        (replace(MAPPING, columns=()), "mapping_empty"),
        (replace(MAPPING, columns=(ColumnRule("甲", "colour"),)), "mapping_target_unknown"),
    ],
)
def test_a_mapping_that_is_none_is_not_kept(office: Office, mapping: ColumnMapping, code: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        _save(office, mapping)
    assert refusal.value.code == code
    with office.read(SYSTEM) as work:
        assert list_mappings(work) == []


def test_the_mapping_that_fits_a_file_is_found(office: Office, tmp_path: Path) -> None:
    small = ColumnMapping("小", (ColumnRule("编码", "code"),))
    _save(office, small)
    _save(office, replace(small, name="大", columns=(*small.columns, ColumnRule("名称", "name"))))
    _save(office, replace(small, name="别的", columns=(ColumnRule("别的列", "code"),)))
    path = tmp_path / "a.csv"
    path.write_text("编码,名称,备注\n1,2,3\n", "utf-8")
    with office.read(SYSTEM) as work:
        found = find_mapping(work, preview_file(path))
        assert found is not None
        assert found.name == "大"
        path.write_text("甲,乙\n1,2\n", "utf-8")
        assert find_mapping(work, preview_file(path)) is None


def test_mappings_move_between_halls_as_files(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    stored = {"name": "甲", "columns": [{"source": "编码", "target": "code"}], "header_row": 2}
    path.write_text(json.dumps(stored, ensure_ascii=False), "utf-8")

    assert read_mapping_file(path) == ColumnMapping("甲", (ColumnRule("编码", "code"),), header_row=2)
    for broken in ("[]", "{", '{"name": "甲", "columns": 3}', '{"a":' * 9000):
        path.write_text(broken, "utf-8")
        with pytest.raises(ServiceError) as refusal:
            read_mapping_file(path)
        assert refusal.value.code == "mapping_unreadable"


def test_a_kept_mapping_of_another_program_is_refused(office: Office) -> None:
    _save(office, MAPPING)
    with office.work(SYSTEM) as work:
        work.session.execute(sa.update(ImportMapping).values(mapping={"columns": 3, "name": "某市清单"}))
    with office.read(SYSTEM) as work, pytest.raises(ServiceError) as refusal:
        get_mapping(work, "某市清单")
    assert refusal.value.code == "mapping_unreadable"


def test_mappings_belong_to_those_who_import(office: Office) -> None:
    for use_case in (
        lambda: list_mappings(work),
        lambda: get_mapping(work, "x"),
        lambda: save_mapping(work, MAPPING),
        lambda: delete_mapping(work, "x"),
    ):
        with office.read(NOBODY) as work, pytest.raises(ServiceError) as refusal:
            use_case()
        assert refusal.value.code == "not_permitted"
