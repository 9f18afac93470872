"""The other ways a case may go, acted out in the fortnight of the story: each state and each paper at least once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop_app.documents.content.procedure import Inspector
from desktop_app.exchange.packages import Package
from desktop_app.services import consultations, extension, hearings, side_ways
from desktop_app.services.cases import PartyInput
from desktop_app.services.delivery import Parcel, dispatch_case
from desktop_app.services.examination import Certificate
from desktop_app.services.examination_papers import HearingHeld, Inspection, Statement
from desktop_app.services.hearings import HearingPlan
from desktop_app.services.inspections import record_inspection
from desktop_app.services.preexamination import preexamine_case, return_case
from desktop_app.services.storyteller import Storyteller, ToldCase
from desktop_app.services.suspension import Suspension, resume_case, suspend_case
from desktop_app.services.work import HALL_ZONE
from models.enums import MaterialNecessity, Opinion, ReceivedAs
from models.procedure import PackageKind, PauseGround

CLERK, SECOND_CLERK, DELIVERY_CLERK, SUPERVISOR, HEAD = (
    "chuangkou",
    "chuangkou2",
    "chuangkou3",
    "duban",
    "shenpifuze",
)
LICENSING_PAUSE = "《中华人民共和国行政许可法》第四十五条"
HEAD_NAME, HEARING_ROOM, NEIGHBOURS = "程望舒", "政务服务大厅三楼听证室", "示例社区居民委员会"

PLANNING = "11411000MB9910051B4410129003000"
FIREWORKS = "11411000MB991011594410135001000"
DRAINAGE = "11411000MB991001904410125014000"
WELFARE = "11411000MB9910086X4410532002000"
STAFFING = "11411000MB991001904410125010000"
AGENCY = "11411000MB991001904410125009000"
HAULAGE = "11411000MB991001904410125017000"
ROAD = "11411000MB991001904410125013000"
LIVESTOCK = "11411000MB991001904410125018000"
PRESALE = "11411000MB991006X34410130001000"
BILLBOARD = "11411000MB991014XN4410138001000"
LIFT = "11411000MB9910027T4410126001000"


@dataclass(frozen=True, slots=True)
class People:
    """Who applies for what in these ways."""

    builder: PartyInput
    kitchen: PartyInput
    grandmother: PartyInput
    sun: PartyInput
    zhao: PartyInput
    lin: PartyInput
    han: PartyInput


class OtherWays:
    """Told in between the main story, morning by morning; each method is one instant of the fortnight."""

    def __init__(self, teller: Storyteller, people: People) -> None:
        self._teller = teller
        self._people = people

    def friday_afternoon(self) -> None:
        """11-06: two that will be heard, and one that nobody decides to accept."""
        teller, people = self._teller, self._people
        teller.clock.set_to(11, 6, 14, 0)
        self._planning = teller.receive(CLERK, PLANNING, people.builder, people.lin)
        teller.accept(CLERK, self._planning)
        self._fireworks = teller.receive(SECOND_CLERK, FIREWORKS, people.kitchen)
        teller.accept(SECOND_CLERK, self._fireworks)
        teller.receive(SECOND_CLERK, WELFARE, people.grandmother, people.han)

    def hearings_are_told(self) -> None:
        """11-09 and 11-10: a hearing by the organ's own duty, and one that somebody asks for."""
        teller, people = self._teller, self._people
        teller.clock.set_to(11, 9, 9, 0)
        plan = HearingPlan(_november(17, 9, 0), HEARING_ROOM, HEAD_NAME)
        teller.act(self._planning, hearings.announce_hearing, "建设工程规划方案", plan)
        teller.act(self._planning, suspend_case, _for_a_hearing(7))
        teller.act(
            self._fireworks, hearings.tell_hearing_rights, "经营场所与周边居民的利害关系", (NEIGHBOURS,)
        )
        teller.clock.set_to(11, 10, 9, 0)
        teller.act(self._fireworks, hearings.ask_for_hearing, NEIGHBOURS, "担心经营场所离住宅太近")
        plan = HearingPlan(_november(18, 9, 0), HEARING_ROOM, HEAD_NAME)
        teller.act(self._fireworks, hearings.plan_hearing, plan)
        teller.act(self._fireworks, suspend_case, _for_a_hearing(6))
        self._drainage = teller.receive(CLERK, DRAINAGE, people.builder)
        teller.accept(CLERK, self._drainage)

    def promises_are_made(self) -> None:
        """11-12: accepted on a promise, and although a paper is still to come that never does."""
        teller, people = self._teller, self._people
        teller.clock.set_to(11, 12, 10, 0)
        self._agency = teller.receive(CLERK, AGENCY, people.builder)
        teller.accept(CLERK, self._agency)
        pledged = {MaterialNecessity.PLEDGEABLE: ReceivedAs.PLEDGED}
        self._staffing = teller.receive(CLERK, STAFFING, people.kitchen, by=pledged)
        teller.accept(CLERK, self._staffing)
        missing = next(
            spec.name
            for spec in teller.content(HAULAGE).materials
            if spec.necessity is MaterialNecessity.DEFERRABLE
        )
        haulage = teller.receive(SECOND_CLERK, HAULAGE, people.zhao, without=(missing,))
        teller.accept(SECOND_CLERK, haulage)

    def second_monday(self) -> None:
        """11-16 before the doors open: what was left lying is accepted by law."""
        self._teller.clock.set_to(11, 16, 8, 40)
        self._teller.tick()

    def monday_afternoon(self) -> None:
        """11-16: more time is asked for; granted, and found fit to be granted."""
        teller = self._teller
        teller.clock.set_to(11, 16, 14, 0)
        teller.act(self._drainage, extension.request_extension, 10, "需要等待水质检测机构复测。")
        teller.examine(self._agency, Opinion.GRANT, "材料齐全，经营场所和制度符合条件。")
        licence = Certificate("劳务派遣经营许可证", "示例证字第2026000021号", "准予劳务派遣经营")
        teller.grant(self._agency, licence)
        teller.examine(self._staffing, Opinion.GRANT, "承诺事项明确，其他材料符合条件。")

    def tuesday_noon(self) -> None:
        """11-17: heard, given more time, sent by post."""
        teller = self._teller
        teller.clock.set_to(11, 17, 11, 0)
        _hear(teller, self._planning, _november(17, 9, 0))
        teller.act(self._planning, resume_case, "听证已经举行，意见已记入笔录。")
        teller.act_as(HEAD, self._drainage, extension.extend_case, HEAD_NAME)
        parcel = Parcel("示例速运", "SF0000000000001", "颍昌县建业路88号")
        teller.act_as(DELIVERY_CLERK, self._agency, dispatch_case, parcel)

    def second_wednesday(self) -> None:
        """11-18 before the doors open: the paper that never came ends its case."""
        self._teller.clock.set_to(11, 18, 8, 40)
        self._teller.tick()

    def wednesday_noon(self) -> None:
        """11-18: heard and handed to experts; inspected and heard out."""
        teller = self._teller
        teller.clock.set_to(11, 18, 11, 30)
        _hear(teller, self._fireworks, _november(18, 9, 0))
        teller.act(self._fireworks, resume_case, "听证已经举行，意见已记入笔录。")
        experts = Suspension(
            PauseGround.EXPERT_REVIEW,
            LICENSING_PAUSE,
            "经营场所的安全条件需要组织专家评审。",
            5,
            HEAD_NAME,
        )
        teller.act(self._fireworks, suspend_case, experts)
        _inspect(teller, self._planning)

    def thursday_morning(self) -> None:
        """11-19: granted on a promise; the certificate is made next."""
        teller = self._teller
        teller.clock.set_to(11, 19, 8, 50)
        teller.grant(self._staffing, Certificate("人力资源服务许可证", "", "准予从事职业中介活动"))

    def they_leave(self) -> None:
        """11-18 and 11-19: withdrawn, entered by mistake, for another organ, handed in twice; another is asked."""
        _leave(self._teller, self._people)

    def they_come_online(self) -> None:
        """11-20: a draft, one to be looked through, one to be mended, one ready for the counter."""
        _come_online(self._teller, self._people)


def _november(day: int, hour: int, minute: int) -> datetime:
    """An instant of the story as the hall's clocks show it."""
    return datetime(2026, 11, day, hour, minute, tzinfo=HALL_ZONE).replace(tzinfo=None)


def _for_a_hearing(days: int) -> Suspension:
    """听证: the time until it is held is not counted."""
    return Suspension(
        PauseGround.HEARING, LICENSING_PAUSE, "需要举行听证，听证所需时间不计入办理期限。", days, HEAD_NAME
    )


def _hear(teller: Storyteller, told: ToldCase, held_at: datetime) -> None:
    """The hearing takes place, and its record stands before the decision."""
    held = HearingHeld(
        held_at,
        ("申请人代表", "利害关系人代表", "审查人员"),
        "申请人说明方案，利害关系人陈述意见，审查人员出示审查情况和依据，各方质证。",
    )
    teller.act(told, hearings.record_hearing, held)


def _inspect(teller: Storyteller, told: ToldCase) -> None:
    """Two persons look at the place; the applicant is heard."""
    teller.act(
        told,
        record_inspection,
        Inspection(
            _november(18, 10, 0),
            _november(18, 11, 0),
            "颍昌县建业路88号施工现场",
            "建筑退界和日照间距",
            (Inspector("周砚秋", "审批人员"), Inspector(HEAD_NAME, "负责人")),
            "申请人代表在场",
            "放线位置与图纸一致，退界符合规划条件。",
            "符合规划许可的现场条件。",
        ),
    )
    teller.act(
        told,
        hearings.record_statement,
        Statement(
            "建筑日照间距",
            _november(18, 11, 10),
            "政务服务大厅三楼",
            "林示例",
            "申请人的代理人",
            "已按要求调整方案，请予以审核。",
        ),
    )


def _leave(teller: Storyteller, people: People) -> None:
    """Withdrawn by the applicant, entered by mistake, for another organ, handed in twice, asked of another department."""
    clock = teller.clock
    clock.set_to(11, 18, 14, 0)
    road = teller.receive(CLERK, ROAD, people.builder)
    teller.accept(CLERK, road)
    livestock = teller.receive(CLERK, LIVESTOCK, people.zhao)
    teller.accept(CLERK, livestock)
    asked = teller.other_department(livestock)
    teller.act(livestock, consultations.consult_departments, (asked,), "请对场所选址和周边防疫条件出具意见。")
    presale = teller.receive(SECOND_CLERK, PRESALE, people.builder)
    teller.accept(SECOND_CLERK, presale)
    mistaken = teller.receive(SECOND_CLERK, LIFT, people.builder)
    teller.act_as(SUPERVISOR, mistaken, side_ways.void_case, "录入时选错了事项，已按正确事项另行收件。")
    clock.set_to(11, 19, 9, 0)
    teller.act_as(CLERK, road, side_ways.withdraw_case, "施工计划推迟，申请人书面申请撤回。")
    teller.act(
        presale, side_ways.transfer_case, "示例市住房和城乡建设局", "该项目跨两县，由市级机关统一许可。"
    )
    first = teller.receive(CLERK, BILLBOARD, people.kitchen)
    again = teller.receive(SECOND_CLERK, BILLBOARD, people.kitchen)
    teller.act_as(
        SECOND_CLERK, again, side_ways.merge_case, first.last.number, "同一申请人就同一事项重复申请。"
    )


def _come_online(teller: Storyteller, people: People) -> None:
    """Begun at home: kept as a draft, waiting to be looked through, sent back to be mended, ready for the counter."""
    teller.clock.set_to(11, 20, 8, 35)
    _send(teller, "p-0001", PackageKind.DRAFT, HAULAGE, people.sun)
    _send(teller, "p-0002", PackageKind.APPLICATION, STAFFING, people.han)
    mended = _send(teller, "p-0003", PackageKind.APPLICATION, AGENCY, people.kitchen)
    teller.act_as(CLERK, mended, return_case, "经营场所证明的扫描件不清楚，请重新上传。")
    ready = _send(teller, "p-0004", PackageKind.APPLICATION, ROAD, people.zhao)
    teller.act_as(CLERK, ready, preexamine_case)


def _send(teller: Storyteller, key: str, kind: PackageKind, code: str, applicant: PartyInput) -> ToldCase:
    content = teller.content(code)
    needed = {MaterialNecessity.REQUIRED, MaterialNecessity.PLEDGEABLE, MaterialNecessity.DEFERRABLE}
    materials: list[Mapping[str, object]] = [
        {"name": spec.name, "received_as": "electronic", "count": 1}
        for spec in content.materials
        if spec.necessity in needed
    ]
    package = Package.model_validate(
        {
            "format": "yichuang.package/1",
            "sender": "web",
            "id": key,
            "kind": kind.value,
            "channel": "web",
            "submitted_at": teller.clock.now.isoformat(),
            "matter_code": code,
            "applicant": {
                "kind": applicant.kind.value,
                "name": applicant.name,
                "identity_kind": applicant.identity_kind.value,
                "identity_number": applicant.identity_number,
                "phone": applicant.phone,
                "address": applicant.address,
            },
            "answers": teller.answers(code),
            "materials": materials,
        }
    )
    return teller.take(package)
