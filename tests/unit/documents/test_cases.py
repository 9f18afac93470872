"""The papers of a case: what each says, what it hides, and that everybody can read it."""

import dataclasses
import io
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pypdf import PdfReader

from desktop_app.documents.cases import DOCUMENT_TYPES, render
from desktop_app.documents.content import (
    CaseDocument,
    CollectionReceipt,
    DeferredLine,
    LawSentence,
    SupplementReceipt,
)
from desktop_app.documents.layout import BY_THE_APPLICANT, PUBLIC, RECORDS
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.printing import QrClaim, verify
from models.enums import DocumentKind
from tests.unit.documents import samples
from tests.unit.documents.procedure_samples import PROCEDURE_CONTENT, procedure_samples
from tests.unit.documents.reading import (
    fonts_of,
    pages_of,
    pictures_of,
    qr_by_opencv,
    qr_by_zxing,
    squeezed,
    text_of,
    type_sizes,
)

SAMPLES = (*samples.samples(), *procedure_samples())
OF_ACCEPTANCE = samples.samples()
RARE = "𬱖㛃䶮𫟹𠂇"
NOT_IN_LARGE_PRINT = "序号材料名称备注—容缺送达文书核查人员姓名需要补正的"
"""The heads of columns that have no column there, and what fills an empty cell."""
EVERY_KIND = pytest.mark.parametrize("document", SAMPLES, ids=[sample.kind.value for sample in SAMPLES])
WITH_CODE = pytest.mark.parametrize(
    "document", OF_ACCEPTANCE, ids=[sample.kind.value for sample in OF_ACCEPTANCE]
)

CONTENT = {
    DocumentKind.RECEIPT: (
        "收件时间2026-11-2014:03",
        "收到的材料（共5项）",
        "公共场所卫生许可证申请表原件1申请人签字",
        "营业执照电子件1电子证照库调取",
        "5个工作日内（最迟为2026年11月27日）告知您是否受理",
        "代理人赵一，居民身份证411003**********02",
        "申请人（代理人）签字",
    ),
    DocumentKind.SUPPLEMENT_NOTICE: (
        "你（单位）于2026年11月19日提出",
        "《中华人民共和国行政许可法》第三十二条第一款第四项",
        "平面布局图标明卫生设施的位置和面积原件2份2026-12-11",
        "最迟于2026年12月11日",
        "无正当理由逾期未补正的，视为撤回申请。",
        "经办人李芳联系，电话0374-0000000",
        "签收日期年月日",
    ),
    DocumentKind.SUPPLEMENT_RECEIPT: (
        "补正告知书示政数许补〔2026〕第0001号",
        "收件时间2026-11-2409:30",
        "收到的补正材料（共2项）",
        "受理日期为2026年11月24日",
    ),
    DocumentKind.ACCEPTANCE: (
        "你（单位）于2026年11月20日提出",
        "受理日期2026年11月20日",
        "作出决定日期最迟为2026年12月4日",
        "《中华人民共和国行政许可法》第三十二条第一款第五项",
        "受理的材料（共5项）",
        "法定办结日期为2026年12月18日，承诺最迟于2026年12月4日作出决定。",
        "自受理次日起计算10个工作日，不含周末和法定节假日。",
        "1.卫生检测或者评价报告，最迟于2026年12月1日补齐。",
        "逾期未补齐的，本机关将依法处理。",
    ),
    DocumentKind.REFUSAL: (
        "决定不予受理",
        "理由：申请的事项不属于本机关职权范围。",
        "依据：《中华人民共和国行政许可法》第三十二条第一款第二项",
        "请向示例市卫生健康委员会提出申请。",
        "60日内向示例市人民政府申请行政复议",
        "6个月内依法向示例区人民法院提起行政诉讼",
    ),
    DocumentKind.GRANT: (
        "受理日期2026年11月9日",
        "决定日期2026年11月20日",
        "证件名称公共场所卫生许可证",
        "证件编号示卫公证字〔2026〕第0001号",
        "有效期2026年11月20日至2030年11月19日",
        "《中华人民共和国行政许可法》第三十八条",
        "决定准予：在示例市示范路8号经营理发店。",
        "10个工作日内颁发、送达",
    ),
    DocumentKind.DENIAL: (
        "事实：现场核查时，集中空调通风系统没有检测报告。",
        "理由：不符合公共场所卫生许可的法定条件。",
        "依据：《公共场所卫生管理条例实施细则》",
        "60日内向示例市人民政府申请行政复议",
        "6个月内依法向示例区人民法院提起行政诉讼",
    ),
    **PROCEDURE_CONTENT,
    DocumentKind.COLLECTION: (
        "结果名称公共场所卫生许可证",
        "证件编号示卫公证字〔2026〕第0001号",
        "领取人赵一，居民身份证411003**********02",
        "领取时间2026-11-2710:05",
        "领取方式窗口领取",
    ),
}


@cache
def words(document: CaseDocument) -> str:
    """The whole text of a paper in pdftotext's own reading order, without blanks."""
    return squeezed(text_of(render(document)))


def test_there_is_a_sample_and_a_type_for_every_kind() -> None:
    assert {sample.kind for sample in SAMPLES} == set(DocumentKind) == set(DOCUMENT_TYPES) == set(CONTENT)
    assert all(DOCUMENT_TYPES[kind].kind is kind for kind in DocumentKind)


@EVERY_KIND
def test_a_paper_says_what_the_law_asks(document: CaseDocument) -> None:
    text = words(document)
    assert [sentence for sentence in CONTENT[document.kind] if sentence not in text] == []


@EVERY_KIND
def test_every_paper_names_organ_case_and_where_to_ask(document: CaseDocument) -> None:
    text = words(document)
    parts = (
        "示例市行政审批局",
        document.kind.label,
        document.document_number,
        f"办件编号{samples.CASE_NUMBER}",
        "事项名称公共场所卫生许可（新办）",
        "申请人王小明",
        "示例市政务服务中心（示例市示范路1号），咨询电话：0374-0000000",
        samples.COPIES,
        "第1页共1页" if len(pages_of(render(document))) == 1 else "第1页共2页",
    )
    assert [part for part in parts if part not in text] == []
    assert text.startswith("示例市行政审批局" + document.kind.label)


@EVERY_KIND
def test_the_organ_seals_its_own_papers_and_the_applicant_signs_his(document: CaseDocument) -> None:
    text = words(document)
    is_his, is_record = document.kind in BY_THE_APPLICANT, document.kind in RECORDS
    assert ("（待加盖专用印章）2026年11月20日" in text) == (not is_his and not is_record)
    assert ("申请人（签字或盖章）：" in text) == is_his


@EVERY_KIND
def test_no_paper_shows_a_whole_number_of_a_person(document: CaseDocument) -> None:
    text = words(document)
    assert "411002199003070006" not in text
    assert "411003195512310002" not in text
    assert ("申请人王小明，居民身份证411002**********06联系电话037*****0000" in text) == (
        document.kind not in PUBLIC
    )


@EVERY_KIND
def test_the_query_code_stands_on_every_paper_but_those_for_everybody(document: CaseDocument) -> None:
    said = "扫码查验真伪和办理进度查询码：204817" in words(document)
    assert said == (document.kind not in PUBLIC)


@EVERY_KIND
def test_large_print_says_the_same_in_larger_type(document: CaseDocument) -> None:
    usual, large = words(document), squeezed(text_of(render(document, is_large=True)))
    assert set(Counter(usual) - Counter(large)) <= set(NOT_IN_LARGE_PRINT)
    assert type_sizes(render(document, is_large=True))[-1] > 1.39 * type_sizes(render(document))[-1]


@EVERY_KIND
def test_a_void_paper_says_so_and_keeps_its_words(document: CaseDocument) -> None:
    pdf = render(dataclasses.replace(document, void_reason="重开后另行制作"))
    pages = pages_of(pdf)
    assert all("作废" in squeezed(page) for page in pages)
    assert "本文书已作废。原因：重开后另行制作" in squeezed(pages[0])
    if document.kind not in PUBLIC:
        assert qr_by_zxing(pictures_of(pdf, 150)[-1]) == document.case.qr_text


@EVERY_KIND
def test_the_reading_order_is_the_order_of_the_sheet(document: CaseDocument) -> None:
    pdf = render(document)
    assert squeezed(text_of(pdf)) == squeezed(text_of(pdf, "-raw"))


@WITH_CODE
@pytest.mark.parametrize("resolution", [150, 300])
def test_two_decoders_read_the_code_from_the_page(document: CaseDocument, resolution: int) -> None:
    picture = pictures_of(render(document), resolution)[-1]
    assert qr_by_zxing(picture) == qr_by_opencv(picture) == document.case.qr_text
    assert verify(qr_by_zxing(picture), samples.KEY) == QrClaim(
        samples.CASE_NUMBER, document.kind, samples.QUERY_CODE
    )


@EVERY_KIND
def test_all_fonts_are_embedded_subsets(document: CaseDocument) -> None:
    found = fonts_of(render(document))
    assert found
    assert all(found.values())
    assert all(name[7] == "+" and "Helvetica" not in name for name in found)


@EVERY_KIND
def test_the_properties_hold_no_personal_data(document: CaseDocument) -> None:
    properties = PdfReader(io.BytesIO(render(document))).metadata
    assert properties is not None
    assert properties.title == document.kind.label
    assert properties.subject == "公共场所卫生许可（新办）"
    assert properties["/Keywords"] == samples.CASE_NUMBER
    assert not any("王小明" in str(value) or "411002" in str(value) for value in properties.values())


@EVERY_KIND
def test_a_stored_paper_prints_the_same_bytes(document: CaseDocument) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(DOCUMENT_TYPES[document.kind])
    stored = adapter.validate_json(adapter.dump_json(document))
    assert stored == document
    assert render(stored) == render(document)


@EVERY_KIND
def test_a_later_copy_differs_only_by_its_mark(document: CaseDocument) -> None:
    again = words(dataclasses.replace(document, reprint=3))
    assert again.replace("补打（第3次）", "") == words(document)
    assert again.count("补打（第3次）") == len(pages_of(render(document)))


@pytest.mark.parametrize("count", [0, 1, 2, 5, 8, 15, 40])
def test_a_receipt_lists_every_material_once(count: int) -> None:
    pages = pages_of(render(samples.receipt(samples.materials(count))))
    text = squeezed("".join(pages))
    assert [text.count(f"第{number}项申请材料") for number in range(1, count + 1)] == [1] * count
    assert ("未收取任何材料。" in text) == (count == 0)
    assert (f"收到的材料（共{count}项）" in text) == (count > 0)


def test_a_deemed_acceptance_says_so_and_why() -> None:
    deemed = dataclasses.replace(samples.acceptance(), is_deemed=True, notice_due_on=date(2026, 11, 19))
    text = words(deemed)
    assert "受理日期2026年11月20日（视为受理）" in text
    assert "因本机关未在2026年11月19日前一次性告知需要补正的内容" in text
    assert "自收到申请材料之日（2026年11月20日）起即为受理" in text
    assert "决定自2026年11月20日起予以受理" not in text


def test_a_paper_keeps_the_sentences_of_law_it_was_issued_with() -> None:
    own = LawSentence("remedies", "示例法", 2, "不服的，可以向{review_body}或者{court}请求救济。")
    text = words(dataclasses.replace(samples.refusal(), sentences=(own,)))
    assert "不服的，可以向示例市人民政府或者示例区人民法院请求救济。" in text
    assert "60日内" not in text


def test_deferred_materials_handed_in_later_are_no_supplement() -> None:
    complete = next(sample for sample in SAMPLES if isinstance(sample, SupplementReceipt))
    text = words(dataclasses.replace(complete, is_deferred=True))
    assert "容缺后补的材料已全部收齐。" in text
    assert "受理日期为" not in text
    missing = words(dataclasses.replace(complete, is_deferred=True, outstanding=("检测报告",)))
    assert "以下容缺材料仍需补齐：检测报告。" in missing


def test_a_usual_receipt_is_one_page() -> None:
    assert len(pages_of(render(samples.receipt()))) == 1


def test_what_was_not_handed_in_is_not_listed() -> None:
    lines = (*samples.MATERIALS[:2], dataclasses.replace(samples.MATERIALS[2], received_as="未收取", count=0))
    text = words(samples.receipt(lines))
    assert "收到的材料（共2项）" in text
    assert "平面布局图" not in text


def test_rare_characters_of_a_name_can_be_copied_from_the_paper() -> None:
    assert f"申请人{RARE}" in words(samples.receipt(applicant_name=RARE))


def test_a_name_no_font_draws_is_refused() -> None:
    with pytest.raises(ServiceError) as refusal:
        render(samples.receipt(applicant_name="王\U0001f600"))
    assert (refusal.value.code, refusal.value.values["code_point"]) == ("glyph_missing", "U+1F600")


def test_a_credit_code_is_public_and_stays_whole() -> None:
    document = samples.refusal()
    case = dataclasses.replace(
        document.case, identity_label="统一社会信用代码", identity_number="91411000MA99000607"
    )
    assert "王小明，统一社会信用代码91411000MA99000607" in words(dataclasses.replace(document, case=case))


def test_without_a_statutory_limit_the_notice_says_so() -> None:
    text = words(dataclasses.replace(samples.acceptance(), statutory_due_on=None))
    assert "承诺最迟于2026年12月4日作出决定（本事项没有法定办结时限）。" in text
    assert "法定办结日期" not in text


def test_without_deferred_materials_the_notice_is_silent_about_them() -> None:
    assert "容缺" not in words(samples.acceptance())


def test_a_supplement_that_is_not_complete_names_what_is_missing() -> None:
    complete = next(sample for sample in SAMPLES if isinstance(sample, SupplementReceipt))
    text = words(dataclasses.replace(complete, outstanding=("平面布局图", "检测报告")))
    assert "以下材料仍需补正：平面布局图；检测报告。" in text
    assert "受理日期为" not in text


def test_a_refusal_without_another_competent_organ_does_not_name_one() -> None:
    assert "提出申请。" not in words(dataclasses.replace(samples.refusal(), right_organ=""))


LONG = "本机关经审查认为，申请不符合条件。" * 625
"""Ten thousand characters and more."""


@pytest.mark.parametrize(
    "document",
    [
        samples.refusal(LONG),
        samples.denial(LONG),
        dataclasses.replace(samples.acceptance(), due_explanation=LONG),
        samples.receipt((dataclasses.replace(samples.MATERIALS[0], note=LONG), *samples.MATERIALS[1:])),
        samples.receipt(applicant_name=LONG),
        dataclasses.replace(samples.acceptance(), deferred=(DeferredLine(LONG, date(2026, 12, 1)),)),
    ],
    ids=["reason", "facts", "explanation", "note", "name", "deferred"],
)
def test_very_long_texts_flow_over_pages(document: CaseDocument) -> None:
    pages = pages_of(render(document))
    foot = squeezed(samples.COPIES)
    text = "".join(squeezed(page) for page in pages)
    assert len(pages) > 3
    assert text.count("审") >= LONG.count("审")
    assert all(foot in squeezed(page) for page in pages)
    assert "（待加盖专用印章）" in squeezed(pages[-1])
    assert qr_by_zxing(pictures_of(render(document), 150)[-1]) == document.case.qr_text


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("<b>&;'\"\\(){}%中　 \t\n王"), max_size=40), st.integers(0, 3))
def test_typed_text_is_never_markup(text: str, index: int) -> None:
    receipt = next(sample for sample in SAMPLES if isinstance(sample, CollectionReceipt))
    field = ("collected_by", "result_name", "certificate_number", "way")[index]
    changed = dataclasses.replace(receipt, **{field: text})  # pyright: ignore[reportArgumentType]  (all four are text)
    assert squeezed(text) in squeezed(text_of(render(changed), "-raw"))


def test_a_paper_of_the_back_office_names_no_counter() -> None:
    decided = samples.denial()
    paper = dataclasses.replace(decided, case=dataclasses.replace(decided.case, counter_name=""))

    text = squeezed(text_of(render(paper)))

    assert "受理窗口" not in text
    assert f"经办人{paper.case.clerk_name}" in text
