"""网上预审与接着收件: what the counter does with an application that came in from outside."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.demands import DemandList
from desktop_app.gui.forms import ChoiceField, Form, LinesField
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import scrolled
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.services.case_inputs import Pending
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.preexamination import preexamine_case, return_case
from models.enums import CaseAction, ReceivedAs

PASS, RETURN = "pass", "return"
ONCE = "请一次写明全部需要修改、补充的内容；退回只能一次。"
HINT = "通过后到“待收件”，在窗口按 F2 接着收件，已经网上提交的材料不用再交。"
LEAST_HEIGHT = 160


class PreexaminationDialog(ActDialog):
    """预审: what was sent in, and whether it may be received or goes back, once, with everything that is wrong."""

    def __init__(self, detail: CaseDetail, parent: QWidget) -> None:
        super().__init__("cases.preexamination_dialog", "网上预审", "确定", parent)
        self.widen(720)
        self.form = Form()
        self.outcome = ChoiceField(
            "cases.preexamination_outcome", "预审结果", [(PASS, "预审通过，等待收件"), (RETURN, "退回修改")]
        )
        self.words = LinesField("cases.preexamination_words", "意见", lines=2, max_length=1000)
        self.words.lines.setMaximumHeight(self.words.lines.minimumHeight())
        self.form.add(self.outcome)
        self.form.add(self.words)
        self._hint = label(HINT, "note", wrap=True)
        self._lines = DemandList([(row.position, row.spec) for row in detail.materials], _never)
        self._area = scrolled(self._lines)
        self._area.setMinimumHeight(theme.px(LEAST_HEIGHT))
        self.body.addWidget(label(_sent_in(detail), "subtitle", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._area, 1)
        self.body.addStretch(0)
        self.outcome.edited.connect(self.follow_outcome)
        self.follow_outcome()

    @property
    def is_return(self) -> bool:
        """Whether it goes back."""
        return self.outcome.value == RETURN

    def demands(self) -> dict[int, str]:
        """What must be changed, by position of the line."""
        return self._lines.demands()

    @override
    def find_fault(self) -> str:
        """A return says why."""
        self.form.clear_notes()
        if not self.is_return:
            return ""
        return "请写明退回的理由。" if self.form.find_gap() else self._lines.find_fault()

    def follow_outcome(self) -> None:
        """A return asks for its reason and shows the lines."""
        is_return = self.is_return
        self.words.ask_as("退回理由" if is_return else "意见", required=is_return)
        self._hint.setText(ONCE if is_return else HINT)
        self._area.setVisible(is_return)


def ask_preexamination(acts: CaseActs) -> None:
    """预审: pass it or send it back."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.PREEXAMINE):
        return
    dialog = acts.ask(
        PreexaminationDialog,
        detail,
        detail.materials,
        lambda: PreexaminationDialog(detail, acts.page),
    )

    def go_on() -> None:
        words = dialog.words.value
        if dialog.is_return:
            acts.act(CaseAction.RETURN, return_case, words, dialog.demands(), dialog=dialog)
        else:
            acts.act(CaseAction.PREEXAMINE, preexamine_case, words, dialog=dialog)

    dialog.message.clear()
    dialog.accepted.connect(go_on)
    dialog.open()


def continue_case(acts: CaseActs) -> None:
    """收件: on to the counter's form, with everything that is there already."""
    detail = acts.detail
    if detail is not None and acts.may(CaseAction.RECEIVE):
        acts.page.wanted.emit("cases.intake", Pending(detail.row.id, detail.row.revision))


def _never(_spec: MaterialSpec) -> bool:
    return False


def _sent_in(detail: CaseDetail) -> str:
    """Who applies for what, how much came in, and what did not."""
    row = detail.row
    absent = [line for line in detail.materials if line.received_as is ReceivedAs.NOT_RECEIVED]
    words = [f"{row.channel.label}　{row.applicant_name}　{row.matter_name}"]
    words.append(f"✓ 已提交材料 {len(detail.materials) - len(absent)} 项")
    if absent:
        named = "、".join(f"{line.name}（{line.necessity.label}）" for line in absent)
        words.append(f"○ 未提交 {len(absent)} 项：{named}")
    return "\n".join(words)
