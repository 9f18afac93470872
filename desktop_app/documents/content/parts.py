"""What papers of a case are made of: the organ's head, the facts of the case, lines of lists, the base of every paper.

Dates and times are local to the hall. Numbers of persons come in whole and are masked when they are printed.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.enums import DocumentKind

LICENSING_LAW = "《中华人民共和国行政许可法》"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The organ that issues a paper and the hall where it stands (机关、大厅)."""

    organ_name: str
    organ_address: str
    organ_phone: str
    hall_name: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What every paper of a case repeats; agent fields are empty without an agent, `qr_text` comes signed."""

    number: str
    query_code: str
    qr_text: str
    matter_name: str
    matter_code: str
    applicant_name: str
    identity_label: str
    identity_number: str
    phone: str
    agent_name: str
    agent_identity_label: str
    agent_identity_number: str
    counter_name: str
    clerk_name: str
    situation: tuple[tuple[str, str], ...] = ()
    """办理情形: questions and answers that select what was asked for."""


@dataclass(frozen=True, slots=True)
class LawSentence:
    """法律用语: a sentence of law as it stood when the paper was issued, with its statute and version.

    `key` is one of `rules.law_texts`; `text` may hold named places such as `{due}` that the paper fills in.
    """

    key: str
    statute: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material that was handed in: how it was obtained (原件、复印件、电子件 …) and how many."""

    name: str
    received_as: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """A material the applicant is asked for: what it must fulfil, and in which form."""

    name: str
    requirement: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class DeferredLine:
    """容缺: a material that may follow later, in which form, and until when."""

    name: str
    due_on: date
    form: str = ""


@dataclass(frozen=True, slots=True)
class Remedies:
    """Where a decision can be contested: 行政复议 within 60 days, 行政诉讼 within 6 months."""

    review_body: str
    court: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePaper:
    """What all papers of a case have in common.

    `reprint` counts the copies printed after the first; `void_reason` marks a paper that no longer holds (作废). Both
    are told when it is printed and never kept with it.
    """

    kind: ClassVar[DocumentKind]

    document_number: str
    letterhead: Letterhead
    case: CaseFacts
    copies_text: str
    made_on: date
    sentences: tuple[LawSentence, ...] = ()
    """The sentences of law this paper uses; one that is missing here is printed as the program brings it."""
    reprint: int = 0
    void_reason: str = ""
