"""Cards: every light that turned is kept once with its reason; an appeal takes its effect, never the card."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop_app.rules.errors import ServiceError
from desktop_app.services import cards, cases
from desktop_app.services.work import Office
from models.enums import ClockKind, Light
from models.procedure import RequestState
from tests.conftest import SettableClock
from tests.factories import Hall, licence_case


def accepted(office: Office, hall: Hall) -> cases.ActResult:
    with office.work(hall.clerk) as work:
        return cases.receive_and_accept_case(work, licence_case(hall))


def kept(office: Office, hall: Hall, case_id: int) -> list[cards.CardRow]:
    with office.read(hall.clerk) as work:
        return cards.list_cards(work, case_id)


def red_card(office: Office, hall: Hall, clock: SettableClock) -> cards.CardRow:
    case = accepted(office, hall)
    clock.advance(days=10)
    cards.raise_cards(office)
    return kept(office, hall, case.case_id)[-1]


def test_yellow_then_red_each_once_with_its_reason(office: Office, hall: Hall, clock: SettableClock) -> None:
    """Promised for Friday 2026-11-27: yellow on Thursday, when four of five days are used; red on Saturday."""
    case = accepted(office, hall)
    assert cards.raise_cards(office) == 0
    clock.advance(days=6)
    assert [cards.raise_cards(office), cards.raise_cards(office)] == [1, 0]
    clock.advance(days=2)
    assert [cards.raise_cards(office), cards.raise_cards(office)] == [1, 0]
    rows = kept(office, hall, case.case_id)
    assert [(row.clock, row.light) for row in rows] == [
        (ClockKind.PROMISED, Light.YELLOW),
        (ClockKind.PROMISED, Light.RED),
    ]
    assert rows[1].reason == "承诺办结时限已于2026-11-27届满"
    assert all(row.counts for row in rows)


def test_many_machines_raise_one_card(office: Office, hall: Hall, clock: SettableClock) -> None:
    case = accepted(office, hall)
    clock.advance(days=10)
    with ThreadPoolExecutor(4) as machines:
        assert sum(machines.map(cards.raise_cards, [office] * 4)) == 1
    assert len(kept(office, hall, case.case_id)) == 1


def test_an_approved_appeal_takes_the_effect_and_leaves_the_trace(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    card = red_card(office, hall, clock)
    with office.work(hall.approver) as work:
        assert cards.appeal_card(work, card.id, "停电，系统停用一天").appeal is RequestState.OPEN
    with office.read(hall.supervisor) as work:
        assert [row.id for row in cards.list_appeals(work)] == [card.id]
    with office.work(hall.supervisor) as work:
        decided = cards.decide_appeal(work, card.id, "情况属实", is_justified=True)
    assert not decided.counts
    assert (decided.appealed_by, decided.decided_by, decided.decision_note) == (
        "孙审批",
        "吴督办",
        "情况属实",
    )
    assert [row.id for row in kept(office, hall, card.case_id)] == [card.id]
    assert cards.raise_cards(office) == 0


def test_an_appeal_is_made_once_and_decided_once(office: Office, hall: Hall, clock: SettableClock) -> None:
    card = red_card(office, hall, clock)
    with pytest.raises(ServiceError, match="card_not_appealed"), office.work(hall.supervisor) as work:
        cards.decide_appeal(work, card.id, "同意", is_justified=True)
    with office.work(hall.clerk) as work:
        cards.appeal_card(work, card.id, "材料在途")
    with pytest.raises(ServiceError, match="card_appealed"), office.work(hall.clerk) as work:
        cards.appeal_card(work, card.id, "再次申诉")
    with office.work(hall.supervisor) as work:
        declined = cards.decide_appeal(work, card.id, "理由不成立", is_justified=False)
    assert declined.counts
    with pytest.raises(ServiceError, match="card_not_appealed"), office.work(hall.supervisor) as work:
        cards.decide_appeal(work, card.id, "改为同意", is_justified=True)


@pytest.mark.parametrize("words", ["", "  ", "坏\x00字"])
def test_nonsense_changes_nothing(office: Office, hall: Hall, clock: SettableClock, words: str) -> None:
    card = red_card(office, hall, clock)
    with pytest.raises(ServiceError), office.work(hall.clerk) as work:
        cards.appeal_card(work, card.id, words)
    with pytest.raises(ServiceError, match="not_permitted"), office.work(hall.supervisor) as work:
        cards.appeal_card(work, card.id, "督办人员不申诉")
    with pytest.raises(ServiceError, match="card_unknown"), office.work(hall.clerk) as work:
        cards.appeal_card(work, card.id + 1000, "没有这张牌")
    assert kept(office, hall, card.case_id)[0].appeal is None
