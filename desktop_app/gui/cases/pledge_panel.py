"""承诺: the promises of one case, taken back before the decision, checked after it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.entries import Entries, Entry
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.forms import ChoiceField, Form, LinesField
from desktop_app.gui.page import Page, button, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.cases import TRANSITIONS
from desktop_app.rules.texts import MAX_TEXT
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.cases import ActResult
from desktop_app.services.pledges import PledgeRow, check_pledge, list_pledges, withdraw_pledge
from models.enums import CaseAction
from models.procedure import PledgeOutcome

NOTHING = "没有告知承诺。"
WITHDRAWAL = "撤回后需要提交材料本身，材料补齐前不能作出准予决定。"
CHECKING = "承诺不实的，将登记申请人的不实记录；解除前不再适用容缺受理和告知承诺。"


class PledgeDialog(ActDialog):
    """Which promise, and the words that go with the act."""

    def __init__(self, name: str, title: str, words: str, pledges: list[PledgeRow], page: Page) -> None:
        super().__init__(name, title, "提交", page)
        self.pledge = ChoiceField(
            f"{name}_pledge", "承诺事项", [(str(pledge.id), pledge.subject) for pledge in pledges]
        )
        self.words = LinesField(f"{name}_words", words, lines=4, max_length=MAX_TEXT, required=True)
        self.form = Form()
        self.form.add(self.pledge)
        self.body.addWidget(self.form)

    @override
    def find_fault(self) -> str:
        """The words must stand there."""
        return "" if self.words.value.strip() else f"请填写“{self.words.title}”。"


class CheckDialog(PledgeDialog):
    """承诺核查: whether it was true."""

    def __init__(self, pledges: list[PledgeRow], page: Page) -> None:
        super().__init__("cases.pledge_check", "登记承诺核查结果", "核查情况", pledges, page)
        self.outcome = ChoiceField("cases.pledge_outcome", "核查结果", PledgeOutcome)
        self.form.add(self.outcome)
        self.form.add(self.words)
        self.body.addWidget(label(CHECKING, "note", wrap=True))


class WithdrawalDialog(PledgeDialog):
    """撤回承诺: the applicant brings the material instead."""

    def __init__(self, pledges: list[PledgeRow], page: Page) -> None:
        super().__init__("cases.pledge_withdrawal", "撤回承诺", "撤回理由", pledges, page)
        self.form.add(self.words)
        self.body.addWidget(label(WITHDRAWAL, "note", wrap=True))


def ask_check(page: Page, pledges: list[PledgeRow], done: Callable[[], object]) -> None:
    """承诺核查 of one of the promises of a case; `done` follows when its result is registered."""
    dialog = CheckDialog(pledges, page)
    case = pledges[0]

    def finish(result: ActResult) -> None:
        dialog.give_up()
        page.toast(f"已登记：{result.number}")
        done()

    def send() -> None:
        page.jobs.change(
            dialog,
            check_pledge,
            case.case_id,
            case.revision,
            int(dialog.pledge.value),
            PledgeOutcome(dialog.outcome.value),
            dialog.words.value,
            then=finish,
            refused=dialog.show_refusal,
        )

    dialog.ask(send)


class PledgePanel(CasePanel):
    """The promises under each other; what may be done with them stands above."""

    title = "承诺"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._detail: CaseDetail | None = None
        self._standing: list[PledgeRow] = []
        self.pledges = Entries("cases.pledges", "告知承诺", NOTHING)
        self.withdraw = button("cases.withdraw_pledge", "撤回承诺…")
        self.check = button("cases.check_pledge", "登记核查结果…", icon="tick")
        self.withdraw.clicked.connect(self._ask_withdrawal)
        self.check.clicked.connect(self._ask_check)
        head = QHBoxLayout()
        head.addStretch(1)
        for made in (self.withdraw, self.check):
            head.addWidget(made)
            made.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addLayout(head)
        column.addWidget(self.pledges, 1)

    @override
    def show_case(self, detail: CaseDetail) -> None:
        self._detail = detail
        self.page.jobs.read(self, list_pledges, detail.row.id, then=self._show)

    def _show(self, rows: list[PledgeRow]) -> None:
        self.pledges.show_entries([_entry(row) for row in rows])
        self._standing = [row for row in rows if row.ended_at is None]
        is_decided = any(row.check_due_on is not None for row in self._standing)
        self.withdraw.setVisible(not is_decided and self._may(CaseAction.WITHDRAW_PLEDGE))
        self.check.setVisible(is_decided and self._may(CaseAction.CHECK_PLEDGE))

    def _may(self, action: CaseAction) -> bool:
        act, detail = TRANSITIONS[action], self._detail
        return (
            detail is not None
            and bool(self._standing)
            and detail.row.state in act.sources
            and act.permission in self.page.jobs.actor.permissions
        )

    def _ask_withdrawal(self) -> None:
        dialog = WithdrawalDialog(self._standing, self.page)
        detail = self._detail
        if detail is None:
            return

        def send() -> None:
            self.page.jobs.change(
                dialog,
                withdraw_pledge,
                detail.row.id,
                detail.row.revision,
                int(dialog.pledge.value),
                dialog.words.value,
                then=lambda result: self._done(dialog, result),
                refused=dialog.show_refusal,
            )

        dialog.ask(send)

    def _ask_check(self) -> None:
        ask_check(self.page, self._standing, self.page.refresh)

    def _done(self, dialog: ActDialog, result: ActResult) -> None:
        dialog.give_up()
        self.page.toast(f"已登记：{result.number}")
        self.page.refresh()


def _entry(row: PledgeRow) -> Entry:
    facts = f"承诺时间 {moment(row.pledged_at)}"
    if row.check_due_on is not None and row.ended_at is None:
        facts += f" · 最迟于 {row.check_due_on.isoformat()} 核查"
    words = [row.text]
    if row.outcome is not None:
        words.append(f"核查结果：{row.outcome.label}。{row.note}（{row.checked_by}）")
    elif row.ended_at is not None:
        words.append(f"已撤回：{row.note}" if row.note else "已随办件终止")
    tone = Tone.BAD if row.outcome is PledgeOutcome.BROKEN else Tone.NEUTRAL
    return Entry(row.subject, facts, "\n".join(words), tone)
