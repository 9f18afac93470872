"""What an approver is asked for beside opinion and decision: whom to consult, why time stops, what was found on the spot."""

from collections.abc import Sequence

from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.examination.desk_form import TIME_FAULT, has_moment, is_complete, read_moment
from desktop_app.gui.forms import ChecksField, ChoiceField, Field, Form, LinesEdit, LinesField, TextField
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID
from desktop_app.gui.value_fields import NumberField, WordsField
from desktop_app.rules.examination import LEAST_INSPECTORS, LONGEST_PROCEDURE, PAUSE_BASIS
from desktop_app.rules.texts import MAX_NAME, MAX_TEXT
from desktop_app.services.examination_papers import Inspection, Inspector
from desktop_app.services.procedures import ConsultationRow
from desktop_app.services.suspension import Suspension
from models.enums import Opinion
from models.procedure import PauseGround

REST_HEIGHT = 220
"""Pixels at 100 %: what a dialog needs beside its form."""
NUMBER_FAULT = "请填写 1 到 {most} 的整数"


class FormActDialog(ActDialog):
    """A dialog with a form: every required field filled in, then its own checks."""

    def __init__(self, name: str, title: str, way_on: str, parent: QWidget, about: str = "") -> None:
        super().__init__(name, title, way_on, parent)
        self.form = Form()
        if about:
            self.body.addWidget(label(about, "subtitle", wrap=True))

    def lay_out(self, *rows: Field | tuple[Field, ...]) -> None:
        """The fields, a row each; a long form scrolls within the window behind."""
        for row in rows:
            fields = row if isinstance(row, tuple) else (row,)
            self.form.add(*fields)
            for number in fields:
                if isinstance(number, NumberField):
                    mark_required(number, True)
        add_scrolled(self, self.form)

    @override
    def find_fault(self) -> str:
        """The first thing that is missing or cannot be read."""
        if not is_complete(self.form):
            return "请填写标出的内容。"
        return self.check()

    def check(self) -> str:
        """What is wrong with what is filled in; empty where nothing is."""
        return ""


def add_scrolled(dialog: ActDialog, form: Form) -> QScrollArea:
    """Put a form into a dialog that is as high as it needs, and scrolls where the window behind is lower."""
    for lines in form.findChildren(LinesEdit):
        lines.setMaximumHeight(lines.minimumHeight())
    form.rows.addStretch(1)
    area = scrolled(form)
    dialog.body.addWidget(area, 1)
    fit_scrolled(dialog, form, area)
    return area


def fit_scrolled(dialog: ActDialog, form: Form, area: QScrollArea) -> None:
    """As high as the fields in sight need it, within the window behind."""
    behind = dialog.parentWidget()
    room = behind.window().height() if behind is not None else dialog.height()
    width = dialog.minimumWidth() - GRID * 8  # the margins on both sides, and a scroll bar
    flowing = form.heightForWidth(width) if form.hasHeightForWidth() else 0
    wanted = max(form.minimumSizeHint().height(), flowing) + GRID * 2
    area.setMinimumHeight(min(wanted, room - theme.px(REST_HEIGHT)))
    dialog.resize(dialog.minimumWidth(), dialog.minimumSizeHint().height())


def mark_required(field: Field, is_required: bool) -> None:
    """Ask for a field, or no longer; its label tells."""
    field.ask_as(field.title, required=is_required)


def number_in(field: NumberField) -> int | None:
    """The number typed; what is none, or nothing, is told at the field."""
    try:
        number = field.value
    except ValueError:
        number = None
    if not number:
        field.show_error(NUMBER_FAULT.format(most=field.most))
        field.focus()
        return None
    return number


class ConsultDialog(FormActDialog):
    """征求协办意见: which departments, and about what."""

    def __init__(self, departments: Sequence[tuple[int, str]], days: int, parent: QWidget) -> None:
        super().__init__(
            "examination.consult_dialog",
            "征求协办意见",
            "发出征求",
            parent,
            f"各部门同时收到，应在 {days} 个工作日内答复；全部答复后才能提出最后的审查意见。",
        )
        self.departments = ChecksField(
            "examination.consulted",
            "征求哪些部门",
            [(str(key), name) for key, name in departments],
            in_columns=True,
        )
        self.question = LinesField(
            "examination.question", "征求意见的事项", max_length=MAX_TEXT, lines=3, required=True
        )
        self.lay_out(self.question, self.departments)

    def answers(self) -> tuple[tuple[int, ...], str]:
        """The departments' numbers and the question."""
        return tuple(int(key) for key in self.departments.value), self.question.value

    @override
    def check(self) -> str:
        return "" if self.departments.value else "请至少勾选一个部门。"


class AnswerDialog(FormActDialog):
    """协办答复: the opinion of the department that was asked."""

    def __init__(self, asked: ConsultationRow, parent: QWidget) -> None:
        about = f"{asked.question}\n请在 {asked.due_on.isoformat()} 前答复。"
        super().__init__("examination.answer_dialog", "答复协办意见", "提交协办意见", parent, about)
        self.asked = asked
        self.opinion = ChoiceField(
            "examination.answer_choice", "协办意见", Opinion, empty="请选择", required=True
        )
        self.text = LinesField(
            "examination.answer_words", "意见内容", max_length=MAX_TEXT, lines=4, required=True
        )
        self.lay_out(self.opinion, self.text)


class TakeBackDialog(FormActDialog):
    """撤回征求: which department is not waited for any longer, and why."""

    def __init__(self, waiting: Sequence[ConsultationRow], parent: QWidget) -> None:
        super().__init__(
            "examination.take_back_dialog", "撤回征求的协办意见", "撤回", parent, "撤回后不再等待该部门答复。"
        )
        self.row = ChoiceField(
            "examination.taken_back",
            "撤回对哪个部门的征求",
            [(str(row.id), row.department_name) for row in waiting],
        )
        self.reason = LinesField(
            "examination.take_back_reason", "理由", max_length=MAX_TEXT, lines=3, required=True
        )
        self.lay_out(self.row, self.reason)


class SuspendDialog(FormActDialog):
    """启动特别程序: the ground, what requires it, how long, who approved."""

    def __init__(self, grounds: Sequence[PauseGround], proposed: str, parent: QWidget) -> None:
        super().__init__(
            "examination.suspend_dialog",
            "启动特别程序",
            "启动并打印告知书",
            parent,
            "特别程序所需时间不计入期限，应书面告知申请人；结束时按实际时间结算。",
        )
        self.ground = ChoiceField("examination.pause_ground", "特别程序", grounds)
        self.ground.set_value(next((each.value for each in grounds if each.label == proposed), ""))
        self.days = NumberField("examination.pause_days", "预计时间（工作日）", most=LONGEST_PROCEDURE)
        self.basis = TextField("examination.pause_basis", "依据", max_length=MAX_NAME, required=True)
        self.basis.set_value(PAUSE_BASIS)
        self.approver = TextField("examination.pause_approver", "批准人", max_length=MAX_NAME, required=True)
        self.reason = LinesField(
            "examination.pause_reason", "理由", max_length=MAX_TEXT, lines=3, required=True
        )
        self.lay_out((self.ground, self.days), self.basis, self.approver, self.reason)

    def suspension(self) -> Suspension:
        """What was filled in."""
        return Suspension(
            PauseGround(self.ground.value),
            self.basis.value,
            self.reason.value,
            self.days.value or 0,
            self.approver.value,
        )

    @override
    def check(self) -> str:
        return "" if number_in(self.days) else "请填写预计时间。"


class ProlongDialog(FormActDialog):
    """特别程序延长: how many more working days, why, who approved."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            "examination.prolong_dialog",
            "延长特别程序",
            "延长并打印告知书",
            parent,
            "延长后应再次书面告知申请人。",
        )
        self.days = NumberField("examination.prolong_days", "再延长（工作日）", most=LONGEST_PROCEDURE)
        self.approver = TextField(
            "examination.prolong_approver", "批准人", max_length=MAX_NAME, required=True
        )
        self.reason = LinesField(
            "examination.prolong_reason", "理由", max_length=MAX_TEXT, lines=3, required=True
        )
        self.lay_out((self.days, self.approver), self.reason)

    def answers(self) -> tuple[int, str, str]:
        """Days, reason, approver."""
        return self.days.value or 0, self.reason.value, self.approver.value

    @override
    def check(self) -> str:
        return "" if number_in(self.days) else "请填写再延长的时间。"


class ExtensionDialog(FormActDialog):
    """申请延期: how many working days, and why; somebody else approves it."""

    def __init__(self, authority: str, most: int, parent: QWidget) -> None:
        super().__init__(
            "examination.extension_dialog",
            "申请延期",
            "提交申请",
            parent,
            f"依法经{authority}批准，可以延长 1 至 {most} 个工作日，只能延期一次；应由申请人以外的同事批准。",
        )
        self.days = NumberField("examination.extension_days", "延长（工作日）", most=most)
        self.reason = LinesField(
            "examination.extension_reason", "延期理由", max_length=MAX_TEXT, lines=4, required=True
        )
        self.lay_out(self.days, self.reason)

    def answers(self) -> tuple[int, str]:
        """Days and reason."""
        return self.days.value or 0, self.reason.value

    @override
    def check(self) -> str:
        return "" if number_in(self.days) else "请填写延长的天数。"


class InspectionDialog(FormActDialog):
    """核查（勘验）笔录: two persons or more, when, where, what they found."""

    def __init__(self, persons: Sequence[str], now: str, parent: QWidget) -> None:
        super().__init__(
            "examination.inspection_dialog",
            "记录实质核查",
            "保存并打印笔录",
            parent,
            "实质核查应当有两名以上工作人员参加；笔录打印后请参加人签名。",
        )
        self.started = TextField("examination.inspected_from", "开始时间", max_length=20, required=True)
        self.ended = TextField("examination.inspected_to", "结束时间", max_length=20, required=True)
        for field in (self.started, self.ended):
            field.set_value(now)
        self.place = TextField("examination.inspected_place", "地点", max_length=MAX_NAME, required=True)
        self.present = TextField(
            "examination.inspected_present", "在场人员", max_length=MAX_NAME, required=True
        )
        self.persons = WordsField(
            "examination.inspectors", "核查人员（两名以上，每行一名：姓名 职务 执法证号）", lines=2
        )
        self.persons.set_value(list(persons))
        self.subject = LinesField("examination.inspected_subject", "核查事项", lines=2, required=True)
        self.findings = LinesField(
            "examination.findings", "核查情况", max_length=MAX_TEXT, lines=3, required=True
        )
        self.conclusion = LinesField("examination.conclusion", "核查结论", lines=2, required=True)
        self.statement = LinesField("examination.inspected_statement", "在场人员意见", lines=2)
        self.lay_out(
            (self.started, self.ended),
            (self.place, self.present),
            self.persons,
            self.subject,
            self.findings,
            (self.conclusion, self.statement),
        )

    def inspection(self) -> Inspection:
        """What was filled in."""
        return Inspection(
            read_moment(self.started.value),
            read_moment(self.ended.value),
            self.place.value,
            self.subject.value,
            tuple(_inspector(line) for line in self.persons.value),
            self.present.value,
            self.findings.value,
            self.conclusion.value,
            self.statement.value,
        )

    @override
    def check(self) -> str:
        if not (has_moment(self.started) and has_moment(self.ended)):
            return f"{TIME_FAULT}。"
        if len(self.persons.value) < LEAST_INSPECTORS:
            self.persons.focus()
            return "请写明两名以上核查人员，每行一名。"
        return ""


def _inspector(line: str) -> Inspector:
    """A line typed as name, post and number of the enforcement certificate, parted by blanks."""
    name, post, certificate, *_ = [*line.split(maxsplit=2), "", "", ""]
    return Inspector(name, post, certificate)
