"""The applicant's or the agent's fields; what the ID number tells is read from it as it is typed."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox
from typing_extensions import override

from desktop_app.gui.forms import ChoiceField, Form, TextField
from desktop_app.gui.theme import GRID
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import IdentityCheck, check_identity, guess_identity_kind
from desktop_app.services.work import hall_date, wall_clock
from models.enums import ApplicantKind, IdentityKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from desktop_app.services.cases import PartyInput

WHOLE_LENGTH = 18
"""Characters of a resident number or a credit code: then it can be read while it is still being typed."""


class PartyForm(Form):
    """Number first, as a card reader or the person's card gives it; kind, age and sex follow from it."""

    def __init__(self, prefix: str, title: str, parent: "QWidget | None" = None) -> None:
        super().__init__(parent)
        self._kinds: tuple[ApplicantKind, ...] = ()
        self.rows.setSpacing(GRID + GRID // 2)
        self.number = TextField(
            f"cases.{prefix}_identity_number", f"{title}证件号码", max_length=60, required=True
        )
        self.party_name = TextField(
            f"cases.{prefix}_name", f"{title}姓名或名称", max_length=200, required=True
        )
        self.confirmation = TextField(
            f"cases.{prefix}_confirmation",
            "号码核对说明",
            max_length=200,
            placeholder="例如：已核对证件原件，号码无误",
            required=True,
        )
        self.identity_kind = ChoiceField(f"cases.{prefix}_identity_kind", "证件类型", IdentityKind)
        self.kind = ChoiceField(f"cases.{prefix}_kind", f"{title}类型", ApplicantKind)
        for choice in (self.identity_kind, self.kind):
            choice.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.phone = TextField(f"cases.{prefix}_phone", "联系电话", max_length=50)
        self.address = TextField(f"cases.{prefix}_address", "通讯地址", max_length=200)
        self.add(self.number, self.party_name)
        self.add(self.confirmation)
        self.add(self.identity_kind, self.kind)
        self.add(self.phone, self.address)
        self._ask_confirmation(False)
        self.number.edited.connect(self._read_typed)
        self.number.line.editingFinished.connect(self.check_number)
        self.identity_kind.edited.connect(self.check_number)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in yet."""
        return not any(
            field.value
            for field in (self.number, self.party_name, self.phone, self.address, self.confirmation)
        )

    def check_number(self) -> IdentityCheck | None:
        """Say under the number what it tells or what is odd about it; an odd one asks for a confirmation."""
        if not self.number.value:
            self.number.clear_note()
            self._ask_confirmation(False)
            return None
        today = hall_date(wall_clock())
        try:
            found = check_identity(IdentityKind(self.identity_kind.value), self.number.value, today)
        except ServiceError as error:
            self.number.show_error(sentence(error))
            self._ask_confirmation(False)
            return None
        self._ask_confirmation(bool(found.warnings))
        if found.warnings:
            self.number.show_warning("".join(warning.label for warning in found.warnings))
        elif found.birthday is not None:
            sex = f"{found.sex.label}，" if found.sex else ""
            self.number.show_hint(f"{sex}{found.age(today)}周岁，{found.birthday.isoformat()} 出生")
        else:
            self.number.clear_note()
        return found

    def party(self) -> "PartyInput":
        """The filled-in party."""
        from desktop_app.services.cases import PartyInput

        return PartyInput(
            kind=ApplicantKind(self.kind.value),
            name=self.party_name.value,
            identity_kind=IdentityKind(self.identity_kind.value),
            identity_number=self.number.value,
            phone=self.phone.value,
            address=self.address.value,
            confirmation=self.confirmation.value,
        )

    def serve(self, kinds: tuple[ApplicantKind, ...]) -> None:
        """Which kinds of applicants the matter is for; what is filled in stays."""
        self._kinds = kinds

    def start(self) -> None:
        """An empty form for the first kind of applicant the matter is for."""
        self.clear()
        self._ask_confirmation(False)
        first = self._kinds[0] if self._kinds else ApplicantKind.PERSON
        self.kind.set_value(first)
        self.identity_kind.set_value(
            IdentityKind.ID_CARD if first is ApplicantKind.PERSON else IdentityKind.CREDIT_CODE
        )

    @override
    def restore(self, values: "Mapping[str, Any]") -> None:
        super().restore(values)
        self.check_number()

    def _ask_confirmation(self, is_wanted: bool) -> None:
        self.confirmation.setVisible(is_wanted)
        self.confirmation.is_required = is_wanted

    def _read_typed(self) -> None:
        """A whole number shows by itself what kind it is; a kind the clerk chose for another shape stays."""
        guess = guess_identity_kind(self.number.value)
        if guess is not IdentityKind.OTHER:
            self.identity_kind.set_value(guess)
            self._follow_kind(guess)
        if len(self.number.value) == WHOLE_LENGTH:
            self.check_number()
        else:
            self.number.clear_note()

    def _follow_kind(self, identity: IdentityKind) -> None:
        is_person = ApplicantKind(self.kind.value) is ApplicantKind.PERSON
        if identity is IdentityKind.CREDIT_CODE and is_person:
            served = [kind for kind in self._kinds if kind is not ApplicantKind.PERSON]
            self.kind.set_value(served[0] if served else ApplicantKind.ENTERPRISE)
        elif identity is not IdentityKind.CREDIT_CODE and not is_person:
            self.kind.set_value(ApplicantKind.PERSON)
