"""Dates act by themselves; a matter is suspended, resumed and abolished; open cases go on. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

from desktop_app.services import examination
from desktop_app.services.audit import list_entries
from desktop_app.services.case_queries import get_case
from desktop_app.services.cases import receive_and_accept_case, receive_case
from desktop_app.services.catalogue import find_matters, get_matter_by_id
from desktop_app.services.matter_drafts import publish_draft, start_draft
from desktop_app.services.matter_life import (
    abolish_matter,
    apply_due,
    apply_due_dates,
    get_standing,
    get_version_content,
    keep_matter,
    list_versions,
    recall_versions,
    resume_matter,
    suspend_matter,
)
from desktop_app.services.work import SYSTEM, Office, Work
from models.catalogue import Matter
from models.enums import MatterState, Opinion
from tests.conftest import SettableClock
from tests.factories import LICENCE, Hall, licence_case
from tests.services.publishing import published, submitted
from tests.services.test_matter_drafts import NEW_CODE, new_matter, refused

TODAY = date(2026, 11, 20)
Act = Callable[[Work, int], object]
SOON, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=20)


def standing_of(office: Office, matter_id: int) -> tuple[MatterState, int]:
    with office.read(SYSTEM) as work:
        found = get_standing(work, matter_id)
    return found.state, found.version


def test_a_version_comes_into_force_on_its_day(office: Office, hall: Hall, clock: SettableClock) -> None:
    published(office, hall, hall.licence_id, SOON, name="公共场所卫生许可（十二月版）")
    with office.read(hall.clerk) as work:
        standing = get_standing(work, hall.licence_id)
        assert find_matters(work, "十二月版") == []
    assert (standing.version, standing.waiting) == (1, ((2, SOON),))
    assert apply_due_dates(office) == 0

    clock.advance(days=10)
    assert apply_due_dates(office) == 1
    assert apply_due_dates(office) == 0

    with office.read(hall.clerk) as work:
        found = get_matter_by_id(work, hall.licence_id)
        assert [row.id for row in find_matters(work, "十二月版")] == [hall.licence_id]
        assert [(row.version, row.is_in_force, row.is_waiting) for row in list_versions(work, found.id)] == [
            (2, True, False),
            (1, False, False),
        ]
    assert (found.version, found.content.name) == (2, "公共场所卫生许可（十二月版）")
    with office.read(SYSTEM) as work:
        assert list_entries(work)[0].action == "catalogue.take_effect"
        assert list_entries(work)[0].actor_login == "system"


def test_a_new_matter_waits_for_its_day(office: Office, hall: Hall, clock: SettableClock) -> None:
    draft = new_matter(office, hall, SOON)
    with office.work(hall.reviewer) as work:
        found = publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True)
    assert (found.state, found.version) == (MatterState.PENDING, 1)
    case = replace(licence_case(hall), matter_id=found.id)

    refused("matter_not_in_use", office, hall.clerk, lambda work: receive_case(work, case))
    clock.advance(days=10)
    with office.work(hall.clerk) as work:
        assert receive_case(work, case).number.startswith(NEW_CODE)

    assert standing_of(office, found.id) == (MatterState.PUBLISHED, 1)


def test_the_counter_rests_on_the_version_of_the_day(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    published(office, hall, hall.licence_id, SOON, conditions="新条件。")
    clock.advance(days=10)

    refused("matter_version_changed", office, hall.clerk, lambda work: receive_case(work, licence_case(hall)))
    with office.work(hall.clerk) as work:
        given = replace(licence_case(hall), matter_version=2)
        receive_case(work, given)

    assert standing_of(office, hall.licence_id) == (MatterState.PUBLISHED, 2)


def test_nobody_receives_past_the_day_of_abolition(office: Office, hall: Hall, clock: SettableClock) -> None:
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.licence_id, SOON, "依据废止")
    with office.work(hall.clerk) as work:
        receive_case(work, licence_case(hall))

    clock.advance(days=10)

    refused("matter_not_in_use", office, hall.clerk, lambda work: receive_case(work, licence_case(hall)))
    assert apply_due_dates(office) == 1
    assert standing_of(office, hall.licence_id) == (MatterState.ABOLISHED, 1)


def test_a_planned_abolition_is_taken_back(office: Office, hall: Hall, clock: SettableClock) -> None:
    refused("abolition_not_planned", office, hall.reviewer, lambda work: keep_matter(work, hall.licence_id))
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.licence_id, SOON, "依据废止")
        kept = keep_matter(work, hall.licence_id)
    clock.advance(days=30)

    assert (kept.abolish_on, kept.state_note) == (None, "")
    assert apply_due_dates(office) == 0
    assert standing_of(office, hall.licence_id) == (MatterState.PUBLISHED, 1)


def test_a_suspension_keeps_its_reason_while_the_end_is_planned(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    with office.work(hall.reviewer) as work:
        suspend_matter(work, hall.licence_id, "系统升级")
        planned = abolish_matter(work, hall.licence_id, SOON, "依据废止")
        assert planned.today == work.today
    assert (planned.state_note, planned.abolish_note) == ("系统升级", "依据废止")

    clock.advance(days=30)
    assert apply_due_dates(office) == 1
    with office.read(hall.reviewer) as work:
        ended = get_standing(work, hall.licence_id)
    assert (ended.state, ended.state_note, ended.abolish_note) == (MatterState.ABOLISHED, "依据废止", "")


def test_a_plan_taken_back_leaves_the_suspension_s_reason(office: Office, hall: Hall) -> None:
    with office.work(hall.reviewer) as work:
        suspend_matter(work, hall.licence_id, "系统升级")
        abolish_matter(work, hall.licence_id, SOON, "依据废止")
        kept = keep_matter(work, hall.licence_id)
    assert (kept.state_note, kept.abolish_note, kept.abolish_on) == ("系统升级", "", None)


def test_open_cases_of_a_suspended_matter_go_on_under_their_version(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = receive_and_accept_case(work, licence_case(hall))
    published(office, hall, hall.licence_id, conditions="新条件。")
    with office.work(hall.reviewer) as work:
        suspend_matter(work, hall.licence_id, "系统升级")
    refused("matter_not_in_use", office, hall.clerk, lambda work: receive_case(work, licence_case(hall)))

    with office.work(hall.approver) as work:
        examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "可以")
    with office.read(hall.clerk) as work:
        assert get_case(work, case.case_id).content.conditions == LICENCE.conditions

    with office.work(hall.reviewer) as work:
        resumed = resume_matter(work, hall.licence_id)
    assert resumed.state is MatterState.PUBLISHED


def test_a_suspension_outlives_a_new_version(office: Office, hall: Hall) -> None:
    with office.work(hall.reviewer) as work:
        suspend_matter(work, hall.licence_id, "系统升级")

    published(office, hall, hall.licence_id, conditions="新条件。")

    assert standing_of(office, hall.licence_id) == (MatterState.SUSPENDED, 2)


YESTERDAY = TODAY - timedelta(days=1)
REFUSED: tuple[tuple[Act, str], ...] = (
    (lambda work, matter: suspend_matter(work, matter, ""), "text_needed"),
    (lambda work, matter: suspend_matter(work, matter, "甲\x00"), "text_invalid"),
    (lambda work, matter: suspend_matter(work, -matter, "甲"), "matter_unknown"),
    (resume_matter, "matter_state_wrong"),
    (lambda work, matter: abolish_matter(work, matter, TODAY, " "), "text_needed"),
    (lambda work, matter: abolish_matter(work, matter, YESTERDAY, "甲"), "abolish_date_past"),
    (lambda work, matter: recall_versions(work, matter, "甲"), "version_not_waiting"),
    (lambda work, matter: get_version_content(work, matter, 7), "version_unknown"),
    (lambda work, matter: list_versions(work, -matter), "matter_unknown"),
)


def test_acts_that_cannot_be_are_refused(office: Office, hall: Hall) -> None:
    for act, code in REFUSED:
        refused(code, office, hall.reviewer, lambda work, act=act: act(work, hall.licence_id))

    assert standing_of(office, hall.licence_id) == (MatterState.PUBLISHED, 1)


def test_clerks_and_editors_of_nothing_change_no_state(office: Office, hall: Hall) -> None:
    for actor in (hall.clerk, hall.approver, hall.supervisor):
        refused("not_permitted", office, actor, lambda work: suspend_matter(work, hall.licence_id, "甲"))
        refused("not_permitted", office, actor, apply_due)


def test_versions_take_effect_in_their_order(office: Office, hall: Hall, clock: SettableClock) -> None:
    published(office, hall, hall.licence_id, LATER, conditions="第二版。")
    draft = submitted(office, hall, hall.licence_id, SOON, remark="更早的第三版")
    assert draft.content.conditions == "第二版。"
    refusal = refused(
        "matter_version_waiting",
        office,
        hall.reviewer,
        lambda work: publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True),
    )
    assert refusal.values == {"version": 2, "on": LATER.isoformat()}
    with office.work(hall.reviewer) as work:
        recalled = recall_versions(work, hall.licence_id, "计划有变")
    assert (recalled.version, recalled.waiting) == (3, ())

    with office.work(hall.reviewer) as work:
        publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True, accept_outdated=True)
    clock.advance(days=30)
    assert apply_due_dates(office) == 1
    assert standing_of(office, hall.licence_id) == (MatterState.PUBLISHED, 4)


def test_a_draft_begins_with_what_is_to_come(office: Office, hall: Hall, clock: SettableClock) -> None:
    published(office, hall, hall.licence_id, SOON, conditions="第二版。")
    with office.work(hall.editor) as work:
        draft = start_draft(work, hall.licence_id)
    assert (draft.base_version, draft.row.effective_on) == (2, SOON)

    published(office, hall, hall.licence_id, LATER, conditions="第三版。")
    with office.read(hall.clerk) as work:
        assert get_standing(work, hall.licence_id).waiting == ((2, SOON), (3, LATER))
    for days, version in ((10, 2), (10, 3)):
        clock.advance(days=days)
        apply_due_dates(office)
        assert standing_of(office, hall.licence_id) == (MatterState.PUBLISHED, version)


def test_no_version_takes_effect_after_the_end(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, LATER, conditions="第二版。")
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.licence_id, SOON, "依据废止")

    refused(
        "matter_ends_before",
        office,
        hall.reviewer,
        lambda work: publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True),
    )


def test_what_waited_when_a_matter_ended_never_comes(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    published(office, hall, hall.licence_id, LATER, conditions="第二版。")
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.licence_id, TODAY, "依据废止")
    clock.advance(days=30)

    assert apply_due_dates(office) == 0
    assert standing_of(office, hall.licence_id) == (MatterState.ABOLISHED, 1)


def test_an_abolished_matter_returns_on_the_day_of_its_new_version(
    office: Office, hall: Hall, clock: SettableClock
) -> None:
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.licence_id, TODAY, "依据废止")
    published(office, hall, hall.licence_id, SOON, conditions="重新启用。")
    assert standing_of(office, hall.licence_id) == (MatterState.ABOLISHED, 1)

    clock.advance(days=10)
    with office.work(hall.clerk) as work:
        receive_case(work, replace(licence_case(hall), matter_version=2))

    assert standing_of(office, hall.licence_id) == (MatterState.PUBLISHED, 2)


def test_a_new_matter_may_end_before_it_began(office: Office, hall: Hall, clock: SettableClock) -> None:
    draft = new_matter(office, hall, LATER)
    with office.work(hall.reviewer) as work:
        matter_id = publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True).id
        abolish_matter(work, matter_id, SOON, "不再设立")
    clock.advance(days=40)

    assert apply_due_dates(office) == 1
    assert standing_of(office, matter_id) == (MatterState.ABOLISHED, 1)


def test_many_programs_apply_the_dates_at_once(office: Office, hall: Hall, clock: SettableClock) -> None:
    published(office, hall, hall.licence_id, SOON, conditions="第二版。")
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.immediate_id, SOON, "依据废止")
    clock.advance(days=10)

    with ThreadPoolExecutor(4) as pool:
        changed = list(pool.map(apply_due_dates, [office] * 4))

    assert sum(changed) == 2
    assert standing_of(office, hall.licence_id) == (MatterState.PUBLISHED, 2)
    assert standing_of(office, hall.immediate_id) == (MatterState.ABOLISHED, 1)
    with office.read(SYSTEM) as work:
        acts = [row.action for row in list_entries(work) if row.actor_login == "system"]
    assert sorted(acts) == ["catalogue.end", "catalogue.take_effect"]


def test_the_columns_beside_a_matter_follow_its_version(office: Office, hall: Hall) -> None:
    published(office, hall, hall.licence_id, name="新名", main_name="主项", sub_name="子项")

    with office.read(SYSTEM) as work:
        row = work.session.get_one(Matter, hall.licence_id)
        assert (row.name, row.main_name, row.sub_name, row.version) == ("新名", "主项", "子项", 2)
