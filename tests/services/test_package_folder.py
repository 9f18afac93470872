"""The folder outside channels put packages into, and the states that go back."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from pypdf import PdfReader

from desktop_app.exchange.packages import FILES_FOLDER, package_schema, parse_package
from desktop_app.file_store import digest_of
from desktop_app.rules.errors import ServiceError
from desktop_app.services import cases, pending_cases, preexamination
from desktop_app.services.case_files import list_files
from desktop_app.services.case_inputs import CaseInput
from desktop_app.services.online_status import write_statuses
from desktop_app.services.package_folder import TAKEN_FOLDER, pull_packages
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case
from models.enums import PrintState
from models.printing import PrintRecord
from tests.conftest import MORNING, ROOT
from tests.factories import Hall
from tests.services.packages import APPLICANT, materials, put


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for packages; a server's database keeps its files in a folder of the test."""
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setenv("YICHUANG_FILES", str(kept))
    return tmp_path / "inbox"


def scan(inbox: Path, shade: int = 0) -> str:
    """A scanned page beside the packages; its digest."""
    folder = inbox / FILES_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    picture = inbox / "page.png"
    Image.new("L", (64, 64), shade).save(picture)
    content = picture.read_bytes()
    picture.rename(folder / digest_of(content))
    return digest_of(content)


def with_file(digest: str, position: int = 1) -> list[dict[str, Any]]:
    lines = materials(0, 1, 2, 3)
    lines[position]["files"] = [{"name": "营业执照.png", "digest": digest}]
    return lines


def codes(office: Office, inbox: Path) -> list[str]:
    return [one.error.code for one in pull_packages(office, inbox).refused]


@pytest.mark.usefixtures("hall")
def test_a_folder_is_taken_in_the_order_of_submission_and_only_once(office: Office, inbox: Path) -> None:
    digest = scan(inbox)
    sent = MORNING - timedelta(minutes=5)
    put(inbox, "a-supplement", "supplement", continues="Z", materials=materials(1))
    put(inbox, "Z", materials=with_file(digest), submitted_at=sent.isoformat())
    report = pull_packages(office, inbox)
    assert [one.key for one in report.taken] == ["portal/Z"]
    assert [one.error.code for one in report.refused] == ["case_state_wrong"]
    assert [path.name for path in (inbox / TAKEN_FOLDER).iterdir()] == ["Z.json"]
    with office.read(SYSTEM) as work:
        (file,) = list_files(work, report.taken[0].case_id)
    assert (file.position, file.digest, file.media_type) == (1, digest, "image/png")
    shutil.copy(inbox / TAKEN_FOLDER / "Z.json", inbox / "again.json")
    again = pull_packages(office, inbox)
    assert (again.added, len(again.taken)) == (0, 1)


@pytest.mark.usefixtures("hall")
def test_what_cannot_be_taken_stays_with_its_reason_and_keeps_no_other_back(
    office: Office, inbox: Path
) -> None:
    digest = scan(inbox)
    (inbox / FILES_FOLDER / ("0" * 64)).write_bytes((inbox / FILES_FOLDER / digest).read_bytes())
    put(inbox, "good")
    put(inbox, "lost-file", materials=with_file("f" * 64))
    put(inbox, "other-file", materials=with_file("0" * 64))
    put(inbox, "no-matter", matter_code="1" * 31)
    (inbox / "broken.json").write_text("{", "utf-8")
    (inbox / "notes.txt").write_text("不是申请包", "utf-8")
    report = pull_packages(office, inbox)
    assert [one.key for one in report.taken] == ["portal/good"]
    assert {one.file: one.error.code for one in report.refused} == {
        "broken.json": "package_invalid",
        "lost-file.json": "package_file_missing",
        "other-file.json": "package_file_altered",
        "no-matter.json": "matter_unknown",
    }
    assert (inbox / "broken.json").exists()


@pytest.mark.parametrize(
    ("kind", "changes", "place"),
    [
        ("application", {"channel": "counter"}, "channel"),
        ("application", {"applicant": None}, "整个文件"),
        ("application", {"applicant": APPLICANT | {"nickname": "萌"}}, "applicant.nickname"),
        ("application", {"sender": "../portal"}, "sender"),
        ("application", {"submitted_at": "2026-11-20T09:00:00"}, "submitted_at"),
        (
            "application",
            {"materials": [{"name": "表", "files": [{"name": "x", "digest": "../x"}]}]},
            "digest",
        ),
        ("application", {"materials": [{"name": "表"}, {"name": "表"}]}, "整个文件"),
        ("application", {"form": {"面积": 1e999}}, "form"),
        ("application", {"case_number": "1"}, "整个文件"),
        ("supplement", {"materials": []}, "整个文件"),
        ("withdrawal", {"continues": "A1"}, "整个文件"),
    ],
)
def test_a_package_that_says_too_little_or_nonsense_is_told_where(
    tmp_path: Path, kind: str, changes: dict[str, Any], place: str
) -> None:
    with pytest.raises(ServiceError, match="package_invalid") as refused:
        parse_package(put(tmp_path, "A1", kind, **changes))
    assert place in str(refused.value.values["place"])


def test_foreign_text_is_cleaned(tmp_path: Path) -> None:
    found = parse_package(
        put(
            tmp_path,
            "A1",
            applicant=APPLICANT | {"name": " 王\u0000小\u200b萌 "},
            form={"字号": "<b>示例</b>\u0000", "列表": ["a\u0007"]},
        )
    )
    assert found.applicant is not None
    assert found.applicant.name == "王小萌"
    assert found.form == {"字号": "示例", "列表": ["a"]}


def test_no_folder_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="folder_unreadable"):
        pull_packages(office, tmp_path / "nowhere")


@pytest.mark.usefixtures("hall")
def test_two_computers_take_a_folder_at_once(office: Office, inbox: Path) -> None:
    for number in range(6):
        put(inbox, f"A{number}")
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(pull_packages, office, inbox) for _ in range(2)]
        reports = [one.result() for one in both]
    assert sum(report.added for report in reports) == 6
    assert {one.error.code for report in reports for one in report.refused} <= {"file_unreadable"}
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 6


def test_the_state_of_online_cases_goes_back_without_names(
    office: Office, hall: Hall, inbox: Path, tmp_path: Path
) -> None:
    put(inbox, "A1")
    put(inbox, "B1", sender="app")
    taken = pull_packages(office, inbox).taken
    out = tmp_path / "out"
    assert write_statuses(office, out) == (2, 0)
    assert write_statuses(office, out) == (0, 2)
    first = next(package for package in taken if package.key == "portal/A1")
    with office.work(hall.clerk) as work:
        preexamination.return_case(work, first.case_id, 1, "材料不清晰", {1: "请重新拍照"})
    mine = tmp_path / "portal"
    assert write_statuses(office, mine, "portal") == (1, 0)
    assert write_statuses(office, out) == (1, 1)
    text = (mine / f"{first.number}.json").read_text("utf-8")
    told = json.loads(text)
    assert told["packages"] == ["A1"]
    assert (told["state"], told["progress"]) == ("returned", "returned")
    assert told["demands"] == [{"material": "营业执照", "demand": "请重新拍照"}]
    assert [step["action"] for step in told["steps"]] == ["submit", "return"]
    assert not {"王小萌", "411002199003070006", hall.clerk.name} & {*text.split('"')}


def test_papers_are_told_by_number(office: Office, hall: Hall, inbox: Path, tmp_path: Path) -> None:
    put(inbox, "A1")
    (taken,) = pull_packages(office, inbox).taken
    with office.work(hall.clerk) as work:
        form = pending_cases.take_up_case(work, taken.case_id)
        cases.receive_case(
            work, CaseInput(form.matter_id, 1, form.applicant, pending=form.pending, answers=form.answers)
        )
    write_statuses(office, tmp_path / "out", with_papers=True)
    write_statuses(office, tmp_path / "out", with_papers=True)
    told = json.loads((tmp_path / "out" / f"{taken.number}.json").read_text("utf-8"))
    assert [paper["kind"] for paper in told["documents"]] == ["receipt"]
    assert told["documents"][0]["number"].startswith("示卫收")
    paper = tmp_path / "out" / told["documents"][0]["file"]
    assert "材料接收凭证" in PdfReader(paper).pages[0].extract_text()
    with office.read(SYSTEM) as work:
        prints = work.session.execute(sa.select(PrintRecord.printer, PrintRecord.state)).all()
    assert prints == [("网上渠道", PrintState.SAVED)], "an electronic copy is a record, once"


def test_the_schema_in_the_documentation_is_the_one_packages_are_read_by() -> None:
    written = json.loads((ROOT / "docs" / "package.schema.json").read_text("utf-8"))
    assert written == package_schema()
