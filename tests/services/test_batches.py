"""Many cases at once: received from a list, handed over by scanning, printed together; on both databases."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_app.exchange.applicant_lists import HEADINGS, ApplicantLine
from desktop_app.rules.errors import ServiceError
from desktop_app.services import batch_delivery, batch_receipt, printing
from desktop_app.services.batch_receipt import BatchForm, CheckedRow
from desktop_app.services.work import Office
from models.enums import ApplicantKind, CaseState, DocumentKind, IdentityKind
from tests.factories import LICENCE, Hall, received
from tests.people import COMPANY, LI, WANG
from tests.services.examining import accepted, read_case
from tests.services.test_delivery import granted

LIST = (
    "姓名或名称,证件号码,联系电话,未交材料\n"
    f"{WANG.name},{WANG.identity_number},{WANG.phone},\n"
    f"{LI.name},{LI.identity_number},,卫生检测报告；营业执照\n"
    ",,,\n"
    f"{COMPANY.name},{COMPANY.identity_number},,\n"
)


def form(hall: Hall) -> BatchForm:
    return BatchForm(hall.licence_id, 1, received(len(LICENCE.materials)), agent=LI)


def checked(office: Office, hall: Hall, lines: tuple[ApplicantLine, ...]) -> list[CheckedRow]:
    with office.read(hall.clerk) as work:
        return batch_receipt.get_checked_rows(work, form(hall), lines)


def listed(folder: Path, text: str, encoding: str = "gb18030") -> tuple[ApplicantLine, ...]:
    path = folder / "list.csv"
    path.write_text(text, encoding)
    return batch_receipt.read_applicant_list(path)


def test_a_list_is_received_in_one_act(office: Office, hall: Hall, home: Path) -> None:
    rows = checked(office, hall, listed(home, LIST))
    assert [(row.number, row.faults, row.is_accepted) for row in rows] == [
        (2, (), True),
        (3, (), False),
        (5, (), True),
    ]
    assert rows[0].masked_number == "411002**********06"
    with office.work(hall.clerk) as work:
        done = batch_receipt.receive_batch(work, rows)
    states = [row.result.state for row in done]
    assert states == [CaseState.ACCEPTED, CaseState.RECEIVED, CaseState.ACCEPTED]
    assert len({row.result.number for row in done}) == 3
    found = read_case(office, hall, done[2].result)
    assert found.parties[0].kind is ApplicantKind.ENTERPRISE
    assert found.parties[0].identity_kind is IdentityKind.CREDIT_CODE
    assert found.parties[1].name == LI.name
    again = checked(office, hall, listed(home, LIST))
    assert all("在办" in row.faults[0] for row in again)
    with office.read(hall.clerk) as work:
        papers = printing.list_unprinted(work, own=True)
    assert [paper.kind for paper in papers].count(DocumentKind.ACCEPTANCE) == 2
    with office.read(hall.other_clerk) as work:
        assert printing.list_unprinted(work, own=True) == []
        assert len(printing.list_unprinted(work, own=False)) == len(papers)


def test_every_fault_of_a_row_is_told_and_nothing_is_received(office: Office, hall: Hall) -> None:
    lines = (
        ApplicantLine(2, "", WANG.identity_number),
        ApplicantLine(3, "张示例", "411002199003070005"),
        ApplicantLine(4, "张示例", "411002199003070005", confirmation="已核对原件"),
        ApplicantLine(5, "李示例", LI.identity_number, "学生证", "市民", missing=("房产证",)),
        ApplicantLine(6, "", ""),
    )
    rows = checked(office, hall, lines)
    faults = [" ".join(row.faults) for row in rows]
    assert "请填写“姓名或名称”" in faults[0]
    assert "号码核对说明" in faults[1]
    assert "与第 3 行是同一证件号码" in faults[2]
    assert faults[3].count("不是认识的取值") == 2
    assert "房产证" in faults[3]
    assert faults[4]
    with pytest.raises(ServiceError, match="batch_empty"), office.work(hall.clerk) as work:
        batch_receipt.receive_batch(work, rows)


@pytest.mark.parametrize("number", ["4.11002199003070E+17", "123", "=1+1"])
def test_a_number_of_no_known_shape_needs_its_kind_named(office: Office, hall: Hall, number: str) -> None:
    lines = (ApplicantLine(2, "张示例", number), ApplicantLine(3, "李示例", "WJ2026001", "其他证件"))
    faulty, named = checked(office, hall, lines)
    assert faulty.faults == (batch_receipt.UNKNOWN_SHAPE,)
    assert named.given is not None


def test_a_row_that_is_refused_undoes_the_whole_batch(office: Office, hall: Hall, home: Path) -> None:
    rows = checked(office, hall, listed(home, LIST))
    assert rows[2].given is not None
    unprintable = replace(rows[2].given, applicant=replace(COMPANY, name="许昌\U0010fffd公司"))
    rows[2] = replace(rows[2], given=unprintable)
    with pytest.raises(ServiceError) as refusal, office.work(hall.clerk) as work:
        batch_receipt.receive_batch(work, rows)
    assert (refusal.value.code, refusal.value.values["row"]) == ("batch_row_refused", 5)
    with office.read(hall.clerk) as work:
        assert printing.list_unprinted(work, own=False) == []


def test_the_template_is_read_back(home: Path) -> None:
    path = home / "list.xlsx"
    batch_receipt.write_template(path)
    with pytest.raises(ServiceError, match="applicants_none"):
        batch_receipt.read_applicant_list(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [names[0] for names in HEADINGS.values()]
    for place, text in enumerate(
        (WANG.name, WANG.identity_number, "居民身份证", "自然人", "0374", "示例路", "", "营业执照")
    ):
        sheet.cell(2, place + 1, text)
    book.save(path)
    (line,) = batch_receipt.read_applicant_list(path)
    assert line == ApplicantLine(
        2, WANG.name, WANG.identity_number, "居民身份证", "自然人", "0374", "示例路", "", ("营业执照",)
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("姓名,电话\n甲,1\n", "applicants_headings_unknown"),
        ("姓名,证件号码\n", "applicants_none"),
        ("姓名,证件号码\n" + "甲,1\n" * 501, "applicants_too_many"),
        ('[{"name": "甲"}]', "applicants_headings_unknown"),
        ("", "file_empty"),
    ],
)
def test_what_is_no_list_is_refused(home: Path, text: str, code: str) -> None:
    with pytest.raises(ServiceError, match=code):
        listed(home, text, "utf-8")


def test_results_are_scanned_and_handed_over_together(office: Office, hall: Hall) -> None:
    case, open_case = granted(office, hall), accepted(office, hall)
    with office.read(hall.clerk) as work:
        paper = printing.get_document(work, case.document_ids[0])
        scanned = batch_delivery.find_scanned(work, paper.case.qr_text)
        typed = batch_delivery.find_scanned(work, f" {case.number} ")
        assert (scanned.is_scanned, typed.is_scanned) == (True, False)
        assert (scanned.number, scanned.result) == (case.number, "公共场所卫生许可证 001")
        for text, code in (
            (paper.case.qr_text.replace("k=", "k=1"), "scan_false"),
            (open_case.number, "case_state_wrong"),
            (WANG.name, "scan_unknown"),
            ("", "scan_unknown"),
        ):
            with pytest.raises(ServiceError, match=code):
                batch_delivery.find_scanned(work, text)
    with office.work(hall.clerk) as work:
        result = batch_delivery.deliver_scanned(work, scanned, "企业代办员")
    assert result.state is CaseState.COMPLETED
    assert read_case(office, hall, result).events[-1].text.endswith("受申请人委托")
    with pytest.raises(ServiceError, match="case_moved"), office.work(hall.clerk) as work:
        batch_delivery.deliver_scanned(work, scanned, WANG.name)
