"""送达: which papers are served, in which ways, and what each way must be told (行政许可法 art. 44; 民事诉讼法 art. 87 to 95)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import MAX_NAME, clean_text
from models.elements import DeliveryWay
from models.enums import DocumentKind

_D = DocumentKind
SERVED_KINDS = frozenset(
    {
        _D.SUPPLEMENT_NOTICE,
        _D.ACCEPTANCE,
        _D.REFUSAL,
        _D.DEFERRAL,
        _D.PLEDGE,
        _D.SPECIAL,
        _D.EXTENSION,
        _D.HEARING_RIGHTS,
        _D.HEARING_NOTICE,
        _D.GRANT,
        _D.DENIAL,
        _D.TERMINATION,
    }
)
"""Papers whose delivery a 送达回证 proves."""

HANDED_OVER = frozenset({DeliveryWay.COUNTER, DeliveryWay.DIRECT})
"""Ways in which somebody takes the result into the hands: a 取件凭证 is signed."""

WAY_WORDS: dict[DeliveryWay, str] = {
    DeliveryWay.COUNTER: "直接送达（窗口领取）",
    DeliveryWay.DIRECT: "直接送达（上门送达）",
    DeliveryWay.POST: "邮寄送达",
    DeliveryWay.ELECTRONIC: "电子送达",
    DeliveryWay.NOTICE: "公告送达",
}
"""What a 送达回证 calls each way."""

LONGEST_TRACKING = 40
_BY_CHOICE = frozenset({DeliveryWay.POST, DeliveryWay.ELECTRONIC})
"""A matter may offer them; the others are always open to the organ."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How papers reach whom they are meant for.

    `place` is where they are handed over, sent to or published; at the counter it may be empty. `served_on` is the day
    they were signed for, the notice's the day it was published; `None` means today. `helpers` are further 送达人.
    """

    way: DeliveryWay = DeliveryWay.COUNTER
    place: str = ""
    served_on: date | None = None
    courier: str = ""
    tracking_number: str = ""
    helpers: tuple[str, ...] = ()
    is_agreed: bool = False
    """电子送达: the person agreed to it (民事诉讼法 art. 90)."""
    note: str = ""


def is_offered(way: DeliveryWay, offered: Sequence[DeliveryWay]) -> bool:
    """Whether a result may go this way; a matter that names no ways offers them all."""
    return not offered or way in offered or way not in _BY_CHOICE


def checked_serving(given: Serving, *, servers: int, notice_days: int, today: date, since: date) -> Serving:
    """The same with clean texts and everything its way needs; `since` is the first day it can have been served.

    Raises `text_needed` and its kin, `service_not_agreed`, `service_day_invalid`, `service_notice_running`,
    `service_persons_missing`.
    """
    way = given.way
    is_post = way is DeliveryWay.POST
    cleaned = Serving(
        way=way,
        place=clean_text(
            given.place, _place_word(way), needed=way is not DeliveryWay.COUNTER, longest=MAX_NAME
        ),
        served_on=given.served_on or today,
        courier=clean_text(given.courier, "寄递企业", needed=is_post, longest=50),
        tracking_number=clean_tracking(given.tracking_number) if is_post else "",
        helpers=tuple(name for each in given.helpers if (name := clean_text(each, "送达人", longest=50))),
        is_agreed=given.is_agreed,
        note=clean_text(given.note, "备注", longest=MAX_NAME),
    )
    if way is DeliveryWay.ELECTRONIC and not given.is_agreed:
        raise ServiceError("service_not_agreed")
    if not since <= (cleaned.served_on or today) <= today:
        raise ServiceError("service_day_invalid", first=since.isoformat(), last=today.isoformat())
    if way is DeliveryWay.NOTICE:
        until = notice_until(cleaned.served_on or today, notice_days)
        if until > today:
            raise ServiceError("service_notice_running", until=until.isoformat())
    if 1 + len(cleaned.helpers) < servers:
        raise ServiceError("service_persons_missing", least=servers)
    return cleaned


def notice_until(published_on: date, notice_days: int) -> date:
    """公告送达: the day on which it counts as served (民事诉讼法 art. 95); calendar days, the first not counted."""
    return published_on + timedelta(days=notice_days)


def clean_tracking(text: str) -> str:
    """A courier's number: letters and digits, however it was grouped; raises `tracking_invalid`, `text_needed`."""
    number = clean_text(text, "邮寄单号", needed=True, longest=100).replace(" ", "").replace("-", "").upper()
    if not (number.isascii() and number.isalnum() and 6 <= len(number) <= LONGEST_TRACKING):
        raise ServiceError("tracking_invalid", longest=LONGEST_TRACKING)
    return number


def _place_word(way: DeliveryWay) -> str:
    match way:
        case DeliveryWay.POST:
            return "收件地址"
        case DeliveryWay.ELECTRONIC:
            return "电子送达地址"
        case DeliveryWay.NOTICE:
            return "公告位置"
        case DeliveryWay.COUNTER | DeliveryWay.DIRECT:
            return "送达地点"
