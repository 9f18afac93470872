"""The few questions an act asks before it is done: what is missing, why it is refused."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.demands import DemandList
from desktop_app.gui.forms import ChoiceField, Form, LinesField, TextField
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import scrolled
from desktop_app.rules.cases import REFUSAL_BASES
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.services.cases import Refusal
from models.enums import RefusalGround

ONCE = "请一次告知全部需要补正的材料；告知以后依法不能再次要求补正。"
NOTHING_MISSING = "材料清单里没有未收取的材料。请返回，先把需要补正的材料改为“未收取”。"
LEAST_HEIGHT = 200
LARGE_TEXT = 150
REMEDIES = "决定书会写明申请行政复议（60日）和提起行政诉讼（六个月）的途径；同时出具否定报告存档。"


class SupplementDialog(ActDialog):
    """一次性告知: tick every line that must come and say what it must fulfil."""

    def __init__(self, lines: Sequence[tuple[int, MaterialSpec]], parent: QWidget) -> None:
        super().__init__("cases.supplement_dialog", "一次性告知补正", "出具补正告知书", parent)
        self.widen(720)
        self._lines = DemandList(lines)
        if lines:
            self.body.addWidget(label(ONCE, "subtitle", wrap=True))
            area = scrolled(self._lines)
            area.setMinimumHeight(theme.px(LEAST_HEIGHT))
            self.body.addWidget(area, 1)
            wanted = self._lines.sizeHint().height() + theme.px(LEAST_HEIGHT)
            self.resize(self.minimumWidth(), min(wanted, parent.window().height()))
        else:
            self.body.addWidget(label(NOTHING_MISSING, wrap=True))
            self.body.addStretch(1)
            self.way_on.setEnabled(False)

    def demands(self) -> dict[int, str]:
        """What is asked for, by position of the line."""
        return self._lines.demands()

    @override
    def find_fault(self) -> str:
        """At least one line, each with words."""
        if not self.demands():
            return "请至少勾选一项需要补正的材料。"
        return self._lines.find_fault()


class RefusalDialog(ActDialog):
    """不予受理: reason, basis and where to go instead; the remedies are printed by themselves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("cases.refusal_dialog", "不予受理", "出具不予受理决定书", parent, kind="danger")
        self.form = Form()
        lines = 3 if theme.text_percent() <= LARGE_TEXT else 2  # the whole dialog fits the usual screen
        self.reason = LinesField("cases.refusal_reason", "不予受理的理由", lines=lines, required=True)
        self.reason.lines.setMaximumHeight(self.reason.lines.minimumHeight())
        self.ground = ChoiceField("cases.refusal_ground", "情形", RefusalGround)
        self.basis = TextField("cases.refusal_basis", "依据", required=True)
        self.right_organ = TextField("cases.refusal_organ", "应向哪个机关申请", max_length=200, required=True)
        self.advice = TextField(
            "cases.refusal_advice",
            "告知的办理途径（否定报告）",
            max_length=300,
            placeholder="可以不填：按情形写明",
        )
        for field in (self.ground, self.reason, self.basis):
            self.form.add(field)
        self.form.add(self.right_organ, self.advice)
        self.ground.edited.connect(self._follow_ground)
        self._follow_ground()
        self.body.addWidget(self.form)
        self.body.addWidget(label(REMEDIES, "note", wrap=True))
        self.body.addStretch(1)

    def refusal(self) -> Refusal:
        """What was filled in; the organ only where it is asked for."""
        organ = self.right_organ.value if self.right_organ.is_required else ""
        ground = RefusalGround(self.ground.value)
        return Refusal(ground, self.reason.value, self.basis.value, organ, self.advice.value)

    @override
    def find_fault(self) -> str:
        """Reason and basis must stand there, and the organ where another is competent."""
        self.form.clear_notes()
        gap = self.form.find_gap()
        return "" if gap is None else f"请填写“{gap.title}”。"

    def _follow_ground(self) -> None:
        """The law's own basis, and whether another organ must be named."""
        ground = RefusalGround(self.ground.value)
        self.basis.set_value(REFUSAL_BASES.get(ground, ""))
        is_elsewhere = ground is RefusalGround.NOT_COMPETENT
        self.right_organ.is_required = is_elsewhere
        self.right_organ.setVisible(is_elsewhere)
