"""What pictures are taken of beside the pages themselves: dialogs, parts of pages, tabs of cases of the story."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from desktop_app.gui.examination.waiting import CHECKS
from desktop_app.services.examination_desks import Desk
from models.enums import CaseState, Role

CaseOf: TypeAlias = CaseState | int
"""The first case of the story in a state, or the one of a place in the order of receipt."""

EDITED = "道路普通货物运输经营许可"
EDITED_PARTS = ("name", "situations", "materials", "person_themes")
APPLICANT = {"cases.applicant_identity_number": "411002199003070006", "cases.applicant_name": "王小萌"}
DAY_OFF = date(2026, 11, 25)
"""A day on which the hall turns out not to work: the dates of open cases move."""
LATE, HEARD, EXTENDED, PROMISED, IN_HAND, ASKED = 1, 2, 5, 10, 13, 17
"""Cases of the story: past its date, with a hearing, extended, with promises, under examination, with an open question."""
APPEALED = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """A dialog: who opens it, on which page, with which button, and the case or part of the page it is about."""

    name: str
    role: Role
    page: str
    button: str
    case: CaseOf | None = None
    tab: str = ""
    subject: object = None


def _at_case(role: Role, case: CaseOf, **buttons: str) -> tuple[Scene, ...]:
    return tuple(
        Scene(name, role, "cases.detail", f"cases.{button}", case) for name, button in buttons.items()
    )


SCENES = (
    *_at_case(
        Role.CLERK,
        CaseState.RECEIVED,
        supplement="supplement",
        refusal="refuse",
        withdrawal="more_withdraw",
        hand_over="more_hand_over",
        correction="more_correct",
    ),
    *_at_case(Role.CLERK, IN_HAND, deferred="more_receive_deferred"),
    *_at_case(Role.CLERK, CaseState.SUPPLEMENTING, supplement_receipt="receive_supplement"),
    *_at_case(Role.CLERK, CaseState.SUBMITTED, preexamination="preexamine"),
    *_at_case(Role.CLERK, CaseState.GRANTED, collector="deliver", dispatch="more_dispatch"),
    *_at_case(Role.CLERK, CaseState.DENIED, service="more_serve"),
    *_at_case(Role.CLERK, CaseState.COMPLETED, preview="print"),
    Scene("appeal", Role.CLERK, "cases.detail", "cases.appeal", LATE, "督办提示"),
    *_at_case(
        Role.APPROVER,
        IN_HAND,
        consultation="more_consult",
        suspension="more_suspend",
        extension="more_request_extension",
        inspection="more_inspect",
        hearing="more_hear",
        transfer="more_transfer",
    ),
    Scene("pledge_check", Role.APPROVER, "examination.page", "examination.pledge_check", subject=CHECKS),
    Scene("recalculation", Role.SUPERVISOR, "statistics.backlog", "statistics.recalculate"),
    Scene("appeals", Role.SUPERVISOR, "statistics.backlog", "statistics.answer_appeals"),
    *_at_case(Role.SUPERVISOR, CaseState.RECEIVED, voiding="more_void"),
    *_at_case(Role.SUPERVISOR, CaseState.WITHDRAWN, reopening="more_reopen"),
    Scene("bar", Role.SUPERVISOR, "cases.detail", "applicants.record", IN_HAND, "申请人历史"),
    Scene("import", Role.ADMINISTRATOR, "catalogue.page", "catalogue.import"),
    Scene("export", Role.ADMINISTRATOR, "catalogue.page", "catalogue.export"),
    Scene("publish", Role.ADMINISTRATOR, "catalogue.review", "catalogue.review_publish"),
    Scene("return", Role.ADMINISTRATOR, "catalogue.review", "catalogue.review_return"),
    Scene("versions", Role.ADMINISTRATOR, "catalogue.review", "catalogue.review_versions"),
    Scene("material", Role.EDITOR, "catalogue.materials", "materials.create"),
    Scene("merge", Role.EDITOR, "catalogue.materials", "materials.merge"),
    Scene("suggestions", Role.EDITOR, "catalogue.materials", "materials.suggest"),
    Scene("account", Role.ADMINISTRATOR, "accounts.page", "accounts.create"),
    Scene("counter", Role.ADMINISTRATOR, "sites.page", "sites.create"),
    Scene("notice", Role.ADMINISTRATOR, "calendar.page", "calendar.import_notice"),
)
PARTS: dict[str, dict[str, str]] = {
    "sites.page": {"halls": "大厅", "departments": "部门", "divisions": "行政区划", "counters": "窗口"},
    "examination.page": {"pledges": CHECKS, **{desk.value: desk for desk in reversed(Desk)}},
}
"""Pages of several parts: what each is opened for, the usual one last."""
TABS: dict[Role, dict[str, tuple[str, CaseOf]]] = {
    Role.CLERK: {
        "form": ("申请表", IN_HAND),
        "procedure": ("审查过程", HEARD),
        "attachments": ("附件", IN_HAND),
        "delivery": ("送达", CaseState.DISPATCHED),
        "pledges": ("承诺", PROMISED),
        "cards": ("督办提示", LATE),
        "history": ("申请人历史", CaseState.COMPLETED),
        "file": ("案卷检查", CaseState.COMPLETED),
    },
}
"""Tabs of the case page beside the first, each with a case that has something to show there."""
