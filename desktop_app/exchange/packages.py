"""网上申请包: one JSON file for each thing an outside channel sends in; `docs/package.schema.json` tells its shape."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from desktop_app.exchange.cleaning import clean_text
from desktop_app.exchange.files import MEGABYTE, decode, read_bytes
from desktop_app.rules.checklists import MAX_COUNT
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import LONGEST_NUMBER
from desktop_app.rules.texts import MAX_NAME, MAX_TEXT
from models.enums import ApplicantKind, Channel, IdentityKind, ReceivedAs
from models.procedure import PackageKind

FORMAT = "yichuang.package/1"
LARGEST_PACKAGE = 2 * MEGABYTE
MOST_MATERIALS = 500
MOST_FILES = 200
MOST_VALUES = 500
SUFFIX = ".json"
FILES_FOLDER = "files"
"""Beside the packages: each file under the SM3 of its bytes, written before the package that names it."""

_REASONS = {
    "missing": "缺少",
    "extra_forbidden": "不认识的字段",
    "string_too_long": "过长",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "写法不对",
    "string_type": "应为文字",
    "enum": "不是可用的取值",
    "literal_error": "不是可用的取值",
    "timezone_aware": "时间要写明时区，例如 2026-11-20T09:00:00+08:00",
    "too_long": "项数过多",
    "json_invalid": "不是完整的 JSON",
    "json_type": "不是完整的 JSON",
    "package": "{reason}",
}
_CODE = re.compile(r"[0-9A-Za-z-]{1,50}")


def _clean(text: str) -> str:
    return clean_text(text)[0]


def _checked_code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise _fault("事项编码只含数字、字母和连字符")
    return text.upper()


def _checked_form(form: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Every text in it cleaned; no number that a database cannot keep."""
    try:
        json.dumps(form, allow_nan=False)
    except ValueError:
        raise _fault("有无法保存的数值") from None
    return {_clean(name): _cleaned_value(value) for name, value in form.items()}


def _cleaned_value(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list):
        return [_cleaned_value(item) for item in value]
    if isinstance(value, dict):
        return {_clean(name): _cleaned_value(item) for name, item in value.items()}
    return value


def _not_counter(channel: Channel) -> Channel:
    if channel is Channel.COUNTER:
        raise _fault("窗口办理的申请不经申请包送来")
    return channel


def _fault(reason: str) -> PydanticCustomError:
    return PydanticCustomError("package", "{reason}", {"reason": reason})


Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME), AfterValidator(_clean)]
Words = Annotated[str, Field(max_length=MAX_NAME), AfterValidator(_clean)]
LongWords = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_clean)]
Key = Annotated[str, Field(pattern=r"^[0-9A-Za-z._:-]{1,100}$")]
"""What a sender numbers its packages with."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    """What is sent says nothing else than what is read: a misspelt field is told, not passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PackageParty(_Part):
    """申请人 or 代理人."""

    kind: ApplicantKind
    name: Name
    identity_kind: IdentityKind
    identity_number: Annotated[str, Field(min_length=1, max_length=LONGEST_NUMBER)]
    phone: Annotated[str, Field(max_length=50), AfterValidator(_clean)] = ""
    address: Words = ""


class PackageFile(_Part):
    """附件: its name for people, and the SM3 of its bytes under which it lies beside the package."""

    name: Name
    digest: Digest


class PackageMaterial(_Part):
    """材料: a line of the matter's checklist, by its name there."""

    name: Name
    received_as: ReceivedAs = ReceivedAs.ELECTRONIC
    count: Annotated[int, Field(ge=0, le=MAX_COUNT)] = 1
    note: Words = ""
    licence_number: Annotated[str, Field(max_length=100), AfterValidator(_clean)] = ""
    valid_until: date | None = None
    files: Annotated[tuple[PackageFile, ...], Field(max_length=MOST_FILES)] = ()


class Package(_Part):
    """One thing sent in: an application or a draft of one, a supplement to it, or its withdrawal.

    The first package of a case names matter and applicant. Those that follow name the case: by `continues`, the id of
    an earlier package of the same sender, or by the number and query code that are printed on the case's papers.
    """

    format: Literal["yichuang.package/1"]
    sender: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,31}$")]
    id: Key
    kind: PackageKind
    channel: Annotated[Channel, AfterValidator(_not_counter)]
    submitted_at: AwareDatetime
    continues: Key | None = None
    case_number: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{0,50}$")] = ""
    query_code: Annotated[str, Field(pattern=r"^[0-9]{0,6}$")] = ""
    matter_code: Annotated[str, Field(max_length=50), AfterValidator(_checked_code)] | None = None
    matter_version: Annotated[int, Field(ge=1)] | None = None
    applicant: PackageParty | None = None
    agent: PackageParty | None = None
    answers: Annotated[dict[Words, Words], Field(max_length=MOST_VALUES)] = {}
    form: Annotated[dict[str, JsonValue], Field(max_length=MOST_VALUES), AfterValidator(_checked_form)] = {}
    materials: Annotated[tuple[PackageMaterial, ...], Field(max_length=MOST_MATERIALS)] = ()
    files: Annotated[tuple[PackageFile, ...], Field(max_length=MOST_FILES)] = ()
    """What belongs to the application as a whole."""
    reason: LongWords = ""

    @property
    def key(self) -> str:
        """The package's number in the whole hall: the sender's name before the sender's own number."""
        return f"{self.sender}/{self.id}"

    @property
    def continued_key(self) -> str | None:
        """The key of the package this one follows."""
        return None if self.continues is None else f"{self.sender}/{self.continues}"

    @property
    def all_files(self) -> tuple[PackageFile, ...]:
        """Every file the package names."""
        return (*self.files, *(file for line in self.materials for file in line.files))

    def canonical(self) -> str:
        """The one text of what the package says, however it was written."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        follows = self.continues is not None or bool(self.case_number)
        if self.case_number and not self.query_code:
            raise _fault("写了办件编号，还要写查询码")
        if self.kind in {PackageKind.SUPPLEMENT, PackageKind.WITHDRAWAL} and not follows:
            raise _fault("没有写明是哪一件申请")
        if self.kind is PackageKind.WITHDRAWAL and not self.reason.strip():
            raise _fault("撤回申请要写明理由")
        if self.kind is PackageKind.SUPPLEMENT and not self.materials:
            raise _fault("补正没有材料")
        if self.kind in {PackageKind.DRAFT, PackageKind.APPLICATION} and not (
            self.matter_code and self.applicant
        ):
            raise _fault("缺少事项编码或申请人")
        names = [line.name for line in self.materials]
        if len(set(names)) != len(names):
            raise _fault("同一项材料写了两次")
        return self


def parse_package(path: Path) -> Package:
    """The package a file holds; raises `file_too_large`, `file_unreadable`, `package_invalid` naming place and reason."""
    text = decode(read_bytes(path, LARGEST_PACKAGE))
    try:
        return Package.model_validate_json(text)
    except ValidationError as failure:
        first = failure.errors(include_url=False)[0]
        raise ServiceError("package_invalid", place=_place(first), reason=_reason(first)) from None


def package_schema() -> dict[str, Any]:
    """The JSON schema of a package, as `docs/package.schema.json` tells senders."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Package.model_json_schema()}


def is_package_file(path: Path) -> bool:
    """Whether a file of a folder is to be read as a package."""
    return path.suffix.lower() == SUFFIX and not path.name.startswith(".") and path.is_file()


def submitted_first(package: Package) -> tuple[datetime, str]:
    """The order packages are taken in: as they were sent."""
    return package.submitted_at, package.key


def _place(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"]) or "整个文件"


def _reason(error: ErrorDetails) -> str:
    reason = _REASONS.get(error["type"], "格式不符")
    context = error.get("ctx", {})
    return reason.format(reason=context.get("reason", ""))
