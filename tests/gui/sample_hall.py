"""The sample hall as pages meet it: its people without their passwords, and typing as people do it, Chinese too."""

import sqlalchemy as sa
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.rules.accounts import PERMISSIONS
from desktop_app.services.catalogue import MatterRow, list_matters
from desktop_app.services.work import SYSTEM, Actor, Office
from models.accounts import Account
from models.enums import Role
from models.sites import Counter


def person(office: Office, role: Role) -> Actor:
    """The first account of a role; a clerk sits at the first counter."""
    with office.read(SYSTEM) as work:
        account = work.session.scalars(sa.select(Account).where(Account.role == role)).first()
        assert account is not None
        counter = work.session.scalars(sa.select(Counter)).first() if role is Role.CLERK else None
        return Actor(
            account.id,
            account.login,
            account.name,
            account.role,
            PERMISSIONS[role],
            account.department_id,
            counter.id if counter else None,
            counter.name if counter else "",
        )


def matter(office: Office, name: str) -> MatterRow:
    """The matter of this name."""
    with office.read(SYSTEM) as work:
        return next(row for row in list_matters(work, limit=1000) if row.name == name)


def focused() -> QWidget:
    """The control with the cursor."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the cursor"
    return widget


def typed(text: str, into: QWidget | None = None) -> None:
    """Type into the control with the cursor: letters by their keys, the rest as an input method commits it."""
    target = into or focused()
    if text.isascii() and text.isprintable():
        QTest.keyClicks(target, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(target, event)
