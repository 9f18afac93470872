"""材料清单的一行: what is asked for, how it was received, what it is worth, and its files."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.attachments.sources import Picked, picked_from
from desktop_app.gui.attachments.validity import FAULT, read_validity
from desktop_app.gui.cases.material_words import hint, is_needed, offer_words
from desktop_app.gui.flow import Flow
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.page import button, label
from desktop_app.gui.tables import plain_tooltip
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.checklists import MAX_COUNT, MAX_NUMBER, UNCOUNTED, ReceivedMaterial, is_way_offered
from desktop_app.rules.trust import COPIES, NUMBERED, is_comparable, validity_words
from desktop_app.services.case_files import AttachedFile, KeptFile
from desktop_app.services.material_reuse import ReusableMaterial
from models.enums import ReceivedAs

KEYS: dict[int, ReceivedAs] = {Qt.Key.Key_0 + number: way for number, way in enumerate(ReceivedAs)}
"""0 未收取, 1 原件, 2 复印件, 3 电子件: one key while the line has the focus."""
NUMBER_WIDTH, COUNT_WIDTH, FILES_WIDTH = 24, 48, 64
LEAST_WAY, MOST_WAY = 80, 140
LEAST_NOTE, MOST_NOTE = 40, 96
LEAST_NUMBER, LEAST_UNTIL, MOST_UNTIL = 160, 88, 120


class WayChoice(QComboBox):
    """How a line was received, of the ways its version offers; a digit chooses, the wheel does nothing by accident."""

    def __init__(self, spec: MaterialSpec) -> None:
        super().__init__()
        for number, way in enumerate(ReceivedAs):
            if is_way_offered(spec, way):
                self.addItem(f"{number} {way.label}", way.value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def way(self) -> ReceivedAs:
        """The way chosen."""
        return ReceivedAs(self.currentData())

    def choose(self, way: ReceivedAs) -> bool:
        """Choose a way; false where the version does not offer it."""
        at = self.findData(way.value)
        if at >= 0:
            self.setCurrentIndex(at)
        return at >= 0

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        if e.key() in KEYS and not e.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if self.choose(KEYS[e.key()]):
                self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(e)


class MaterialLine(QWidget):
    """One line: what is asked for, and how, how often and with what remark it was received."""

    edited = Signal()
    brought = Signal(object)
    """`list[Picked]` that was dropped here."""
    files_wanted = Signal()
    """Its files are to be seen, or some to be added."""

    def __init__(self, position: int, spec: MaterialSpec, words: str) -> None:
        super().__init__()
        self.position = position
        self.spec = spec
        self.files: tuple[KeptFile, ...] = ()
        self.reused_from: int | None = None
        self.offer: ReusableMaterial | None = None
        self.way = WayChoice(spec)
        self.count = QSpinBox()
        self.count.setRange(0, MAX_COUNT)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setToolTip("份数；按 ↑ ↓ 增减")
        self.note = LineEdit(200)
        self.note.setPlaceholderText("备注")
        self.number = LineEdit(MAX_NUMBER)
        self.number.setPlaceholderText("证照编号或核验编号")
        self.checked = QCheckBox("与原件核对无误")
        self.until = LineEdit(12)
        self.until.setPlaceholderText("有效期至")
        self.until.setToolTip("如 2027-03-01，长期有效的填“长期”；核对过并填了有效期，以后的办件可以沿用")
        self.attach = button(
            "", "附件", tooltip="这项材料的附件：添加、查看、移除（Ctrl+O）；也可以把文件拖到这里"
        )
        self.reuse = button("", "沿用")
        for press in (self.attach, self.reuse):
            press.setProperty("kind", "compact")
            press.setFocusPolicy(
                Qt.FocusPolicy.NoFocus
            )  # Enter leads from line to line; their keys are on the line
        self._name_parts()
        self.editors: tuple[QWidget, ...] = (
            self.way, self.count, self.note, self.number, self.checked, self.until
        )  # fmt: skip
        self._number = label(f"{position + 1}", "subtitle")
        self._offered = label("", "note", wrap=True)
        self._build(words)
        self.fit_text()
        self.setAcceptDrops(True)
        self._connect()
        self._show_details()

    def _name_parts(self) -> None:
        place = f"第{self.position + 1}项 {self.spec.name}"
        for part, name, words in (
            (self.way, "way", "收取形式"),
            (self.count, "count", "份数"),
            (self.note, "note", "备注"),
            (self.number, "number", "证照或核验编号"),
            (self.checked, "checked", "与原件核对无误"),
            (self.until, "valid_until", "有效期至"),
            (self.attach, "files", "附件"),
            (self.reuse, "reuse", "沿用以前的材料"),
        ):
            set_names(part, f"cases.material_{self.position + 1}_{name}", f"{place} {words}")

    def _connect(self) -> None:
        self.way.activated.connect(self._follow_way)
        self.count.valueChanged.connect(self._tell)
        for line in (self.note, self.number, self.until):
            line.textEdited.connect(self._tell)
        self.checked.clicked.connect(self._follow_check)
        self.attach.clicked.connect(self.files_wanted)
        self.reuse.clicked.connect(self.take_over)

    @property
    def is_missing(self) -> bool:
        """Whether acceptance usually waits for this line, and it is not there."""
        return is_needed(self.spec) and self.way.way is ReceivedAs.NOT_RECEIVED

    def receive(self, way: ReceivedAs) -> None:
        """Fill the line in as a click on the way would."""
        if self.way.choose(way):
            self._follow_way()

    def value(self) -> ReceivedMaterial:
        """The line as the service takes it."""
        way = self.way.way
        return ReceivedMaterial(
            self.position,
            way,
            self.count.value(),
            self.note.text(),
            licence_number=self.number.text() if way in NUMBERED or self.reused_from else "",
            valid_until=None if self.fault else read_validity(self.until.text()),
            is_checked=self.checked.isChecked() and self._may_check and self.reused_from is None,
            reused_from=self.reused_from,
        )

    def attached(self) -> tuple[AttachedFile, ...]:
        """Its files as the service takes them."""
        return tuple(AttachedFile(self.position, file) for file in self.files)

    def set_files(self, files: Sequence[KeptFile], way: ReceivedAs = ReceivedAs.ELECTRONIC) -> None:
        """These are its files from now on; a line nothing was received for was received in this `way`."""
        self.files = tuple({file.digest: file for file in files}.values())
        self.attach.setText(f"附件 {len(self.files)}" if self.files else "附件")
        if self.files and self.way.way is ReceivedAs.NOT_RECEIVED:
            self.receive(way)
        self.edited.emit()

    @property
    def fault(self) -> str:
        """What is wrong with what was typed, as a sentence; empty where nothing is."""
        if self.way.way in NUMBERED and not self.number.text().strip():
            return f"请填写“{self.spec.name}”的证照编号或核验编号。"
        try:
            read_validity(self.until.text())
        except ValueError:
            return f"“{self.spec.name}”的{FAULT}"
        return ""

    def go_to_fault(self) -> None:
        """Put the cursor on what is wrong."""
        wrong: QLineEdit = self.until
        if self.way.way in NUMBERED and not self.number.text().strip():
            wrong = self.number
        wrong.setFocus(Qt.FocusReason.OtherFocusReason)

    # the draft

    def kept(self) -> list[Any]:
        """What is filled in, as plain JSON data: name, way, count, note, and the rest by name."""
        more = {
            "number": self.number.text(),
            "until": self.until.text(),
            "checked": self.checked.isChecked(),
            "reused_from": self.reused_from,
            "files": [[one.digest, one.name, one.media_type, one.size, one.pages] for one in self.files],
        }
        return [self.spec.name, self.way.way.value, self.count.value(), self.note.text(), more]

    def restore(self, way: ReceivedAs, count: int, note: str, more: Mapping[str, Any] | None = None) -> None:
        """Fill in what was kept of it; a way that is no longer offered leaves the line as it is."""
        if not self.way.choose(way):
            return
        self.count.setValue(count)
        self.note.setText(note)
        kept = more or {}
        self.number.setText(str(kept.get("number", "")))
        self.until.setText(str(kept.get("until", "")))
        self.checked.setChecked(bool(kept.get("checked", False)))
        self.reused_from = kept.get("reused_from")
        self.files = tuple(KeptFile(*one) for one in kept.get("files", ()))
        self.attach.setText(f"附件 {len(self.files)}" if self.files else "附件")
        self._show_details()

    # taking over

    def offer_reuse(self, material: ReusableMaterial | None) -> None:
        """Show that an earlier case holds this material; what was taken over from another person is given back."""
        self.offer = material
        if self.reused_from is not None and (material is None or material.case_id != self.reused_from):
            self.receive(ReceivedAs.NOT_RECEIVED)
        self._show_details()

    def take_over(self) -> None:
        """沿用: what the earlier case holds stands for this line."""
        offer = self.offer
        if offer is None:
            return
        way = offer.received_as if offer.received_as in COPIES | NUMBERED else ReceivedAs.SCAN
        self.receive(way)
        self.reused_from = offer.case_id
        self.number.setText(offer.licence_number)
        self.until.setText(validity_words(offer.valid_until))
        self._show_details()
        self.edited.emit()

    # how it looks

    def fit_text(self) -> None:
        """Widths by the type size in force."""
        for part, width in (
            (self._number, NUMBER_WIDTH),
            (self.count, COUNT_WIDTH),
            (self.attach, FILES_WIDTH),
        ):
            part.setFixedWidth(theme.px(width))
        self.way.setMinimumWidth(theme.px(LEAST_WAY))
        self.way.setMaximumWidth(theme.px(MOST_WAY))
        self.note.setMinimumWidth(theme.px(LEAST_NOTE))
        self.note.setMaximumWidth(theme.px(MOST_NOTE))
        self.number.setMinimumWidth(theme.px(LEAST_NUMBER))
        self.until.setMinimumWidth(theme.px(LEAST_UNTIL))
        self.until.setMaximumWidth(theme.px(MOST_UNTIL))

    def put_under(self, is_narrow: bool) -> None:
        """Editors under the words where both do not fit side by side, and the files under these."""
        home = self._details if is_narrow else self._editors
        if home.indexOf(self.attach) < 0:
            (self._editors if is_narrow else self._details).removeWidget(self.attach)
            home.addWidget(self.attach)
        self._halves.setDirection(
            QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        )

    def _build(self, words: str) -> None:
        title = label(self.spec.name, "strong" if is_needed(self.spec) else "", wrap=True)
        title.setToolTip(plain_tooltip(hint(self.spec)))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(label(words, "note", wrap=True))
        editors = self._editors = QHBoxLayout()
        editors.setSpacing(GRID)
        for editor in (self.way, self.count, self.note):
            editors.addWidget(editor, 0, Qt.AlignmentFlag.AlignTop)
        editors.addStretch(0)  # or the widest it may be would hold for the words above it too
        editors.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignTop)
        self._halves = QHBoxLayout()
        self._halves.setSpacing(GRID)
        self._halves.addLayout(texts, 1)
        self._halves.addLayout(editors)
        self._details = Flow(from_left=True)
        for part in (self.reuse, self.number, self.checked, self.until):
            self._details.addWidget(part)
        whole = QVBoxLayout()
        whole.setSpacing(GRID // 2)
        whole.addLayout(self._halves)
        whole.addWidget(self._offered)
        whole.addLayout(self._details)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(whole, 1)

    @property
    def _may_check(self) -> bool:
        return is_comparable(self.spec.kind, self.way.way)

    def _show_details(self) -> None:
        """Only what the way chosen needs: a number for licences and queries, the check for copies."""
        is_reused = self.reused_from is not None
        is_numbered = self.way.way in NUMBERED and not is_reused
        may_check = self._may_check and not is_reused
        self.number.setVisible(is_numbered)
        self.checked.setVisible(may_check)
        self.until.setVisible(is_numbered or (may_check and self.checked.isChecked()))
        can_offer = self.offer is not None and self.way.way is ReceivedAs.NOT_RECEIVED
        self.reuse.setVisible(can_offer)
        self._offered.setText(offer_words(self.offer, is_taken=is_reused))
        self._offered.setVisible(can_offer or is_reused)

    def _tell(self) -> None:
        self.edited.emit()

    def _follow_check(self) -> None:
        self._show_details()
        self.edited.emit()

    def _follow_way(self) -> None:
        """The count the version asks for; nothing received counts nothing."""
        self.reused_from = None
        match self.way.way:
            case ReceivedAs.COPY:
                self.count.setValue(max(1, self.spec.copies))
            case ReceivedAs.ORIGINAL:
                self.count.setValue(max(1, self.spec.originals))
            case way:
                self.count.setValue(0 if way in UNCOUNTED else 1)
        self._show_details()
        self.edited.emit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        picked: list[Picked] = picked_from(event.mimeData())
        event.acceptProposedAction()
        self.brought.emit(picked)
