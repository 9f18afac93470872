"""批量收件: a matter, what everybody has handed in, a list of people; checked row by row, received as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui import theme
from desktop_app.gui.cases.checklist import Checklist
from desktop_app.gui.cases.matter_chooser import MatterChooser
from desktop_app.gui.cases.party_form import PartyForm
from desktop_app.gui.cases.situation_form import SituationForm
from desktop_app.gui.fields import set_names
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.printing import show_documents
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.tables import Column, ListTable, RowsModel
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.situations import select, settle
from desktop_app.services.batch_receipt import (
    ApplicantLine,
    BatchForm,
    CheckedRow,
    ReceivedRow,
    get_checked_rows,
    read_applicant_list,
    receive_batch,
    write_template,
)
from desktop_app.services.catalogue import MatterDetail, MatterRow, get_matter_by_id
from models.enums import ApplicantKind

LISTS = "名单 (*.xlsx *.csv *.txt)"
TEMPLATES = "表格 (*.xlsx)"
PAUSE_MS = 250
CHECKLIST_HEIGHT = 260
STEPS = "① 选事项　② 填写共同的材料和代办人　③ 读取名单，按行核对　④ 收件并打印全部文书"
NO_LIST = "还没有读取名单：Ctrl+T 下载模板，填好后按 Ctrl+O 读取（XLSX 或 CSV，最多 500 人）。"
NO_AGENT = "请填写代办人的证件号码和姓名；不由代办人统一办理的，取消勾选。"
CHECKED = "名单 {all} 人：可以收件 {good} 人，其中直接受理 {accepted} 人；有问题 {bad} 人。"
DONE = "✓ 已收件 {count} 件，其中受理 {accepted} 件。文书在预览里一次打印；名单可以换下一份。"


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A line of the table: before it is received what will happen to it, afterwards its number."""

    number: int
    name: str
    masked_number: str
    words: str
    tone: Tone


class BatchReceiptPart(QWidget):
    """Left what all have in common, right the list."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._matter: MatterDetail | None = None
        self._lines: tuple[ApplicantLine, ...] = ()
        self._checked: list[CheckedRow] = []
        self.chooser = MatterChooser(page.jobs, self)
        self.title = label("", "strong", wrap=True)
        self.title.setObjectName("cases.batch_matter")
        self.has_agent = QCheckBox("由代办人统一办理")
        set_names(self.has_agent, "cases.batch_has_agent", "由代办人统一办理")
        self.agent = PartyForm("batch_agent", "代办人")
        self.agent.serve(tuple(ApplicantKind))
        self.situation = SituationForm(area="cases.batch", per_row=2)
        self.checklist = Checklist()
        self.accepts = QCheckBox("材料齐全的直接受理")
        set_names(self.accepts, "cases.batch_accepts", "材料齐全的直接受理")
        self.accepts.setChecked(True)
        self.summary = label(NO_LIST, wrap=True)
        self.summary.setObjectName("cases.batch_summary")
        self.table = ListTable("cases.batch_rows", "批量收件名单")
        self.model: RowsModel[ListedRow] = RowsModel(_COLUMNS, lambda row: row.number, self)
        self.table.show_rows(self.model)
        self.words = label("", wrap=True)
        self.words.setObjectName("cases.batch_words")
        self.template = button("cases.batch_template", "下载模板", key="Ctrl+T", icon="export")
        self.open_list = button("cases.batch_open", "读取名单", key="Ctrl+O", icon="import")
        self.receive_all = button("cases.batch_all_materials", "材料全部收到", key="F9")
        self.receive = button("cases.batch_receive", "整批收件", key="F8", icon="accept", kind="primary")
        self._check_soon = QTimer(self)
        self._check_soon.setSingleShot(True)
        self._check_soon.setInterval(PAUSE_MS)
        self._build()
        self._connect()
        self._show_agent(False)

    def start(self) -> None:
        """Look for the matter; what was filled in before is left as it is."""
        if self._is_choosing:
            self.chooser.open()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_matter(self) -> None:
        """F2: another matter."""
        self._layers.setCurrentWidget(self.chooser)
        self.chooser.open(self._matter.content.name if self._matter else "")

    def go_on(self) -> None:
        """F8: receive what was checked."""
        self.receive.click()

    def read_list(self, path: Path) -> None:
        """Read a list and check it."""
        self._page.clear_sentence()
        self._page.jobs.run(self, read_applicant_list, path, then=self._take_lines)

    def save_template(self, path: Path) -> None:
        """Write the empty list."""
        self._page.jobs.run(
            self, write_template, path, then=lambda _: self._page.toast("模板已保存，填好后按 Ctrl+O 读取")
        )

    # building

    def _build(self) -> None:
        common = QWidget()
        column = QVBoxLayout(common)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        self.checklist.setMinimumHeight(theme.px(CHECKLIST_HEIGHT))
        head = QHBoxLayout()
        head.addWidget(label("大家都交了的材料", "strong"), 1)
        head.addWidget(self.receive_all)
        column.addWidget(self.has_agent)
        column.addWidget(self.agent)
        column.addWidget(self.situation)
        column.addLayout(head)
        column.addWidget(self.checklist, 1)
        column.addWidget(self.accepts)
        right = QWidget()
        listed = QVBoxLayout(right)
        listed.setContentsMargins(GRID, 0, 0, 0)
        listed.setSpacing(GRID)
        foot = QHBoxLayout()
        for part in (self.template, self.open_list):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.receive)
        listed.addWidget(self.summary)
        listed.addWidget(self.table, 1)
        listed.addWidget(self.words)
        listed.addLayout(foot)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(scrolled(common))
        halves.addWidget(right)
        halves.setSizes([theme.px(480), theme.px(600)])
        form = QWidget()
        whole = QVBoxLayout(form)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.title)
        whole.addWidget(halves, 1)
        self._layers = QStackedWidget()
        self._layers.addWidget(self.chooser)
        self._layers.addWidget(form)
        self._layers.currentChanged.connect(self._lead_cursor)
        self._lead_cursor()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        outer.addWidget(label(STEPS, "subtitle", wrap=True))
        outer.addWidget(self._layers, 1)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self._choose)
        self.chooser.exchanged.connect(self._choose)
        self.chooser.left.connect(lambda: self._layers.setCurrentIndex(1))
        self.has_agent.toggled.connect(self._show_agent)
        self.template.clicked.connect(self._ask_template)
        self.open_list.clicked.connect(self._ask_list)
        self.receive_all.clicked.connect(self._receive_all)
        self.receive.clicked.connect(self._receive)
        self.situation.answered.connect(self._follow_answers)
        for signal in (
            self.checklist.edited,
            self.agent.edited,
            self.accepts.toggled,
            self.has_agent.toggled,
        ):
            signal.connect(self._check_later)
        self._check_soon.timeout.connect(self._check)
        self.table.chosen.connect(self._say)

    # what is shown

    @property
    def _is_choosing(self) -> bool:
        return self._layers.currentWidget() is self.chooser

    def _lead_cursor(self) -> None:
        self.setFocusProxy(self.chooser.box if self._is_choosing else self.table)

    def _choose(self, row: MatterRow) -> None:
        self._page.jobs.read(self, get_matter_by_id, row.id, then=self._start)

    def _start(self, matter: MatterDetail) -> None:
        self._matter = matter
        self._page.clear_sentence()
        self.title.setText(f"{matter.content.name}　·　{matter.department_name}　（F2 换事项）")
        self.situation.ask(matter.content)
        self._show_lines()
        self._layers.setCurrentIndex(1)
        self.open_list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._check_later()

    def _follow_answers(self) -> None:
        self._show_lines()
        self._check_later()

    def _show_lines(self) -> None:
        """The checklist as the situation makes it; unanswered questions leave out what depends on them."""
        if self._matter is None:
            return
        content = self._matter.content
        try:
            content = select(content, settle(content, self.situation.answers))
        except ServiceError:
            self.checklist.show_materials(())
            return
        kept = self.checklist.kept()
        self.checklist.show_materials(content.materials)
        for line in self.checklist.lines:
            line.attach.hide()  # a file belongs to one person's case, not to all
        self.checklist.restore(kept)
        if not kept:
            self.checklist.receive_all()

    def _show_agent(self, is_shown: bool) -> None:
        self.agent.setVisible(is_shown)
        if is_shown and self.agent.is_blank:
            self.agent.start()
            self.agent.number.focus()

    def _show_rows(self, rows: Sequence[ListedRow]) -> None:
        self.model.clear()
        self.model.append(rows)

    def _say(self, row: ListedRow | None) -> None:
        """The whole of what the column shortens."""
        self.words.setText("" if row is None else f"第 {row.number} 行　{row.name}：{row.words}")

    # what a person does

    def _ask_template(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "保存名单模板", "批量收件名单.xlsx", TEMPLATES)
        if name:
            self.save_template(Path(name))

    def _ask_list(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "读取名单", "", LISTS)
        if name:
            self.read_list(Path(name))

    def _receive_all(self) -> None:
        self.checklist.receive_all()
        self._check_later()

    def _take_lines(self, lines: tuple[ApplicantLine, ...]) -> None:
        self._lines = lines
        self._check()

    def _check_later(self) -> None:
        self._checked = []
        self.receive.setEnabled(False)
        self._check_soon.start()

    def _form(self) -> BatchForm | str:
        """What all have in common, or what is still to be filled in, in a sentence; the cursor stays where it is."""
        matter = self._matter
        if matter is None or not self._lines:
            return NO_LIST
        try:
            settle(matter.content, self.situation.answers)
        except ServiceError as error:
            return sentence(error)
        agent = self.agent.party() if self.has_agent.isChecked() else None
        if agent is not None and not (agent.name and agent.identity_number):
            return NO_AGENT
        if self.checklist.fault:
            return self.checklist.fault
        return BatchForm(
            matter.id,
            matter.version,
            self.checklist.values(),
            agent,
            self.situation.answers,
            self.accepts.isChecked(),
        )

    def _check(self) -> None:
        self._check_soon.stop()
        self.receive.setEnabled(False)
        form = self._form()
        if isinstance(form, str):
            self.summary.setText(form)
        else:
            self._page.jobs.read(
                self, get_checked_rows, form, self._lines, then=self._show_checked, refused=self._refused
            )

    def _show_checked(self, rows: list[CheckedRow]) -> None:
        self._checked = rows
        good = [row for row in rows if row.given is not None]
        accepted = sum(row.is_accepted for row in good)
        self.summary.setText(
            CHECKED.format(all=len(rows), good=len(good), accepted=accepted, bad=len(rows) - len(good))
        )
        self._show_rows([_listed(row) for row in rows])
        first = next((row for row in rows if row.faults), rows[0])
        self.table.select_key(first.number)
        self.receive.setEnabled(bool(good))

    def _receive(self) -> None:
        if self._checked and self.receive.isEnabled():
            self._page.clear_sentence()
            self._page.jobs.change(
                self,
                receive_batch,
                self._checked,
                then=self._done,
                refused=self._refused,
                button=self.receive,
            )

    def _done(self, rows: list[ReceivedRow]) -> None:
        masked = {row.number: row.masked_number for row in self._checked}
        self._lines, self._checked = (), []
        self._check_soon.stop()
        self.receive.setEnabled(False)
        self._show_rows(
            [
                ListedRow(
                    row.number,
                    row.name,
                    masked[row.number],
                    f"✓ {row.result.state.label}　{row.result.number}",
                    Tone.GOOD,
                )
                for row in rows
            ]
        )
        accepted = sum(row.result.state.value == "accepted" for row in rows)
        self.summary.setText(DONE.format(count=len(rows), accepted=accepted))
        self._page.toast(f"已收件 {len(rows)} 件")
        show_documents(self._page, [one for row in rows for one in row.result.document_ids])

    def _refused(self, error: ServiceError) -> None:
        self._page.show_sentence(sentence(error), Tone.BAD)
        self.receive.setEnabled(bool(self._checked))


def _listed(row: CheckedRow) -> ListedRow:
    if row.faults:
        words, tone = "■ 不收：" + "".join(row.faults), Tone.BAD
    elif row.is_accepted:
        words, tone = "● 收件并受理", Tone.GOOD
    else:
        words, tone = "▲ 只收件（必要材料未交齐，或没有选择直接受理）", Tone.WARNING
    return ListedRow(row.number, row.name, row.masked_number, words, tone)


_COLUMNS: tuple[Column[ListedRow], ...] = (
    Column("行", lambda row: str(row.number), 4, align_right=True),
    Column("姓名或名称", lambda row: row.name, 14, least=8),
    Column("证件号码", lambda row: row.masked_number, 20, least=0),
    Column("处理", lambda row: row.words, 0, tone=lambda row: row.tone),
)
