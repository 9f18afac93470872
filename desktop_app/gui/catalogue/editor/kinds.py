"""What kind of field every element is edited with: one table over `MatterContent` and the parts of its lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop_app.gui.catalogue.editor.form_builder import SchemaField
from desktop_app.gui.choices import ChecksField, ChoiceField, LinesField
from desktop_app.gui.fields import Field, TextField
from desktop_app.gui.value_fields import (
    MOST_ROWS,
    CheckListField,
    LimitField,
    NumberField,
    SwitchField,
    WordsField,
)
from desktop_app.rules.calendar import LONGEST_LIMIT_DAYS
from desktop_app.rules.catalogue import (
    Fee,
    LegalBasis,
    Limit,
    MaterialSpec,
    MatterContent,
    QualityException,
    Question,
    Situation,
    SituationOption,
    Step,
)
from desktop_app.rules.matter_checks import LONGEST_NAME, LONGEST_TEXT, MOST_COPIES, MOST_VISITS
from desktop_app.rules.quality import RULES
from models.elements import (
    DeliveryWay,
    ExaminationMode,
    OnlineDepth,
    OrganisationTheme,
    OrganKind,
    PersonTheme,
    PowerSource,
    ServiceScope,
)
from models.enums import (
    ApplicantKind,
    Channel,
    HandlingKind,
    LabelledEnum,
    LimitUnit,
    MaterialCarrier,
    MaterialKind,
    MaterialNecessity,
    MaterialSource,
    MatterType,
    ResultKind,
    StepKind,
    UseLevel,
)

WHOLE = 6
"""Shares of a row: a field takes all of it, a half, or a third."""
HALF, THIRD = 3, 2
UNSAID = "未填"

Make = Callable[[str, str], Field]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of field: how it is made of its name and title, and how an element becomes its value and back.

    `take` raises ValueError for what was typed and is no value of the element.
    """

    make: Make
    show: Callable[[Any], Any]
    take: Callable[[Any], Any]
    share: int = WHOLE


def _same(value: Any) -> Any:
    return value


def _text(share: int = HALF, longest: int = LONGEST_NAME) -> Kind:
    return Kind(lambda name, title: TextField(name, title, max_length=longest), _same, _same, share)


def _lines(rows: int = 3, share: int = WHOLE) -> Kind:
    return Kind(
        lambda name, title: LinesField(
            name, title, max_length=LONGEST_TEXT, lines=rows, most_lines=MOST_ROWS
        ),
        _same,
        _same,
        share,
    )


def _words(placeholder: str = "每行一个", share: int = HALF) -> Kind:
    return Kind(lambda name, title: WordsField(name, title, placeholder=placeholder), _same, tuple, share)


def _switch() -> Kind:
    return Kind(SwitchField, _same, _same, THIRD)


def _number(most: int, empty: Any = None, placeholder: str = "") -> Kind:
    """A whole number; `empty` is what the element holds where nothing is filled in."""
    return Kind(
        lambda name, title: NumberField(name, title, most=most, placeholder=placeholder),
        _same,
        lambda number: empty if number is None else number,
        THIRD,
    )


def _limit(placeholder: str = "无") -> Kind:
    return Kind(
        lambda name, title: LimitField(name, title, most=LONGEST_LIMIT_DAYS, placeholder=placeholder),
        lambda limit: None if limit is None else (limit.days, limit.unit.value),
        lambda pair: None if pair is None else Limit(pair[0], LimitUnit(pair[1])),
        HALF,
    )


def _choice(members: type[LabelledEnum], *, may_be_unsaid: bool = False, share: int = THIRD) -> Kind:
    return Kind(
        lambda name, title: ChoiceField(name, title, members, empty=UNSAID if may_be_unsaid else ""),
        lambda member: "" if member is None else member.value,
        lambda value: members(value) if value else None,
        share,
    )


def _several(members: type[LabelledEnum]) -> Kind:
    return Kind(
        lambda name, title: ChecksField(name, title, members, in_columns=True),
        lambda chosen: [member.value for member in chosen],
        lambda values: tuple(members(value) for value in values),
    )


def _many(members: type[LabelledEnum]) -> Kind:
    return Kind(
        lambda name, title: CheckListField(name, title, members, rows=9),
        lambda chosen: [member.value for member in chosen],
        lambda values: tuple(members(value) for value in values),
        HALF,
    )


def _keys(lost: str = "（选项已删除，请取消勾选）") -> Kind:
    """Keys of options, chosen by the words of the questions; what is offered comes from the content."""
    return Kind(lambda name, title: CheckListField(name, title, rows=5, lost=lost), _same, tuple)


def _rule() -> Kind:
    """Rules an exception of the matter may excuse."""
    rules = [(rule.id, f"{rule.id} {rule.title}") for rule in RULES if rule.may_be_excused]

    def known(rule: str) -> str:
        return rule if rule in dict(rules) else ""

    return Kind(lambda name, title: ChoiceField(name, title, rules, empty="请选择"), known, _same)


_CONTENT: dict[str, Kind] = {
    "name": _text(WHOLE),
    "main_name": _text(),
    "sub_name": _text(),
    "matter_type": _choice(MatterType),
    "handling_kind": _choice(HandlingKind),
    "examination_mode": _choice(ExaminationMode, may_be_unsaid=True),
    "catalog_code": _text(),
    "local_code": _text(),
    "aliases": _words("群众的说法，每行一个", WHOLE),
    "department_name": _text(),
    "department_code": _text(),
    "organ_kind": _choice(OrganKind, may_be_unsaid=True),
    "use_level": _choice(UseLevel, may_be_unsaid=True),
    "power_source": _choice(PowerSource, may_be_unsaid=True),
    "entrusting_organ": _text(THIRD),
    "handling_unit": _text(THIRD),
    "decision_organ": _text(THIRD),
    "area_name": _text(),
    "area_code": _text(),
    "authority": _lines(2, HALF),
    "exercise": _lines(2, HALF),
    "partners": _words(),
    "intermediaries": _words(),
    "applicant_kinds": _several(ApplicantKind),
    "service_scope": _choice(ServiceScope, may_be_unsaid=True),
    "scope": _lines(2, HALF),
    "quantity_limit": _lines(2, HALF),
    "channels": _several(Channel),
    "is_in_hall": _switch(),
    "allows_booking": _switch(),
    "allows_proxy": _switch(),
    "is_fully_online": _switch(),
    "takes_online_payment": _switch(),
    "offers_courier": _switch(),
    "visits": _number(MOST_VISITS),
    "visits_reason": _lines(2),
    "online_depth": _several(OnlineDepth),
    "web_url": _text(longest=LONGEST_TEXT),
    "mobile_url": _text(longest=LONGEST_TEXT),
    "single_sign_on": _switch(),
    "mobile_sign_on": _switch(),
    "offline_reason": _lines(2),
    "statutory": _limit("不填表示无法定时限"),
    "promised": _limit(),
    "statutory_explanation": _lines(2, HALF),
    "promised_explanation": _lines(2, HALF),
    "special_procedures": _words("听证、检验、检测等，每行一个", WHOLE),
    "special_note": _lines(2),
    "conditions": _lines(5),
    "prohibitions": _lines(2, HALF),
    "deferral": _lines(2, HALF),
    "pledge": _lines(2, HALF),
    "pledged_conditions": _words(share=WHOLE),
    "flow_note": _lines(3),
    "result_kind": _choice(ResultKind),
    "application_form": Kind(SchemaField, _same, _same),
    "result_name": _text(WHOLE - THIRD),
    "delivery_ways": _several(DeliveryWay),
    "result_validity": _text(),
    "places": _lines(2, HALF),
    "hours": _lines(2, HALF),
    "traffic": _lines(2),
    "consult": _lines(2, HALF),
    "consult_address": _lines(2, HALF),
    "complain": _lines(2, HALF),
    "complain_address": _lines(2, HALF),
    "progress_query": _lines(2),
    "person_themes": _many(PersonTheme),
    "organisation_themes": _many(OrganisationTheme),
    "themes": _words("每行一个", WHOLE),
    "rights": _lines(4),
    "remark": _lines(2),
}
_MATERIAL: dict[str, Kind] = {
    "name": _text(WHOLE),
    "library_code": _text(),
    "issuer": _text(),
    "kind": _choice(MaterialKind, share=HALF),
    "carrier": _choice(MaterialCarrier, share=HALF),
    "necessity": _choice(MaterialNecessity, share=HALF),
    "source": _choice(MaterialSource, share=HALF),
    "originals": _number(MOST_COPIES, 0),
    "copies": _number(MOST_COPIES, 0),
    "when": _keys(),
    "standard": _lines(2),
    "instructions": _lines(2),
    "source_note": _text(),
    "page_format": _text(),
    "copy_note": _text(),
    "licence": _text(),
    "is_in_person": _switch(),
    "needed_when": _lines(2),
    "deferral": _lines(2),
    "pledge": _lines(2),
    "legal_basis": _lines(2),
    "remark": _lines(2),
}
KINDS: dict[type, dict[str, Kind]] = {
    MatterContent: _CONTENT,
    MaterialSpec: _MATERIAL,
    Fee: {
        "name": _text(WHOLE),
        "standard": _lines(2),
        "legal_basis": _lines(2),
        "reducible": _switch(),
        "reduction_basis": _lines(2),
        "when": _keys(),
        "remark": _lines(2),
    },
    Step: {
        "name": _text(WHOLE),
        "kind": _choice(StepKind),
        "days": _number(LONGEST_LIMIT_DAYS, None, "不填表示无"),
        "is_counted": _switch(),
        "handler": _text(),
        "result": _text(),
        "special": _lines(2),
    },
    Question: {"question": _lines(2), "answer": _lines(5)},
    LegalBasis: {
        "title": _text(WHOLE),
        "number": _text(),
        "clause": _text(),
        "organ": _text(),
        "effective_on": _text(),
        "text": _lines(5),
    },
    Situation: {"question": _text(WHOLE), "asked_when": _keys("（选项已删除或排在后面，请取消勾选）")},
    SituationOption: {
        "text": _text(WHOLE),
        "promised": _limit("不改变"),
        "statutory": _limit("不改变"),
    },
    QualityException: {"rule": _rule(), "reason": _lines(2)},
}
"""For `MatterContent` and every part the elements that are edited by a field of their own, in the order of the form."""

TABLES = (
    "legal_basis",
    "situations",
    "materials",
    "steps",
    "fees",
    "questions",
    "quality_exceptions",
)
"""Elements that are lists of lines."""
FILES: dict[type, tuple[str, ...]] = {
    MatterContent: ("result_sample",),
    MaterialSpec: ("blank_form", "sample"),
}
"""Elements that are kept files."""
AUTOMATIC: dict[type, tuple[str, ...]] = {Situation: ("key", "options"), SituationOption: ("key",)}
"""Keys that nobody types, and the options that stand under their question."""
