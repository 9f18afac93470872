"""`cases` and `verify`, over the story of the sample hall, on both databases."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop_app.services.story import Story, StoryCase
from models.enums import CaseState
from tests.e2e.command_line import CommandLine
from tests.unit.documents.reading import type_sizes

HallStory = tuple[CommandLine, Story]
GRANDMOTHERS_NUMBER = "411003195512310002"


def case_in(story: Story, state: CaseState) -> StoryCase:
    return next(case for case in story.cases if case.state is state)


def pdf_text(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages).replace("\n", "")


def qr_text(hall: CommandLine, number: str, kind: str) -> str:
    """The text of a printed QR code, read from the database as a scanner would from the paper."""
    import sqlalchemy as sa

    query = sa.text(
        'SELECT content FROM issued_document JOIN "case" ON "case".id = case_id '
        "WHERE number_of_case = :number AND kind = :kind".replace("number_of_case", '"case".number')
    )
    engine = sa.create_engine(hall.address or f"sqlite:///{hall.home / 'yichuang.db'}")
    with engine.connect() as connection:
        content = connection.execute(
            query.columns(content=sa.JSON()), {"number": number, "kind": kind}
        ).scalar_one()
    engine.dispose()
    return content["case"]["qr_text"]


def test_lists_are_filtered(story_hall: HallStory) -> None:
    hall, story = story_hall
    everything = hall.ask("cases", "list")
    states = [case.state for case in story.cases]

    assert [row["number"] for row in everything] == [case.number for case in reversed(story.cases)]
    assert len(hall.ask("cases", "list", "--limit", "3")) == 3
    for words, wanted in (
        (["--state", "accepted"], [CaseState.ACCEPTED]),
        (["--state", "refused", "--state", "completed"], [CaseState.REFUSED, CaseState.COMPLETED]),
    ):
        found = hall.ask("cases", "list", *words)
        assert len(found) == sum(states.count(state) for state in wanted)
        assert {row["state"] for row in found} == {state.value for state in wanted}
    opened = hall.ask("cases", "list", "--open")
    assert [row["due_on"] for row in opened] == sorted(row["due_on"] for row in opened)
    assert opened[0]["due_on"] == "2026-11-10"
    assert len(hall.ask("cases", "list", "--open", "--state", "accepted")) == states.count(CaseState.ACCEPTED)
    assert hall.ask("cases", "list", "--open", "--state", "completed") == []


def test_departments_are_known_by_every_name(story_hall: HallStory) -> None:
    hall, _story = story_hall
    answers = [
        hall.ask("cases", "list", "--department", name)
        for name in ("11411000MB991014XN", "颍昌县城市管理局", "颍城管")
    ]

    assert answers[0] == answers[1] == answers[2]
    assert {row["department_name"] for row in answers[0]} == {"颍昌县城市管理局"}
    opened = hall.ask("cases", "list", "--open", "--department", "颍昌县城市管理局")
    assert {row["id"] for row in opened} == {row["id"] for row in answers[0] if row["closed_at"] is None}
    assert hall.refused("cases", "list", "--department", "城管") == "department_not_found"


def test_a_case_is_shown_without_the_numbers_of_its_people(story_hall: HallStory) -> None:
    hall, story = story_hall
    pension = next(case for case in story.cases if case.matter_name == "高龄津贴申领")

    text = hall.run("cases", "show", pension.number).output
    shown = hall.run("cases", "show", pension.number.lower(), "--json")

    assert "申请人：李𬱖，居民身份证 411003**********02，电话" in text
    assert "办理过程：" in text
    assert "acceptance 受理通知书" in text
    for output in (text, shown.output):
        assert GRANDMOTHERS_NUMBER not in output
        assert "0374-0000102" not in output
    assert [party["role"] for party in shown.value["parties"]] == ["applicant", "agent"]
    assert [event["action"] for event in shown.value["events"]] == ["receive", "accept"]
    assert shown.value["case"]["received_at"].endswith("+08:00")
    assert "query_code" not in shown.output


def test_an_unknown_case_is_refused(story_hall: HallStory, tmp_path: Path) -> None:
    hall, story = story_hall
    received = case_in(story, CaseState.RECEIVED)

    for number in ("1", "", "' OR 1=1 --", "９" * 3000):
        assert hall.refused("cases", "show", number) == "case_unknown"
    out = tmp_path / "out.pdf"
    assert hall.refused("cases", "print", received.number, "grant", out) == "document_not_issued"
    assert not out.exists()


def test_a_print_is_a_file_and_a_record(story_hall: HallStory, tmp_path: Path) -> None:
    hall, story = story_hall
    number = case_in(story, CaseState.ACCEPTED).number
    entries = hall.ask("audit", "verify")["entries"]

    first = hall.ask("cases", "print", number, "acceptance", tmp_path / "first.pdf")
    second = hall.ask("cases", "print", number, "acceptance", tmp_path / "second.pdf")

    assert (first["copy"], second["copy"]) == (1, 2)
    assert "受理通知书" in pdf_text(tmp_path / "first.pdf")
    assert "补打" not in pdf_text(tmp_path / "first.pdf")
    assert "补打" in pdf_text(tmp_path / "second.pdf")
    documents = hall.ask("cases", "show", number)["documents"]
    assert {row["kind"]: row["prints"] for row in documents}["acceptance"] == 2
    assert hall.ask("audit", "verify") == {"is_whole": True, "entries": entries + 4, "broken_at": None}


@pytest.mark.parametrize("place", ["nowhere/out.pdf", ".", "/proc/out.pdf"])
def test_a_print_that_cannot_be_written_is_no_print(
    sqlite_hall: HallStory, tmp_path: Path, place: str
) -> None:
    hall, story = sqlite_hall
    number = case_in(story, CaseState.ACCEPTED).number

    assert hall.refused("cases", "print", number, "receipt", tmp_path / place) == "output_unwritable"
    assert {row["prints"] for row in hall.ask("cases", "show", number)["documents"]} == {0}


def test_a_genuine_code_is_told_from_a_forged_one(story_hall: HallStory) -> None:
    hall, story = story_hall
    number = case_in(story, CaseState.COMPLETED).number
    genuine = qr_text(hall, number, "acceptance")

    verdict = hall.ask("verify", genuine)
    folded = hall.ask("verify", f" {genuine.lower()}\n")

    assert verdict == folded
    assert verdict["is_genuine"]
    assert verdict["document"] == "acceptance"
    assert verdict["case"]["number"] == number
    assert "真实有效：受理通知书" in hall.run("verify", genuine).output
    last = "A" if genuine[-1] != "A" else "B"
    forged = (
        genuine[:-1] + last,
        genuine.replace("d=acceptance", "d=grant"),
        genuine.replace(number, number[:-1] + "9"),
        genuine.replace("hall.example", "evil.example"),
        "",
        "不是二维码",
        genuine * 100,
        b"\xd6\xd0\xce\xc4",
    )
    for text in forged:
        outcome = hall.run("verify", text, "--json")
        assert (outcome.status, outcome.code) == (1, "qr_not_genuine")
        assert outcome.value == {"is_genuine": False}


def test_another_halls_code_is_not_genuine(sqlite_hall: HallStory, tmp_path: Path) -> None:
    hall, story = sqlite_hall
    other = CommandLine(tmp_path / "other")
    other.ask("init", "--sample")

    text = qr_text(hall, case_in(story, CaseState.COMPLETED).number, "receipt")

    assert other.run("verify", text).status == 1


def test_large_print_is_a_copy_like_any_other(story_hall: HallStory, tmp_path: Path) -> None:
    hall, story = story_hall
    number = case_in(story, CaseState.RECEIVED).number

    answer = hall.ask("cases", "print", number, "receipt", tmp_path / "large.pdf", "--large")

    assert answer["copy"] == 1
    assert type_sizes((tmp_path / "large.pdf").read_bytes())[-1] > 30


def test_the_file_of_a_case_is_checked_point_by_point(story_hall: HallStory) -> None:
    hall, story = story_hall
    number = case_in(story, CaseState.REFUSED).number

    outcome = hall.run("cases", "check", number, "--json")
    words = hall.run("cases", "check", number).output

    assert [check["code"] for check in outcome.value["checks"]] == [f"A{at}" for at in range(1, 16)]
    assert outcome.value["archived_at"] is None
    assert (outcome.status == 1) == ("须补正：" in words)
    assert "A7  通过 不予决定写明理由、依据和救济" in words
    assert "A13 不适用" in words
