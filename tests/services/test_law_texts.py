"""法律用语: an office words the law on its papers anew; papers issued before keep what they said."""

import pytest

from desktop_app.documents.content import Receipt, SupplementNotice
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.law_texts import LAW_TEXTS, LawKey
from desktop_app.services import cases
from desktop_app.services.law_texts import LawTextRow, list_law_texts, restore_wording, reword
from desktop_app.services.printing import get_document
from desktop_app.services.work import SYSTEM, Office
from models.enums import DocumentKind
from tests.factories import Hall, licence_case

OWN = "本窗口将在{days}个工作日内（最迟{due}）告知是否受理。"


def laws(office: Office) -> dict[LawKey, LawTextRow]:
    with office.read(SYSTEM) as work:
        return {row.key: row for row in list_law_texts(work)}


def change(
    office: Office, key: LawKey, text: str, version: int = 1, statute: str = "示例法第一条"
) -> LawTextRow:
    with office.work(SYSTEM) as work:
        return reword(work, key, statute, text, version)


def receipt(office: Office, hall: Hall) -> Receipt:
    with office.work(hall.clerk) as work:
        result = cases.receive_case(work, licence_case(hall))
        document = get_document(work, result.document_ids[0])
    assert isinstance(document, Receipt)
    return document


def test_a_new_wording_is_on_the_next_paper_and_not_on_earlier_ones(office: Office, hall: Hall) -> None:
    before = receipt(office, hall)
    row = change(office, LawKey.NOTICE_PERIOD, OWN)
    after = receipt(office, hall)

    assert (row.version, row.is_own, row.places) == (2, True, ("days", "due"))
    assert [(s.version, s.statute, s.text) for s in after.sentences] == [(2, "示例法第一条", OWN)]
    usual = LAW_TEXTS[LawKey.NOTICE_PERIOD]
    assert [(s.version, s.statute, s.text) for s in before.sentences] == [(1, usual.statute, usual.text)]


def test_the_usual_wording_comes_back_as_a_new_version(office: Office, hall: Hall) -> None:
    change(office, LawKey.NOTICE_PERIOD, OWN)
    with office.work(SYSTEM) as work:
        row = restore_wording(work, LawKey.NOTICE_PERIOD, 2)
    assert (row.version, row.is_own, row.text) == (3, False, LAW_TEXTS[LawKey.NOTICE_PERIOD].text)
    assert receipt(office, hall).sentences[0].version == 3


def test_saying_the_same_again_changes_nothing(office: Office) -> None:
    usual = LAW_TEXTS[LawKey.DEEMED]
    row = change(office, LawKey.DEEMED, usual.text, statute=usual.statute)
    assert row.version == 1
    assert laws(office)[LawKey.DEEMED].version == 1


def test_two_sentences_keep_their_own_versions(office: Office) -> None:
    change(office, LawKey.SERVICE, "以签收日期为送达日期。")
    change(office, LawKey.TRUTH, "申请人对材料的真实性负责。")
    found = laws(office)
    assert [key for key, row in found.items() if row.is_own] == [LawKey.TRUTH, LawKey.SERVICE]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本窗口将在{days}个工作日内告知。", "law_place_missing"),
        (OWN + "{court}", "law_place_unknown"),
        (" ", "text_needed"),
        (OWN + "\x07", "text_invalid"),
        (OWN + "长" * 1000, "text_too_long"),
    ],
)
def test_a_wording_that_would_spoil_papers_is_refused(office: Office, text: str, code: str) -> None:
    with pytest.raises(ServiceError, match=code):
        change(office, LawKey.NOTICE_PERIOD, text)
    assert laws(office)[LawKey.NOTICE_PERIOD].version == 1


def test_who_read_an_older_version_does_not_overwrite_a_newer_one(office: Office) -> None:
    change(office, LawKey.NOTICE_PERIOD, OWN)
    with pytest.raises(ServiceError, match="law_text_changed"):
        change(office, LawKey.NOTICE_PERIOD, OWN + "请等候。")


def test_only_who_may_change_settings_words_the_law(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="not_permitted"):
        reword(work, LawKey.SERVICE, "示例法", "以签收日期为送达日期。", 1)


def test_the_consequence_of_a_late_supplement_is_the_offices_own(office: Office, hall: Hall) -> None:
    change(office, LawKey.SUPPLEMENT_LATE, "逾期未补正的，终止办理。")
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, licence_case(hall, missing=(0,)))
    with office.work(hall.clerk) as work:
        asked = cases.request_supplement(work, case.case_id, case.revision, {0: "请提交申请表"})
        paper = get_document(work, asked.document_ids[-1])
    assert isinstance(paper, SupplementNotice)
    assert paper.consequence == "逾期未补正的，终止办理。"


def test_every_kind_that_uses_law_is_issued_with_its_sentences() -> None:
    used = {kind for law in LAW_TEXTS.values() for kind in law.kinds}
    assert set(DocumentKind) - used == {
        DocumentKind.SUPPLEMENT_RECEIPT,
        DocumentKind.EXTENSION_APPROVAL,
        DocumentKind.HEARING_APPLICATION,
        DocumentKind.COLLECTION,
    }
