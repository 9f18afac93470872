"""What is known of an applicant in a few words, under the number that was typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.fields import set_names
from desktop_app.gui.parts import button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.applicants import ApplicantNotice
from desktop_app.services.bars import BarRow
from models.procedure import BarGround


class NoticeBox(QWidget):
    """Bars in red words first, then earlier cases; nothing at all for somebody nobody knows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = label("", "strong", wrap=True)
        set_names(self.bars, "cases.applicant_bars", "申请限制")
        theme.set_style(self.bars, tone=Tone.BAD.value)
        self.known = label("", "note", wrap=True)
        set_names(self.known, "cases.applicant_known", "以前的办件")
        self.open = button(
            "cases.applicant_history",
            "申请人历史",
            key="Ctrl+H",
            kind="quiet",
            tooltip="以前的办件、证照、承诺和限制（Ctrl+H，留下记录）",
        )
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self.bars)
        words.addWidget(self.known)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        self.show_notice(None)

    def show_notice(self, notice: ApplicantNotice | None) -> None:
        """Say what is known; `None` where nobody is named yet."""
        bars = "\n".join(bar_words(bar) for bar in notice.bars) if notice else ""
        known = known_words(notice) if notice else ""
        for part, words in ((self.bars, bars), (self.known, known)):
            part.setText(words)
            part.setAccessibleDescription(words)
            part.setVisible(bool(words))
        self.setVisible(bool(bars or known))


def bar_words(bar: BarRow) -> str:
    """`■ 申请限制：提供虚假材料，至 2027-11-20 不得再次申请“公共场所卫生许可”`."""
    until = f"至 {bar.until_on.isoformat()} " if bar.until_on else "解除前"
    if bar.ground is BarGround.FALSE_PLEDGE:
        return f"■ 失信登记：{bar.ground.label}，{until}不适用容缺受理和告知承诺"
    return f"■ 申请限制：{bar.ground.label}，{until}不得再次申请“{bar.matter_name}”"


def known_words(notice: ApplicantNotice) -> str:
    """`以前办过 3 件，最近 2026-11-18 护士执业注册（已办结）`, and whether the same is under way."""
    if notice.last is None:
        return ""
    last = notice.last
    day = moment(last.received_at).partition(" ")[0]
    words = f"以前办过 {notice.cases} 件，最近 {day} {last.matter_name}（{last.state.label}）"
    if notice.open_of_matter:
        words += f"。▲ 本事项还有 {notice.open_of_matter} 件没有办结，请核对是否重复申请"
    return words
