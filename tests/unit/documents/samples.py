"""Sample papers with fictional persons, shared by the tests and the benchmark of the documents."""

from datetime import date, datetime

from desktop_app.documents.content import (
    AcceptanceNotice,
    CaseDocument,
    CaseFacts,
    CollectionReceipt,
    DeferredLine,
    DenialDecision,
    GrantDecision,
    Letterhead,
    MaterialLine,
    Receipt,
    RefusalDecision,
    Remedies,
    SupplementLine,
    SupplementNotice,
    SupplementReceipt,
)
from desktop_app.rules.printing import sign
from models.enums import DocumentKind

KEY = bytes(range(32))
BASE_URL = "https://zwfw.example.gov.cn"
CASE_NUMBER = "11411000MB9900013M4000125001000202611200001"
QUERY_CODE = "204817"
MADE_ON = date(2026, 11, 20)
COPIES = "一式两份：申请人一份，窗口存档一份"
LETTERHEAD = Letterhead(
    organ_name="示例市行政审批局",
    organ_address="示例市示范路1号",
    organ_phone="0374-0000000",
    hall_name="示例市政务服务中心",
)
REMEDIES = Remedies(review_body="示例市人民政府", court="示例区人民法院")
MATERIALS = (
    MaterialLine("公共场所卫生许可证申请表", "原件", 1, "申请人签字"),
    MaterialLine("营业执照", "电子件", 1, "电子证照库调取"),
    MaterialLine("公共场所地址方位示意图、平面图和卫生设施平面布局图", "原件", 2),
    MaterialLine("卫生检测或者评价报告", "复印件", 1, "与原件核对一致"),
    MaterialLine("公共场所卫生管理制度", "复印件", 1),
)


def facts(
    kind: DocumentKind,
    *,
    applicant_name: str = "王小明",
    matter_name: str = "公共场所卫生许可（新办）",
    agent_name: str = "",
) -> CaseFacts:
    """The facts of a sample case, its QR code signed for one kind of document."""
    return CaseFacts(
        number=CASE_NUMBER,
        query_code=QUERY_CODE,
        qr_text=sign(BASE_URL, CASE_NUMBER, kind, QUERY_CODE, KEY),
        matter_name=matter_name,
        matter_code="11411000MB9900013M4000125001000",
        applicant_name=applicant_name,
        identity_label="居民身份证",
        identity_number="411002199003070006",
        phone="0374-0000000",
        agent_name=agent_name,
        agent_identity_label="居民身份证" if agent_name else "",
        agent_identity_number="411003195512310002" if agent_name else "",
        counter_name="A03 综合窗口",
        clerk_name="李芳",
    )


def materials(count: int) -> tuple[MaterialLine, ...]:
    """So many lines of a checklist, some of them long."""
    return tuple(
        MaterialLine(
            f"第{number}项申请材料" + "及其附件和说明" * (number % 5),
            "复印件",
            number % 3 + 1,
            "已核对" * (number % 2),
        )
        for number in range(1, count + 1)
    )


def receipt(
    lines: tuple[MaterialLine, ...] = MATERIALS, *, applicant_name: str = "王小明", reprint: int = 0
) -> Receipt:
    """A receipt for these materials."""
    return Receipt(
        document_number="示政数许收〔2026〕第0001号",
        letterhead=LETTERHEAD,
        case=facts(DocumentKind.RECEIPT, applicant_name=applicant_name, agent_name="赵一"),
        copies_text=COPIES,
        made_on=MADE_ON,
        reprint=reprint,
        received_at=datetime(2026, 11, 20, 14, 3),  # noqa: DTZ001  (local time of the hall)
        materials=lines,
        notice_days=5,
        notice_due_on=date(2026, 11, 27),
    )


def acceptance(
    lines: tuple[MaterialLine, ...] = MATERIALS, deferred: tuple[DeferredLine, ...] = ()
) -> AcceptanceNotice:
    """A notice of acceptance for these materials."""
    return AcceptanceNotice(
        document_number="示政数许受〔2026〕第0001号",
        letterhead=LETTERHEAD,
        case=facts(DocumentKind.ACCEPTANCE),
        copies_text=COPIES,
        made_on=MADE_ON,
        applied_on=MADE_ON,
        accepted_on=MADE_ON,
        promised_due_on=date(2026, 12, 4),
        statutory_due_on=date(2026, 12, 18),
        due_explanation="自受理次日起计算10个工作日，不含周末和法定节假日",
        materials=lines,
        deferred=deferred,
        deferral_consequence="逾期未补齐的，本机关将依法处理。" if deferred else "",
    )


def refusal(reason: str = "申请的事项不属于本机关职权范围。") -> RefusalDecision:
    """A refusal for this reason."""
    return RefusalDecision(
        document_number="示政数许不受〔2026〕第0001号",
        letterhead=LETTERHEAD,
        case=facts(DocumentKind.REFUSAL),
        copies_text=COPIES,
        made_on=MADE_ON,
        applied_on=MADE_ON,
        reason=reason,
        basis="《中华人民共和国行政许可法》第三十二条第一款第二项",
        remedies=REMEDIES,
        right_organ="示例市卫生健康委员会",
    )


def denial(facts_text: str = "现场核查时，集中空调通风系统没有检测报告。") -> DenialDecision:
    """A denial on these facts."""
    return DenialDecision(
        document_number="示政数许不〔2026〕第0001号",
        letterhead=LETTERHEAD,
        case=facts(DocumentKind.DENIAL),
        copies_text=COPIES,
        made_on=MADE_ON,
        accepted_on=date(2026, 11, 9),
        decided_on=MADE_ON,
        facts=facts_text,
        reason="不符合公共场所卫生许可的法定条件。",
        basis="《公共场所卫生管理条例实施细则》",
        remedies=REMEDIES,
    )


def supplement_notice(
    lines: tuple[SupplementLine, ...] = (
        SupplementLine("卫生检测或者评价报告", "由具有资质的机构出具，出具日期在一年以内", "原件1份"),
        SupplementLine("平面布局图", "标明卫生设施的位置和面积", "原件2份"),
    ),
) -> SupplementNotice:
    """A notice that asks for these materials."""
    return SupplementNotice(
        document_number="示政数许补〔2026〕第0001号",
        letterhead=LETTERHEAD,
        case=facts(DocumentKind.SUPPLEMENT_NOTICE),
        copies_text=COPIES,
        made_on=MADE_ON,
        applied_on=date(2026, 11, 19),
        supplements=lines,
        due_on=date(2026, 12, 11),
        consequence="无正当理由逾期未补正的，视为撤回申请。",
    )


def samples() -> tuple[CaseDocument, ...]:
    """One document of every kind."""
    return (
        receipt(),
        supplement_notice(),
        SupplementReceipt(
            document_number="示政数许补收〔2026〕第0001号",
            letterhead=LETTERHEAD,
            case=facts(DocumentKind.SUPPLEMENT_RECEIPT),
            copies_text=COPIES,
            made_on=MADE_ON,
            notice_number="示政数许补〔2026〕第0001号",
            received_at=datetime(2026, 11, 24, 9, 30),  # noqa: DTZ001  (local time of the hall)
            materials=MATERIALS[2:4],
        ),
        acceptance(deferred=(DeferredLine("卫生检测或者评价报告", date(2026, 12, 1)),)),
        refusal(),
        GrantDecision(
            document_number="示政数许准〔2026〕第0001号",
            letterhead=LETTERHEAD,
            case=facts(DocumentKind.GRANT),
            copies_text=COPIES,
            made_on=MADE_ON,
            accepted_on=date(2026, 11, 9),
            decided_on=MADE_ON,
            permitted="在示例市示范路8号经营理发店。",
            certificate_name="公共场所卫生许可证",
            certificate_number="示卫公证字〔2026〕第0001号",
            validity="2026年11月20日至2030年11月19日",
        ),
        denial(),
        CollectionReceipt(
            document_number="",
            letterhead=LETTERHEAD,
            case=facts(DocumentKind.COLLECTION),
            copies_text=COPIES,
            made_on=MADE_ON,
            result_name="公共场所卫生许可证",
            certificate_number="示卫公证字〔2026〕第0001号",
            collected_by="赵一",
            collector_identity_label="居民身份证",
            collector_identity_number="411003195512310002",
            collected_at=datetime(2026, 11, 27, 10, 5),  # noqa: DTZ001  (local time of the hall)
            way="窗口领取",
        ),
    )
