"""申请表 of a case as pages show it: the fields in words under their headings, numbers and phones masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.rules.application_forms import (
    FieldKind,
    FormField,
    Prefill,
    clean_values,
    in_words,
    read_form,
)
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.masking import masked_number, masked_phone
from desktop_app.services.matter_versions import get_version
from desktop_app.services.work import Work
from models.cases import Case
from models.enums import Permission

_MASKS = {
    Prefill.IDENTITY_NUMBER: masked_number,
    Prefill.PHONE: masked_phone,
    Prefill.AGENT_PHONE: masked_phone,
}


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A field with its value in words; an empty one was not filled in."""

    group: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A list with its columns, row by row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The form of a case; without a title and lines its matter has none."""

    title: str = ""
    lines: tuple[FilledLine, ...] = ()
    tables: tuple[FilledTable, ...] = ()


def get_filled_form(work: Work, case_id: int) -> FilledForm:
    """What was filled in, by the version the case was received under; raises `case_unknown`."""
    work.require(Permission.CASES_VIEW)
    case = work.session.get(Case, case_id)
    if case is None:
        raise ServiceError("case_unknown")
    schema = get_version(work, case.matter_version_id).application_form
    form, values = read_form(schema), clean_values(schema, case.form)
    plain = [field for field in form.fields if field.kind is not FieldKind.TABLE]
    return FilledForm(
        form.title,
        tuple(FilledLine(field.group, field.title, _words(field, values.get(field.name))) for field in plain),
        tuple(_table(field, values) for field in form.fields if field.kind is FieldKind.TABLE),
    )


def _table(field: FormField, values: Mapping[str, Any]) -> FilledTable:
    rows: list[dict[str, Any]] = values.get(field.name, [])
    return FilledTable(
        field.title,
        tuple(column.title for column in field.columns),
        tuple(tuple(_words(column, row.get(column.name)) for column in field.columns) for row in rows),
    )


def _words(field: FormField, value: Any) -> str:
    words = in_words(field, value)
    mask = _MASKS.get(field.prefill) if field.prefill else None
    return mask(words) if mask and words else words
