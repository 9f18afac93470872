"""The story of a fortnight in the sample hall: cases in every state, told through the same acts as real ones.

`yichuang demo` and `yichuang screens` show it. Everything in it is fictional, and it always happens on the same days.
"""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop_app.rules.cases import REFUSAL_BASES
from desktop_app.services.cases import PartyInput, Refusal
from desktop_app.services.examination import Certificate
from desktop_app.services.office import open_office
from desktop_app.services.quality import refresh_all
from desktop_app.services.sample import load_sample
from desktop_app.services.story_ways import OtherWays, People
from desktop_app.services.storyteller import StoryClock, Storyteller, ToldCase
from desktop_app.services.work import HALL_ZONE, SYSTEM, Actor, Office
from models.enums import ApplicantKind, CaseState, Grade, IdentityKind, Opinion, RefusalGround, Role

BEGINNING = datetime(2026, 11, 6, 9, 0, tzinfo=HALL_ZONE)
"""A Friday; the story's last day is Friday, 2026-11-20."""

CLERK, SECOND_CLERK, DELIVERY_CLERK = "chuangkou", "chuangkou2", "chuangkou3"
ROLES = {
    Role.CLERK: CLERK,
    Role.APPROVER: "shenpi",
    Role.SUPERVISOR: "duban",
    Role.EDITOR: "bianji",
    Role.ADMINISTRATOR: "guanli",
}

WASTE = "11411000MB991014XN4410138002000"
FIREWORKS = "11411000MB991011594410135001000"
DRIVER = "11411000MB9910094Q4410133001000"
HYGIENE = "11411000MB991001904410125006000"
FOOD = "11411000MB991001904410125004000"
NURSE = "11411000MB991001904410125008000"
LIFT = "11411000MB9910027T4410126001000"
BOOKS = "11411000MB991001904410125020000"
BILLBOARD = "11411000MB991014XN4410138001000"
SHOP = "11411000MB991001904410125002000"
PENSION = "11411000MB9910086X4410532001000"
WATER = "11411000MB991001904410125016000"
RECORDS = "11411000MB9910051B4412029002000"
CARD = "11411000MB9910035M4412027001000"


def _person(name: str, number: str, phone: str, address: str = "颍昌县颍河路58号") -> PartyInput:
    return PartyInput(ApplicantKind.PERSON, name, IdentityKind.ID_CARD, number, phone, address)


def _company(name: str, code: str, phone: str) -> PartyInput:
    return PartyInput(
        ApplicantKind.ENTERPRISE, name, IdentityKind.CREDIT_CODE, code, phone, "颍昌县建业路88号"
    )


WANG = _person("王小萌", "411002199003070006", "0374-0000101")
GRANDMOTHER = _person("李𬱖", "411003195512310002", "0374-0000102")
SUN = _person("孙䶮", "411081200402290007", "0374-0000103")
ZHAO = _person("赵示例", "411024198506150001", "0374-0000104")
LIN = _person("林示例", "41102519880105000X", "0374-0000105")
HAN = _person("韩示例", "41102519880113000X", "0374-0000106")
BUILDER = _company("颍昌县示例建设有限公司", "91411000MA99000607", "0374-0000107")
KITCHEN = _company("颍昌县示例小厨餐饮店", "92411003MA9900079C", "0374-0000108")


@dataclass(frozen=True, slots=True)
class StoryCase:
    """A case of the story as it stands at the end; `sequence` counts from 1 in the order of receipt."""

    sequence: int
    case_id: int
    number: str
    matter_name: str
    state: CaseState
    document_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What was told: the instant it ends at, someone signed in for every role, and the cases."""

    now: datetime
    people: dict[Role, Actor]
    cases: tuple[StoryCase, ...]


@contextmanager
def story_office() -> Generator[tuple[Office, Story]]:
    """A sample hall of its own in a temporary folder, with the story told; gone at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="yichuang-story-") as folder:
        office = open_office(f"sqlite:///{Path(folder) / 'yichuang.db'}", StoryClock(BEGINNING))
        try:
            with office.work(SYSTEM) as work:
                load_sample(work)
            refresh_all(office, SYSTEM)
            yield office, tell_story(office)
        finally:
            office.close()


def tell_story(office: Office) -> Story:
    """Let the sample people act in an office that holds the sample hall and no cases yet.

    The office's clock is the story's from then on: it stands still at the end of its last day.
    """
    clock = StoryClock(BEGINNING)
    office.clock = clock
    teller = Storyteller(office, clock)
    teller.sit(CLERK, "01")
    teller.sit(SECOND_CLERK, "02")
    teller.sit(DELIVERY_CLERK, "07")
    ways = OtherWays(teller, People(BUILDER, KITCHEN, GRANDMOTHER, SUN, ZHAO, LIN, HAN))
    waiting = _first_week(teller, ways)
    incomplete = _second_week(teller, ways, waiting)
    ways.they_come_online()
    _last_morning(teller, incomplete, waiting.fireworks)
    teller.stay()
    return Story(
        clock.now,
        {role: teller.person(login) for role, login in ROLES.items()},
        tuple(map(_ended, teller.cases)),
    )


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The cases of the first week that the second one goes on with."""

    fireworks: ToldCase
    driver: ToldCase
    hygiene: ToldCase


def _first_week(teller: Storyteller, ways: OtherWays) -> _Waiting:
    """Received and accepted; the first is then forgotten and runs past its date."""
    clock = teller.clock
    clock.set_to(11, 6, 9, 20)
    waste = teller.receive(CLERK, WASTE, BUILDER, LIN)
    teller.accept(CLERK, waste)
    ways.friday_afternoon()
    ways.hearings_are_told()
    clock.set_to(11, 10, 10, 5)
    fireworks = teller.receive(SECOND_CLERK, FIREWORKS, ZHAO)
    teller.accept(SECOND_CLERK, fireworks)
    clock.set_to(11, 11, 15, 30)
    driver = teller.receive(CLERK, DRIVER, HAN)
    teller.accept(CLERK, driver)
    clock.set_to(11, 12, 9, 40)
    hygiene = teller.receive(CLERK, HYGIENE, SUN)
    teller.accept(CLERK, hygiene)
    ways.promises_are_made()
    return _Waiting(fireworks, driver, hygiene)


def _second_week(teller: Storyteller, ways: OtherWays, waiting: _Waiting) -> ToldCase:
    """Examined, sent back, granted, denied, asked for a supplement; the case whose supplement comes on the last day."""
    clock = teller.clock
    ways.second_monday()
    clock.set_to(11, 16, 9, 15)
    nurse = teller.receive(CLERK, NURSE, WANG)
    teller.accept(CLERK, nurse)
    ways.monday_afternoon()
    clock.set_to(11, 17, 9, 30)
    teller.examine(nurse, Opinion.GRANT, "材料齐全，学历和考试成绩经核验属实，符合注册条件。")
    teller.examine(waiting.fireworks, Opinion.DENY, "现场核查：经营场所与学校的距离不足规定要求。")
    teller.examine(waiting.driver, Opinion.DENY, "取得驾驶证未满三年，不符合申请条件。")
    ways.tuesday_noon()
    clock.set_to(11, 17, 15, 0)
    food = teller.receive(SECOND_CLERK, FOOD, KITCHEN, WANG, without=("从业人员健康证明",))
    teller.accept(SECOND_CLERK, food)
    lift = teller.receive(SECOND_CLERK, LIFT, BUILDER, without=("监督检验证明",))
    teller.ask_for(SECOND_CLERK, lift, {"监督检验证明": "请提供检验机构出具的监督检验证明原件"})
    ways.second_wednesday()
    clock.set_to(11, 18, 9, 10)
    teller.grant(
        nurse, Certificate("护士执业证书", "示例证字第2026000001号", "准予护士执业注册", date(2031, 11, 17))
    )
    teller.deny(
        waiting.driver, "申请人取得机动车驾驶证不满三年。", "不符合网络预约出租汽车驾驶员的申请条件。"
    )
    teller.examine(waiting.hygiene, Opinion.GRANT, "材料齐全，检测结果合格。")
    teller.send_back(waiting.hygiene, "平面图与现场照片的布局不一致，请核对后重新出具意见。")
    ways.wednesday_noon()
    clock.set_to(11, 18, 16, 20)
    books = teller.receive(CLERK, BOOKS, ZHAO, without=("出版物经营许可申请表", "主要负责人居民身份证"))
    demands = {
        "出版物经营许可申请表": "请完整填写并由负责人签字",
        "主要负责人居民身份证": "请携带原件核验",
    }
    teller.ask_for(CLERK, books, demands)
    ways.they_leave()
    ways.thursday_morning()
    clock.set_to(11, 19, 10, 0)
    teller.deny(waiting.fireworks, "经营场所与学校的距离不足规定要求。", "不符合烟花爆竹零售经营的布点条件。")
    teller.examine(waiting.hygiene, Opinion.GRANT, "已核对平面图和现场照片，布局一致，建议准予。")
    clock.set_to(11, 19, 16, 30)
    teller.receive(SECOND_CLERK, BILLBOARD, BUILDER, LIN, without=("场地使用权证明",))
    return books


def _last_morning(teller: Storyteller, books: ToldCase, fireworks: ToldCase) -> None:
    """A morning at the counters: done on the spot, supplied, refused, delivered, rated and not rated."""
    clock = teller.clock
    clock.set_to(11, 20, 9, 0)
    shop = teller.receive(CLERK, SHOP, WANG)
    _decide_at_once(teller, CLERK, shop, Certificate("营业执照", "92411099MA99000000", "准予个体工商户登记"))
    teller.rate(CLERK, shop, Grade.VERY_SATISFIED, "一次就办好了。")
    clock.set_to(11, 20, 9, 30)
    teller.supply(CLERK, books, ("出版物经营许可申请表", "主要负责人居民身份证"))
    teller.accept(CLERK, books)
    clock.set_to(11, 20, 9, 45)
    pension = teller.receive(SECOND_CLERK, PENSION, GRANDMOTHER, HAN)
    teller.accept(SECOND_CLERK, pension)
    clock.set_to(11, 20, 10, 0)
    water = teller.receive(SECOND_CLERK, WATER, BUILDER)
    teller.refuse(
        SECOND_CLERK,
        water,
        Refusal(
            RefusalGround.NOT_COMPETENT,
            "取水口位于邻县境内，该申请不属于本机关职权范围。",
            REFUSAL_BASES[RefusalGround.NOT_COMPETENT],
            "取水口所在地的县级水行政主管部门",
        ),
    )
    clock.set_to(11, 20, 10, 20)
    teller.deliver(DELIVERY_CLERK, fireworks)
    teller.leave_unrated(DELIVERY_CLERK, fireworks)
    clock.set_to(11, 20, 10, 40)
    records = teller.receive(CLERK, RECORDS, LIN)
    _decide_at_once(
        teller, CLERK, records, Certificate("不动产登记资料查询结果证明", "", "准予查询本人名下不动产")
    )
    teller.rate(CLERK, records, Grade.SATISFIED)
    clock.set_to(11, 20, 11, 0)
    card = teller.receive(SECOND_CLERK, CARD, HAN)
    _decide_at_once(teller, SECOND_CLERK, card, Certificate("社会保障卡", "", "准予补领社会保障卡"))
    teller.rate(SECOND_CLERK, card, Grade.DISSATISFIED, "等候的时间有点长。")


def _decide_at_once(teller: Storyteller, clerk: str, told: ToldCase, certificate: Certificate) -> None:
    """即办件: from acceptance to delivery while the citizen waits."""
    teller.accept(clerk, told)
    teller.examine(told, Opinion.GRANT, "材料齐全，符合规定，当场办结。")
    teller.grant(told, certificate)
    teller.deliver(clerk, told)


def _ended(told: ToldCase) -> StoryCase:
    return StoryCase(
        told.sequence,
        told.last.case_id,
        told.last.number,
        told.matter.content.name,
        told.state,
        tuple(told.document_ids),
    )
