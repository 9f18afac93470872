"""What a guide (办事指南) says: one frozen value a matter, the same for every style."""

from dataclasses import dataclass, field
from datetime import date

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.guide_sections import GuideSection
from models.enums import MatterState

DRAFT_VERSION = "草稿（未发布，仅供核对）"


@dataclass(frozen=True, slots=True)
class Organ:
    """实施主体: who decides and where it can be reached; empty text where the hall does not know."""

    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    review_body: str = ""
    court: str = ""


@dataclass(frozen=True, slots=True)
class HallPlace:
    """办事大厅 where the matter is taken."""

    name: str
    address: str = ""
    hours: str = ""
    phone: str = ""
    traffic: str = ""


@dataclass(frozen=True, slots=True)
class CounterPlace:
    """窗口 that takes the matter."""

    number: str
    name: str
    kind: str
    """无差别综合窗口 or 专窗."""
    zone: str = ""
    hours: str = ""
    hall_name: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """One matter as it is handed out; dates are local to the hall.

    `content` holds what the answers leave: its situations are the questions still open. Its materials carry what the
    materials library says where the matter itself is silent.
    """

    content: MatterContent
    code: str
    item_code: str
    state: MatterState
    version: int
    effective_on: date
    printed_on: date
    organ: Organ
    halls: tuple[HallPlace, ...]
    counters: tuple[CounterPlace, ...]
    address: str
    """Where the current version can be read."""
    qr_text: str
    sections: tuple[GuideSection, ...] = tuple(GuideSection)
    answers: tuple[tuple[str, str], ...] = ()
    """The questions answered before printing, and the answers."""
    pictures: tuple[bytes | None, ...] = field(default=(), repr=False)
    """For each material its sample as PNG or JPEG, where there is one; empty where no style needs them."""
    is_draft: bool = False
    """Whether it shows a draft: nobody may take it for what is in force, so every page is marked."""

    @property
    def version_name(self) -> str:
        """`第2版`; of a draft that it is none yet."""
        return DRAFT_VERSION if self.is_draft else f"第{self.version}版"

    @property
    def matter_code(self) -> str:
        """业务办理项编码, or 实施编码 where there is none."""
        return self.item_code or self.code
