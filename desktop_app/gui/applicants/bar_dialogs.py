"""申请限制: recording one against the applicant of a case, and lifting one before its time."""

from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.forms import ChoiceField, Form, LinesField
from desktop_app.gui.page import Page
from desktop_app.gui.parts import label
from desktop_app.rules.texts import MAX_TEXT
from desktop_app.services.bars import BarRow
from models.procedure import BarGround

LAW = (
    "提供虚假材料的，一年内不得再次申请同一许可（行政许可法第七十八条）；以不正当手段取得的，三年内不得再次申请"
    "（第七十九条），均限于直接关系公共安全、人身健康、生命财产安全的事项。承诺不实的，解除前不适用容缺受理和告知承诺。"
)


class RecordBarDialog(ActDialog):
    """Which ground, and the facts it stands on; how long it lasts the law says."""

    def __init__(self, page: Page) -> None:
        super().__init__("applicants.bar_dialog", "登记申请限制", "登记", page, kind="danger")
        self.ground = ChoiceField("applicants.bar_ground", "情形", BarGround)
        self.facts = LinesField(
            "applicants.bar_facts", "事实和依据", lines=4, max_length=MAX_TEXT, required=True
        )
        form = Form()
        form.add(self.ground)
        form.add(self.facts)
        self.body.addWidget(form)
        self.body.addWidget(label(LAW, "note", wrap=True))

    @override
    def find_fault(self) -> str:
        """The facts must stand there."""
        return "" if self.facts.value else "请填写事实和依据。"


class LiftBarDialog(ActDialog):
    """Which one, and why."""

    def __init__(self, bars: list[BarRow], page: Page) -> None:
        super().__init__("applicants.lift_dialog", "解除申请限制", "解除", page)
        self.bar = ChoiceField(
            "applicants.lift_bar",
            "限制",
            [
                (str(bar.id), f"{bar.ground.label}　{bar.from_on.isoformat()} 起　{bar.matter_name}")
                for bar in bars
            ],
        )
        self.reason = LinesField(
            "applicants.lift_reason", "解除理由", lines=4, max_length=MAX_TEXT, required=True
        )
        form = Form()
        form.add(self.bar)
        form.add(self.reason)
        self.body.addWidget(form)

    @override
    def find_fault(self) -> str:
        """The reason must stand there."""
        return "" if self.reason.value else "请填写解除理由。"
