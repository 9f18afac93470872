"""One entry of the materials library on the screen: what it says, its pictures, the matters that ask for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.catalogue.file_field import FileDialog
from desktop_app.gui.fields import set_names
from desktop_app.gui.flow import Flow
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.tables import Column, Fetch, KeysetModel, ListTable
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.assets import AssetFile, get_asset
from desktop_app.services.material_uses import UsingMatter, list_material_matters
from desktop_app.services.materials import MaterialDetail
from desktop_app.services.work import Work
from models.enums import MatterState

PICTURE_WIDTH, PICTURE_HEIGHT, USES_HEIGHT = 220, 150, 150
NO_FILE = "（未附）"
RETIRED = "■ 已停用，不再提供选用"
NO_USES = "没有现行事项使用"


class FileView(QWidget):
    """A kept file as a small picture that opens the large one."""

    def __init__(self, name: str, title: str, page: Page) -> None:
        super().__init__()
        self._page = page
        self._title = title
        self._digest = ""
        self._file: AssetFile | None = None
        self.heading = label(title, "field")
        self.picture = QLabel()
        self.picture.setAccessibleName(title)
        self.open = button(name, f"放大{title}")
        self.open.setText("放大")
        self.open.setProperty("kind", "compact")
        self.open.clicked.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        for part in (self.heading, self.picture, self.open):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_file(self, digest: str) -> None:
        """Show the file of a digest; nothing for none."""
        self._digest, self._file = digest, None
        self.open.hide()
        self.picture.setPixmap(QPixmap())
        self.picture.setText("正在读取…" if digest else NO_FILE)
        if digest:
            self._page.jobs.read(self, get_asset, digest, then=self._show)

    def _show(self, file: AssetFile) -> None:
        self._file = file
        image = QImage.fromData(file.preview or file.content)
        self.open.show()
        if image.isNull():
            self.picture.setText(file.name)
            return
        shown = image.scaled(
            theme.px(PICTURE_WIDTH),
            theme.px(PICTURE_HEIGHT),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.picture.setPixmap(QPixmap.fromImage(shown))
        self.picture.setToolTip(file.name)

    def _open(self) -> None:
        if self._file is not None:
            FileDialog(self._file, self._title, self._page).open()


class MaterialView(QWidget):
    """What an entry says, above the matters that ask for it."""

    matter_opened = Signal(int)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._shown: MaterialDetail | None = None
        self.heading = label("", "heading", wrap=True)
        self.facts = label("", "subtitle", wrap=True)
        self.licence = label("", wrap=True)
        self.texts = {key: label("", wrap=True) for key in ("审查要点", "受理标准", "填报须知")}
        self.blank_form = FileView("materials.view_blank_form", "空白表格", page)
        self.sample = FileView("materials.view_sample", "示例样表", page)
        self.uses = ListTable("materials.uses", "使用这种材料的事项")
        self.model: KeysetModel[UsingMatter] = KeysetModel(
            _COLUMNS, lambda row: row.matter_id, page.jobs, _nothing, page
        )
        self.uses.show_rows(self.model)
        self.uses.opened.connect(self._open_matter)
        self.uses_heading = label("", "strong")
        self._lay_out()

    def show_material(self, material: MaterialDetail) -> None:
        """Show an entry."""
        is_same = self._shown is not None and self._shown.id == material.id
        self._shown = material
        self.heading.setText(material.name)
        parts = (
            material.code,
            material.kind.label,
            material.carrier.label,
            material.source.label,
            material.issuer,
            "" if material.is_active else RETIRED,
        )
        self.facts.setText(" · ".join(part for part in parts if part))
        self.licence.setText(
            f"● 免证：可以用电子证照“{material.licence}”代替，不收纸质。" if material.licence else ""
        )
        self.licence.setVisible(bool(material.licence))
        values = (material.check_points, material.standard, material.instructions)
        for words, value in zip(self.texts.values(), values, strict=True):
            words.setText(value or "（未填写）")
        self.blank_form.show_file(material.blank_form)
        self.sample.show_file(material.sample)
        self.uses_heading.setText(
            f"{material.uses} 个现行事项使用，回车编辑事项" if material.uses else NO_USES
        )
        self.uses.setVisible(material.uses > 0)
        if is_same:
            self.model.refresh()
        else:
            self.model.search(_uses_of(material.id))

    def _lay_out(self) -> None:
        for name, part in (("materials.heading", self.heading), ("materials.facts", self.facts)):
            set_names(part, name, "材料库条目")
        theme.set_style(self.licence, tone="good")
        table = QGridLayout()
        table.setHorizontalSpacing(GRID * 2)
        table.setVerticalSpacing(GRID)
        table.setColumnStretch(1, 1)
        for at, (title, words) in enumerate(self.texts.items()):
            table.addWidget(label(title, "field"), at, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(words, at, 1)
        pictures = QWidget()
        files = Flow(from_left=True)
        files.addWidget(self.sample)
        files.addWidget(self.blank_form)
        pictures.setLayout(files)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        for part in (self.heading, self.facts, self.licence):
            column.addWidget(part)
        column.addLayout(table)
        column.addWidget(pictures)
        column.addWidget(self.uses_heading)
        self.uses.setMinimumHeight(theme.px(USES_HEIGHT))
        column.addWidget(self.uses, 1)
        column.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def _open_matter(self, row: UsingMatter) -> None:
        self.matter_opened.emit(row.matter_id)


def _nothing(_work: Work, _after: UsingMatter | None, _limit: int) -> list[UsingMatter]:
    return []


def _uses_of(material_id: int) -> Fetch[UsingMatter]:
    def fetch(work: Work, after: UsingMatter | None, limit: int) -> list[UsingMatter]:
        return list_material_matters(work, material_id, after, limit)

    return fetch


def _state_tone(row: UsingMatter) -> Tone:
    return Tone.NEUTRAL if row.state is MatterState.PUBLISHED else Tone.MUTED


_COLUMNS: tuple[Column[UsingMatter], ...] = (
    Column("事项", lambda row: row.name, 0, tone=_state_tone),
    Column("部门", lambda row: row.department_name, 20, least=0),
    Column("状态", lambda row: row.state.label, 7, tone=_state_tone),
)
