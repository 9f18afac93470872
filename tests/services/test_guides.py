"""What a guide says, gathered on both databases; books of a department; what is recorded of them."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from sqlalchemy.orm import Session

from desktop_app.rules.catalogue import Limit, MaterialSpec, Situation, SituationOption
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.guide_sections import ALL_SECTIONS, GuideSection
from desktop_app.services.assets import add_asset
from desktop_app.services.guides import (
    GuideBatch,
    draft_guide_of,
    find_guide_batch,
    get_draft_guide_pdf,
    get_guide_pdf,
    guide_of,
    record_draft_guide,
    record_guide,
    write_guides,
)
from desktop_app.services.matter_drafts import create_draft, save_draft, start_draft
from desktop_app.services.matter_view import get_matter_view
from desktop_app.services.office import change_settings
from desktop_app.services.work import NOBODY, SYSTEM, Office
from models.audit import AuditEntry
from models.catalogue import Matter, MatterVersion
from models.elements import CounterKind, GuideStyle
from models.enums import MaterialCarrier, MaterialKind, MaterialSource, MatterState
from models.materials import Material
from models.sites import Counter, CounterScope, Department
from models.sites import Hall as HallTable
from tests.conftest import SettableClock
from tests.factories import IMMEDIATE, LICENCE, LICENCE_CODE, Hall, add_matter
from tests.unit.documents.guide_samples import picture
from tests.unit.documents.reading import pages_of, squeezed

ASKING = replace(
    LICENCE,
    name="有情形的事项",
    situations=(
        Situation(
            "who",
            "由谁来办？",
            (SituationOption("self", "本人"), SituationOption("agent", "他人", promised=Limit(8))),
        ),
    ),
    materials=(MaterialSpec("申请表", library_code="M001"), MaterialSpec("委托书", when=("agent",))),
)


class Stopped(Exception):  # noqa: N818  it stands for the wish to stop
    """Raised by a progress that wants no more."""


def bureau_id(office: Office) -> int:
    with office.read(SYSTEM) as work:
        found = work.session.scalar(sa.select(Matter.department_id))
        assert found is not None
        return found


def added(office: Office, code: str, content: object = ASKING) -> int:
    department = bureau_id(office)
    with Session(office.database.writer) as session:
        matter_id = add_matter(session, department, code, content)  # pyright: ignore[reportArgumentType]
        session.commit()
    return matter_id


def acts(office: Office) -> list[str]:
    with office.read(SYSTEM) as work:
        return list(work.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.number)))


@pytest.mark.parametrize("style", list(GuideStyle))
def test_the_guide_of_a_draft_is_marked_on_every_page(office: Office, hall: Hall, style: GuideStyle) -> None:
    with office.work(hall.editor) as work:
        draft = start_draft(work, hall.licence_id)
        changed = replace(draft.content, name="公共场所卫生许可（草拟）")
        save_draft(work, draft.row.id, draft.row.revision, changed)
        pdf = get_draft_guide_pdf(work, draft.row.id, style, is_large=True)
        guide = draft_guide_of(work, draft.row.id)
        record_draft_guide(work, draft.row.id, style, "另存为 PDF", is_large=True)
        in_force = get_guide_pdf(work, hall.licence_id, style)
    pages = pages_of(pdf)
    assert all("草稿" in squeezed(page) for page in pages)
    assert "（草拟）" in squeezed(pages[0])
    assert (guide.version, guide.is_draft, guide.organ.name) == (2, True, LICENCE.department_name)
    assert "草稿" not in squeezed("".join(pages_of(in_force)))
    assert acts(office)[-1] == "guides.print_draft"


def test_a_new_matter_has_a_guide_before_it_is_published(office: Office, hall: Hall) -> None:
    content = replace(ASKING, department_code="11411000MB99999999", department_name="尚未登记的部门")
    with office.work(hall.editor) as work:
        draft = create_draft(work, f"{LICENCE_CODE[:-1]}7", "", content)
        guide = draft_guide_of(work, draft.row.id, {"who": "self"})
    assert (guide.organ.name, guide.counters) == ("尚未登记的部门", ())
    assert [spec.name for spec in guide.content.materials] == ["申请表"]
    assert guide.answers == (("由谁来办？", "本人"),)


def test_a_guide_gathers_what_stands_elsewhere(office: Office, hall: Hall) -> None:
    with office.read(hall.clerk) as work:
        guide = guide_of(work, hall.licence_id)

    assert guide.content == LICENCE
    assert (guide.code, guide.item_code, guide.version) == (LICENCE_CODE, "", 1)
    assert guide.effective_on == date(2026, 1, 4), "the day of its publication in the hall"
    assert guide.printed_on == date(2026, 11, 20)
    assert (guide.organ.name, guide.organ.review_body) == ("示例市卫生健康委员会", "示例市人民政府")
    assert [counter.number for counter in guide.counters] == ["01", "02"]
    assert guide.halls[0].name == "政务服务大厅"
    assert guide.qr_text == f"https://hall.example/m/{LICENCE_CODE}?v=1"
    assert guide.address == f"https://hall.example/m/{LICENCE_CODE}"
    assert guide.sections == tuple(GuideSection)


def test_a_planned_date_is_the_effective_one(office: Office, hall: Hall) -> None:
    with office.work(SYSTEM) as work:
        work.session.execute(sa.update(MatterVersion).values(effective_on=date(2026, 12, 1)))
    with office.read(hall.clerk) as work:
        assert guide_of(work, hall.licence_id).effective_on == date(2026, 12, 1)
        assert get_matter_view(work, hall.licence_id).effective_on == date(2026, 12, 1)


def test_only_counters_that_take_the_matter_are_named_with_their_hall(office: Office, hall: Hall) -> None:
    with office.work(SYSTEM) as work:
        place = HallTable(name="市民之家", address="示例路1号", hours="9:00—17:00", traffic="乘1路车")
        work.session.add(place)
        work.session.flush()
        first, second = work.session.scalars(sa.select(Counter).order_by(Counter.number))
        first.hall_id = place.id
        second.kind = CounterKind.SPECIAL
    with office.read(hall.clerk) as work:
        guide = guide_of(work, hall.licence_id)
    assert [counter.number for counter in guide.counters] == ["01"]
    assert [(each.name, each.traffic) for each in guide.halls] == [("市民之家", "乘1路车")]

    with office.work(SYSTEM) as work:
        second = work.session.scalars(sa.select(Counter).where(Counter.number == "02")).one()
        work.session.add(CounterScope(counter_id=second.id, matter_id=hall.licence_id))
    with office.read(hall.clerk) as work:
        assert [each.number for each in guide_of(work, hall.licence_id).counters] == ["02", "01"]


def test_the_library_speaks_where_the_matter_is_silent(office: Office, hall: Hall) -> None:
    matter_id = added(office, f"{LICENCE_CODE[:-3]}777")
    with office.work(SYSTEM) as work:
        sample = add_asset(work, picture(), "样表.png")
        work.session.add(
            Material(
                code="M001",
                name="申请表",
                kind=MaterialKind.FORM,
                carrier=MaterialCarrier.PAPER,
                source=MaterialSource.APPLICANT,
                issuer="示例市卫生健康委员会",
                standard="填写完整",
                check_points="核对签字",
                sample=sample,
                updated_at=work.now,
            )
        )
    with office.read(hall.clerk) as work:
        guide = guide_of(work, matter_id, with_pictures=True)
        view = get_matter_view(work, matter_id)
    assert (guide.content.materials[0].standard, guide.content.materials[0].issuer) == (
        "填写完整",
        "示例市卫生健康委员会",
    )
    assert guide.pictures == (picture(), None)
    assert view.library[0] == ("审查要点：核对签字", "受理标准：填写完整", "出具机构：示例市卫生健康委员会")
    assert view.library[1] == ()


def test_answers_leave_what_applies(office: Office, hall: Hall) -> None:
    matter_id = added(office, f"{LICENCE_CODE[:-3]}777")
    with office.read(hall.clerk) as work:
        guide = guide_of(work, matter_id, {"who": "self"})
        other = squeezed("".join(pages_of(get_guide_pdf(work, matter_id, answers={"who": "agent"}))))
        with pytest.raises(ServiceError, match="situation_unknown"):
            guide_of(work, matter_id, {"who": "nobody"})
    assert [spec.name for spec in guide.content.materials] == ["申请表"]
    assert guide.answers == (("由谁来办？", "本人"),)
    assert "委托书" in other
    assert "承诺办结时限8个工作日" in other


def test_the_setting_orders_the_sections_and_refuses_to_drop_what_the_law_demands(
    office: Office, hall: Hall
) -> None:
    order = ALL_SECTIONS.replace("、决定机构", "").replace("申请条件、禁止性要求", "禁止性要求、申请条件")
    with office.work(hall.administrator) as work:
        changed = change_settings(work, guide_sections=order.replace("、", "\n"))
    assert changed.guide_sections == order
    with office.read(hall.clerk) as work:
        sections = guide_of(work, hall.licence_id).sections
    assert GuideSection.DECIDER not in sections
    assert sections.index(GuideSection.PROHIBITIONS) < sections.index(GuideSection.CONDITIONS)
    with office.work(hall.administrator) as work:
        assert change_settings(work, guide_sections=ALL_SECTIONS).guide_sections == "", "the usual ones"
    with office.work(hall.administrator) as work, pytest.raises(ServiceError, match="guide_section_missing"):
        change_settings(work, guide_sections="申请条件")


@pytest.mark.parametrize("style", GuideStyle)
def test_every_style_comes_out_of_the_database(office: Office, hall: Hall, style: GuideStyle) -> None:
    with office.read(hall.clerk) as work:
        pdf = get_guide_pdf(work, hall.licence_id, style, is_large=True)
    assert "公共场所卫生许可" in squeezed("".join(pages_of(pdf)))


def test_who_may_not_see_the_catalogue_gets_no_guide(office: Office, hall: Hall, tmp_path: Path) -> None:
    with office.read(NOBODY) as work:
        for act in (guide_of, get_guide_pdf, find_guide_batch):
            with pytest.raises(ServiceError, match="not_permitted"):
                act(work, hall.licence_id)
    with pytest.raises(ServiceError, match="not_permitted"):
        write_guides(office, GuideBatch("全部", (1,)), tmp_path / "out.pdf", actor=NOBODY)
    assert list(tmp_path.glob("*out*")) == []


def test_a_printed_guide_is_recorded_under_its_code(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        record_guide(work, hall.licence_id, GuideStyle.PLAIN, "窗口打印机", is_large=True)
    with office.read(SYSTEM) as work:
        entry = work.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "guides.print")).one()
    assert entry.subject == f"matter:{LICENCE_CODE}"
    assert entry.details == {"style": "plain", "is_large": True, "printer": "窗口打印机"}
    with office.work(hall.clerk) as work, pytest.raises(ServiceError, match="matter_unknown"):
        record_guide(work, 999, GuideStyle.PLAIN, "x", is_large=False)


def test_a_department_makes_one_book_of_what_is_in_use(office: Office, hall: Hall, tmp_path: Path) -> None:
    added(office, f"{LICENCE_CODE[:-3]}777")
    with office.work(SYSTEM) as work:
        work.session.get_one(Matter, hall.immediate_id).state = MatterState.SUSPENDED
    with office.read(hall.clerk) as work:
        batch = find_guide_batch(work, bureau_id(office))
    assert batch.title == "示例市卫生健康委员会"
    assert len(batch.matter_ids) == 2
    told: list[tuple[int, int]] = []
    out = tmp_path / "指南.pdf"

    report = write_guides(
        office,
        batch,
        out,
        GuideStyle.BRIEF,
        actor=hall.clerk,
        progress=lambda done, total: told.append((done, total)),
    )

    assert (report.guides, report.pages, report.skipped) == (2, 4, ())
    assert told == [(1, 2), (2, 2)]
    assert len(PdfReader(io.BytesIO(out.read_bytes())).pages) == 4
    assert IMMEDIATE.name not in squeezed("".join(pages_of(out.read_bytes())))
    assert [path.name for path in tmp_path.glob("*指南*")] == ["指南.pdf"]
    assert "guides.write" in acts(office)


def test_a_department_without_matters_in_use_says_so(office: Office, hall: Hall) -> None:
    with office.read(hall.clerk) as work:
        empty = work.session.scalar(sa.select(Department.id).where(Department.name == "示例市公安局"))
        with pytest.raises(ServiceError, match="guides_none"):
            find_guide_batch(work, empty or 0)
        with pytest.raises(ServiceError, match="department_unknown"):
            find_guide_batch(work, 999)


def test_a_guide_that_cannot_be_made_is_named_and_the_book_goes_on(
    office: Office, hall: Hall, tmp_path: Path
) -> None:
    bad = added(office, f"{LICENCE_CODE[:-3]}777", replace(LICENCE, name="坏事项", conditions="\U0001f600"))
    batch = GuideBatch("选定事项", (hall.licence_id, bad, 999, hall.immediate_id))
    report = write_guides(office, batch, tmp_path / "out.pdf", GuideStyle.PLAIN, actor=hall.clerk)
    assert report.guides == 2
    assert [(each.name, each.reason.code) for each in report.skipped] == [("坏事项", "glyph_missing")]
    assert "2.坏事项未印出" in squeezed(pages_of((tmp_path / "out.pdf").read_bytes())[1])


@pytest.mark.parametrize("stops_at", [1, 2])
def test_a_book_that_is_given_up_leaves_nothing(
    office: Office, hall: Hall, tmp_path: Path, stops_at: int
) -> None:
    def progress(done: int, _total: int) -> None:
        if done == stops_at:
            raise Stopped

    out = tmp_path / "out.pdf"
    out.write_bytes(b"kept")
    batch = GuideBatch("选定事项", (hall.licence_id, hall.immediate_id))
    with pytest.raises(Stopped):
        write_guides(office, batch, out, actor=hall.clerk, progress=progress)
    assert out.read_bytes() == b"kept"
    assert [path.name for path in tmp_path.glob("*out*")] == ["out.pdf"]
    assert "guides.write" not in acts(office)


@pytest.mark.parametrize("place", ["", "taken.txt/out.pdf", "nowhere/out.pdf"])
def test_a_place_that_cannot_be_written_is_refused(
    office: Office, hall: Hall, tmp_path: Path, place: str
) -> None:
    (tmp_path / "taken.txt").write_text("kept")
    with pytest.raises(ServiceError, match="output_unwritable"):
        write_guides(office, GuideBatch("全部", (hall.licence_id,)), tmp_path / place, actor=hall.clerk)
    assert (tmp_path / "taken.txt").read_text() == "kept"


def test_a_long_batch_reads_a_little_at_a_time(
    office: Office, hall: Hall, clock: SettableClock, tmp_path: Path
) -> None:
    ids = tuple(
        added(office, f"{LICENCE_CODE[:-3]}{number:03}", replace(LICENCE, name=f"第{number}个事项"))
        for number in range(1, 61)
    )
    clock.advance(days=1)
    report = write_guides(
        office, GuideBatch("全部", ids), tmp_path / "out.pdf", GuideStyle.BRIEF, actor=hall.clerk
    )
    text = [squeezed(page) for page in pages_of((tmp_path / "out.pdf").read_bytes())]
    assert report.guides == 60
    assert "打印日期：2026-11-21" in text[0]
    assert ["第60个事项" in page for page in text].count(True) == 2
