"""Sample guides of fictional matters, easy and difficult, shared by the tests and the benchmark of the guides."""

import io
from dataclasses import replace
from datetime import date

from PIL import Image

from desktop_app.documents.guides.content import CounterPlace, Guide, HallPlace, Organ
from desktop_app.rules.catalogue import (
    Fee,
    LegalBasis,
    Limit,
    MaterialSpec,
    MatterContent,
    Question,
    Situation,
    SituationOption,
    Step,
)
from desktop_app.rules.guides import matter_address, matter_qr
from models.elements import DeliveryWay, ExaminationMode
from models.enums import (
    ApplicantKind,
    Channel,
    MaterialCarrier,
    MaterialKind,
    MaterialNecessity,
    MaterialSource,
    MatterState,
    MatterType,
    ResultKind,
    StepKind,
)

BASE_URL = "https://zwfw.example.gov.cn"
CODE = "11411000MB9900013M4000125001000"
ITEM_CODE = "11411000MB9900013M400012500100001"
CLAUSE = "为了保护和改善环境，保障公众健康，根据有关法律制定本规定，适用于本行政区域内的经营场所。" * 24
"""A thousand characters and more."""
LONG_NAME = (
    "在本行政区域内从事公共场所经营活动并且使用集中空调通风系统的单位和个人申请公共场所卫生许可证的新办、延续、变更、"
    "补发以及注销（含告知承诺办理和容缺受理办理的各种情形）的行政许可事项（县级权限）"
)
RARE = "𬱖㛃䶮𫟹𠂇"
HOSTILE = f'<b>&amp;</b> {{0}} %s \\n (x) {RARE} "'

CONTENT = MatterContent(
    name="公共场所卫生许可",
    matter_type=MatterType.LICENCE,
    department_name="示例市卫生健康委员会",
    department_code="11411000MB9900013M",
    applicant_kinds=(ApplicantKind.PERSON, ApplicantKind.ENTERPRISE),
    scope="在本市经营公共场所的单位和个人",
    examination_mode=ExaminationMode.BACK_OFFICE,
    channels=(Channel.COUNTER, Channel.WEB),
    web_url="https://zwfw.example.gov.cn/apply/1",
    statutory=Limit(20),
    promised=Limit(5),
    promised_explanation="材料齐全的",
    conditions="1. 有固定的经营场所。\n2. 卫生设施符合标准。",
    prohibitions="不得伪造检测报告。",
    quantity_limit="没有数量限制",
    legal_basis=(LegalBasis("公共场所卫生管理条例", "第四条", "国家对公共场所实行卫生许可证制度。"),),
    materials=(
        MaterialSpec("公共场所卫生许可证申请表", MaterialKind.FORM, standard="填写完整，申请人签字"),
        MaterialSpec(
            "营业执照",
            MaterialKind.CERTIFICATE,
            MaterialCarrier.ELECTRONIC,
            MaterialNecessity.EXEMPT,
            MaterialSource.GOVERNMENT,
            "市场监督管理部门",
            licence="营业执照",
        ),
        MaterialSpec("经营场所平面图", originals=2, copies=1),
        MaterialSpec(
            "卫生检测报告", necessity=MaterialNecessity.DEFERRABLE, deferral="受理后5个工作日内补交"
        ),
        MaterialSpec(
            "从业人员健康证明", necessity=MaterialNecessity.PLEDGEABLE, pledge="承诺全部人员已取得健康证明"
        ),
    ),
    steps=(
        Step("受理", StepKind.ACCEPTANCE, 0, "综合窗口", "受理通知书"),
        Step("现场核查", StepKind.EXAMINATION, 2, "卫生监督所", special="两人以上核查"),
        Step("决定", StepKind.DECISION, 1),
        Step("制证", StepKind.CERTIFICATION, 1, is_counted=False),
        Step("送达", StepKind.DELIVERY),
    ),
    questions=(
        Question("没有检测报告能先办吗？", "可以容缺受理，期限内补交。"),
        Question("要收费吗？", "不收费。"),
    ),
    special_procedures=("检验", "检测"),
    special_note="所需时间不计入办结时限",
    result_kind=ResultKind.LICENCE,
    result_name="公共场所卫生许可证",
    result_validity="4年",
    delivery_ways=(DeliveryWay.COUNTER, DeliveryWay.POST),
    visits=1,
    visits_reason="领取证书",
    places="示例市政务服务中心一楼综合窗口",
    hours="工作日 9:00—17:00",
    consult="0374-0000010",
    complain="0374-0000011",
    progress_query="凭查询码在网上查询",
    rights="申请人有权查询办理进度。",
)


def guide(content: MatterContent = CONTENT) -> Guide:
    """The guide of some content."""
    return Guide(
        content=content,
        code=CODE,
        item_code=ITEM_CODE,
        state=MatterState.PUBLISHED,
        version=3,
        effective_on=date(2026, 11, 1),
        printed_on=date(2026, 11, 20),
        organ=Organ(
            content.department_name,
            "示例市示例路2号",
            "0374-0000010",
            "工作日 9:00—17:00",
            "示例市人民政府",
            "示例市人民法院",
        ),
        halls=(
            HallPlace(
                "示例市政务服务中心", "示例市示例路1号", "工作日 9:00—17:00", traffic="乘1路车到市民广场"
            ),
        ),
        counters=(
            CounterPlace("01", "卫生专窗", "专窗", hall_name="示例市政务服务中心"),
            CounterPlace("02", "综合2号窗口", "无差别综合窗口", hall_name="示例市政务服务中心"),
        ),
        address=matter_address(BASE_URL, CODE, ITEM_CODE),
        qr_text=matter_qr(BASE_URL, CODE, ITEM_CODE, 3),
    )


def light() -> Guide:
    """So little that even a plain guide says all of it on one page."""
    content = replace(
        CONTENT,
        web_url="",
        prohibitions="",
        questions=CONTENT.questions[:1],
        steps=CONTENT.steps[:3],
        conditions="1. 有固定的经营场所。",
    )
    return replace(guide(content), halls=(HallPlace("示例市政务服务中心"),))


def bare() -> Guide:
    """A matter that says nothing but its name, of an organ nobody knows more of."""
    content = MatterContent("未载明内容的事项", MatterType.OTHER_POWER, "示例市某局", "")
    return replace(guide(content), organ=Organ("示例市某局"), halls=(HallPlace("大厅"),), counters=())


def long() -> Guide:
    """Everything as long as it gets: name, clauses, steps, questions."""
    return guide(
        replace(
            CONTENT,
            name=LONG_NAME,
            conditions=CLAUSE,
            legal_basis=(LegalBasis("公共场所卫生管理条例", "第四条", CLAUSE),) * 3,
            materials=(
                replace(CONTENT.materials[0], name=LONG_NAME, standard=CLAUSE),
                *CONTENT.materials[1:],
            ),
            steps=tuple(Step(f"第{n}个环节{'名称很长' * 30}", StepKind.EXAMINATION, n) for n in range(1, 14)),
            questions=(Question("问题很长" * 30, CLAUSE),) * 3,
            places=CLAUSE,
            fees=(Fee("证照工本费" * 20, "每证10元" * 20, CLAUSE),),
            deferral=CLAUSE,
        )
    )


def many_materials(count: int = 40) -> Guide:
    """So many materials."""
    lines = tuple(
        replace(CONTENT.materials[number % 5], name=f"第{number}项申请材料") for number in range(1, count + 1)
    )
    return guide(replace(CONTENT, materials=lines))


def hostile() -> Guide:
    """Texts that look like markup, code and addresses, with rare characters and words that never end."""
    return guide(
        replace(
            CONTENT,
            name=HOSTILE,
            conditions=HOSTILE,
            materials=(
                MaterialSpec(HOSTILE, standard=HOSTILE),
                MaterialSpec("A" * 300),
                MaterialSpec("https://example.com/" + "x" * 400),
            ),
            consult="1" * 300,
            result_name=HOSTILE,
        )
    )


def situations() -> Guide:
    """Two questions, the second asked only after one answer to the first; one changes the limit."""
    content = replace(
        CONTENT,
        situations=(
            Situation(
                "who",
                "由谁来办理？",
                (SituationOption("self", "本人"), SituationOption("agent", "委托他人")),
            ),
            Situation(
                "kind",
                "受托人是什么身份？",
                (SituationOption("person", "个人"), SituationOption("firm", "机构", promised=Limit(9))),
                asked_when=("agent",),
            ),
        ),
        materials=(
            *CONTENT.materials[:2],
            MaterialSpec("授权委托书", when=("agent",)),
            MaterialSpec("受托机构营业执照", when=("firm",)),
        ),
        fees=(Fee("工本费", "10元", "《收费办法》", when=("agent",)),),
    )
    return guide(content)


def picture(width: int = 300, height: int = 200, kind: str = "PNG") -> bytes:
    """A picture as a sample."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), (200, 60, 60)).save(target, kind)
    return target.getvalue()
