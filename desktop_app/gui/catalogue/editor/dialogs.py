"""Beginning a draft: a new matter, one like another, one that exists; and handing a draft in."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.matter_chooser import MatterChooser
from desktop_app.gui.catalogue.editor.issues import Issue
from desktop_app.gui.catalogue.editor.kinds import KINDS
from desktop_app.gui.examination.desk_form import DATE_FAULT, read_day
from desktop_app.gui.forms import Form, LinesField, TextField
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.theme import Tone
from desktop_app.messages import sentence
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.matter_checks import LONGEST_CODE
from desktop_app.services.catalogue import MatterDetail, MatterRow, get_matter_by_id
from desktop_app.services.sites import DepartmentRow, list_departments
from models.enums import MatterType

if TYPE_CHECKING:
    from collections.abc import Sequence

CHOOSER_WIDTH, CHOOSER_HEIGHT = 900, 420
LONGEST_NOTE = 2000
MOST_LISTED = 6
COPIED = "内容复制自“{name}”，编码和名称请按新事项填写。"
ERRORS = "还有 {count} 个错误，改正后才能提交："
WARNINGS = "另有 {count} 个提醒，可以提交，审核人员会看到。"
RECODING = "只有从未发布过的新事项可以更正编码；发布以后编码不再改变。"
REVIEW = "提交后由另一位审核人员核对并发布（编审分离）。审核期间不能修改，可以撤回。"


def suggest_departments(page: Page, name: TextField, code: TextField) -> None:
    """Offer the departments of the hall while a name is typed; taking one fills in its code."""

    def offer(departments: "Sequence[DepartmentRow]") -> None:
        codes = {department.name: department.code for department in departments}
        completer = QCompleter(list(codes), name.line)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        name.line.setCompleter(completer)

        def fill(text: str) -> None:
            if text in codes and code.value != codes[text]:
                code.set_value(codes[text])
                code.edited.emit()

        def take(text: str) -> None:
            name.set_value(text)
            name.edited.emit()
            fill(text)

        completer.activated.connect(take)
        name.line.textEdited.connect(fill)

    page.jobs.read(name, list_departments, then=offer, refused=lambda _error: None)


class ChooserDialog(ActDialog):
    """Finding a matter by what people call it; Enter takes it."""

    taken = Signal(object)
    """MatterRow."""

    def __init__(self, page: Page, title: str, way_on: str) -> None:
        super().__init__("editor.chooser", title, way_on, page)
        self.chooser = MatterChooser(page.jobs)
        self.chooser.setMinimumHeight(CHOOSER_HEIGHT)
        self.body.addWidget(self.chooser, 1)
        self.widen(CHOOSER_WIDTH)
        self.chooser.chosen.connect(self._take)
        self.ask(self._take_marked)
        self.chooser.open()

    @override
    def reject(self) -> None:
        """What was typed only looks for something: it needs no warning."""
        self.give_up()

    def _take_marked(self) -> None:
        row: MatterRow | None = self.chooser.results.current_row()
        if row is None:
            self.message.say("请先在列表里选一个事项。", Tone.BAD)
        else:
            self._take(row)

    def _take(self, row: MatterRow) -> None:
        self.close()
        self.taken.emit(row)


class NewMatterDialog(ActDialog):
    """The codes, the name, the type and the department of a new matter; the rest may be copied from another."""

    def __init__(self, page: Page) -> None:
        super().__init__("editor.new", "新建事项", "建立修订稿", page)
        self._page = page
        self._model: MatterContent | None = None
        self.form = Form()
        kinds = KINDS[MatterContent]
        self.code = TextField("editor.new.code", "实施编码", max_length=LONGEST_CODE, required=True)
        self.item_code = TextField("editor.new.item_code", "业务办理项编码", max_length=LONGEST_CODE)
        self.name = TextField("editor.new.name", "事项名称", max_length=1000, required=True)
        self.kind = kinds["matter_type"].make("editor.new.matter_type", "事项类型")
        self.department = TextField("editor.new.department_name", "实施主体", required=True)
        self.department_code = TextField("editor.new.department_code", "实施主体编码", required=True)
        self.form.add(self.code, self.item_code)
        self.form.add(self.name)
        self.form.add(self.kind)
        self.form.add(self.department, self.department_code)
        self.copy = button("editor.new.copy", "复制现有事项的内容", key="Ctrl+M")
        self.copy.clicked.connect(self._choose)
        self.copied = label("", "subtitle", wrap=True)
        self.body.addWidget(self.form)
        self.body.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.copied)
        self.copied.hide()
        self.widen(720)
        self.copy.setShortcut("Ctrl+M")
        suggest_departments(page, self.department, self.department_code)

    @property
    def content(self) -> MatterContent:
        """What the new draft begins with."""
        given = MatterContent(
            name=self.name.value,
            matter_type=MatterType(self.kind.value),
            department_name=self.department.value,
            department_code=self.department_code.value,
        )
        if self._model is None:
            return given
        return replace(
            self._model,
            name=given.name,
            matter_type=given.matter_type,
            department_name=given.department_name,
            department_code=given.department_code,
        )

    @override
    def find_fault(self) -> str:
        self.form.clear_notes()
        return "" if self.form.find_gap() is None else "请把标 * 的内容填写完整。"

    def _choose(self) -> None:
        dialog = ChooserDialog(self._page, "复制哪个事项", "复制")
        dialog.taken.connect(self._read)

    def _read(self, row: MatterRow) -> None:
        self._page.jobs.read(self, get_matter_by_id, row.id, then=self._copy, refused=self.show_refusal)

    def _copy(self, matter: MatterDetail) -> None:
        self._model = matter.content
        self.copied.setText(COPIED.format(name=matter.content.name))
        self.copied.show()
        for field, text in (
            (self.name, matter.content.name),
            (self.department, matter.content.department_name),
            (self.department_code, matter.content.department_code),
            (self.kind, matter.content.matter_type.value),
        ):
            if field is self.kind or field.is_empty:
                field.set_value(text)


class CodesDialog(ActDialog):
    """更正编码 of a new matter that was never published."""

    def __init__(self, page: QWidget, code: str, item_code: str) -> None:
        super().__init__("editor.codes", "更正编码", "更正编码", page)
        self.form = Form()
        self.code = TextField("editor.codes.code", "实施编码", max_length=LONGEST_CODE, required=True)
        self.item_code = TextField("editor.codes.item_code", "业务办理项编码", max_length=LONGEST_CODE)
        self.code.set_value(code)
        self.item_code.set_value(item_code)
        self.form.add(self.code)
        self.form.add(self.item_code)
        self.body.addWidget(label(RECODING, "subtitle", wrap=True))
        self.body.addWidget(self.form)

    @override
    def find_fault(self) -> str:
        self.form.clear_notes()
        return "" if self.form.find_gap() is None else "请填写实施编码。"


class SubmitDialog(ActDialog):
    """提交审核: what was changed and from when it is to hold; errors forbid it and are named."""

    jump_wanted = Signal(str)
    """The path of an error a person wants to go to."""

    def __init__(
        self, page: QWidget, issues: "Sequence[Issue]", note: str, effective_on: date | None
    ) -> None:
        super().__init__("editor.submit_dialog", "提交审核", "提交审核", page)
        self._errors = [issue for issue in issues if issue.is_error]
        self.form = Form()
        self.note = LinesField(
            "editor.note",
            "修改说明",
            max_length=LONGEST_NOTE,
            lines=3,
            placeholder="改了什么、为什么改",
            required=True,
        )
        self.effective_on = TextField(
            "editor.effective_on",
            "生效日期",
            max_length=20,
            placeholder="不填：审核发布后立即生效；例如 2027-01-01",
        )
        self.note.set_value(note)
        self.effective_on.set_value(effective_on.isoformat() if effective_on else "")
        self.form.add(self.note)
        self.form.add(self.effective_on)
        self.body.addWidget(label(REVIEW, "subtitle", wrap=True))
        self._list_errors()
        warnings = len(issues) - len(self._errors)
        if warnings and not self._errors:
            self.body.addWidget(label(WARNINGS.format(count=warnings), wrap=True))
        self.body.addWidget(self.form)

    @property
    def day(self) -> date | None:
        """From when the draft is to hold; `None` for at once. Raises ValueError for what is no date."""
        return read_day(self.effective_on.value)

    @override
    def find_fault(self) -> str:
        self.form.clear_notes()
        if self._errors:
            return ERRORS.format(count=len(self._errors)).rstrip("：") + "。"
        try:
            _ = self.day
        except ValueError:
            self.effective_on.show_error(DATE_FAULT)
            return "生效日期写法不对。"
        return "" if self.form.find_gap() is None else "请写明修改说明。"

    @override
    def show_refusal(self, error: ServiceError) -> None:
        self.message.say(sentence(error), Tone.BAD)

    def _list_errors(self) -> None:
        if not self._errors:
            return
        self.body.addWidget(label(ERRORS.format(count=len(self._errors)), "strong", wrap=True))
        for number, issue in enumerate(self._errors[:MOST_LISTED], 1):
            press = button(f"editor.submit_error_{number}", f"■ {issue.where}：{issue.text}", kind="link")
            press.clicked.connect(self._jumper(issue.path))
            self.body.addWidget(press)

    def _jumper(self, path: str) -> object:
        def go() -> None:
            self.give_up()
            self.jump_wanted.emit(path)

        return go
