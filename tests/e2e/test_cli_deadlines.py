"""`deadline`, one by one and in batches, and `calendar`: the handbook's vectors and everything that is not one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import HOSTILE

VECTORS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"from": "2025-01-24", "days": 5}, "2025-02-07"),
    ({"from": "2025-09-26", "days": 5}, "2025-10-10"),
    ({"from": "2026-02-13", "days": 3}, "2026-02-25"),
    ({"from": "2026-09-18", "days": 10, "unit": "working"}, "2026-10-09"),
    ({"from": "2026-02-13", "days": 20, "pauses": []}, "2026-03-19"),
    ({"from": "2026-05-08", "days": 1}, "2026-05-09"),
    ({"from": "2026-01-01", "days": 1}, "2026-01-04"),
    ({"from": "2025-12-30", "days": 3}, "2026-01-05"),
    ({"from": "2026-08-31", "days": 60}, "2026-11-27"),
    ({"from": "2026-12-24", "days": 5}, "2026-12-31"),
    ({"from": "2026-03-02", "days": 10, "pauses": [["2026-03-05", "2026-03-12"]]}, "2026-03-23"),
    ({"from": "2026-03-02", "days": 10, "pauses": [["2026-03-07", "2026-03-09"]]}, "2026-03-16"),
    (
        {
            "from": "2026-03-02",
            "days": 10,
            "pauses": [["2026-03-05", "2026-03-12"], ["2026-03-10", "2026-03-13"]],
        },
        "2026-03-24",
    ),
    ({"from": "2026-02-10", "days": 10, "pauses": [["2026-02-14", "2026-02-28"]]}, "2026-03-09"),
    ({"from": "2026-02-10", "days": 10, "pauses": [["2026-02-15", "2026-02-24"]]}, "2026-03-02"),
    ({"from": "2026-09-20", "days": 10, "unit": "calendar"}, "2026-09-30"),
    ({"from": "2026-09-24", "days": 10, "unit": "calendar"}, "2026-10-08"),
    ({"from": "2026-11-20", "days": 0}, "2026-11-20"),
)
REFUSED: tuple[tuple[bytes, dict[str, Any]], ...] = (
    (b'{"from":"2026-12-25","days":5}', {"error": "calendar_not_loaded", "year": 2027}),
    (b'{"from":"9999-12-31","days":9,"unit":"calendar"}', {"error": "calendar_not_loaded", "year": 9999}),
    (b'{"from":"0001-01-01","days":9}', {"error": "calendar_not_loaded", "year": 1}),
    (b'{"from":"2026-03-02","days":-1}', {"error": "limit_invalid", "days": -1, "longest": 3650}),
    (
        b'{"from":"2026-03-02","days":5,"pauses":[["2026-03-09","2026-03-05"]]}',
        {"error": "pause_invalid", "start": "2026-03-09", "resume": "2026-03-05"},
    ),
    (b"not json", {"error": "batch_line_invalid", "field": "JSON"}),
    (b"[" * 100_000, {"error": "batch_line_invalid", "field": "JSON"}),
    (b"\xff\xfe\x00", {"error": "batch_line_invalid", "field": "JSON"}),
    (b"[1]", {"error": "batch_line_invalid", "field": "JSON"}),
    (b'{"from":"2026-03-02","days":' + b"9" * 9999 + b"}", {"error": "batch_line_invalid", "field": "JSON"}),
    (b"{}", {"error": "batch_line_invalid", "field": "days"}),
    (b'{"from":"2026-03-02","days":true}', {"error": "batch_line_invalid", "field": "days"}),
    (b'{"from":"2026-03-02","days":5.0}', {"error": "batch_line_invalid", "field": "days"}),
    (b'{"from":"2026-03-02","days":1e400}', {"error": "batch_line_invalid", "field": "days"}),
    (b'{"from":"2026-02-30","days":5}', {"error": "batch_line_invalid", "field": "from"}),
    (b'{"from":"20260302","days":5}', {"error": "batch_line_invalid", "field": "from"}),
    (b'{"from":7,"days":5}', {"error": "batch_line_invalid", "field": "from"}),
    (b'{"from":"2026-03-02","days":5,"unit":"weeks"}', {"error": "batch_line_invalid", "field": "unit"}),
    (b'{"from":"2026-03-02","days":5,"unit":[]}', {"error": "batch_line_invalid", "field": "unit"}),
    (b'{"from":"2026-03-02","days":5,"pauses":7}', {"error": "batch_line_invalid", "field": "pauses"}),
    (b'{"from":"2026-03-02","days":5,"pauses":[[]]}', {"error": "batch_line_invalid", "field": "pauses"}),
    (b'{"from":"2026-03-02","days":5,"pause":[]}', {"error": "batch_line_invalid", "field": "pause"}),
)


def test_a_batch_answers_every_line_and_goes_on(fresh: CommandLine, tmp_path: Path) -> None:
    lines = [json.dumps(given).encode() for given, _due in VECTORS] + [line for line, _error in REFUSED]
    file = tmp_path / "batch.jsonl"
    file.write_bytes(b"\n\n".join(lines))

    piped = fresh.run("deadline", "--batch", "-", stdin=file.read_bytes())
    filed = fresh.run("deadline", "--batch", file, "--json")

    answers = [json.loads(line) for line in piped.output.splitlines()]
    assert (piped.status, piped.errors) == (0, "")
    assert [answer["due"] for answer in answers[: len(VECTORS)]] == [due for _given, due in VECTORS]
    assert answers[len(VECTORS) :] == [error for _line, error in REFUSED]
    assert all("届满" in answer["explanation"] for answer in answers[: len(VECTORS) - 1])
    assert answers[-len(REFUSED) - 9]["is_provisional"]
    assert filed.output == piped.output


def test_one_deadline_is_explained(fresh: CommandLine) -> None:
    words = ("deadline", "--from", "2026-03-02", "--days", "10", "--pause", "2026-03-05..2026-03-12")
    outcome = fresh.run(*words, "--pause", "2026-03-10..2026-03-13")
    due, explanation = outcome.output.splitlines()

    assert due == "2026-03-24"
    assert "03-05至03-12 暂停，不计6个工作日" in explanation
    assert fresh.ask(*words, "--unit", "calendar")["due"] == "2026-03-19"
    assert not (fresh.home / "yichuang.db").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--from", "2026-12-25", "--days", "5"], "calendar_not_loaded"),
        (["--from", "2026-03-02", "--days", "-1"], "limit_invalid"),
        (["--from", "2026-03-02", "--days", "4000"], "limit_invalid"),
        (["--from", "2026-03-02", "--days", "5", "--pause", "2026-03-09..2026-03-05"], "pause_invalid"),
        (["--batch", "nowhere.jsonl"], "file_unreadable"),
        (["--batch", ""], "file_unreadable"),
        (["--batch", "."], "file_unreadable"),
    ],
)
def test_a_deadline_nobody_can_know_is_refused(fresh: CommandLine, words: list[str], code: str) -> None:
    assert fresh.refused("deadline", *words) == code


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--from", "2026-03-02"],
        ["--from", "2026-3-2", "--days", "5"],
        ["--from", "2026-W10-1", "--days", "5"],
        ["--from", "2026-03-02", "--days", "five"],
        ["--from", "2026-03-02", "--days", "1_0"],
        ["--from", "2026-03-02", "--days", "5", "--pause", "2026-03-05"],
        ["--from", "2026-03-02", "--batch", "-"],
    ],
)
def test_a_deadline_asked_wrongly_is_a_usage_error(fresh: CommandLine, words: list[str]) -> None:
    outcome = fresh.run("deadline", *words)

    assert (outcome.status, outcome.output, outcome.code) == (2, "", "usage")


def test_a_year_is_shown_or_refused(fresh: CommandLine) -> None:
    year = fresh.ask("calendar", "show", "2026")

    assert year["working_days"] == 248
    assert not year["is_final"]
    assert {"day": "2026-02-14", "is_working": True, "name": "调休上班"} in year["special_days"]
    assert "2026 年共 248 个工作日" in fresh.run("calendar", "show", "2026").output
    assert fresh.refused("calendar", "show", "2027") == "calendar_not_loaded"


def test_a_notice_loads_the_next_year(fresh: CommandLine, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    sentences = (
        "国务院办公厅关于2027年部分节假日安排的通知\n"
        "一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。\n"
        "二、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。\n"
        "三、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。\n"
    )
    notice.write_bytes(sentences.encode("gb18030"))
    fresh.ask("init")

    assert fresh.refused("deadline", "--from", "2026-12-25", "--days", "5") == "calendar_not_loaded"
    loaded = fresh.ask("calendar", "import", "--notice", notice)

    assert loaded["year"] == 2027
    assert len(loaded["changes"]) == 16
    assert fresh.ask("deadline", "--from", "2026-12-25", "--days", "5")["due"] == "2027-01-04"
    assert {"day": "2027-05-08", "is_working": True, "name": "调休上班"} in fresh.ask(
        "calendar", "show", "2027"
    )["special_days"]


def test_a_calendar_file_is_loaded_and_an_empty_year_is_not(fresh: CommandLine, shared_data: Path) -> None:
    fresh.ask("init")

    assert fresh.ask("calendar", "import", shared_data / "calendar" / "2026.json")["year"] == 2026
    assert (
        fresh.refused("calendar", "import", shared_data / "calendar" / "2027.json") == "calendar_file_empty"
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_no_calendar_is_refused(
    fresh: CommandLine, hostile_files: Callable[[str], Path], kind: str
) -> None:
    fresh.ask("init")
    file = hostile_files(kind)

    assert fresh.refused("calendar", "import", file) in {"file_unreadable", "file_too_large"}
    assert fresh.refused("calendar", "import", "--notice", file) in {
        "file_unreadable",
        "file_too_large",
        "notice_unreadable",
    }
