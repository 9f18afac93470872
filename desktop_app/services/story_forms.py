"""What the people of the story write into the application forms of the sample matters."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop_app.rules.application_forms import read_form
from desktop_app.rules.identifiers import check_identity
from desktop_app.rules.prefill import Earlier, Person, prefilled
from desktop_app.services.case_inputs import PartyInput

NURSE_FORM: Mapping[str, Any] = {
    "school": "许州示例卫生职业学院",
    "degree": "大专",
    "graduated": "2026-06-30",
    "exam": "示例护考〔2026〕第000123号",
    "workplace": "颍昌县示例医院",
    "practice": [
        {"f1": "颍昌县示例医院", "f2": "内科", "f3": "2025-06-01", "f4": "2025-11-30"},
        {"f1": "许州市示例医院", "f2": "急诊科", "f3": "2025-12-01", "f4": "2026-03-31"},
    ],
}
SHOP_FORM: Mapping[str, Any] = {
    "address": "颍昌县建业路12号",
    "area": 86.5,
    "kinds": ["图书", "期刊"],
    "online": False,
    "head": "赵示例",
    "staff": 3,
}
DRIVER_FORM: Mapping[str, Any] = {
    "class": "C1",
    "first": "2024-05-20",
    "platform": "示例出行",
    "clean": True,
}
FORMS: Mapping[str, Mapping[str, Any]] = {
    "护士执业注册申请审核表": NURSE_FORM,
    "出版物经营许可申请表": SHOP_FORM,
    "网络预约出租汽车驾驶员资格申请表": DRIVER_FORM,
}
"""By the title of the form."""


def filled_form(schema: str, applicant: PartyInput, today: date) -> dict[str, Any]:
    """A form as the applicant fills it in at the counter, with what the number tells."""
    if not schema:
        return {}
    found = check_identity(applicant.identity_kind, applicant.identity_number, today)
    person = Person(
        applicant.name,
        found.text,
        applicant.phone,
        applicant.address,
        found.birthday,
        found.sex.label if found.sex else "",
    )
    return {**prefilled(schema, person, Person(), Earlier()), **FORMS[read_form(schema).title]}
