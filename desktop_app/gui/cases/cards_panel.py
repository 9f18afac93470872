"""督办提示: the yellow and red cards of one case, why they were raised, and the appeal against them."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.entries import Entries, Entry
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.forms import ChoiceField, Form, LinesField
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.texts import MAX_TEXT
from desktop_app.services.cards import CardRow, appeal_card, list_cards
from desktop_app.services.case_queries import CaseDetail
from models.enums import Light, Permission
from models.procedure import RequestState

NOTHING = "没有督办提示。"
OUTCOMES = {
    RequestState.OPEN: "申诉待处理",
    RequestState.APPROVED: "申诉成立，提示已撤销",
    RequestState.DECLINED: "申诉不成立，提示保留",
}
TONES = {Light.RED: Tone.BAD, Light.YELLOW: Tone.WARNING, Light.GREEN: Tone.NEUTRAL}


class AppealDialog(ActDialog):
    """申诉: which card, and why it should not count."""

    def __init__(self, cards: list[CardRow], page: Page) -> None:
        super().__init__("cases.appeal_dialog", "申诉督办提示", "提交申诉", page)
        named = [(str(card.id), f"{card.light.label}　{card.reason}") for card in cards]
        self.card = ChoiceField("cases.appeal_card", "督办提示", named)
        self.reason = LinesField(
            "cases.appeal_reason", "申诉理由", lines=4, max_length=MAX_TEXT, required=True
        )
        form = Form()
        form.add(self.card)
        form.add(self.reason)
        self.body.addWidget(form)
        self.body.addWidget(label("由督办人员处理；提示和申诉都会留在办件里。", "note", wrap=True))

    @override
    def find_fault(self) -> str:
        """The appeal must have words."""
        return "" if self.reason.value.strip() else "请写明申诉理由。"


class CardsPanel(CasePanel):
    """The cards under each other; whoever may appeal finds the button above them."""

    title = "督办提示"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._detail: CaseDetail | None = None
        self._open_to_appeal: list[CardRow] = []
        self.cards = Entries("cases.cards", "督办提示", NOTHING)
        self.appeal = button("cases.appeal", "申诉…", icon="edit")
        self.appeal.clicked.connect(self._ask)
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(self.appeal)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addLayout(head)
        column.addWidget(self.cards, 1)
        self.appeal.hide()

    @override
    def show_case(self, detail: CaseDetail) -> None:
        self._detail = detail
        self.page.jobs.read(self, list_cards, detail.row.id, then=self._show)

    def _show(self, rows: list[CardRow]) -> None:
        self.cards.show_entries([_entry(row) for row in rows])
        self._open_to_appeal = [row for row in rows if row.appeal is None]
        may_appeal = Permission.CARDS_APPEAL in self.page.jobs.actor.permissions
        self.appeal.setVisible(may_appeal and bool(self._open_to_appeal))

    def _ask(self) -> None:
        dialog = AppealDialog(self._open_to_appeal, self.page)

        def send() -> None:
            def done(_row: CardRow) -> None:
                dialog.give_up()
                self.page.toast("已提交申诉，等待督办人员处理")
                if self._detail is not None:
                    self.show_case(self._detail)

            self.page.jobs.change(
                dialog,
                appeal_card,
                int(dialog.card.value),
                dialog.reason.value,
                then=done,
                refused=dialog.show_refusal,
            )

        dialog.ask(send)


def _entry(row: CardRow) -> Entry:
    words = [f"{row.light.label}　{row.reason}"]
    if row.appeal is not None:
        words.append(f"申诉：{row.appeal_reason}（{row.appealed_by}）")
    if row.decided_by:
        words.append(f"处理意见：{row.decision_note}（{row.decided_by}）")
    facts = f"产生日期 {row.raised_on.isoformat()}"
    if row.appealed_at is not None:
        facts += f" · 申诉 {moment(row.appealed_at)}"
    heading = row.light.label if row.appeal is None else f"{row.light.label} · {OUTCOMES[row.appeal]}"
    return Entry(heading, facts, "\n".join(words), TONES[row.light] if row.counts else Tone.NEUTRAL)
