"""出件: scan what the applicant brings, see whether it is genuine, hand the result over."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.case_list import CaseList
from desktop_app.gui.cases.delivery_asking import ask_collector, ask_dispatch
from desktop_app.gui.cases.rows import APPLICANT, MATTER, NUMBER, STATE, TIME_LEFT, explanation, time_left
from desktop_app.gui.cases.worklists import list_to_deliver
from desktop_app.gui.forms import LineEdit, set_names
from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, label
from desktop_app.gui.scrolling import scrolled
from desktop_app.gui.tables import Column
from desktop_app.gui.theme import GRID, Tone
from desktop_app.services.case_queries import CaseDetail, get_case
from desktop_app.services.case_rows import CaseRow
from desktop_app.services.lookup import Findings, find_anything
from models.enums import Area, CaseAction, CaseState

LIST_HEIGHT = 160
"""Pixels at 100 % that the list of waiting cases always keeps."""
HELP = (
    "把光标放在最上面的大框里，扫描申请人带来的受理通知书等文书上的二维码，或输入办件编号后回车。"
    "二维码真实、办件已有决定的，按 F6 出件并打印取件凭证，然后可按 F12 邀请评价。"
    "需要邮寄的按 F4 登记寄件单号，收件人签收后再按 F6 登记；电子送达、上门、公告也在 F6 里选择。"
)
PLACEHOLDER = "扫描文书二维码，或输入办件编号、申请人姓名，按回车"
GENUINE = "✓ 真实有效：本厅出具的《{document}》"
VOID = "▲ 本厅出具的《{document}》已经作废"
VOID_HINT = "作废原因：{reason}。请核对取件人证件，以重新出具的文书为准。"
FALSE = "✕ 不是本厅出具，或内容已被改动"
FALSE_HINT = "不能凭这份文书出件。请核对申请人证件，改用办件编号查询；必要时报告负责人。"
FOUND = "○ 按输入查到，未扫描文书"
FOUND_HINT = "没有扫描文书二维码，请核对取件人证件。"
NOT_FOUND = "没有找到办件"
SEVERAL = "请输入完整的办件编号，或在下面的列表中选择。"
NOT_YET = {
    CaseState.RECEIVED: "这件还没有受理，不能出件。",
    CaseState.SUPPLEMENTING: "这件正在等补正材料，不能出件。",
    CaseState.ACCEPTED: "这件还在审查，不能出件。",
    CaseState.EXAMINED: "这件已审查，还没有作出决定，不能出件。",
    CaseState.REFUSED: "这件不予受理，没有可以领取的结果。",
    CaseState.COMPLETED: "这件已经出件办结。",
    CaseState.SUSPENDED: "这件在特别程序中，还没有作出决定，不能出件。",
    CaseState.CERTIFYING: "这件已准予，证照还在制作，不能出件。",
    CaseState.DISPATCHED: "这件已经寄出。收件人签收后按 F6 登记签收；退回的按 F6 改为窗口领取，或按 F4 重新寄出。",
}
NO_RESULT = "这件的状态是“{state}”，没有可以领取的结果。"
_WAITING: tuple[Column[CaseRow], ...] = (NUMBER, APPLICANT, MATTER, STATE, TIME_LEFT)


class ScanBox(LineEdit):
    """The big box a scanner types into; Esc empties nothing, the next scan replaces what stands there."""

    def __init__(self, name: str = "delivery.scan") -> None:
        super().__init__(500)
        set_names(self, name, "扫描或输入")
        self.setPlaceholderText(PLACEHOLDER)
        self.setClearButtonEnabled(True)
        self.setProperty("kind", "scan")

    def ready(self) -> None:
        """Wait for the next scan."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()


class Verdict(QFrame):
    """What the scan proved, readable from a step away, and the case under it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "message")
        self.heading = label("", "heading", wrap=True)
        self.hint = label("", wrap=True)
        self.case = label("", "strong", wrap=True)
        self.facts = label("", wrap=True)
        set_names(self.heading, "delivery.verdict", "文书真伪")
        set_names(self.hint, "delivery.hint", "提示")
        set_names(self.case, "delivery.case", "办件")
        set_names(self.facts, "delivery.facts", "办件情况")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        column.setSpacing(GRID // 2)
        for part in (self.heading, self.hint, self.case, self.facts):
            part.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(part)
        self.hide()

    def say(self, heading: str, hint: str, tone: Tone) -> None:
        """Say what was found; a case follows with `show_case`."""
        self.heading.setText(heading)
        self._fill(self.hint, hint)
        self._fill(self.case, "")
        self._fill(self.facts, "")
        self.heading.setAccessibleDescription(f"{heading}。{hint}")
        theme.set_style(self, tone=tone.value)
        theme.set_style(self.heading, tone=tone.value)
        self.show()

    def set_hint(self, text: str) -> None:
        """What to do about it; empty where all is well."""
        self._fill(self.hint, text)

    def show_case(self, detail: CaseDetail) -> None:
        """The case the scan led to, and what is to be handed over."""
        row, decision = detail.row, detail.decision
        self._fill(self.case, f"{row.matter_name}　·　{row.applicant_name}　·　{row.state.label}")
        parts = [row.number, time_left(row)]
        if decision is not None and decision.is_granted:
            parts.append(f"交付：{decision.certificate_name} {decision.certificate_number}".rstrip())
        elif decision is not None:
            parts.append("交付：不予决定书")
        parts += [
            f"{party.role.label} {party.identity_kind.label} {party.masked_number}"
            for party in detail.parties
        ]
        self._fill(self.facts, "\n".join(["　·　".join(parts[:2]), "　·　".join(parts[2:])]))
        self.facts.setToolTip(explanation(row))

    def _fill(self, part: QLabel, text: str) -> None:
        part.setText(text)
        part.setVisible(bool(text))


class DeliveryPage(Page):
    """One scan, one look, one key."""

    areas = frozenset({Area.CASES, Area.REVIEWS})
    help_text = HELP

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__("cases.delivery", "出件", jobs, "扫描文书 → 核对证件 → 出件 → 邀请评价", parent)
        self.acts = CaseActs(self)
        self._case_id: int | None = None
        self._hint = ""
        self.scan = ScanBox()
        self.verdict = Verdict()
        self.waiting = CaseList(self, "delivery.waiting", "待出件的办件", _WAITING, list_to_deliver)
        self.waiting.say_when_empty("没有待出件的办件", "审批部门作出决定后，办件会出现在这里。")
        self.waiting.setMinimumHeight(theme.px(LIST_HEIGHT))
        self.body.addWidget(self.scan)
        self.body.addWidget(self._scrolled(), 1)
        self.send = self.add_action("delivery.dispatch", "寄出", self._dispatch, key="F4", icon="export")
        self.invite = self.add_action("delivery.invite", "邀请评价", self.acts.invite, key="F12", icon="star")
        self.deliver = self.add_action(
            "delivery.deliver", "出件", self._deliver, key="F6", icon="delivery", kind="primary"
        )
        self.add_key("F2", self.scan.ready, "回到扫描框")
        self.scan.returnPressed.connect(self._find)
        self.waiting.opened.connect(self._choose)
        self.acts.busy_changed.connect(self._show_acts)
        self.acts.done.connect(self.refresh)
        self.setFocusProxy(self.scan)
        self._show_acts()

    def _scrolled(self) -> QScrollArea:
        """Verdict and list scroll where large type needs more room than the window has."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID * 2)
        column.addWidget(self.verdict)
        column.addWidget(label("待出件（回车选中）", "strong"))
        column.addWidget(self.waiting, 1)
        return scrolled(content)

    # what is shown

    @override
    def refresh(self) -> None:
        self.waiting.refresh()
        if self._case_id is not None:
            self.jobs.read(self, get_case, self._case_id, then=self._show_case)

    @override
    def open_subject(self, subject: object) -> None:
        """A case by its id, found elsewhere; or a scanned text."""
        if isinstance(subject, int):
            self._open(subject, FOUND, FOUND_HINT, Tone.INFO)
        elif isinstance(subject, str):
            self.scan.setText(subject)
            self._find()

    def _show_case(self, detail: CaseDetail) -> None:
        if detail.row.id != self._case_id:
            return
        self.acts.detail = detail
        self.verdict.show_case(detail)
        self.verdict.set_hint(self._hint_on(detail.row.state))
        self._show_acts()

    def _hint_on(self, state: CaseState) -> str:
        """Why nothing can be handed over, or what to look at before it is."""
        if state in {CaseState.GRANTED, CaseState.DENIED}:
            return self._hint
        return NOT_YET.get(state, NO_RESULT.format(state=state.label))

    def _show_acts(self, is_busy: bool = False) -> None:
        self.deliver.setEnabled(not is_busy and self.acts.may(CaseAction.DELIVER))
        self.send.setEnabled(not is_busy and self.acts.may(CaseAction.DISPATCH))
        self.invite.setEnabled(not is_busy and self.acts.may_invite)

    # what a person does

    def _deliver(self) -> None:
        ask_collector(self.acts)

    def _dispatch(self) -> None:
        ask_dispatch(self.acts)

    def _find(self) -> None:
        text = self.scan.text().strip()
        if text:
            self._forget()
            self.jobs.read(self, find_anything, text, then=self._take)
        self.scan.ready()

    def _choose(self, row: CaseRow) -> None:
        self._open(row.id, FOUND, FOUND_HINT, Tone.INFO)

    def _take(self, found: Findings) -> None:
        verdict = found.verdict
        if verdict is not None and verdict.case is not None and verdict.document is not None:
            words, tone = (VOID, Tone.WARNING) if verdict.void_reason else (GENUINE, Tone.GOOD)
            hint = VOID_HINT.format(reason=verdict.void_reason) if verdict.void_reason else ""
            self._open(verdict.case.id, words.format(document=verdict.document.label), hint, tone)
        elif verdict is not None:
            self.verdict.say(FALSE, FALSE_HINT, Tone.BAD)
        elif len(found.cases) == 1:
            self._open(found.cases[0].id, FOUND, FOUND_HINT, Tone.INFO)
        elif found.cases:
            self.verdict.say(f"○ 找到 {len(found.cases)} 件", SEVERAL, Tone.INFO)
        else:
            self.verdict.say(NOT_FOUND, "请核对后重新扫描或输入。", Tone.WARNING)

    def _open(self, case_id: int, heading: str, hint: str, tone: Tone) -> None:
        self._forget()
        self._case_id = case_id
        self._hint = hint
        self.verdict.say(heading, hint, tone)
        self.jobs.read(self, get_case, case_id, then=self._show_case)

    def _forget(self) -> None:
        """A new scan begins: no key acts on the case before it."""
        self._case_id = None
        self.acts.detail = None
        self.clear_sentence()
        self.verdict.hide()
        self._show_acts()
