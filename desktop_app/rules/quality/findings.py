"""What a rule of the quality check is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.rules.catalogue import MatterContent
from models.elements import QualityLevel

HENAN_28 = "《河南省优化营商环境条例》第二十八条"
LICENSING_30 = "《中华人民共和国行政许可法》第三十条"
ONLINE_6 = "《国务院关于在线政务服务的若干规定》（国务院令第716号）第六条"
WENZHOU = "温州市事项检查规则（外地做法）"
OWN = "本厅规则"
"""Whatever no statute and no published practice says is the office's own rule and is never called law."""

LONGEST_QUOTE = 30
NOTHING = frozenset({"", "无", "没有", "不涉及", "暂无", "/", "-"})
"""What people write into an element that has nothing to say."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: a content and, where they are known, the codes it stands under."""

    content: MatterContent
    code: str = ""
    item_code: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing a rule has found; `level` stands in for the rule's own where it is another."""

    path: str
    text: str
    level: QualityLevel | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """检查规则."""

    id: str
    title: str
    level: QualityLevel
    source: str
    check: Callable[[Subject], Iterable[Issue]]
    may_be_excused: bool = False
    """Whether a named exception of the matter turns its errors into warnings."""

    @property
    def number(self) -> int:
        """The figure in the id, from 1: the bit that stands for the rule where findings are kept."""
        return int(self.id[1:])


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """检查发现: where something is not as a rule wants it, and who says so."""

    rule: str
    title: str
    level: QualityLevel
    path: str
    """As the importer names a place: `materials[3].name`, counted from 1."""
    label: str
    """The place in Chinese."""
    text: str
    source: str


def quoted(text: str) -> str:
    """A text in quotation marks, shortened."""
    flat = " ".join(text.split())
    return f"“{flat[:LONGEST_QUOTE]}…”" if len(flat) > LONGEST_QUOTE else f"“{flat}”"


def says_nothing(text: str) -> bool:
    """Whether an element is empty or only says that there is nothing."""
    return text.strip(" 。.") in NOTHING


def warn(path: str, text: str) -> Issue:
    """A finding that is only a warning, whatever its rule's level."""
    return Issue(path, text, QualityLevel.WARNING)
