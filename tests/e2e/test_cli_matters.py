"""`matters import`, `search` and `show`, with the real lists of Guangdong and with files that are none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import HOSTILE

FILE_CODES = {"file_missing", "file_empty", "file_binary", "file_unreadable", "file_headings_unknown"}


def test_a_real_catalogue_comes_in_once(sample_hall: CommandLine, shared_data: Path, tmp_path: Path) -> None:
    file = shared_data / "matters-guangdong" / "matters.jsonl"
    report = tmp_path / "report.jsonl"

    trial = sample_hall.ask("matters", "import", file, "--dry-run")
    before = sample_hall.ask("matters", "search", "临时价格干预范围事项提价申报")
    first = sample_hall.ask("matters", "import", file, "--report", report)
    second = sample_hall.ask("matters", "import", file)

    assert trial["is_trial"]
    assert "临时价格干预范围事项提价申报" not in [row["name"] for row in before]
    assert first["created"] == trial["created"] > 2000
    assert first["refused"] == len({line["record_number"] for line in first["refusals"]})
    assert (second["created"], second["changed"]) == (0, 0)
    assert second["unchanged"] == first["created"]
    assert len(report.read_text("utf-8").splitlines()) == first["repairs"] + len(first["refusals"])
    (found, *_rest) = sample_hall.ask("matters", "search", "临时价格干预范围事项提价申报")
    shown = sample_hall.ask("matters", "show", found["item_code"] or found["code"])
    assert shown["content"]["name"] == "临时价格干预范围事项提价申报"


def test_a_matter_is_found_by_what_people_type(sample_hall: CommandLine) -> None:
    for text, name in (
        ("sfz", "居民身份证补领"),
        ("身份证", "居民身份证补领"),
        ("GTGS", "个体工商户设立登记"),
        ("11411000MB9910043G4410728001000", "居民身份证补领"),
    ):
        assert name in [row["name"] for row in sample_hall.ask("matters", "search", text)], text
    assert len(sample_hall.ask("matters", "search", "登记", "--limit", "3")) == 3
    assert sample_hall.ask("matters", "search", "") == []
    assert sample_hall.ask("matters", "search", "'; DROP TABLE matter; --") == []
    assert sample_hall.ask("matters", "search", "\U0001f3db" * 5000) == []


def test_a_matter_is_shown_with_its_materials(sample_hall: CommandLine) -> None:
    text = sample_hall.run("matters", "show", "11411000MB9910043G4410728001000").output
    value = sample_hall.ask("matters", "show", "11411000MB9910043G4410728001000")

    assert "法定时限：60个自然日" in text
    assert "居民身份证申领登记表（必要" in text
    assert value["content"]["statutory"] == {"days": 60, "unit": "calendar_days"}
    assert sample_hall.refused("matters", "show", "NOSUCHCODE") == "matter_unknown"


def test_a_refused_record_is_one_line_and_the_others_are_in(sample_hall: CommandLine, tmp_path: Path) -> None:
    exported = sample_hall.ask("matters", "show", "11411000MB9910043G4410728001000")["content"]
    good = {"code": "11411000MB9910043G4410728009000", **exported, "name": "示例新事项"}
    file = tmp_path / "two.jsonl"
    file.write_text(f"{json.dumps(good)}\n" + '{"code": "X"}\n', "utf-8")

    outcome = sample_hall.run("matters", "import", file)

    assert outcome.status == 0
    assert "新增 1" in outcome.output
    assert [line for line in outcome.output.splitlines() if line.startswith("第 2 条")]
    assert sample_hall.ask("matters", "search", "示例新事项")


def test_what_a_list_no_longer_names_ends_where_it_is_wanted(
    fresh: CommandLine, shared_data: Path, tmp_path: Path
) -> None:
    fresh.ask("init")
    lines = (shared_data / "matters-guangdong" / "matters.jsonl").read_text("utf-8").splitlines()[:20]
    whole, half, report = tmp_path / "whole.jsonl", tmp_path / "half.jsonl", tmp_path / "report.xlsx"
    whole.write_text("\n".join([*lines, lines[0].replace("TASK_CODE", "code")]), "utf-8")
    half.write_text("\n".join(lines[::2]), "utf-8")
    assert fresh.ask("matters", "import", whole)["created"] == 20

    trial = fresh.ask("matters", "import", half, "--dry-run", "--report", report)
    assert (trial["created"], trial["unchanged"]) == (0, 10)
    assert 0 < trial["vanished"] <= 10
    assert report.read_bytes().startswith(b"PK")
    done = fresh.ask("matters", "import", half, "--abolish-vanished")
    assert (done["abolished"], done["changed"]) == (trial["vanished"], 0)
    half.write_text("not json", "utf-8")
    assert fresh.refused("matters", "import", half, "--abolish-vanished") == "import_vanished_unsure"
    assert fresh.refused("matters", "import", half, "--mapping", "没有") == "mapping_unknown"


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_no_list_of_matters_is_refused(
    fresh: CommandLine, hostile_files: Callable[[str], Path], kind: str
) -> None:
    fresh.ask("init")

    outcome = fresh.run("matters", "import", hostile_files(kind), "--json")

    if outcome.status == 0:
        assert (outcome.value["created"], outcome.value["departments"]) == (0, 0)
        assert outcome.value["refused"] >= 1
    else:
        assert (outcome.status, outcome.output) == (1, "")
        assert outcome.code in FILE_CODES
    assert fresh.ask("matters", "search", "登记") == []


def test_nothing_is_imported_when_the_report_cannot_be_written(
    fresh: CommandLine, shared_data: Path, tmp_path: Path
) -> None:
    fresh.ask("init")
    file = shared_data / "matters-guangdong" / "matters.jsonl"

    assert fresh.refused("matters", "import", file, "--report", tmp_path) == "file_unwritable"
    assert fresh.ask("matters", "search", "登记") == []


def test_files_go_out_come_back_and_are_mapped(sqlite_sample_hall: CommandLine, tmp_path: Path) -> None:
    hall = sqlite_sample_hall
    template, exported, foreign = (tmp_path / name for name in ("模板.xlsx", "目录.xlsx", "清单.csv"))
    foreign.write_text(
        "实施编码,事项名称,事项类别,实施部门,部门编码\n"
        "11411000MB9900013M3410125099000,夜市摊点许可,01,示例局,11411000MB9900013M\n",
        "utf-8",
    )

    hall.ask("matters", "template", template)
    assert template.stat().st_size > 10_000
    count = hall.ask("matters", "export", exported)["matters"]
    again = hall.ask("matters", "import", exported)
    assert (again["unchanged"], again["created"], again["changed"]) == (count, 0, 0)

    guessed = hall.ask("matters", "mapping", "guess", foreign)
    (tmp_path / "mapping.json").write_text(json.dumps(guessed), "utf-8")
    hall.ask("matters", "mapping", "save", "某市清单", tmp_path / "mapping.json")
    assert [row["name"] for row in hall.ask("matters", "mappings")] == ["某市清单"]
    assert hall.ask("matters", "mapping", "show", "某市清单")["columns"] == guessed["columns"]
    assert hall.ask("matters", "import", foreign, "--mapping", "某市清单")["created"] == 1
    assert hall.refused("matters", "mapping", "delete", "没有") == "mapping_unknown"
