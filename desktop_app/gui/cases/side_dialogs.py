"""What is asked before a case leaves the straight road: a reason always, and where it goes."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.choices import ChoiceField, LinesField
from desktop_app.gui.fields import Field, TextField
from desktop_app.gui.forms import Form
from desktop_app.gui.page import label
from desktop_app.rules.texts import MAX_NAME
from desktop_app.services.side_ways import CounterPerson, Twin

LONGEST_REASON = 500


class ReasonDialog(ActDialog):
    """One act that needs a reason; what follows from it stands above."""

    def __init__(
        self,
        name: str,
        title: str,
        way_on: str,
        follows: str,
        asked: str,
        parent: QWidget,
        *,
        kind: str = "danger",
    ) -> None:
        super().__init__(f"cases.{name}_dialog", title, way_on, parent, kind=kind)
        self.form = Form()
        self.reason = LinesField(
            f"cases.{name}_reason", asked, lines=3, max_length=LONGEST_REASON, required=True
        )
        self.reason.lines.setMaximumHeight(self.reason.lines.minimumHeight())
        self.body.addWidget(label(follows, "subtitle", wrap=True))
        self.body.addWidget(self.form)
        self._add_fields()
        self.form.add(self.reason)
        self.body.addStretch(1)

    def answers(self) -> tuple[str, ...]:
        """What was filled in, as the act takes it."""
        return (self.reason.value,)

    @override
    def find_fault(self) -> str:
        """Every required field must be filled in."""
        self.form.clear_notes()
        gap: Field | None = self.form.find_gap()
        return "" if gap is None else f"请填写“{gap.title}”。"

    def _add_fields(self) -> None:
        """Further fields above the reason."""


class WithdrawDialog(ReasonDialog):
    """撤回申请."""

    def __init__(self, parent: QWidget) -> None:
        follows = "申请人自愿撤回：办件终止，出具办理终止告知书，已提交的材料退还申请人。"
        super().__init__("withdraw", "撤回申请", "确认撤回", follows, "撤回原因", parent)


class VoidDialog(ReasonDialog):
    """作废."""

    def __init__(self, parent: QWidget) -> None:
        follows = "仅用于录入错误、重复录入等不应存在的办件：办件终止，已出具的文书一并作废，编号保留。"
        super().__init__("void", "作废办件", "确认作废", follows, "作废原因", parent)


class ReopenDialog(ReasonDialog):
    """重新办理."""

    def __init__(self, parent: QWidget) -> None:
        follows = "办件回到办结前的状态，时限接着计算；办结时出具的文书作废。操作和理由会留痕。"
        super().__init__(
            "reopen", "重新办理", "确认重新办理", follows, "重新办理的理由", parent, kind="primary"
        )


class TransferDialog(ReasonDialog):
    """转报: to which organ."""

    def __init__(self, parent: QWidget) -> None:
        follows = "全部材料随办件报送接收机关，申请人不需要重复提交；本机关的办理终止，并书面告知申请人。"
        self.organ = TextField("cases.transfer_organ", "接收机关", max_length=MAX_NAME, required=True)
        super().__init__("transfer", "转报", "出具告知书并转报", follows, "转报理由", parent)

    @override
    def _add_fields(self) -> None:
        self.form.add(self.organ)

    @override
    def answers(self) -> tuple[str, ...]:
        return (self.organ.value, self.reason.value)


class MergeDialog(ReasonDialog):
    """并案: into which of the applicant's open cases of the same matter."""

    def __init__(self, twins: Sequence[Twin], parent: QWidget) -> None:
        follows = "同一申请人就同一事项重复申请：本件终止，并入先收件或先受理的一件继续办理。"
        choices = [
            (twin.number, f"{twin.number}　{twin.state.label}　{moment(twin.received_at)} 收件")
            for twin in twins
        ]
        self.twin = ChoiceField("cases.merge_twin", "并入的办件", choices, required=True)
        super().__init__("merge", "并案", "确认并案", follows, "并案理由", parent)
        self.widen(720)
        self.reason.set_value("同一申请人就同一事项重复提出申请")

    @override
    def _add_fields(self) -> None:
        self.form.add(self.twin)

    @override
    def answers(self) -> tuple[str, ...]:
        return (self.twin.value, self.reason.value)


class HandOverDialog(ReasonDialog):
    """窗口转办: to whom; a word about it may be left out."""

    def __init__(self, people: Sequence[CounterPerson], parent: QWidget) -> None:
        follows = "由另一名窗口人员接着办理，时限不变。"
        choices = [
            (str(person.account_id), f"{person.name}　{person.counter_name or '现在不在窗口'}")
            for person in people
        ]
        self.person = ChoiceField("cases.hand_over_person", "接办人员", choices, required=True)
        super().__init__("hand_over", "窗口转办", "确认转办", follows, "转办说明", parent, kind="primary")
        self.reason.ask_as("转办说明（可以不填）", required=False)

    @override
    def _add_fields(self) -> None:
        self.form.add(self.person)

    def handing_over(self) -> tuple[int, str]:
        """The account that goes on, and what was said about it."""
        return int(self.person.value), self.reason.value
