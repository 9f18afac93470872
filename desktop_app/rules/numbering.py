"""编号: how the numbers of cases and documents are written; the sequences themselves come from the database."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desktop_app.rules.errors import ServiceError
from models.enums import DocumentKind

LARGEST_DAILY_SEQUENCE = 9999
LARGEST_YEARLY_SEQUENCE = 999_999
LONGEST_CASE_NUMBER = 50
SUFFIX_LENGTH = 12
QUERY_CODE_DIGITS = 6
CASE_NUMBER = re.compile(r"(?P<code>[0-9A-Z-]+)(?P<day>[0-9]{8})(?P<sequence>[0-9]{4})")
READING_MARKS = str.maketrans("", "", "·.。• ")

DOCUMENT_WORDS = {
    DocumentKind.APPLICATION: "申",
    DocumentKind.RECEIPT: "收",
    DocumentKind.SUPPLEMENT_NOTICE: "补",
    DocumentKind.SUPPLEMENT_RECEIPT: "补收",
    DocumentKind.ACCEPTANCE: "受",
    DocumentKind.REFUSAL: "不受",
    DocumentKind.DEFERRAL_PROMISE: "容诺",
    DocumentKind.DEFERRAL: "容",
    DocumentKind.PLEDGE: "诺",
    DocumentKind.SPECIAL: "特",
    DocumentKind.EXTENSION_APPROVAL: "延审",
    DocumentKind.EXTENSION: "延",
    DocumentKind.INSPECTION: "核",
    DocumentKind.HEARING_ANNOUNCEMENT: "听公",
    DocumentKind.HEARING_RIGHTS: "听权",
    DocumentKind.HEARING_APPLICATION: "听申",
    DocumentKind.HEARING_NOTICE: "听通",
    DocumentKind.HEARING_RECORD: "听录",
    DocumentKind.STATEMENT_RECORD: "陈",
    DocumentKind.GRANT: "准",
    DocumentKind.DENIAL: "不准",
    DocumentKind.SERVICE: "送",
    DocumentKind.COLLECTION: "取",
    DocumentKind.TERMINATION: "终",
    DocumentKind.NEGATIVE_REPORT: "否",
}
"""The word of each kind of document in its number (执法性质)."""


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """办件编号 taken apart: 实施编码 or 业务办理项编码, day of receipt, number of that day."""

    matter_code: str
    day: date
    sequence: int


def case_number(matter_code: str, day: date, sequence: int) -> str:
    """办件编号: code + YYYYMMDD + four digits, 43 characters with a 31-character code.

    Raises `number_exhausted` beyond 9999 a day, `matter_code_too_long` when 50 characters would not hold it.
    """
    longest = LONGEST_CASE_NUMBER - SUFFIX_LENGTH
    if len(matter_code) > longest:
        raise ServiceError("matter_code_too_long", length=len(matter_code), longest=longest)
    _check_sequence(sequence, LARGEST_DAILY_SEQUENCE)
    return f"{matter_code}{day.year:04}{day.month:02}{day.day:02}{sequence:04}"


def split_case_number(text: str) -> CaseNumber:
    """A typed or scanned 办件编号 taken apart; dots and blanks for reading are allowed.

    Raises `case_number_invalid`.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(READING_MARKS)
    found = CASE_NUMBER.fullmatch("".join(plain.split()))
    if found is None:
        raise ServiceError("case_number_invalid")
    try:
        day = date.fromisoformat(found["day"])
    except ValueError as failure:
        raise ServiceError("case_number_invalid") from failure
    return CaseNumber(found["code"], day, int(found["sequence"]))


def document_number(short_name: str, kind: DocumentKind, year: int, sequence: int) -> str:
    """文书编号: 机关简称 + word of the kind + 〔year〕 + 第nnnn号, for example 颍审批许受〔2026〕第0001号.

    Raises `number_exhausted`.
    """
    _check_sequence(sequence, LARGEST_YEARLY_SEQUENCE)
    return f"{short_name}{DOCUMENT_WORDS[kind]}〔{year}〕第{sequence:04}号"


def query_code(random_below: Callable[[int], int]) -> str:
    """查询码: six random digits; `random_below(n)` gives a number 0 ≤ x < n that nobody can foresee."""
    return f"{random_below(10**QUERY_CODE_DIGITS):0{QUERY_CODE_DIGITS}}"


def _check_sequence(sequence: int, largest: int) -> None:
    if not 1 <= sequence <= largest:
        raise ServiceError("number_exhausted", largest=largest)
