"""A record in the program's own shape (the keys of `MatterContent`) to a value, all of it or nothing."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, cast, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from desktop_app.exchange.cleaning import clean_text, value_shape
from desktop_app.exchange.findings import Finding, ParsedRecord
from desktop_app.exchange.limits import are_comparable
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.identifiers import check_matter_code, normal_number
from desktop_app.rules.matter_checks import LONGEST_CODE, find_content_faults
from desktop_app.rules.situations import find_faults

MOST_POPULAR = 1_000_000_000
RECORD_KEYS = ("code", "item_code", "popularity")
"""What a record says beside its content."""

Path = tuple[str | int, ...]
NameOf = Callable[[Path], str]

_ADAPTER = TypeAdapter(MatterContent)
Place = tuple[str, ...]
"""A path without its numbers, for example `("situations", "options")`."""


def _places(kind: type[Any], place: Place = ()) -> Iterator[tuple[Place, frozenset[str]]]:
    """The keys that may stand at each place of a record."""
    yield place, frozenset(field.name for field in dataclasses.fields(kind))
    for key, hint in get_type_hints(kind).items():
        for part in (hint, *get_args(hint)):
            if dataclasses.is_dataclass(part) and isinstance(part, type):
                yield from _places(part, (*place, key))


_KEYS = dict(_places(MatterContent))
_KEYS[()] = _KEYS[()].union(RECORD_KEYS)
_REASONS = {
    "missing": "缺少必填内容",
    "enum": "不是认识的取值",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数字过大",
    "tuple_type": "应为列表",
    "bool_type": "应为是或否",
    "bool_parsing": "应为是或否",
    "dataclass_type": "应为一组键和值",
}


def json_name(path: Path) -> str:
    """A place in a JSON record as its writer would name it, for example `materials[3].name`, counted from 1."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


class Notes:
    """Collects what was found in one record."""

    def __init__(self, name_of: NameOf = json_name) -> None:
        self._findings: list[Finding] = []
        self._name_of = name_of

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything noted so far."""
        return tuple(self._findings)

    @property
    def holds_refusal(self) -> bool:
        """Whether the record can no longer be taken."""
        return any(finding.is_refusal for finding in self._findings)

    def repair(self, field: str | Path, value: object, reason: str) -> None:
        """A value that was changed, or that somebody should look at."""
        self._findings.append(Finding(self._named(field), value_shape(value), reason))

    def refuse(self, field: str | Path, value: object, reason: str) -> None:
        """A value because of which the whole record is not taken."""
        self._findings.append(Finding(self._named(field), value_shape(value), reason, is_refusal=True))

    def clean(self, field: str | Path, text: str) -> str:
        """A text without what does not belong into it; each repair is noted."""
        cleaned, reasons = clean_text(text)
        for reason in reasons:
            self.repair(field, text, reason)
        return cleaned

    def extend(self, other: "Notes") -> None:
        """Take over what was found in a line that belongs to this record."""
        self._findings.extend(other.findings)

    def _named(self, field: str | Path) -> str:
        return field if isinstance(field, str) else self._name_of(field)


def parse_own(number: int, raw: dict[str, Any], notes: Notes) -> ParsedRecord:
    """A record in our own shape, cleaned and checked."""
    return finish(number, clean_value(raw, (), notes), notes)


def finish(
    number: int, values: dict[str, Any], notes: Notes, passed_over: tuple[str, ...] = ()
) -> ParsedRecord:
    """Make the record of values that are clean already; its content is `None` where anything was refused."""
    code = _code(values, "code", notes)
    item_code = _code(values, "item_code", notes)
    popularity = _popularity(values, notes)
    _note_unusual_codes(code, item_code, notes)
    content = _content(values, notes)
    if content is not None:
        _check_content(content, notes)
    return ParsedRecord(
        number,
        code,
        item_code,
        content.department_code if content else "",
        content.department_name if content else "",
        None if notes.holds_refusal else content,
        notes.findings,
        popularity,
        passed_over,
    )


def refused(number: int, reason: str, value: object = "", field: str = "整条记录") -> ParsedRecord:
    """A record of which nothing can be told but that it is not taken."""
    finding = Finding(field, value_shape(value), reason, is_refusal=True)
    return ParsedRecord(number, "", "", "", "", None, (finding,))


def clean_value(value: Any, path: Path, notes: Notes) -> Any:
    """The value with every text cleaned; absent (`null`) and unknown keys are left out, the latter noted."""
    if isinstance(value, str):
        return notes.clean(path, value)
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return [
            clean_value(item, (*path, place), notes) for place, item in enumerate(items) if item is not None
        ]
    if isinstance(value, dict):
        return _cleaned_keys(cast("dict[str, Any]", value), path, notes)
    return value


def _cleaned_keys(value: dict[str, Any], path: Path, notes: Notes) -> dict[str, Any]:
    known = _KEYS.get(tuple(part for part in path if isinstance(part, str)), frozenset())
    kept: dict[str, Any] = {}
    for key, item in value.items():
        if item is None:
            continue
        if key in known:
            kept[key] = clean_value(item, (*path, key), notes)
        else:
            notes.repair((*path, key[:50]), item, "不认识的字段，未导入")
    return kept


def _code(values: dict[str, Any], key: str, notes: Notes) -> str:
    given = values.get(key, "")
    if not isinstance(given, str):
        notes.refuse((key,), given, "编码应为文字，可能被表格软件存成了数字，末尾数字已丢失")
        return ""
    code = normal_number(given)
    if code != given:
        notes.repair((key,), given, "编码含空格、全角或小写字符，已改为规范写法")
    if key == "code" and not code:
        notes.refuse((key,), given, "缺少事项编码")
    if len(code) > LONGEST_CODE:
        notes.refuse((key,), given, f"编码超过{LONGEST_CODE}个字符")
        return ""
    return code


def _popularity(values: dict[str, Any], notes: Notes) -> int:
    given = values.get("popularity", 0)
    if isinstance(given, int) and 0 <= given <= MOST_POPULAR:
        return int(given)
    notes.repair(("popularity",), given, "常办程度应为不小于零的整数，已按零处理")
    return 0


def _note_unusual_codes(code: str, item_code: str, notes: Notes) -> None:
    if item_code and not item_code.startswith(code):
        notes.repair(("item_code",), item_code, "业务办理项编码不以实施编码开头，请核对")
    if code:
        key = "item_code" if item_code else "code"
        for warning in check_matter_code(item_code or code):
            notes.repair((key,), item_code or code, warning)


def _content(values: dict[str, Any], notes: Notes) -> MatterContent | None:
    try:
        return _ADAPTER.validate_python({key: item for key, item in values.items() if key not in RECORD_KEYS})
    except ValidationError as failure:
        for error in failure.errors(include_url=False, include_context=False):
            notes.refuse(error["loc"], error["input"], _reason(error))
        return None


def _reason(error: ErrorDetails) -> str:
    return _REASONS.get(error["type"], "格式不符")


def _check_content(content: MatterContent, notes: Notes) -> None:
    for fault in find_content_faults(content):
        notes.refuse(fault.path, fault.value, fault.reason)
    for place, reason in find_faults(content):
        notes.refuse(place, "", reason)
    _compare_limits(content, notes)


def _compare_limits(content: MatterContent, notes: Notes) -> None:
    statutory, promised = content.statutory, content.promised
    if statutory is None or promised is None:
        return
    if not are_comparable(statutory, promised):
        notes.repair(("promised",), promised, "法定时限与承诺时限单位不同，无法比较长短，请核对")
    elif promised.days > statutory.days:
        notes.repair(("promised",), promised, "承诺时限长于法定时限，请核对")
