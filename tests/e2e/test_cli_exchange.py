"""`exchange pull` and `exchange push`, on both databases."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.e2e.command_line import CommandLine
from tests.services.packages import put

SENT = (datetime.now(UTC) - timedelta(minutes=1)).isoformat(timespec="seconds")


def test_packages_come_in_once_and_their_states_go_out(sample_hall: CommandLine, tmp_path: Path) -> None:
    matter = _matter(sample_hall)
    inbox, out = tmp_path / "in", tmp_path / "out"
    put(inbox, "A1", matter_code=matter, materials=[], submitted_at=SENT)
    put(inbox, "A2", matter_code="1" * 31, submitted_at=SENT)

    first = sample_hall.ask("exchange", "pull", inbox)
    again = sample_hall.ask("exchange", "pull", inbox)
    written = sample_hall.ask("exchange", "push", out, "--sender", "portal")
    same = sample_hall.run("exchange", "push", out, "--sender", "portal")

    assert (first["taken"], first["known"]) == (1, 0)
    assert [(one["file"], one["code"]) for one in first["refused"]] == [("A2.json", "matter_unknown")]
    assert (again["taken"], [one["code"] for one in again["refused"]]) == (0, ["matter_unknown"])
    assert written == {"written": 1, "unchanged": 0}
    assert same.output == "写出 0 件，1 件没有变化。\n"
    number = first["cases"][0]["case"]
    told = json.loads((out / f"{number}.json").read_text("utf-8"))
    assert (told["state"], told["packages"]) == ("submitted", ["A1"])
    shown = sample_hall.ask("cases", "show", number)
    assert shown["case"]["channel"] == "web"
    assert sample_hall.ask("audit", "verify")["is_whole"]


def test_a_folder_that_is_not_there_is_refused(sqlite_sample_hall: CommandLine, tmp_path: Path) -> None:
    assert sqlite_sample_hall.refused("exchange", "pull", tmp_path / "nowhere") == "folder_unreadable"
    (tmp_path / "file").touch()
    assert sqlite_sample_hall.refused("exchange", "push", tmp_path / "file") == "output_unwritable"


def _matter(hall: CommandLine) -> str:
    """A matter without questions about the situation."""
    (found,) = hall.ask("matters", "search", "高龄津贴申领", "--limit", "1")
    return found["item_code"] or found["code"]
