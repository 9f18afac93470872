"""试答: answer the questions of a draft as the counter would, and see what then applies."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.cases.situation_form import SituationForm
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.theme import GRID
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.situations import asked, select

NO_QUESTIONS = "还没有情形问题。在“问题”里添加后，这里可以像窗口一样试着回答。"
OPEN = "还有 {count} 个问题没有回答，先按全部可能列出。"
ANSWERED = "问题都已回答，办件将按下面的内容受理。"


class TrialPanel(QWidget):
    """The questions on top, materials, fees and limits of these answers below."""

    def __init__(self, area: str) -> None:
        super().__init__()
        self._content: MatterContent | None = None
        self.form = SituationForm(area="editor.trial", per_row=2)
        self.form.answered.connect(self._answer)
        self.hint = label("", "subtitle", wrap=True)
        self.outcome = label("", wrap=True)
        self.outcome.setObjectName(f"{area}.outcome")
        self.outcome.setAccessibleName("试答结果")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(self.form)
        column.addWidget(self.hint)
        column.addWidget(self.outcome)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, GRID, 0, 0)
        whole.addWidget(scrolled(inner))

    def show_content(self, content: MatterContent) -> None:
        """Put the questions as they stand now; answers stay as far as they are offered still."""
        answers = self.form.answers
        self._content = content
        self.form.ask(content, answers)
        self._answer()

    def _answer(self) -> None:
        content = self._content
        if content is None:
            return
        answers = self.form.answers
        missing = sum(question.key not in answers for question in asked(content, answers))
        if not content.situations:
            self.hint.setText(NO_QUESTIONS)
        else:
            self.hint.setText(OPEN.format(count=missing) if missing else ANSWERED)
        self.outcome.setText(describe(select(content, answers), content))
        self.outcome.setAccessibleDescription(self.outcome.text())


def describe(chosen: MatterContent, content: MatterContent) -> str:
    """What applies, in words."""
    materials = [
        f"　{number}. {line.name or '（未填写）'}" for number, line in enumerate(chosen.materials, 1)
    ]
    fees = [f"　{fee.name}：{fee.standard}" for fee in chosen.fees]
    return "\n".join(
        [
            f"法定办结时限：{chosen.statutory.text if chosen.statutory else '无'}",
            f"承诺办结时限：{chosen.promised.text if chosen.promised else '无'}",
            f"申请材料 {len(chosen.materials)} 项（共 {len(content.materials)} 项）：",
            *materials,
            f"收费 {len(chosen.fees)} 项（共 {len(content.fees)} 项）{'：' if fees else ''}",
            *fees,
        ]
    )
