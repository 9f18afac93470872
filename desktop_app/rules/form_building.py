"""申请表的设计: the form of a matter as plain descriptions of its fields, which editors change, and back as JSON Schema.

What the descriptions do not say (a pattern, a format) stays in the schema as it was.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from desktop_app.rules.application_forms import FieldKind, FormField, Prefill, read_form

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KIND_WORDS: dict[FieldKind, str] = {
    FieldKind.TEXT: "文字",
    FieldKind.WHOLE_NUMBER: "整数",
    FieldKind.NUMBER: "数字",
    FieldKind.DATE: "日期",
    FieldKind.YES_NO: "是否",
    FieldKind.CHOICE: "选一项",
    FieldKind.CHOICES: "选多项",
    FieldKind.TABLE: "列表",
}
PREFILL_WORDS: dict[Prefill, str] = {
    Prefill.APPLICANT_NAME: "申请人姓名或名称",
    Prefill.IDENTITY_NUMBER: "申请人证件号码",
    Prefill.PHONE: "申请人电话",
    Prefill.ADDRESS: "申请人地址",
    Prefill.BIRTH_DATE: "出生日期（按身份证号）",
    Prefill.SEX: "性别（按身份证号）",
    Prefill.AGENT_NAME: "代理人姓名",
    Prefill.AGENT_PHONE: "代理人电话",
    Prefill.CERTIFICATE_NUMBER: "本事项最近一次的证照编号",
    Prefill.EARLIER: "本事项上次填的内容",
}
_REQUIRED, _OPTIONS = "*", "/"
_TYPES: dict[FieldKind, dict[str, Any]] = {
    FieldKind.TEXT: {"type": "string"},
    FieldKind.WHOLE_NUMBER: {"type": "integer"},
    FieldKind.NUMBER: {"type": "number"},
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.YES_NO: {"type": "boolean"},
    FieldKind.CHOICE: {},
    FieldKind.CHOICES: {"type": "array", "uniqueItems": True},
    FieldKind.TABLE: {"type": "array"},
}
_SHAPE = frozenset({"type", "format", "enum", "items", "uniqueItems", "x-labels"})
"""Words that follow from the kind of a field."""
_LIMITS = {
    FieldKind.TEXT: frozenset({"maxLength", "minLength", "pattern", "x-lines"}),
    FieldKind.WHOLE_NUMBER: frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    FieldKind.NUMBER: frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    FieldKind.CHOICES: frozenset({"minItems", "maxItems"}),
    FieldKind.TABLE: frozenset({"minItems", "maxItems"}),
}
"""Words that mean something for some kinds only; another kind loses them."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field as an editor describes it; `choices` and `columns` are lines of words."""

    name: str
    title: str = ""
    kind: FieldKind = FieldKind.TEXT
    is_required: bool = False
    group: str = ""
    help_text: str = ""
    prefill: Prefill | None = None
    lines: int = 1
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """Each `名称*　类型`, the type one of the words of `KIND_WORDS` or options parted by `/`; none means text."""
    before: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """How the schema described it."""


def read_plan(schema: str) -> tuple[str, tuple[FieldPlan, ...]]:
    """Title and fields of a schema; raises `form_invalid` where it is none."""
    form = read_form(schema)
    if not form:
        return "", ()
    described = cast("dict[str, dict[str, Any]]", json.loads(schema)["properties"])
    return form.title, tuple(_plan(each, described[each.name]) for each in form.fields)


def write_schema(title: str, plans: Sequence[FieldPlan], before: str = "") -> str:
    """The schema of these fields in one line, as tables carry it; empty without a field. What `before` says of the whole stays."""
    if not plans:
        return ""
    whole: dict[str, Any] = json.loads(before) if before.strip() else {"$schema": DIALECT}
    whole |= {"title": title, "type": "object"}
    whole["required"] = [plan.name for plan in plans if plan.is_required]
    whole["properties"] = {plan.name: _described(plan) for plan in plans}
    if not title:
        del whole["title"]
    if not whole["required"]:
        del whole["required"]
    return json.dumps(whole, ensure_ascii=False)


def pretty_schema(schema: str) -> str:
    """The same schema, line by line, for people to read."""
    return json.dumps(json.loads(schema), ensure_ascii=False, indent=2) if schema.strip() else ""


def free_name(plans: Iterable[FieldPlan]) -> str:
    """A name that none of these fields has; it stays with the field, whatever its title becomes."""
    used = {plan.name for plan in plans}
    return next(name for number in range(1, len(used) + 2) if (name := f"f{number}") not in used)


def _plan(each: FormField, described: Mapping[str, Any]) -> FieldPlan:
    return FieldPlan(
        name=each.name,
        title=each.title,
        kind=each.kind,
        is_required=each.is_required,
        group=each.group,
        help_text=each.help_text,
        prefill=each.prefill,
        lines=each.lines,
        least=described.get("minimum"),
        most=described.get("maximum"),
        choices=tuple(words for _, words in each.choices),
        columns=tuple(_column_words(column) for column in each.columns),
        before=described,
    )


def _described(plan: FieldPlan) -> dict[str, Any]:
    allowed = _LIMITS.get(plan.kind, frozenset[str]())
    gone = frozenset[str]().union(*_LIMITS.values()) - allowed
    kept = {word: value for word, value in plan.before.items() if word not in _SHAPE | gone}
    kept |= _TYPES[plan.kind]
    if plan.kind is FieldKind.TEXT and "format" in plan.before and plan.before["format"] != "date":
        kept["format"] = plan.before["format"]
    if plan.kind is FieldKind.CHOICE:
        kept |= _options(plan.choices, plan.before)
    if plan.kind is FieldKind.CHOICES:
        kept["items"] = _options(plan.choices, _items(plan))
    if plan.kind is FieldKind.TABLE:
        kept["items"] = _table(plan)
    said = {
        "title": plan.title,
        "description": plan.help_text,
        "x-group": plan.group,
        "x-prefill": plan.prefill.value if plan.prefill else "",
        "x-lines": plan.lines if plan.lines > 1 and plan.kind is FieldKind.TEXT else "",
        "minimum": plan.least if "minimum" in allowed else None,
        "maximum": plan.most if "maximum" in allowed else None,
    }
    kept |= said
    return {word: value for word, value in kept.items() if word not in said or value not in ("", None)}


def _items(plan: FieldPlan) -> Mapping[str, Any]:
    items = plan.before.get("items")
    return cast("dict[str, Any]", items) if isinstance(items, dict) else {}


def _options(words: Iterable[str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Options by their words; one that was there keeps its value."""
    labels = cast("dict[str, str]", before.get("x-labels") or {})
    values = {labels.get(value, value): value for value in cast("list[str]", before.get("enum", []))}
    chosen = {values.get(each, each): each for each in words}
    named = {value: each for value, each in chosen.items() if value != each}
    return {"enum": list(chosen)} | ({"x-labels": named} if named else {})


def _table(plan: FieldPlan) -> dict[str, Any]:
    before = _items(plan)
    described = cast("dict[str, dict[str, Any]]", before.get("properties", {}))
    known = {each.get("title", name): name for name, each in described.items()}
    columns: dict[str, FieldPlan] = {}
    for words in plan.columns:
        title, kind, options, is_required = _read_column(words)
        name = known.get(title) or free_name(columns.values())
        if name not in known.values():
            while name in described or name in columns:
                name += "_"
        facts = described.get(name, {})
        columns[name] = FieldPlan(
            name,
            title,
            kind,
            is_required,
            least=facts.get("minimum"),
            most=facts.get("maximum"),
            choices=options,
            before=facts,
        )
    whole = {word: value for word, value in before.items() if word != "required"}
    whole |= {"type": "object", "properties": {name: _described(each) for name, each in columns.items()}}
    required = [name for name, each in columns.items() if each.is_required]
    return whole | ({"required": required} if required else {})


def _column_words(column: FormField) -> str:
    words = f"{column.title}{_REQUIRED if column.is_required else ''}"
    if column.kind is FieldKind.TEXT:
        return words
    kind = _OPTIONS.join(each for _, each in column.choices) if column.choices else KIND_WORDS[column.kind]
    return f"{words} {kind}"


def _read_column(words: str) -> tuple[str, FieldKind, tuple[str, ...], bool]:
    title, _, rest = words.strip().replace("\u3000", " ").partition(" ")
    is_required = title.endswith(_REQUIRED)
    rest = rest.strip()
    by_words = {each: kind for kind, each in KIND_WORDS.items()}
    kind, options = FieldKind.TEXT, tuple[str, ...]()
    if _OPTIONS in rest:
        kind, options = FieldKind.CHOICE, tuple(each.strip() for each in rest.split(_OPTIONS) if each.strip())
    elif rest in by_words and by_words[rest] not in {FieldKind.TABLE, FieldKind.CHOICE, FieldKind.CHOICES}:
        kind = by_words[rest]
    elif rest:
        title = f"{title} {rest}" if not is_required else title
    return title.rstrip(_REQUIRED), kind, options, is_required
