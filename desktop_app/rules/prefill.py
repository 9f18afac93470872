"""预填: what a form can be filled in with before anybody types, from the people at the counter and earlier cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop_app.rules.application_forms import FieldKind, FormField, Prefill, find_faults, read_form


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever applies or acts for somebody, as far as it is typed; birthday and sex as the number tells them."""

    name: str = ""
    identity_number: str = ""
    phone: str = ""
    address: str = ""
    birthday: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier cases of the applicant know: the latest form of the matter, the latest certificate of it."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    certificate_number: str = ""
    case_number: str = ""
    """The case the form stood in; empty for none."""


def prefilled(schema: str, applicant: Person, agent: Person, earlier: Earlier) -> dict[str, Any]:
    """The values that fields of a form may begin with, by their names; none that its field would not take."""
    known: dict[Prefill, str] = {
        Prefill.APPLICANT_NAME: applicant.name,
        Prefill.IDENTITY_NUMBER: applicant.identity_number,
        Prefill.PHONE: applicant.phone,
        Prefill.ADDRESS: applicant.address,
        Prefill.BIRTH_DATE: applicant.birthday.isoformat() if applicant.birthday else "",
        Prefill.SEX: applicant.sex,
        Prefill.AGENT_NAME: agent.name,
        Prefill.AGENT_PHONE: agent.phone,
        Prefill.CERTIFICATE_NUMBER: earlier.certificate_number,
    }
    found: dict[str, Any] = {}
    for each in read_form(schema).fields:
        if each.prefill is Prefill.EARLIER:
            value = earlier.values.get(each.name)
        else:
            value = _fitted(each, known[each.prefill]) if each.prefill else None
        if value not in (None, "", []):
            found[each.name] = value
    faults = find_faults(schema, found)
    return {name: value for name, value in found.items() if name not in faults}


def _fitted(each: FormField, value: str) -> str:
    """A choice takes the value whose words say it."""
    if each.kind is not FieldKind.CHOICE:
        return value
    return next((choice for choice, words in each.choices if value in {choice, words}), "")
