"""The fictional people of the tests: valid numbers that belong to nobody."""

from desktop_app.services.cases import PartyInput
from models.enums import ApplicantKind, IdentityKind

WANG = PartyInput(
    ApplicantKind.PERSON,
    "王小萌",
    IdentityKind.ID_CARD,
    "411002199003070006",
    phone="0374-0000001",
    address="许昌市魏都区示例路1号",
)
LI = PartyInput(
    ApplicantKind.PERSON, "李示例", IdentityKind.ID_CARD, "41102519880105000X", phone="0374-0000002"
)
COMPANY = PartyInput(
    ApplicantKind.ENTERPRISE,
    "许昌示例商贸有限公司",
    IdentityKind.CREDIT_CODE,
    "91411000MA99000607",
    phone="0374-0000003",
)
MISTYPED = PartyInput(ApplicantKind.PERSON, "张示例", IdentityKind.ID_CARD, "411002199003070005")
"""The check digit is wrong."""
