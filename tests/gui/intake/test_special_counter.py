"""A 专窗 at the intake: what its scope does not take is told before anybody fills anything in."""

from sqlalchemy.orm import Session

from desktop_app.gui.cases.intake import IntakePage
from desktop_app.services.work import Office
from models.elements import CounterKind
from models.sites import Counter
from tests.gui.intake.desk import MATTER, take


def test_a_matter_of_another_counter_is_told_at_once(page: IntakePage, office: Office) -> None:
    with Session(office.database.writer) as session:
        counter = session.get_one(Counter, page.jobs.actor.counter_id)
        counter.kind = CounterKind.SPECIAL
        session.commit()
    take(page)

    assert page.form.matter is None
    assert not page.is_filling
    words = page.message.text
    assert "专窗" in words
    assert MATTER in words
    assert "请引导群众到" in words
