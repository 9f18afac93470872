"""出件、寄出、文书送达: what is asked when a result or a paper reaches the applicant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDate, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.cases.serving_fields import COURIERS, ServingFields
from desktop_app.gui.choices import ChecksField, ChoiceField
from desktop_app.gui.fields import TextField
from desktop_app.gui.forms import Form
from desktop_app.gui.page import label
from desktop_app.rules.delivery import is_offered
from desktop_app.rules.texts import MAX_NAME
from desktop_app.services.delivery import Collector, Parcel
from desktop_app.services.delivery_queries import ServedPaper
from models.elements import DeliveryWay
from models.enums import PartyRole

HAND_OVER = "请核对取件人证件后确认；确认后办件办结，同时出具送达回证。"
SIGNED = "已寄出。收件人签收后登记签收日期；退回的可以改为窗口领取，或者重新寄出。"
SEND = "登记寄出后办件等待签收；签收后再登记送达，办件办结。"
SERVE = "勾选一起送达的文书，登记方式和签收人，出具一份送达回证。"


@dataclass(frozen=True, slots=True)
class Delivering:
    """What a delivery is asked about: who may collect, in which ways, and whether a parcel is on its way."""

    names: Mapping[PartyRole, str]
    offered: Sequence[DeliveryWay]
    is_sent: bool
    today: QDate

    @property
    def ways(self) -> list[DeliveryWay]:
        """A parcel is signed for only after it was sent off; then that is the usual way."""
        ways = [way for way in DeliveryWay if is_offered(way, self.offered)]
        if not self.is_sent:
            return [way for way in ways if way is not DeliveryWay.POST]
        return sorted(ways, key=lambda way: way is not DeliveryWay.POST)


class SignerForm(Form):
    """Who collects or signs: whose part it is, the name, and how he stands to the applicant."""

    def __init__(self, names: Mapping[PartyRole, str], word: str) -> None:
        super().__init__()
        self._names = dict(names)
        self.role = ChoiceField("cases.collector_role", word, [(role, role.label) for role in self._names])
        self.collector = TextField("cases.collector_name", f"{word}姓名", required=True)
        self.relation = TextField("cases.collector_relation", f"{word}身份", max_length=50, required=True)
        self.add(self.role, self.collector)
        self.add(self.relation)
        self.role.edited.connect(self._follow_role)
        self._follow_role()

    def signer(self) -> Collector:
        """What was filled in."""
        return Collector(self.collector.value, self.relation.value, PartyRole(self.role.value))

    def _follow_role(self) -> None:
        role = PartyRole(self.role.value)
        self.collector.set_value(self._names[role])
        self.relation.set_value("申请人本人" if role is PartyRole.APPLICANT else "申请人的代理人")


class CollectorDialog(ActDialog):
    """出件: who stands at the counter to collect, or how else the result reached the applicant."""

    def __init__(self, about: Delivering, parent: QWidget) -> None:
        super().__init__("cases.collector_dialog", "出件确认", "确认出件并打印凭证", parent)
        self.form = SignerForm(about.names, "取件人")
        self.serving = ServingFields("cases.delivery", about.ways, about.today, is_sent=about.is_sent)
        self.body.addWidget(label(SIGNED if about.is_sent else HAND_OVER, "subtitle", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self.serving)
        self.body.addStretch(1)
        self.serving.way_changed.connect(self._follow_way)
        self._follow_way()

    @override
    def find_fault(self) -> str:
        """Name and relation must stand there, and what the way needs."""
        self.form.clear_notes()
        if self.form.isVisible() and self.form.find_gap() is not None:
            return "请填写取件人姓名和身份。"
        return self.serving.find_fault()

    def _follow_way(self) -> None:
        """Nobody signs for a public notice."""
        self.form.setVisible(self.serving.chosen is not DeliveryWay.NOTICE)
        QTimer.singleShot(0, self, self.adjustSize)  # once the fields that came and went are laid out


class DispatchDialog(ActDialog):
    """寄出: courier, number and address."""

    def __init__(self, address: str, parent: QWidget) -> None:
        super().__init__("cases.dispatch_dialog", "寄出", "登记寄出", parent)
        self.form = Form()
        self.courier = TextField("cases.dispatch_courier", "寄递企业", max_length=50, required=True)
        self.courier.set_value(COURIERS)
        self.tracking = TextField(
            "cases.dispatch_tracking",
            "邮寄单号",
            max_length=60,
            required=True,
            placeholder="可以扫描面单条码",
        )
        self.address = TextField("cases.dispatch_address", "收件地址", max_length=MAX_NAME, required=True)
        self.address.set_value(address)
        self.form.add(self.tracking, self.courier)
        self.form.add(self.address)
        self.body.addWidget(label(SEND, "subtitle", wrap=True))
        self.body.addWidget(self.form)
        self.body.addStretch(1)

    def parcel(self) -> Parcel:
        """What was filled in."""
        return Parcel(self.courier.value, self.tracking.value, self.address.value)

    @override
    def find_fault(self) -> str:
        """All three must stand there."""
        self.form.clear_notes()
        gap = self.form.find_gap()
        return "" if gap is None else f"请填写“{gap.title}”。"


class ServeDialog(ActDialog):
    """文书送达: which papers went together, and how; those without a receipt are ticked."""

    def __init__(self, papers: Sequence[ServedPaper], about: Delivering, parent: QWidget) -> None:
        super().__init__("cases.serve_dialog", "登记文书送达", "出具送达回证", parent)
        self.widen(720)
        choices = [(str(paper.document_id), _paper_words(paper)) for paper in papers]
        self.papers = ChecksField("cases.serve_papers", "送达的文书", choices)
        self.papers.set_value([str(paper.document_id) for paper in papers if not paper.receipt_number])
        self.form = SignerForm(about.names, "签收人")
        self.serving = ServingFields("cases.serve", list(DeliveryWay), about.today)
        self.body.addWidget(label(SERVE, "subtitle", wrap=True))
        for part in (self.papers, self.form, self.serving):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.serving.way_changed.connect(self._follow_way)

    def document_ids(self) -> tuple[int, ...]:
        """The papers that are ticked."""
        return tuple(int(one) for one in self.papers.value)

    @override
    def find_fault(self) -> str:
        """At least one paper, who signed, and what the way needs."""
        self.form.clear_notes()
        if not self.papers.value:
            return "请至少勾选一份送达的文书。"
        if self.form.isVisible() and self.form.find_gap() is not None:
            return "请填写签收人姓名和身份。"
        return self.serving.find_fault()

    def _follow_way(self) -> None:
        self.form.setVisible(self.serving.chosen is not DeliveryWay.NOTICE)
        QTimer.singleShot(0, self, self.adjustSize)  # once the fields that came and went are laid out


def _paper_words(paper: ServedPaper) -> str:
    words = f"{paper.kind.label}　{paper.number}　{moment(paper.issued_at)}"
    return f"{words}（已有回证）" if paper.receipt_number else words
