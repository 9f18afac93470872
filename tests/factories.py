"""A small furnished hall for service tests, made row by row and so independent of the importer."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from desktop_app.rules.accounts import PERMISSIONS
from desktop_app.rules.catalogue import LegalBasis, Limit, MaterialSpec, MatterContent, Step
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.services.cases import CaseInput, PartyInput, Refusal
from desktop_app.services.matter_versions import content_digest, dump_content
from desktop_app.services.work import Actor, Office
from models.accounts import Account
from models.catalogue import Matter, MatterVersion
from models.enums import (
    ApplicantKind,
    Grade,
    HandlingKind,
    MaterialNecessity,
    MatterState,
    MatterType,
    ReceivedAs,
    RefusalGround,
    ResultKind,
    Role,
    StepKind,
)
from models.reviews import ReviewOption
from models.sites import Counter, Department
from tests.people import WANG

FOUNDED = datetime(2026, 1, 4, tzinfo=UTC)
BUREAU_CODE = "11411000MB9900013M"
LICENCE_CODE = f"{BUREAU_CODE}3410125015000"

LICENCE = MatterContent(
    name="公共场所卫生许可",
    matter_type=MatterType.LICENCE,
    department_name="示例市卫生健康委员会",
    department_code=BUREAU_CODE,
    aliases=("开理发店办证",),
    applicant_kinds=(ApplicantKind.PERSON, ApplicantKind.ENTERPRISE),
    statutory=Limit(20),
    promised=Limit(5),
    conditions="有固定的经营场所。",
    legal_basis=(LegalBasis("《公共场所卫生管理条例》", "第四条"),),
    materials=(
        MaterialSpec("公共场所卫生许可证申请表"),
        MaterialSpec("营业执照"),
        MaterialSpec("经营场所平面图"),
        MaterialSpec("卫生检测报告", necessity=MaterialNecessity.DEFERRABLE),
        MaterialSpec("从业人员健康证明汇总表", necessity=MaterialNecessity.OPTIONAL),
    ),
    steps=(Step("受理", StepKind.ACCEPTANCE, 1), Step("决定", StepKind.DECISION, 3)),
    result_kind=ResultKind.LICENCE,
    result_name="公共场所卫生许可证",
    result_validity="4年",
)
IMMEDIATE = MatterContent(
    name="老年人优待证办理",
    matter_type=MatterType.PUBLIC_SERVICE,
    department_name="示例市卫生健康委员会",
    department_code=BUREAU_CODE,
    handling_kind=HandlingKind.IMMEDIATE,
    promised=Limit(0),
    materials=(MaterialSpec("居民身份证"),),
    result_name="老年人优待证",
)


UNMET = Refusal(RefusalGround.OTHER, "不符合受理条件", "《公共场所卫生管理条例》第四条")
"""A refusal for a test."""


@dataclass(frozen=True, slots=True)
class Hall:
    """The furnished hall: who works there and what can be applied for."""

    clerk: Actor
    other_clerk: Actor
    approver: Actor
    stranger: Actor
    """An approver of another department."""
    supervisor: Actor
    administrator: Actor
    editor: Actor
    reviewer: Actor
    """Another editor: nobody approves the own draft."""
    licence_id: int
    immediate_id: int


def furnish(office: Office) -> Hall:
    """Two departments, eight people, two counters, two matters, a few rating options."""
    with Session(office.database.writer, expire_on_commit=False) as session:
        bureau = Department(
            code=BUREAU_CODE,
            name="示例市卫生健康委员会",
            short_name="示卫",
            address="示例市示例路2号",
            phone="0374-0000010",
            review_body="示例市人民政府",
            court="示例市人民法院",
        )
        other = Department(code="11411000MB9900021G", name="示例市公安局", short_name="示公")
        counters = [
            Counter(number="01", name="综合受理1号窗口"),
            Counter(number="02", name="综合受理2号窗口"),
        ]
        session.add_all([bureau, other, *counters])
        session.flush()
        people = {
            "clerk": _account(session, "chuangkou", "赵窗口", Role.CLERK),
            "other_clerk": _account(session, "chuangkou2", "钱窗口", Role.CLERK),
            "approver": _account(session, "shenpi", "孙审批", Role.APPROVER, bureau.id),
            "stranger": _account(session, "shenpi2", "周审批", Role.APPROVER, other.id),
            "supervisor": _account(session, "duban", "吴督办", Role.SUPERVISOR),
            "administrator": _account(session, "guanli", "郑管理", Role.ADMINISTRATOR),
            "editor": _account(session, "bianji", "王编辑", Role.EDITOR),
            "reviewer": _account(session, "shenhe", "冯审核", Role.EDITOR),
        }
        licence_id = add_matter(session, bureau.id, LICENCE_CODE, LICENCE)
        immediate_id = add_matter(session, bureau.id, f"{BUREAU_CODE}3412025016000", IMMEDIATE)
        for grade, code in ((Grade.VERY_SATISFIED, "510"), (Grade.DISSATISFIED, "207")):
            session.add(
                ReviewOption(code=code, grade=grade, text=f"选项{code}", is_shown=True, is_current=True)
            )
        session.commit()
        seats = {"clerk": counters[0], "other_clerk": counters[1]}
        actors = {key: _actor(account, seats.get(key)) for key, account in people.items()}
    return Hall(**actors, licence_id=licence_id, immediate_id=immediate_id)


def add_matter(session: Session, department_id: int, code: str, content: MatterContent) -> int:
    """Publish a matter as its version 1; the row's id."""
    matter = Matter(
        code=code,
        item_code="",
        state=MatterState.PUBLISHED,
        version=1,
        name=content.name,
        department_id=department_id,
        matter_type=content.matter_type,
        handling_kind=content.handling_kind,
        popularity=0,
    )
    session.add(matter)
    session.flush()
    stored = dump_content(content)
    session.add(
        MatterVersion(
            matter_id=matter.id,
            version=1,
            content=stored,
            digest=content_digest(stored),
            published_at=FOUNDED,
        )
    )
    session.flush()
    return matter.id


def licence_case(
    hall: Hall, applicant: PartyInput = WANG, missing: tuple[int, ...] = (), agent: PartyInput | None = None
) -> CaseInput:
    """A filled-in form for the licence, every line received but the missing ones."""
    return CaseInput(hall.licence_id, 1, applicant, agent, received(len(LICENCE.materials), missing))


def received(lines: int, missing: tuple[int, ...] = ()) -> tuple[ReceivedMaterial, ...]:
    """A checklist of originals, one each, without the missing lines."""
    return tuple(
        ReceivedMaterial(position, ReceivedAs.ORIGINAL, 1)
        for position in range(lines)
        if position not in missing
    )


def _account(
    session: Session, login: str, name: str, role: Role, department_id: int | None = None
) -> Account:
    account = Account(
        login=login, name=name, role=role, department_id=department_id, password_hash="", created_at=FOUNDED
    )
    session.add(account)
    session.flush()
    return account


def _actor(account: Account, counter: Counter | None) -> Actor:
    return Actor(
        account_id=account.id,
        login=account.login,
        name=account.name,
        role=account.role,
        permissions=PERMISSIONS[account.role],
        department_id=account.department_id,
        counter_id=counter.id if counter else None,
        counter_name=counter.name if counter else "",
    )
