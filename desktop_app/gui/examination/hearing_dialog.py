"""听证与陈述申辩: one dialog that offers what may come next, each with its own fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.examination.desk_form import TIME_FAULT, has_moment, is_complete, read_moment
from desktop_app.gui.examination.dialogs import add_scrolled, fit_scrolled, mark_required
from desktop_app.gui.forms import ChoiceField, Field, Form, LinesField, TextField
from desktop_app.gui.page import label
from desktop_app.gui.value_fields import WordsField
from desktop_app.rules.examination import HearingStage
from desktop_app.rules.texts import MAX_NAME, MAX_TEXT
from desktop_app.services import hearings
from desktop_app.services.examination_papers import HearingHeld, Statement
from desktop_app.services.hearings import HearingPlan
from desktop_app.services.procedures import HearingRow

ABOUT = (
    "听证的期限由程序计算：告知后的申请期限、收到申请后的组织期限、提前通知的天数。"
    "听证所需时间不计入办理期限的，请另行启动特别程序。"
)
UNDER_WAY = frozenset({HearingStage.TOLD, HearingStage.ASKED, HearingStage.PLANNED})


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be done: its key, its words, which fields it needs, and the act made of them."""

    key: str
    title: str
    fields: tuple[str, ...]
    answers: Callable[["HearingDialog"], tuple[Any, ...]]
    """The use case, then what comes after case and revision."""


def _plan(dialog: "HearingDialog") -> HearingPlan:
    given = dialog.fields
    return HearingPlan(read_moment(given["time"].value), given["place"].value, given["presider"].value)


CHOICES = (
    Choice(
        "tell",
        "告知听证权利",
        ("subject", "interested"),
        lambda d: (hearings.tell_hearing_rights, d.fields["subject"].value, d.fields["interested"].value),
    ),
    Choice(
        "announce",
        "公告听证",
        ("subject", "time", "place", "presider"),
        lambda d: (hearings.announce_hearing, d.fields["subject"].value, _plan(d)),
    ),
    Choice(
        "ask",
        "登记听证申请",
        ("person", "reason"),
        lambda d: (hearings.ask_for_hearing, d.fields["person"].value, d.fields["reason"].value),
    ),
    Choice("plan", "通知听证", ("time", "place", "presider"), lambda d: (hearings.plan_hearing, _plan(d))),
    Choice(
        "hold",
        "记录听证",
        ("time", "attendees", "record"),
        lambda d: (
            hearings.record_hearing,
            HearingHeld(
                read_moment(d.fields["time"].value),
                tuple(d.fields["attendees"].value),
                d.fields["record"].value,
            ),
        ),
    ),
    Choice("end", "不举行听证", ("reason",), lambda d: (hearings.end_hearing, d.fields["reason"].value)),
    Choice(
        "statement",
        "记录陈述申辩",
        ("subject", "time", "place", "person", "relation", "record"),
        lambda d: (
            hearings.record_statement,
            Statement(
                d.fields["subject"].value,
                read_moment(d.fields["time"].value),
                d.fields["place"].value,
                d.fields["person"].value,
                d.fields["relation"].value,
                d.fields["record"].value,
            ),
        ),
    ),
)


def choices_after(hearing: HearingRow | None) -> list[Choice]:
    """What may come next; people may state their case at any time."""
    if hearing is None or hearing.stage not in UNDER_WAY:
        keys = {"tell", "announce", "statement"}
    elif hearing.stage is HearingStage.TOLD:
        keys = {"ask", "end", "statement"}
    elif hearing.stage is HearingStage.ASKED:
        keys = {"plan", "end", "statement"}
    else:
        keys = {"hold", "plan", "end", "statement"} if not hearing.is_public else {"hold", "end", "statement"}
    return [choice for choice in CHOICES if choice.key in keys]


class HearingDialog(ActDialog):
    """What is to be done now, and the fields of it."""

    def __init__(self, hearing: HearingRow | None, now: str, applicant: str, parent: QWidget) -> None:
        super().__init__("examination.hearing_dialog", "听证与陈述申辩", "保存并打印文书", parent)
        self._choices = {choice.key: choice for choice in choices_after(hearing)}
        self.form = Form()
        titles = [(choice.key, choice.title) for choice in self._choices.values()]
        self.choice = ChoiceField("examination.hearing_choice", "办理内容", titles)
        self.fields = _make_fields()
        self.fields["time"].set_value(now)
        self.fields["person"].set_value(applicant)
        self.fields["relation"].set_value("申请人")
        if hearing is not None:
            self.fields["subject"].set_value(hearing.subject)
        self.form.add(self.choice)
        for field in self.fields.values():
            self.form.add(field)
        self.body.addWidget(label(ABOUT, "subtitle", wrap=True))
        self._show_needed()
        self._area = add_scrolled(self, self.form)
        self.choice.edited.connect(self._follow)

    def answers(self) -> tuple[Any, ...]:
        """The use case chosen, then what it is told."""
        return self._choices[self.choice.value].answers(self)

    @override
    def find_fault(self) -> str:
        """Every field in sight that must be filled in, and a time that can be read."""
        if not is_complete(self.form):
            return "请填写标出的内容。"
        time = self.fields["time"]
        if isinstance(time, TextField) and "time" in self._choices[self.choice.value].fields:
            return "" if has_moment(time) else f"{TIME_FAULT}。"
        return ""

    def _follow(self) -> None:
        self._show_needed()
        fit_scrolled(self, self.form, self._area)

    def _show_needed(self) -> None:
        """Only what the choice needs is in sight and asked for."""
        needed = self._choices[self.choice.value].fields
        for key, field in self.fields.items():
            field.setVisible(key in needed)
            mark_required(field, key in needed and key != "interested")


def _make_fields() -> dict[str, Field]:
    return {
        "subject": LinesField("examination.hearing_subject", "事项", max_length=MAX_TEXT, lines=2),
        "time": TextField("examination.hearing_time", "时间", max_length=20),
        "place": TextField("examination.hearing_place", "地点", max_length=MAX_NAME),
        "presider": TextField("examination.hearing_presider", "听证主持人", max_length=50),
        "person": TextField("examination.hearing_person", "申请人或陈述人姓名", max_length=MAX_NAME),
        "relation": TextField("examination.hearing_relation", "陈述人身份", max_length=50),
        "interested": WordsField(
            "examination.hearing_interested", "利害关系人（每行一名，没有可不填）", lines=2
        ),
        "attendees": WordsField("examination.hearing_attendees", "参加人（每行一名）", lines=3),
        "reason": LinesField("examination.hearing_reason", "理由", max_length=MAX_TEXT, lines=3),
        "record": LinesField("examination.hearing_record", "内容记录", max_length=MAX_TEXT, lines=5),
    }
