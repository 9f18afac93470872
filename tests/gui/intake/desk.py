"""The counter's main page as a person uses it, and what its database holds afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop_app.gui.cases.intake import DRAFT, IntakePage
from desktop_app.gui.jobs import Jobs
from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.services.catalogue import get_matter_by_id
from desktop_app.services.drafts import get_draft
from desktop_app.services.matter_versions import content_digest, dump_content
from desktop_app.services.work import SYSTEM, Office
from models.cases import Case, CaseParty
from models.catalogue import Matter, MatterVersion
from models.enums import (
    DocumentKind,
    MatterType,
    PartyRole,
)
from models.printing import IssuedDocument
from models.sites import Department
from tests.factories import add_matter
from tests.gui.counter import activate, close_preview, settle, show
from tests.gui.hands import press
from tests.gui.sample_hall import focused, matter, typed
from tests.people import WANG

CTRL = Qt.KeyboardModifier.ControlModifier
MATTER = "个体工商户设立登记"
OTHER = "食品经营许可（餐饮服务）"
NAUGHTY = Path("hostile") / "naughty-strings" / "blns.json"
UNDRAWABLE = "\U0001f600"
END_OF_2026 = datetime(2026, 12, 30, 2, tzinfo=UTC)
"""The five working days of the notice end in a year whose calendar nobody has loaded."""


def opened(jobs: Jobs, qtbot: QtBot) -> IntakePage:
    made = IntakePage(jobs)
    show(made, qtbot)
    activate(made)
    made.setFocus()
    return made


def take(page: IntakePage, name: str = MATTER) -> IntakePage:
    """The form of a matter."""
    page.open_subject(matter(page.jobs.office, name))
    settle(page.jobs)
    return page


def fill(page: IntakePage, number: str = WANG.identity_number, name: str = WANG.name) -> IntakePage:
    """The form of a matter with an applicant, as a person types it."""
    take(page)
    typed(number, page.form.applicant.number.line)
    typed(name, page.form.applicant.party_name.line)
    return page


def act(page: IntakePage, key: Qt.Key) -> None:
    press(page, key)
    settle(page.jobs)


def leave_preview(page: IntakePage) -> None:
    """Back at the page, as the window manager leaves it."""
    close_preview(page)
    activate(page)


def enter() -> None:
    press(focused(), Qt.Key.Key_Return)


def cases_of(office: Office) -> list[Case]:
    with office.read(SYSTEM) as work:
        return list(work.session.scalars(sa.select(Case).order_by(Case.id)))


def party_of(office: Office, role: PartyRole = PartyRole.APPLICANT) -> CaseParty:
    with office.read(SYSTEM) as work:
        return work.session.scalars(sa.select(CaseParty).where(CaseParty.role == role)).one()


def documents_of(office: Office) -> list[DocumentKind]:
    with office.read(SYSTEM) as work:
        return list(work.session.scalars(sa.select(IssuedDocument.kind).order_by(IssuedDocument.id)))


def draft_of(page: IntakePage) -> dict[str, Any] | None:
    with page.jobs.office.read(page.jobs.actor) as work:
        return get_draft(work, DRAFT)


def publish(office: Office, name: str, materials: tuple[MaterialSpec, ...], **more: Any) -> None:
    """A matter of our own, as far as lists need it, with some elements more."""
    with Session(office.database.writer) as session:
        department = session.scalars(sa.select(Department)).first()
        assert department is not None
        code = f"11411000MB9900013M34{session.scalar(sa.select(sa.func.count()).select_from(Matter)):011}"
        content = MatterContent(
            name=name,
            matter_type=MatterType.LICENCE,
            department_name=department.name,
            department_code=department.code,
            materials=materials,
            **more,
        )
        add_matter(session, department.id, code, content)
        session.commit()


def publish_anew(office: Office, name: str, change: Callable[[MatterContent], MatterContent]) -> None:
    """A newer version of a matter, as an import at another desk brings it."""
    with office.work(SYSTEM) as work:
        row = matter(office, name)
        content = change(get_matter_by_id(work, row.id).content)
        stored = dump_content(content)
        known = work.session.get_one(Matter, row.id)
        known.version += 1
        work.session.add(
            MatterVersion(
                matter_id=row.id,
                version=known.version,
                content=stored,
                digest=content_digest(stored),
                published_at=work.now,
            )
        )
