"""有效期: typed as `2027-03-01`, `20270301` or 长期, or left empty where nobody can say."""

import re
from datetime import date

from desktop_app.gui.forms import TextField
from desktop_app.rules.trust import LONG_TERM, validity_words

HINT = "如 2027-03-01，长期有效的填“长期”；填了有效期，以后的办件才能沿用"
FAULT = "有效期请按 2027-03-01 的样子填写，或填“长期”。"
_DATE = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")


def read_validity(text: str) -> date | None:
    """The day a text means; raises `ValueError` where it means none."""
    plain = text.strip()
    if not plain:
        return None
    if plain in {"长期", "长期有效"}:
        return LONG_TERM
    found = _DATE.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    year, month, day = map(int, found.groups())
    return date(year, month, day)


class ValidityField(TextField):
    """A date, 长期, or nothing."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name, title, max_length=12, placeholder=HINT)

    @property
    def fault(self) -> str:
        """What is wrong with it, as a sentence; empty where nothing is."""
        try:
            read_validity(self.value)
        except ValueError:
            return FAULT
        return ""

    @property
    def day(self) -> date | None:
        """The day; `None` while there is none, or none that can be read."""
        return None if self.fault else read_validity(self.value)

    def set_day(self, day: date | None) -> None:
        """Fill a day in."""
        self.set_value(validity_words(day))
