"""办理方式、结果、收费与主题: whether what is said in one place agrees with another."""

import re
from collections.abc import Iterator

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.quality.findings import Issue, Subject, quoted, says_nothing
from models.elements import ExaminationMode
from models.enums import ApplicantKind, Channel, HandlingKind, ResultKind

_BRACKETS = re.compile(r"[（(][^（()）]*[)）]\s*$")
_ONLINE = frozenset({Channel.WEB, Channel.MOBILE})


def check_at_once(subject: Subject) -> Iterator[Issue]:
    """Rule 1: decided at once, an immediate matter and examined on the spot are three words for one thing."""
    content = subject.content
    is_at_once = content.promised is not None and not content.promised.days
    kind = HandlingKind.IMMEDIATE if is_at_once else HandlingKind.PROMISED
    mode = ExaminationMode.ON_THE_SPOT if is_at_once else ExaminationMode.BACK_OFFICE
    promise = "承诺即时办结" if is_at_once else "没有承诺即时办结"
    if content.handling_kind is not kind:
        yield Issue(
            "handling_kind", f"{promise}，办件类型应为“{kind.label}”，现为“{content.handling_kind.label}”"
        )
    if content.examination_mode is None:
        yield Issue("examination_mode", f"没有填写审查类型，按承诺时限应为“{mode.label}”")
    elif content.examination_mode is not mode:
        yield Issue(
            "examination_mode",
            f"{promise}，审查类型应为“{mode.label}”，现为“{content.examination_mode.label}”",
        )


def check_result(subject: Subject) -> Iterator[Issue]:
    """Rule 2: the name of the result tells its kind, and people want to see what they will get."""
    content = subject.content
    if says_nothing(content.result_name):
        return
    kind = _named_kind(content.result_name)
    if kind is not None and content.result_kind is not kind:
        yield Issue(
            "result_kind",
            f"结果名称{quoted(content.result_name)}是{kind.label}，结果类型却是“{content.result_kind.label}”",
        )
    if not content.result_sample:
        yield Issue("result_sample", f"没有{quoted(content.result_name)}的样本")


def check_visits(subject: Subject) -> Iterator[Issue]:
    """Rule 3: whoever must come is told why; whoever need not is given no reason to."""
    content = subject.content
    if content.visits is None:
        yield Issue("visits", "没有填写到办事现场次数")
    elif content.visits and says_nothing(content.visits_reason):
        yield Issue("visits_reason", f"须到现场{content.visits}次，没有说明必须现场办理的原因")
    elif not content.visits and not says_nothing(content.visits_reason):
        yield Issue("visits_reason", f"不用到现场，却写了必须现场办理的原因{quoted(content.visits_reason)}")


def check_post(subject: Subject) -> Iterator[Issue]:
    """Rule 4: without a visit and without the network only the post is left."""
    content = subject.content
    if content.visits == 0 and not _is_online(content) and Channel.POST not in content.channels:
        yield Issue("channels", "不用到现场又不能网上办理，办理形式应包括邮寄办理")


def check_fully_online(subject: Subject) -> Iterator[Issue]:
    """Rule 5: depth Ⅳ, the whole procedure online, leaves nothing to come for."""
    content = subject.content
    if content.is_fully_online and content.visits:
        yield Issue("visits", f"全程网办的事项到办事现场次数应为0，现为{content.visits}")


def check_fees(subject: Subject) -> Iterator[Issue]:
    """Rule 6: a fee has its item, its standard and its basis; without a fee there is nothing to pay online."""
    content = subject.content
    for number, fee in enumerate(content.fees, 1):
        for key, text, name in (
            ("name", fee.name, "收费项目名称"),
            ("standard", fee.standard, "收费标准"),
            ("legal_basis", fee.legal_basis, "收费依据"),
        ):
            if says_nothing(text):
                yield Issue(f"fees[{number}].{key}", f"收费项目{quoted(fee.name)}没有填写{name}")
    if content.takes_online_payment and not content.fees:
        yield Issue("takes_online_payment", "不收费的事项不应支持网上支付")


def check_themes(subject: Subject) -> Iterator[Issue]:
    """Rule 11: a matter stands under the themes of those it serves; proxies may look where persons do."""
    content = subject.content
    if not content.applicant_kinds:
        yield Issue("applicant_kinds", "没有填写服务对象")
        return
    serves_persons = ApplicantKind.PERSON in content.applicant_kinds
    serves_organisations = any(kind is not ApplicantKind.PERSON for kind in content.applicant_kinds)
    if serves_persons and not content.person_themes:
        yield Issue("person_themes", "服务对象包括自然人，没有填写自然人主题")
    if serves_organisations and not content.organisation_themes:
        yield Issue("organisation_themes", "服务对象包括法人或其他组织，没有填写法人主题")
    if content.person_themes and not serves_persons and not content.allows_proxy:
        yield Issue("person_themes", "服务对象没有自然人，又不允许代办，不应归入自然人主题")
    if content.organisation_themes and not serves_organisations:
        yield Issue("organisation_themes", "服务对象只有自然人，不应归入法人主题")


def _named_kind(name: str) -> ResultKind | None:
    plain = _BRACKETS.sub("", name).strip("《》 。")
    if "批复" in plain or "批文" in plain:
        return ResultKind.APPROVAL
    if plain.endswith(("凭证", "证明")):
        return None
    if plain.endswith("证") or "证书" in plain:
        return ResultKind.LICENCE
    return ResultKind.APPROVAL if plain.endswith("文") else None


def _is_online(content: MatterContent) -> bool:
    return content.is_fully_online or not _ONLINE.isdisjoint(content.channels)
