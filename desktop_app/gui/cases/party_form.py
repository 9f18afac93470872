"""The applicant's or the agent's fields; what the ID number tells is read from it as it is typed."""

from typing import TYPE_CHECKING

from desktop_app.gui.forms import ChoiceField, Form, TextField
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import IdentityCheck, check_identity, guess_identity_kind
from desktop_app.services.work import hall_date, wall_clock
from models.enums import ApplicantKind, IdentityKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_app.services.cases import PartyInput


class PartyForm(Form):
    """Number first, as a card reader or the person's card gives it; kind, age and sex follow from it."""

    def __init__(self, prefix: str, title: str, parent: "QWidget | None" = None) -> None:
        super().__init__(parent)
        self.number = TextField(
            f"cases.{prefix}_identity_number", f"{title}证件号码", max_length=60, required=True
        )
        self.identity_kind = ChoiceField(f"cases.{prefix}_identity_kind", "证件类型", IdentityKind)
        self.party_name = TextField(
            f"cases.{prefix}_name", f"{title}姓名或名称", max_length=200, required=True
        )
        self.kind = ChoiceField(f"cases.{prefix}_kind", f"{title}类型", ApplicantKind)
        self.phone = TextField(f"cases.{prefix}_phone", "联系电话", max_length=50)
        self.address = TextField(f"cases.{prefix}_address", "通讯地址", max_length=200)
        self.confirmation = TextField(
            f"cases.{prefix}_confirmation", "号码核对说明", max_length=200, placeholder="例如：已核对证件原件"
        )
        self.add(self.number, self.identity_kind)
        self.add(self.party_name, self.kind)
        self.add(self.phone, self.address)
        self.add(self.confirmation)
        self.confirmation.hide()
        self.number.edited.connect(self._guess_kind)
        self.number.line.editingFinished.connect(self.check_number)
        self.identity_kind.edited.connect(self.check_number)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is filled in yet."""
        return not (self.number.value or self.party_name.value)

    def check_number(self) -> IdentityCheck | None:
        """Say under the number what it tells or what is odd about it; an odd one asks for a confirmation."""
        if not self.number.value:
            self.number.clear_note()
            self.confirmation.hide()
            return None
        today = hall_date(wall_clock())
        try:
            found = check_identity(IdentityKind(self.identity_kind.value), self.number.value, today)
        except ServiceError as error:
            self.number.show_error(sentence(error))
            return None
        self.confirmation.setVisible(bool(found.warnings))
        self.confirmation.is_required = bool(found.warnings)
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

    def start(self, kinds: tuple[ApplicantKind, ...]) -> None:
        """An empty form for the kinds of applicants a matter serves."""
        self.clear()
        self.confirmation.hide()
        first = kinds[0] if kinds else ApplicantKind.PERSON
        self.kind.set_value(first)
        self.identity_kind.set_value(
            IdentityKind.ID_CARD if first is ApplicantKind.PERSON else IdentityKind.CREDIT_CODE
        )

    def _guess_kind(self) -> None:
        """A whole number shows by itself what kind it is; a kind the clerk chose for another shape stays."""
        guess = guess_identity_kind(self.number.value)
        if guess is IdentityKind.OTHER:
            return
        self.identity_kind.set_value(guess)
        is_organisation = guess is IdentityKind.CREDIT_CODE
        is_person = ApplicantKind(self.kind.value) is ApplicantKind.PERSON
        if is_organisation and is_person:
            self.kind.set_value(ApplicantKind.ENTERPRISE)
        elif not is_organisation and not is_person:
            self.kind.set_value(ApplicantKind.PERSON)
