"""Drafts on both databases: written, submitted, returned, published by somebody else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from desktop_app.rules.catalogue import Limit, MaterialSpec, MatterContent, Situation
from desktop_app.rules.errors import ServiceError
from desktop_app.services.audit import list_entries
from desktop_app.services.catalogue import find_matters, get_matter, get_matter_by_id
from desktop_app.services.matter_drafts import (
    DraftDetail,
    create_draft,
    discard_draft,
    find_draft,
    get_draft,
    list_drafts,
    publish_draft,
    rebase_draft,
    return_draft,
    save_draft,
    start_draft,
    submit_draft,
    withdraw_draft,
)
from desktop_app.services.matter_force import NewVersion, add_version, lock_matter
from desktop_app.services.matter_life import abolish_matter, list_versions
from desktop_app.services.matter_review import get_review
from desktop_app.services.work import SYSTEM, Actor, Office, Work
from models.catalogue import Matter, MatterDraft, MatterDraftEditor, MatterVersion
from models.elements import DraftState
from models.enums import MatterState
from models.sites import Department
from tests.conftest import SettableClock
from tests.factories import BUREAU_CODE, LICENCE, Hall
from tests.services.publishing import publishable, published, submitted, written

NEW_CODE = f"{BUREAU_CODE}4410125015001"
TODAY = date(2026, 11, 20)


def refused(code: str, office: Office, actor: Actor, act: Callable[[Work], object]) -> ServiceError:
    with pytest.raises(ServiceError) as refusal, office.work(actor) as work:
        act(work)
    assert refusal.value.code == code
    return refusal.value


def test_a_draft_becomes_the_next_version_in_force(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, name="公共场所卫生许可（新证）", conditions="有场所。")

    with office.work(hall.reviewer) as work:
        found = publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True)

    assert (found.version, found.state, found.content.conditions) == (2, MatterState.PUBLISHED, "有场所。")
    with office.read(hall.clerk) as work:
        assert [row.name for row in find_matters(work, "新证")] == ["公共场所卫生许可（新证）"]
        newest, first = list_versions(work, hall.licence_id)
        kept = work.session.scalars(sa.select(MatterVersion).order_by(MatterVersion.id)).first()
    assert (newest.version, newest.editor_name, newest.approver_name) == (2, "王编辑", "冯审核")
    assert (newest.note, newest.is_in_force, first.is_in_force) == ("按新规修改", True, False)
    assert kept is not None
    assert kept.content["conditions"] == "有固定的经营场所。"
    with office.read(hall.editor) as work:
        assert list_drafts(work) == []
        assert work.session.scalar(sa.select(sa.func.count()).select_from(MatterDraftEditor)) == 0


def test_nobody_approves_a_draft_with_the_own_hand_in_it(office: Office, hall: Hall) -> None:
    draft = written(office, hall, hall.licence_id, conditions="甲。")
    with office.work(hall.reviewer) as work:
        content = replace(draft.content, conditions="乙。")
        draft = save_draft(work, draft.row.id, draft.row.revision, content)
    with office.work(hall.editor) as work:
        draft = submit_draft(work, draft.row.id, draft.row.revision)

    for actor in (hall.editor, hall.reviewer):
        refused(
            "draft_own", office, actor, lambda work: publish_draft(work, draft.row.id, draft.row.revision)
        )

    assert draft.editors == ("王编辑", "冯审核")
    with office.read(hall.administrator) as work:
        assert not get_draft(work, draft.row.id).is_own
    with office.work(hall.administrator) as work:
        publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True)


def test_clerks_neither_write_nor_approve(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, conditions="甲。")

    acts: tuple[Callable[[Work], object], ...] = (
        list_drafts,
        lambda work: get_draft(work, draft.row.id),
        lambda work: start_draft(work, hall.immediate_id),
        lambda work: publish_draft(work, draft.row.id, draft.row.revision),
        lambda work: return_draft(work, draft.row.id, draft.row.revision, "不行"),
    )
    for act in acts:
        refused("not_permitted", office, hall.clerk, act)


def test_two_editors_get_one_draft(office: Office, hall: Hall) -> None:
    def start(actor: Actor) -> int:
        with office.work(actor) as work:
            return start_draft(work, hall.licence_id).row.id

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(start, [hall.editor, hall.reviewer] * 2))

    assert len(found) == 1
    with office.read(hall.editor) as work:
        assert find_draft(work, hall.licence_id) in found


def test_two_reviewers_publish_one_version(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, conditions="甲。")

    def publish(actor: Actor) -> str:
        try:
            with office.work(actor) as work:
                publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True)
        except ServiceError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(publish, [hall.reviewer, hall.administrator] * 2))

    assert results == ["done", "draft_unknown", "draft_unknown", "draft_unknown"]
    with office.read(hall.clerk) as work:
        assert [row.version for row in list_versions(work, hall.licence_id)] == [2, 1]


def test_who_saves_an_older_state_is_told_who_was_faster(office: Office, hall: Hall) -> None:
    draft = written(office, hall, hall.licence_id, conditions="甲。")
    content = replace(draft.content, conditions="乙。")
    with office.work(hall.reviewer) as work:
        save_draft(work, draft.row.id, draft.row.revision, content)

    refusal = refused(
        "draft_changed",
        office,
        hall.editor,
        lambda work: save_draft(work, draft.row.id, draft.row.revision, draft.content),
    )

    assert refusal.values["editor"] == "冯审核"


def test_saving_the_same_changes_nothing(office: Office, hall: Hall) -> None:
    draft = written(office, hall, hall.licence_id, conditions="甲。")

    with office.work(hall.reviewer) as work:
        again = save_draft(work, draft.row.id, draft.row.revision, draft.content, draft.note)

    assert again.row.revision == draft.row.revision
    assert again.editors == ("王编辑",)
    assert not work.changed


def test_a_returned_draft_is_changed_and_submitted_again(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, conditions="甲。")
    refused("text_needed", office, hall.reviewer, lambda work: return_draft(work, draft.row.id, 3, " "))
    with office.work(hall.reviewer) as work:
        back = return_draft(work, draft.row.id, draft.row.revision, "请写明依据")
    assert (back.row.state, back.row.comment) == (DraftState.RETURNED, "请写明依据")

    content = replace(back.content, conditions="依第四条。")
    with office.work(hall.editor) as work:
        saved = save_draft(work, back.row.id, back.row.revision, content)
        again = submit_draft(work, saved.row.id, saved.row.revision)

    assert (saved.row.state, again.row.state) == (DraftState.DRAFT, DraftState.IN_REVIEW)
    assert again.row.comment == "请写明依据"


def test_a_draft_in_review_is_changed_only_after_its_withdrawal(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, conditions="甲。")
    key = draft.row.id, draft.row.revision

    refused("draft_state_wrong", office, hall.editor, lambda work: save_draft(work, *key, LICENCE))
    refused("draft_state_wrong", office, hall.editor, lambda work: discard_draft(work, *key))
    with office.work(hall.editor) as work:
        back = withdraw_draft(work, *key)
        assert back.row.state is DraftState.DRAFT
        discard_draft(work, back.row.id, back.row.revision)

    refused("draft_unknown", office, hall.editor, lambda work: get_draft(work, draft.row.id))
    with office.read(hall.clerk) as work:
        assert get_matter_by_id(work, hall.licence_id).version == 1


def test_an_incomplete_draft_is_kept_but_not_submitted(office: Office, hall: Hall) -> None:
    draft = written(office, hall, hall.licence_id, name="", materials=(MaterialSpec("", copies=-1),))
    asked = replace(publishable(LICENCE), situations=(Situation("q", "", ()),), statutory=Limit(10**12))

    refusal = refused(
        "draft_invalid",
        office,
        hall.editor,
        lambda work: submit_draft(work, draft.row.id, draft.row.revision),
    )

    assert refusal.values == {"count": 3, "first": "事项名称：缺少必填内容"}
    with office.work(hall.editor) as work:
        saved = save_draft(work, draft.row.id, draft.row.revision, asked)
    refusal = refused(
        "draft_invalid",
        office,
        hall.editor,
        lambda work: submit_draft(work, saved.row.id, saved.row.revision),
    )
    assert refusal.values["first"] == "法定办结时限：时限应在0至3650天之间"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (replace(LICENCE, conditions="甲\x00乙"), "text_invalid"),
        (replace(LICENCE, materials=(MaterialSpec("甲\ud800"),)), "text_invalid"),
        (replace(LICENCE, remark="长" * 50_001), "text_too_long"),
        (replace(LICENCE, aliases=("甲",) * 1001), "list_too_long"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    office: Office, hall: Hall, content: MatterContent, code: str
) -> None:
    draft = written(office, hall, hall.licence_id, conditions="甲。")

    refused(
        code, office, hall.editor, lambda work: save_draft(work, draft.row.id, draft.row.revision, content)
    )

    with office.read(hall.editor) as work:
        assert get_draft(work, draft.row.id).content == draft.content


def test_texts_are_kept_without_blanks_around_them(office: Office, hall: Hall) -> None:
    draft = written(
        office,
        hall,
        hall.licence_id,
        name=" 许可\r\n",
        aliases=("", " 甲 "),
        materials=(MaterialSpec(" 表 "),),
    )

    assert draft.content.name == "许可"
    assert draft.content.aliases == ("甲",)
    assert draft.content.materials[0].name == "表"


def test_the_quality_check_refuses_errors_and_asks_about_warnings(office: Office, hall: Hall) -> None:
    draft = written(office, hall, hall.licence_id, visits=None)
    key = draft.row.id, draft.row.revision
    refusal = refused("quality_errors", office, hall.editor, lambda work: submit_draft(work, *key))
    assert refusal.values["count"] == 1

    draft = submitted(office, hall, hall.licence_id, visits=1)
    key = draft.row.id, draft.row.revision
    refused("quality_warnings", office, hall.reviewer, lambda work: publish_draft(work, *key))
    with office.read(hall.reviewer) as work:
        review = get_review(work, draft.row.id)
    assert (review.faults, review.errors, bool(review.warnings)) == ((), (), True)
    assert "到办事现场次数" in [each.label for each in review.differences]
    with office.work(hall.reviewer) as work:
        assert publish_draft(work, *key, accept_warnings=True).version == 2


def test_an_unchanged_draft_is_not_submitted(office: Office, hall: Hall) -> None:
    published(office, hall, hall.licence_id, conditions="甲。")
    with office.work(hall.editor) as work:
        draft = start_draft(work, hall.licence_id)

    refused("draft_unchanged", office, hall.editor, lambda work: submit_draft(work, draft.row.id, 1))


def new_matter(office: Office, hall: Hall, effective_on: date | None = None) -> DraftDetail:
    content = replace(publishable(LICENCE), name="游泳场所卫生许可")
    with office.work(hall.editor) as work:
        draft = create_draft(work, f" {NEW_CODE.lower()} ", "", content)
        draft = save_draft(work, draft.row.id, draft.row.revision, content, "新增事项", effective_on)
        return submit_draft(work, draft.row.id, draft.row.revision)


def test_a_new_matter_is_written_and_published(office: Office, hall: Hall) -> None:
    draft = new_matter(office, hall)
    assert (draft.base, draft.base_version, draft.row.matter_id) == (None, 0, None)
    refused("draft_code_taken", office, hall.editor, lambda work: create_draft(work, NEW_CODE, "", LICENCE))

    with office.work(hall.reviewer) as work:
        publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True)

    with office.read(hall.clerk) as work:
        found = get_matter(work, NEW_CODE)
        assert (found.version, found.state) == (1, MatterState.PUBLISHED)
        assert [row.id for row in find_matters(work, "游泳场所")] == [found.id]
    refused("matter_code_taken", office, hall.editor, lambda work: create_draft(work, NEW_CODE, "", LICENCE))


def test_a_matter_of_an_unknown_department_is_refused(office: Office, hall: Hall) -> None:
    draft = written(office, hall, hall.licence_id, department_code="11411000MB99999999")

    refused(
        "matter_department_unknown",
        office,
        hall.editor,
        lambda work: submit_draft(work, draft.row.id, draft.row.revision),
    )


def test_an_organ_out_of_use_publishes_nothing(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, remark="改一处")
    with office.work(SYSTEM) as work:
        work.session.get_one(
            Department, work.session.get_one(Matter, hall.licence_id).department_id
        ).is_active = False

    refused(
        "matter_department_inactive",
        office,
        hall.reviewer,
        lambda work: publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True),
    )


def imported(office: Office, matter_id: int, **changes: object) -> None:
    """What an import does to a matter: a version in force at once, without a draft."""
    with office.work(SYSTEM) as work:
        matter = lock_matter(work, matter_id)
        content = replace(get_matter_by_id(work, matter_id).content, **changes)  # pyright: ignore[reportArgumentType]
        add_version(work, matter, NewVersion(content, None, "", None))


def test_an_import_in_between_makes_a_draft_outdated_until_it_is_rebased(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, conditions="甲。", remark="编辑的话")
    imported(office, hall.licence_id, conditions="乙。", places="一楼大厅")
    refusal = refused(
        "draft_outdated",
        office,
        hall.reviewer,
        lambda work: publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True),
    )
    assert refusal.values["version"] == 2
    with office.read(hall.reviewer) as work:
        assert get_draft(work, draft.row.id).is_outdated

    with office.work(hall.editor) as work:
        rebased = rebase_draft(work, draft.row.id, draft.row.revision)
    content = rebased.detail.content
    assert (content.conditions, content.places, content.remark) == ("甲。", "一楼大厅", "编辑的话")
    assert rebased.conflicts == ("受理条件",)
    assert (rebased.detail.row.state, rebased.detail.base_version) == (DraftState.DRAFT, 2)
    revision = rebased.detail.row.revision
    refused("draft_current", office, hall.editor, lambda work: rebase_draft(work, draft.row.id, revision))


def test_an_outdated_draft_may_be_published_over_the_newer_version(office: Office, hall: Hall) -> None:
    draft = submitted(office, hall, hall.licence_id, conditions="甲。")
    imported(office, hall.licence_id, conditions="乙。")

    with office.work(hall.reviewer) as work:
        found = publish_draft(
            work, draft.row.id, draft.row.revision, accept_warnings=True, accept_outdated=True
        )

    assert (found.version, found.content.conditions) == (3, "甲。")


def test_an_abolished_matter_returns_by_a_new_draft_only(office: Office, hall: Hall) -> None:
    published(office, hall, hall.licence_id, conditions="甲。")
    with office.work(hall.reviewer) as work:
        abolish_matter(work, hall.licence_id, TODAY, "依据废止")
    with office.work(hall.editor) as work:
        draft = start_draft(work, hall.licence_id)
        assert draft.matter_state is MatterState.ABOLISHED
        draft = submit_draft(work, draft.row.id, draft.row.revision)

    with office.work(hall.reviewer) as work:
        found = publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True)

    assert (found.state, found.version) == (MatterState.PUBLISHED, 3)


def test_a_date_in_the_past_is_no_effective_date(office: Office, hall: Hall, clock: SettableClock) -> None:
    draft = written(office, hall, hall.licence_id, TODAY + timedelta(days=3), conditions="甲。")
    refused(
        "effective_date_past",
        office,
        hall.editor,
        lambda work: save_draft(work, draft.row.id, 2, draft.content, "", TODAY - timedelta(days=1)),
    )

    clock.advance(days=10)
    with office.work(hall.editor) as work:
        content = replace(draft.content, remark="期间过了原定日期")
        draft = save_draft(work, draft.row.id, draft.row.revision, content, "", draft.row.effective_on)
        draft = submit_draft(work, draft.row.id, draft.row.revision)
    with office.work(hall.reviewer) as work:
        assert publish_draft(work, draft.row.id, draft.row.revision, accept_warnings=True).version == 2


def test_lists_of_drafts(office: Office, hall: Hall) -> None:
    in_review = submitted(office, hall, hall.licence_id, conditions="甲。")
    written(office, hall, hall.immediate_id, conditions="乙。")

    with office.read(hall.reviewer) as work:
        rows = list_drafts(work)
        assert [row.name for row in rows] == ["公共场所卫生许可", "老年人优待证办理"]
        assert list_drafts(work, after=rows[0].id) == rows[1:]
        assert list_drafts(work, DraftState.IN_REVIEW) == [in_review.row]
        assert list_drafts(work, own=True) == []
    with office.read(hall.editor) as work:
        assert list_drafts(work, own=True) == rows


def test_every_act_on_a_draft_stands_in_the_audit(office: Office, hall: Hall) -> None:
    published(office, hall, hall.licence_id, conditions="甲。")

    with office.read(hall.supervisor) as work:
        acts = [(row.action, row.actor_login) for row in reversed(list_entries(work))]
    assert acts == [
        ("catalogue.start_draft", "bianji"),
        ("catalogue.save_draft", "bianji"),
        ("catalogue.submit_draft", "bianji"),
        ("catalogue.publish_draft", "shenhe"),
        ("catalogue.publish", "shenhe"),
    ]
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(MatterDraft)) == 0
