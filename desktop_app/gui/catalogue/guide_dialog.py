"""办事指南: choose style, size and situation, see the pages, print them or keep them as PDF."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.cases.situation_form import SituationForm
from desktop_app.gui.choices import ChoiceField
from desktop_app.gui.forms import set_names
from desktop_app.gui.page import FAILURE, MessageBar, Page, button, label
from desktop_app.gui.pdf_pages import PdfPages
from desktop_app.gui.printer_choice import PrinterChoice, ask_pdf_file
from desktop_app.gui.printers import PutOut, into_file, onto_paper, printer_label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID, Tone
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue import MatterDetail, get_matter_by_id
from desktop_app.services.guides import (
    get_draft_guide_pdf,
    get_guide_pdf,
    record_draft_guide,
    record_guide,
)
from desktop_app.services.matter_drafts import DraftDetail, get_draft
from models.elements import GuideStyle

CHOICES_WIDTH = 280
USUAL_SIZE = QSize(1100, 740)
SAVED_AS = "另存为 PDF"
"""What the record names where a file stands for the printer."""


class GuideDialog(QDialog):
    """What is printed at the left, the pages in the middle; every choice shows its pages at once."""

    reads: ClassVar[Callable[..., MatterDetail | DraftDetail]] = staticmethod(get_matter_by_id)
    makes: ClassVar[Callable[..., bytes]] = staticmethod(get_guide_pdf)
    records: ClassVar[Callable[..., None]] = staticmethod(record_guide)
    """The acts behind it, each of the number of a matter."""
    kind = "办事指南"

    def __init__(self, page: Page, subject_id: int, answers: Mapping[str, str] | None = None) -> None:
        super().__init__(page)
        set_names(self, "catalogue.guide_dialog", "办事指南")
        self.setWindowTitle(self.kind)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
        self._subject_id = subject_id
        self._answers = dict(answers or {})
        self._name = ""
        self._pdf = b""
        self._is_busy = False
        self._printer_warning = ""
        self.message = MessageBar("catalogue.guide_dialog")
        self.style_field = ChoiceField("catalogue.guide_style", "版式", GuideStyle)
        self.large = QCheckBox("大字版")
        set_names(self.large, "catalogue.guide_large", "大字版")
        self.situations = SituationForm(area="catalogue", per_row=1)
        self.printer = PrinterChoice("catalogue.guide_printer", page.jobs)
        self.view = PdfPages("catalogue.guide_pages", "指南页面", self)
        self._build()
        self._connect()
        page.jobs.read(self, self.reads, subject_id, then=self._ask)

    # building

    def _build(self) -> None:
        self.heading = label(self.kind, "title", wrap=True)
        self.pages = label("", "note")
        set_names(self.pages, "catalogue.guide_page_count", "页数")
        self.close_button = button("catalogue.guide_close", "关闭", key="Esc")
        self.save = button("catalogue.guide_save", "另存为 PDF", key="Ctrl+S", icon="export")
        self.print_button = button(
            "catalogue.guide_print", "打印", key="Ctrl+P", icon="print", kind="primary"
        )
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.heading, 1)
        head.addWidget(label("打印机", "field"))
        head.addWidget(self.printer)
        middle = QHBoxLayout()
        middle.setSpacing(GRID * 2)
        middle.addWidget(self._choices())
        middle.addWidget(self.view, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.close_button)
        foot.addWidget(self.pages)
        foot.addStretch(1)
        foot.addWidget(self.save)
        foot.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 2, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addLayout(head)
        column.addWidget(self.message)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        self.resize((self._page.window().size() * 0.94).boundedTo(USUAL_SIZE * theme.text_percent() / 100))

    def _choices(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(self.style_field)
        column.addWidget(self.large)
        self.situation_note = label("回答后只打印适用的材料和时限；不回答则全部打印。", "note", wrap=True)
        self.situation_note.hide()
        column.addWidget(self.situation_note)
        column.addWidget(self.situations)
        column.addStretch(1)
        area = scrolled(inside)
        area.setFixedWidth(theme.px(CHOICES_WIDTH))
        return area

    def _connect(self) -> None:
        self.style_field.edited.connect(self._make)
        self.large.clicked.connect(self._make)
        self.situations.answered.connect(self._make)
        self.printer.found.connect(self._offer)
        self.printer.warned.connect(self._warn)
        self.close_button.clicked.connect(self.reject)
        self.save.clicked.connect(self._ask_file)
        self.print_button.clicked.connect(self._print)
        for key, act in (
            ("Ctrl+P", self.print_button.click),
            ("Ctrl+S", self.save.click),
            ("PgDown", lambda: self.view.turn(1)),
            ("PgUp", lambda: self.view.turn(-1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # what is shown

    @property
    def chosen(self) -> GuideStyle:
        """The style that is shown."""
        return GuideStyle(self.style_field.value)

    def show_refusal(self, error: ServiceError) -> None:
        """Say in place why it was refused."""
        self._end(sentence(error), Tone.BAD)

    def job_failed(self) -> None:
        """A job of the dialog met a bug."""
        self._end(FAILURE, Tone.BAD)

    def _ask(self, matter: MatterDetail | DraftDetail) -> None:
        self._name = matter.content.name
        self.heading.setText(self._name if self.kind == GuideDialog.kind else f"{self._name}（草稿）")
        self.situations.ask(matter.content, self._answers)
        self.situation_note.setVisible(bool(matter.content.situations))
        self.style_field.focus()
        self._make()

    def _make(self) -> None:
        """Make the pages of what is chosen now; a newer choice makes an older one void."""
        self._say_of_printer()
        self.pages.setText("正在排版…")
        self._page.jobs.read(
            self,
            self.makes,
            self._subject_id,
            self.chosen,
            self.situations.answers,
            is_large=self.large.isChecked(),
            then=self._show,
            refused=self._show_nothing,
        )

    def _show(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.view.show_pdf(pdf)
        self.pages.setText(f"共 {self.view.content.pageCount()} 页" if pdf else "")
        self._offer()

    def _show_nothing(self, error: ServiceError) -> None:
        self._show(b"")
        self.message.say(sentence(error), Tone.BAD)

    def _offer(self) -> None:
        is_ready = bool(self._pdf) and not self._is_busy
        self.print_button.setEnabled(is_ready and bool(self.printer.printer))
        self.save.setEnabled(is_ready)
        self.printer.setEnabled(not self._is_busy and self.printer.count() > 1)

    def _warn(self, words: str) -> None:
        self._printer_warning = words
        self._say_of_printer()

    def _say_of_printer(self) -> None:
        """What is wrong with the printer stays in sight; everything else said before is over."""
        if self._printer_warning:
            self.message.say(self._printer_warning, Tone.WARNING)
        else:
            self.message.clear()

    # printing and saving

    @property
    def _title(self) -> str:
        size = "大字版" if self.large.isChecked() else ""
        return f"{self._name} {self.kind} {self.chosen.label}{size}"

    def _print(self) -> None:
        name = self.printer.printer
        self.message.say("正在打印…", Tone.INFO)
        self._put_out(onto_paper(name, self._title), printer_label(name), "办事指南已送打印机")

    def _ask_file(self) -> None:
        if self._pdf and not self._is_busy:
            ask_pdf_file(self, "catalogue.guide_save_dialog", self._title, self._save)

    def _save(self, path: str) -> None:
        self._put_out(into_file(Path(path)), SAVED_AS, "办事指南已另存为 PDF")

    def _put_out(self, put_out: PutOut, target: str, done: str) -> None:
        if not self._pdf or self._is_busy:
            return
        self._is_busy = True
        self._offer()
        style, is_large = self.chosen, self.large.isChecked()

        def record(_nothing: None) -> None:
            self._page.jobs.change(
                self,
                self.records,
                self._subject_id,
                style,
                target,
                is_large=is_large,
                then=lambda _: self._finish(done),
            )

        self._page.jobs.run(self, put_out, self._pdf, then=record)

    def _finish(self, done: str) -> None:
        self._page.toast(done)
        self.accept()

    def _end(self, words: str, tone: Tone) -> None:
        self._is_busy = False
        self.message.say(words, tone)
        self._offer()


class DraftGuideDialog(GuideDialog):
    """The guide a draft would make, every page marked: what editors and reviewers look at before it is published."""

    reads = staticmethod(get_draft)
    makes = staticmethod(get_draft_guide_pdf)
    records = staticmethod(record_draft_guide)
    kind = "办事指南草稿"
