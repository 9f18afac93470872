"""送达方式 as fields: which way, and what each way must be told; only what the way needs is in sight."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop_app.gui.choices import ChoiceField, DateField
from desktop_app.gui.fields import Field, TextField, set_names
from desktop_app.gui.forms import Form
from desktop_app.gui.theme import GRID
from desktop_app.rules.delivery import Serving
from desktop_app.rules.texts import MAX_NAME
from models.elements import DeliveryWay

COURIERS = "EMS"
"""What the halls send with; the clerk types another."""
PLACES = {
    DeliveryWay.COUNTER: "送达地点",
    DeliveryWay.DIRECT: "送达地点",
    DeliveryWay.POST: "收件地址",
    DeliveryWay.ELECTRONIC: "电子送达地址",
    DeliveryWay.NOTICE: "公告位置",
}
HINTS = {DeliveryWay.ELECTRONIC: "邮箱、手机号或平台账号"}
DAYS = {DeliveryWay.NOTICE: "公告日期"}
AGREED = "受送达人已同意电子送达"


class ServingFields(QWidget):
    """The way, and under it what the way asks for."""

    way_changed = Signal()

    def __init__(
        self, area: str, ways: Sequence[DeliveryWay], today: QDate, *, is_sent: bool = False
    ) -> None:
        """`is_sent`: courier, number and address of the parcel are known already."""
        super().__init__()
        self._is_sent = is_sent
        self.form = Form()
        self.way = ChoiceField(f"{area}_way", "送达方式", ways)
        self.served_on = DateField(f"{area}_on", "送达（签收）日期")
        self.served_on.set_value(today.toString("yyyy-MM-dd"))
        self.served_on.date.setMaximumDate(today)
        self.place = TextField(f"{area}_place", "送达地点", max_length=MAX_NAME, required=True)
        self.courier = TextField(f"{area}_courier", "寄递企业", max_length=50, required=True)
        self.courier.set_value(COURIERS)
        self.tracking = TextField(f"{area}_tracking", "邮寄单号", max_length=60, required=True)
        self.helpers = TextField(
            f"{area}_helpers", "其他送达人", max_length=100, placeholder="多人之间用顿号分开，可以不填"
        )
        self.agreed = QCheckBox(AGREED)
        set_names(self.agreed, f"{area}_agreed", AGREED)
        self.form.add(self.way, self.served_on)
        self.form.add(self.courier, self.tracking)
        self.form.add(self.place, self.helpers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.form)
        column.addWidget(self.agreed)
        self.way.edited.connect(self._follow_way)
        self._follow_way()

    @property
    def chosen(self) -> DeliveryWay:
        """The way."""
        return DeliveryWay(self.way.value)

    def serving(self) -> Serving:
        """What is filled in."""
        way = self.chosen
        is_counter = way is DeliveryWay.COUNTER
        is_post = way is DeliveryWay.POST
        day = self.served_on.date.date()
        return Serving(
            way=way,
            place="" if is_counter else self.place.value,
            served_on=None if is_counter else date(day.year(), day.month(), day.day()),
            courier=self.courier.value if is_post else "",
            tracking_number=self.tracking.value if is_post else "",
            helpers=tuple(self.helpers.value.replace("，", "、").split("、")),
            is_agreed=self.agreed.isChecked(),
        )

    def find_fault(self) -> str:
        """What is missing, as a sentence."""
        self.form.clear_notes()
        gap: Field | None = self.form.find_gap()
        if gap is not None:
            return f"请填写“{gap.title}”。"
        if self.chosen is DeliveryWay.ELECTRONIC and not self.agreed.isChecked():
            self.agreed.setFocus()
            return "电子送达须经受送达人同意，请确认后勾选。"
        return ""

    def _follow_way(self) -> None:
        way = self.chosen
        is_counter, is_post = way is DeliveryWay.COUNTER, way is DeliveryWay.POST
        self.served_on.setVisible(not is_counter)
        self.served_on.ask_as(DAYS.get(way, "送达（签收）日期"), required=self.served_on.is_required)
        self._ask(self.place, is_wanted=not is_counter and not (is_post and self._is_sent))
        self.place.ask_as(PLACES[way], required=self.place.is_required)
        self.place.line.setPlaceholderText(HINTS.get(way, ""))
        for field in (self.courier, self.tracking):
            self._ask(field, is_wanted=is_post and not self._is_sent)
        self.agreed.setVisible(way is DeliveryWay.ELECTRONIC)
        self.way_changed.emit()

    def _ask(self, field: Field, *, is_wanted: bool) -> None:
        field.setVisible(is_wanted)
        field.is_required = is_wanted
