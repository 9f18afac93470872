"""本厅设置: names, limits and thresholds of the hall; backup and the check of the whole database."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui.choices import LinesField
from desktop_app.gui.forms import Form, TextField
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.office.checks import CheckList
from desktop_app.gui.office.law_texts import LawTextsDialog
from desktop_app.gui.page import Page, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID, Tone
from desktop_app.gui.value_fields import SwitchField
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.guide_sections import ALL_SECTIONS, SEPARATOR
from desktop_app.services.health import CheckReport, check
from desktop_app.services.maintenance import Backup, back_up
from desktop_app.services.office import LONGEST_WORDS, change_settings, get_settings
from desktop_app.settings import OfficeSettings
from desktop_app.settings import label as setting_label
from models.enums import Area, Permission

TEXTS = ("hall_name", "base_url")
WORDS = ("copy_tail", "files_folder")
"""These may be empty."""
NUMBERS = (
    "supplement_days",
    "delivery_days",
    "statutory_default_days",
    "yellow_days",
    "yellow_percent",
    "rating_seconds",
    "draft_days",
    "preexamination_days",
    "pledge_check_days",
    "consultation_days",
    "hearing_request_days",
    "hearing_hold_days",
    "hearing_notice_days",
    "service_persons",
    "notice_service_days",
    "file_megabytes",
    "file_pages",
)
SWITCHES = ("separates_decider", "separates_examiners", "allows_local_pauses", "closes_unsupplemented")
SECTIONS, SHOWN_SECTIONS = "guide_sections", 6
BACKUPS = "备份文件 (*.db)"


class SettingsPage(Page):
    """A form over the hall's settings beside what the last check found."""

    areas = frozenset({Area.SETTINGS})
    help_text = (
        "修改后按 Ctrl+S 保存，全厅立即生效，并留下操作记录。备份包含数据库和密钥两个文件，请分开妥善保管。"
    )

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("office.page", "本厅设置", jobs, "全厅生效，每次修改都有留痕", parent)
        self.form = Form()
        self.fields = {name: self._field(name) for name in (*TEXTS, *NUMBERS, *WORDS)}
        self.switches = {
            name: SwitchField(f"office.{name}", setting_label(OfficeSettings, name)) for name in SWITCHES
        }
        self._switched: set[str] = set()
        self.form.add(self.fields["hall_name"])
        self.form.add(self.fields["base_url"])
        for at in range(0, len(NUMBERS), 2):
            self.form.add(*(self.fields[name] for name in NUMBERS[at : at + 2]))
        for name, switch in self.switches.items():
            self.form.add(switch)
            switch.edited.connect(partial(self._switched.add, name))
        for name in WORDS:
            self.form.add(self.fields[name])
        self.sections = LinesField(
            "office.guide_sections",
            f"{setting_label(OfficeSettings, SECTIONS)}（一行一章，可以调整顺序）",
            max_length=400,
            lines=SHOWN_SECTIONS,
        )
        self.form.add(self.sections)
        self.checks = CheckList()
        self.body.addLayout(self._halves(), 1)
        if Permission.DATABASE_MAINTAIN in jobs.actor.permissions:
            self.add_action("office.check", "系统检查", self._check, key="F7", icon="database")
            self.backup = self.add_action(
                "office.backup", "备份", self._ask_backup, key="Ctrl+B", icon="export"
            )
        self.add_action("office.law_texts", "文书法律用语", self._word_laws, key="F6", icon="edit")
        self.save = self.add_action(
            "office.save", "保存设置", self._save, key="Ctrl+S", icon="done", kind="primary"
        )

    @override
    def refresh(self) -> None:
        self.jobs.read(self, get_settings, then=self._show)

    def back_up_to(self, path: Path) -> None:
        """Make a backup; the window stays usable."""
        self.backup.setEnabled(False)
        self.show_sentence("正在备份…")
        self.jobs.run(
            self,
            back_up,
            self.jobs.office,
            path,
            self.jobs.actor,
            then=self._backed_up,
            ended=lambda: self.backup.setEnabled(True),
        )

    def _field(self, name: str) -> TextField:
        title, may_be_empty = setting_label(OfficeSettings, name), name in WORDS
        longest = LONGEST_WORDS if may_be_empty else 60
        return TextField(f"office.{name}", title, max_length=longest, required=not may_be_empty)

    def _halves(self) -> QHBoxLayout:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(scrolled(inside))
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(label("系统检查", "strong"))
        right.addWidget(self.checks, 1)
        halves = QHBoxLayout()
        halves.setSpacing(GRID * 2)
        halves.addWidget(_card(left), 1)
        if Permission.DATABASE_MAINTAIN in self.jobs.actor.permissions:
            halves.addWidget(_card(right), 1)
        return halves

    def _show(self, settings: OfficeSettings) -> None:
        for name, field in self.fields.items():
            if not field.line.isModified():
                field.set_value(str(getattr(settings, name)))
        for name, switch in self.switches.items():
            if name not in self._switched:
                switch.set_value(getattr(settings, name))
        if not self.sections.lines.document().isModified():
            self.sections.set_value((settings.guide_sections or ALL_SECTIONS).replace(SEPARATOR, "\n"))
            self.sections.lines.document().setModified(False)
        if Permission.DATABASE_MAINTAIN in self.jobs.actor.permissions and not self.checks.items:
            self._check()

    def _save(self) -> None:
        self.form.clear_notes()
        if self.form.find_gap() is not None:
            return
        values: dict[str, Any] = {name: self.fields[name].value for name in (*TEXTS, *WORDS)}
        values |= {name: switch.value for name, switch in self.switches.items()}
        for name in NUMBERS:
            text = self.fields[name].value
            if not (text.isascii() and text.isdigit()):
                self.fields[name].show_error("请填写整数")
                self.fields[name].focus()
                return
            values[name] = int(text)
        values[SECTIONS] = self.sections.value
        self.jobs.change(self, change_settings, **values, then=self._saved, button=self.save)

    def _saved(self, settings: OfficeSettings) -> None:
        for field in self.fields.values():
            field.line.setModified(False)
        self._switched.clear()
        self.sections.lines.document().setModified(False)
        self._show(settings)
        self.clear_sentence()
        self.toast("设置已保存")

    def _check(self) -> None:
        self.checks.say("正在检查…")
        self.jobs.run(
            self,
            check,
            self.jobs.office,
            self.jobs.actor,
            then=self._show_checks,
            refused=self._check_refused,
        )

    def _show_checks(self, report: CheckReport) -> None:
        self.checks.show_items(report.items)
        if not report.is_sound:
            self.show_sentence("系统检查发现需要处理的问题，见右侧带 ▲ 的几项。", Tone.WARNING)

    def _check_refused(self, error: ServiceError) -> None:
        self.checks.say(sentence(error))

    def _word_laws(self) -> None:
        LawTextsDialog(self).begin()

    def _ask_backup(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, "备份到", "一窗备份.db", BACKUPS)
        if name:
            self.back_up_to(Path(name))

    def _backed_up(self, backup: Backup) -> None:
        words = f"备份完成：{backup.path.name} 和密钥 {backup.key_path.name}，请分开妥善保管。"
        if backup.lost_files:
            words += f"有 {backup.lost_files} 个附件在附件文件夹里找不到，没有备份。"
        self.show_sentence(words, Tone.WARNING if backup.lost_files else Tone.GOOD)


def _card(inside: QVBoxLayout) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "card")
    inside.setContentsMargins(GRID * 2, GRID + GRID // 2, GRID, GRID + GRID // 2)
    card.setLayout(inside)
    return card
