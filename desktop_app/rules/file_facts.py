"""案卷事实: what a file holds, in the plain form the file checks look at."""

from dataclasses import dataclass
from datetime import date

from models.enums import DocumentKind
from models.procedure import AcceptanceKind, ExtensionAuthority


@dataclass(frozen=True, slots=True)
class FilePaper:
    """A paper of the file as the checks see it; what a kind does not have stays empty."""

    kind: DocumentKind
    number: str
    made_on: date
    organ_name: str = ""
    is_void: bool = False
    is_deemed: bool = False
    is_deferred: bool = False
    decision_on: date | None = None
    """作出决定的日期 that it names."""
    started_on: date | None = None
    ground: str = ""
    days: int = 0
    lines: tuple[str, ...] = ()
    line_dates: tuple[date, ...] = ()
    reason: str = ""
    basis: str = ""
    has_remedies: bool = False
    right_organ: str = ""
    persons: tuple[str, ...] = ()
    served: tuple[str, ...] = ()
    """文书编号 of the papers a 送达回证 is about."""


@dataclass(frozen=True, slots=True)
class FileOpinion:
    """An examiner's opinion."""

    examiner: str
    text: str


@dataclass(frozen=True, slots=True)
class FilePause:
    """特别程序: its ground and when it began."""

    ground: str
    started_on: date


@dataclass(frozen=True, slots=True)
class FileExtension:
    """An approved extension, and whether several departments handled the case."""

    authority: ExtensionAuthority
    approver: str
    is_joint: bool
    is_own_request: bool
    """Asked for and approved by the same person."""


@dataclass(frozen=True, slots=True)
class DeferredMaterial:
    """A material that was accepted as following later (容缺)."""

    name: str
    is_deferrable: bool
    is_supplied: bool


@dataclass(frozen=True, slots=True)
class CaseFileFacts:
    """Everything the checks look at; days are those of the hall."""

    received_on: date
    notice_due_on: date
    """The last of the five working days after receipt."""
    papers: tuple[FilePaper, ...] = ()
    acceptance: AcceptanceKind | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    is_granted: bool = False
    is_refused: bool = False
    delivered_on: date | None = None
    delivery_due_on: date | None = None
    counted_from: date | None = None
    """The day from which the promised limit counts."""
    promised_due_on: date | None = None
    """With pauses and extension as they really were."""
    promised_days: int | None = None
    step_days: tuple[int, ...] = ()
    opinions: tuple[FileOpinion, ...] = ()
    pauses: tuple[FilePause, ...] = ()
    extension: FileExtension | None = None
    deferred: tuple[DeferredMaterial, ...] = ()
    decider: str = ""
    is_received_by_decider: bool = False
    separates_decider: bool = False
    missing_numbers: tuple[str, ...] = ()
    """Numbers just below those of the file that no paper of the office bears."""

    def valid(self, *kinds: DocumentKind) -> list[FilePaper]:
        """The papers of some kinds that are not void, in the order they were issued."""
        return [paper for paper in self.papers if paper.kind in kinds and not paper.is_void]
