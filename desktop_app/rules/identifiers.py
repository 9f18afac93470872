"""证件号码 and 实施编码: what a number tells, and what about it deserves a second look.

House rule: a number that fails a check is warned about and may be confirmed with a reason; it never stops a person
at the counter, for valid numbers exist that fail. Sources: GB 11643, GB 32100-2015, vectors in the tests.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import assert_never

from stdnum import numdb
from stdnum.cn import ric, uscc

from desktop_app.rules.errors import ServiceError
from models.enums import IdentityKind, LabelledEnum, Sex

LONGEST_NUMBER = 50
CREDIT_CHARACTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
CREDIT_LENGTH = 18
RESIDENT_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
OLD_RESIDENT_NUMBER = re.compile(r"[0-9]{15}")
PASSPORT_NUMBER = re.compile(r"[A-Z]{1,2}[0-9]{7,8}")
PERMIT_PREFIXES = ("81", "82", "83")
PERMIT_DIVISIONS = ("810000", "820000", "830000")
FOREIGNER_PREFIX = "9"
PROVINCES = frozenset(
    str(code)
    for codes in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for code in (*codes, 71, 81, 82, 83)
)
DIVISIONS_SINCE_2021 = ("330113", "330114")
"""临平区 and 钱塘区 of 杭州, which python-stdnum 2.2 does not know yet."""
OLDEST_AGE = 120

MATTER_CODE_LENGTHS = (31, 33)
MATTER_LEVELS = "1234567"
MATTER_TYPES = frozenset(f"{code:02}" for code in (*range(11), 20, 21))
NATIONAL_CATALOGUE = "00"


class IdentityWarning(LabelledEnum):
    """What may be wrong with a number, in words for the clerk."""

    ID_LENGTH = "id_length", "号码应为18位，请核对是否漏录或多录。"
    ID_CHARACTERS = "id_characters", "号码只含数字，仅末位可为X，请核对。"
    ID_CHECK_DIGIT = "id_check_digit", "校验位不符，可能有一位录错，请核对证件原件。"
    ID_OLD = "id_old", "这是15位旧号码，请核对是否已换发18位号码的证件。"
    IMPOSSIBLE_BIRTHDAY = "impossible_birthday", "号码中的出生日期不存在，请核对。"
    FUTURE_BIRTHDAY = "future_birthday", "号码中的出生日期晚于今天，请核对。"
    UNLIKELY_AGE = "unlikely_age", "按号码推算年龄超过120岁，请核对。"
    UNKNOWN_PROVINCE = "unknown_province", "号码前两位不是已知的省级代码，请核对。"
    UNKNOWN_DIVISION = "unknown_division", "号码前六位不在现行和已撤销的行政区划中，请核对证件原件。"
    MAYBE_RESIDENCE_PERMIT = (
        "maybe_residence_permit",
        "81、82、83开头的是港澳台居民居住证号码，请核对证件类型。",
    )
    MAYBE_FOREIGNER_CARD = (
        "maybe_foreigner_card",
        "9开头的18位号码可能是外国人永久居留身份证，请核对证件类型。",
    )
    MAYBE_CREDIT_CODE = "maybe_credit_code", "这可能是统一社会信用代码，请核对证件类型。"
    MAYBE_ID_NUMBER = "maybe_id_number", "这可能是个人证件号码，请核对证件类型。"
    NOT_A_RESIDENCE_PERMIT = (
        "not_a_residence_permit",
        "港澳台居民居住证号码以810000、820000或830000开头，请核对证件类型。",
    )
    NOT_A_FOREIGNER_CARD = (
        "not_a_foreigner_card",
        "新版外国人永久居留身份证号码以9开头，请核对是否为旧版证件。",
    )
    CREDIT_LENGTH = "credit_length", "统一社会信用代码应为18位，请核对是否漏录或多录。"
    CREDIT_CHARACTERS = (
        "credit_characters",
        "含有不允许的字符：统一社会信用代码只含数字和大写字母，且不用字母I、O、S、V、Z，请核对是否与1、0、5、U、2混淆。",
    )
    CREDIT_CHECK_DIGIT = "credit_check_digit", "校验位不符，可能为早期试点代码，请核对证照原件。"


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """A number as it is stored, what deserves a second look, and what it tells of its holder."""

    kind: IdentityKind
    text: str
    warnings: tuple[IdentityWarning, ...] = ()
    birthday: date | None = None
    sex: Sex | None = None
    """Read from 居民身份证 only: for the other kinds the rule is not confirmed."""

    def age(self, on: date) -> int | None:
        """Completed years on a day (周岁); `None` without a birthday or before it."""
        if self.birthday is None or on < self.birthday:
            return None
        has_had_birthday = (on.month, on.day) >= (self.birthday.month, self.birthday.day)
        return on.year - self.birthday.year - (not has_had_birthday)


def check_identity(kind: IdentityKind, text: str, today: date) -> IdentityCheck:
    """The number in normal form with its warnings.

    Raises `identity_number_invalid`, without the number, when it is empty, beyond 50 characters or holds control
    characters: then it is not a number at all.
    """
    number = normal_number(text)
    if not _is_storable(number):
        raise ServiceError("identity_number_invalid")
    match kind:
        case IdentityKind.ID_CARD | IdentityKind.RESIDENCE_PERMIT | IdentityKind.FOREIGNER_CARD:
            return _check_resident(kind, number, today)
        case IdentityKind.CREDIT_CODE:
            return IdentityCheck(kind, number, _credit_warnings(number))
        case IdentityKind.PASSPORT | IdentityKind.OTHER:
            return IdentityCheck(kind, number)
        case _:
            assert_never(kind)


def guess_identity_kind(text: str) -> IdentityKind:
    """The kind a number most likely is; `OTHER` for anything without a known shape. A proposal for the form only."""
    number = normal_number(text)
    if OLD_RESIDENT_NUMBER.fullmatch(number):
        return IdentityKind.ID_CARD
    if PASSPORT_NUMBER.fullmatch(number):
        return IdentityKind.PASSPORT
    if len(number) != CREDIT_LENGTH or not re.fullmatch(r"[0-9A-Z]+", number):
        return IdentityKind.OTHER
    return _resident_kind(number) if _is_resident_rather(number) else IdentityKind.CREDIT_CODE


def normal_number(text: str) -> str:
    """Full-width to half-width, upper case, without blanks and invisible formatting marks; done twice it stays.

    What stood between a letter and its accent is gone: they are put together in the end.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    if plain.isascii() and plain.isalnum():
        return plain
    kept = (char for char in plain if not char.isspace() and unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", "".join(kept))


def passes_resident_check(number: str) -> bool:
    """Whether 18 characters of the resident form carry the right check digit (ISO 7064 MOD 11-2)."""
    return RESIDENT_NUMBER.fullmatch(number) is not None and ric.calc_check_digit(number) == number[-1]


def passes_credit_check(number: str) -> bool:
    """Whether 18 allowed characters carry the right check character (GB 32100-2015); some valid codes do not."""
    is_well_formed = len(number) == CREDIT_LENGTH and frozenset(number) <= CREDIT_CHARACTERS
    return is_well_formed and uscc.calc_check_digit(number[:-1]) == number[-1]


def check_matter_code(text: str) -> tuple[str, ...]:
    """What is unusual about an 实施编码 (31) or 业务办理项编码 (33), in words; empty when nothing is.

    Codes of other provinces and times look different, so this warns and never refuses.
    """
    code = normal_number(text)
    if len(code) not in MATTER_CODE_LENGTHS:
        return (f"实施编码应为31位，业务办理项编码应为33位，现为{len(code)}位。",)
    warnings: list[str] = []
    if not _names_an_organ(code[:18]):
        warnings.append("前18位不是校验相符的统一社会信用代码。")
    if code[18] not in MATTER_LEVELS:
        warnings.append("第19位行使层级不在1至7之间。")
    if code[19:21] not in PROVINCES | {NATIONAL_CATALOGUE}:
        warnings.append("第20、21位既不是省级代码，也不是国家级目录的00。")
    if code[21:23] not in MATTER_TYPES:
        warnings.append("第22、23位不是已知的事项类型代码。")
    if not re.fullmatch(r"[0-9]+", code[23:]):
        warnings.append("第24位以后应全部为数字。")
    return tuple(warnings)


@lru_cache(4096)
def _names_an_organ(code: str) -> bool:
    """Remembered, for many matters begin with the code of the same organ; a person's number never comes here."""
    return passes_credit_check(code)


def _is_storable(number: str) -> bool:
    has_controls = any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in number)
    return 0 < len(number) <= LONGEST_NUMBER and not has_controls


def _check_resident(kind: IdentityKind, number: str, today: date) -> IdentityCheck:
    if kind is IdentityKind.ID_CARD and OLD_RESIDENT_NUMBER.fullmatch(number):
        long_form = f"{number[:6]}19{number[6:]}"
        warnings = [IdentityWarning.ID_OLD]
    elif RESIDENT_NUMBER.fullmatch(number):
        long_form = number
        warnings = [] if passes_resident_check(number) else [IdentityWarning.ID_CHECK_DIGIT]
    else:
        return IdentityCheck(kind, number, _shape_warnings(number))
    birthday = _birthday_of(long_form)
    warnings += _prefix_warnings(kind, long_form) + _birthday_warnings(birthday, today)
    if not passes_resident_check(number) and passes_credit_check(number):
        warnings.append(IdentityWarning.MAYBE_CREDIT_CODE)
    sex = None
    if kind is IdentityKind.ID_CARD:
        sex = Sex.MALE if int(long_form[16]) % 2 else Sex.FEMALE
    return IdentityCheck(kind, number, tuple(warnings), birthday, sex)


def _shape_warnings(number: str) -> tuple[IdentityWarning, ...]:
    warnings: list[IdentityWarning] = []
    if len(number) != CREDIT_LENGTH:
        warnings.append(IdentityWarning.ID_LENGTH)
    if not re.fullmatch(r"[0-9]*X?", number):
        warnings.append(IdentityWarning.ID_CHARACTERS)
    if passes_credit_check(number):
        warnings.append(IdentityWarning.MAYBE_CREDIT_CODE)
    return tuple(warnings)


def _prefix_warnings(kind: IdentityKind, number: str) -> list[IdentityWarning]:
    division = number[:6]
    if kind is IdentityKind.RESIDENCE_PERMIT:
        return [] if division in PERMIT_DIVISIONS else [IdentityWarning.NOT_A_RESIDENCE_PERMIT]
    if kind is IdentityKind.FOREIGNER_CARD:
        return [] if division.startswith(FOREIGNER_PREFIX) else [IdentityWarning.NOT_A_FOREIGNER_CARD]
    if division.startswith(PERMIT_PREFIXES):
        return [IdentityWarning.MAYBE_RESIDENCE_PERMIT]
    if division.startswith(FOREIGNER_PREFIX):
        return [IdentityWarning.MAYBE_FOREIGNER_CARD]
    if division[:2] not in PROVINCES:
        return [IdentityWarning.UNKNOWN_PROVINCE]
    return [] if _is_known_division(division) else [IdentityWarning.UNKNOWN_DIVISION]


def _birthday_warnings(birthday: date | None, today: date) -> list[IdentityWarning]:
    if birthday is None:
        return [IdentityWarning.IMPOSSIBLE_BIRTHDAY]
    if birthday > today:
        return [IdentityWarning.FUTURE_BIRTHDAY]
    return [IdentityWarning.UNLIKELY_AGE] if today.year - birthday.year > OLDEST_AGE else []


def _birthday_of(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _credit_warnings(number: str) -> tuple[IdentityWarning, ...]:
    warnings: list[IdentityWarning] = []
    if len(number) != CREDIT_LENGTH:
        warnings.append(IdentityWarning.CREDIT_LENGTH)
    if not frozenset(number) <= CREDIT_CHARACTERS:
        warnings.append(IdentityWarning.CREDIT_CHARACTERS)
    if not warnings and not passes_credit_check(number):
        warnings.append(IdentityWarning.CREDIT_CHECK_DIGIT)
        if passes_resident_check(number) and _birthday_of(number) is not None:
            warnings.append(IdentityWarning.MAYBE_ID_NUMBER)
    return tuple(warnings)


def _is_resident_rather(number: str) -> bool:
    """Whether 18 characters are a person's number rather than an organisation's."""
    if not RESIDENT_NUMBER.fullmatch(number):
        return False
    has_birthday = _birthday_of(number) is not None
    if passes_resident_check(number) and has_birthday:
        return True
    return not passes_credit_check(number) and (has_birthday or not number.startswith(FOREIGNER_PREFIX))


def _resident_kind(number: str) -> IdentityKind:
    if number.startswith(PERMIT_PREFIXES):
        return IdentityKind.RESIDENCE_PERMIT
    if number.startswith(FOREIGNER_PREFIX):
        return IdentityKind.FOREIGNER_CARD
    return IdentityKind.ID_CARD


@cache
def _is_known_division(code: str) -> bool:
    """Whether the six digits are or once were a county, city or prefecture."""
    if code in DIVISIONS_SINCE_2021:
        return True
    parts = numdb.get("cn/loc").info(code)
    return any("county" in properties for _, properties in parts)
