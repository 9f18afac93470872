"""Half-filled forms: one's own, scratch, and there again after a power cut, on both databases."""

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
import sqlalchemy as sa

from desktop_app.rules.errors import ServiceError
from desktop_app.services import drafts
from desktop_app.services.work import NOBODY, SYSTEM, Office
from models.audit import AuditEntry
from tests.conftest import ROOT, SettableClock
from tests.factories import Hall

FORM = "cases.reception"
FILLED: dict[str, Any] = {
    "applicant": {"name": "𬱖示例\x00", "materials": [1, None, True]},
    "note": "第一行\n第二行",
}
SAVE_AND_DIE = """
import os, signal, sys
from desktop_app.database import open_database
from desktop_app.services import drafts
from desktop_app.services.work import Actor, Office
office = Office(open_database(sys.argv[1]), bytes(32))
with office.work(Actor(int(sys.argv[2]), "chuangkou", "", None, frozenset())) as work:
    drafts.save_draft(work, "cases.reception", {"note": "还没有填完"})
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_draft_comes_back_as_it_was_left(office: Office, hall: Hall, clock: SettableClock) -> None:
    with office.work(hall.clerk) as work:
        drafts.save_draft(work, FORM, {"note": "早先"})
    clock.advance(seconds=5)
    with office.work(hall.clerk) as work:
        drafts.save_draft(work, FORM, FILLED)

    with office.read(hall.clerk) as work:
        assert drafts.get_draft(work, FORM) == FILLED
        assert drafts.get_draft(work, "another") is None


def test_a_draft_is_its_owners_only(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        drafts.save_draft(work, FORM, FILLED)

    with office.work(hall.other_clerk) as work:
        assert drafts.get_draft(work, FORM) is None
        drafts.discard_draft(work, FORM)
    with office.read(hall.clerk) as work:
        assert drafts.get_draft(work, FORM) == FILLED
    for nobody in (NOBODY, SYSTEM):
        with office.read(nobody) as work, pytest.raises(ServiceError, match="sign_in_needed"):
            drafts.get_draft(work, FORM)


def test_a_discarded_draft_is_gone(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        drafts.save_draft(work, FORM, FILLED)
        drafts.discard_draft(work, FORM)
        drafts.discard_draft(work, FORM)

    with office.read(hall.clerk) as work:
        assert drafts.get_draft(work, FORM) is None


def test_a_draft_has_a_size(office: Office, hall: Hall) -> None:
    fitting = {"note": "x" * (drafts.LARGEST_DRAFT - len('{"note": ""}'))}
    with office.work(hall.clerk) as work:
        drafts.save_draft(work, FORM, fitting)
        with pytest.raises(ServiceError, match="draft_too_large"):
            drafts.save_draft(work, FORM, {"note": fitting["note"] + "x"})
        assert drafts.get_draft(work, FORM) == fitting


def test_scratch_leaves_no_audit_entry(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        drafts.save_draft(work, FORM, FILLED)
        drafts.discard_draft(work, FORM)

    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 0


def test_a_draft_survives_its_programs_death(office: Office, hall: Hall, address: str) -> None:
    died = subprocess.run(
        [sys.executable, "-c", SAVE_AND_DIE, address, str(hall.clerk.account_id)],
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )

    assert died.returncode == -signal.SIGKILL
    with office.read(hall.clerk) as work:
        assert drafts.get_draft(work, FORM) == {"note": "还没有填完"}
