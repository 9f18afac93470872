"""A hall with something in nearly every table, and everything a database holds as plain values."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from desktop_app.exchange.divisions import DivisionList
from desktop_app.rules.notices import parse_notice
from desktop_app.services import (
    calendar,
    cases,
    counter_scopes,
    delivery,
    divisions,
    drafts,
    examination,
    organisation,
    printing,
    quality,
    reviews,
    sites,
)
from desktop_app.services.case_attachments import attach_files
from desktop_app.services.case_files import AttachedFile, keep_file
from desktop_app.services.catalogue_index import rebuild_search
from desktop_app.services.matter_versions import dump_content
from desktop_app.services.office import change_settings
from desktop_app.services.work import SYSTEM, Office
from models.catalogue import ImportMapping, MatterDraft, MatterDraftEditor
from models.elements import CounterKind, DraftState
from models.enums import (
    Grade,
    MaterialCarrier,
    MaterialKind,
    MaterialSource,
    Opinion,
    PartyRole,
    PrintState,
)
from models.materials import Asset, Material, MaterialUse
from models.registry import METADATA
from models.sites import Department
from tests import paperwork
from tests.factories import LICENCE, LICENCE_CODE, Hall, licence_case
from tests.services.lived_ways import go_other_ways

Content = dict[str, list[tuple[Any, ...]]]


def live_in(office: Office, hall: Hall) -> None:
    """One case carried to its end and rated, one waiting, prints, a draft, a seat, settings, a calendar."""
    with office.work(SYSTEM) as work:
        rebuild_search(work.session)
        change_settings(work, hall_name="示例市政务服务中心", yellow_percent=75)
        calendar.set_day(work, date(2026, 12, 31), is_working=False, name="盘点")
        notice = parse_notice("元旦：1月1日放假。劳动节：5月1日放假。国庆节：10月1日放假。", 2027)
        calendar.import_notice(work, notice, "示例通知")
    organise(office, hall)
    keep_catalogue(office, hall)
    assert hall.clerk.counter_id is not None
    with office.work(hall.clerk) as work:
        sites.take_counter(work, hall.clerk.counter_id, "program")
        drafts.save_draft(work, "cases.reception", {"note": "𬱖"})
        waiting = cases.receive_case(work, licence_case(hall, missing=(0,)))
        case = cases.receive_and_accept_case(work, licence_case(hall))
        request = printing.request_print(work, case.document_ids[0], "示例打印机")
        printing.finish_print(work, request.record_id, PrintState.PRINTED, b"%PDF")
    with_file = keep_file(office, paperwork.picture(), "营业执照.jpg", hall.clerk)
    with office.work(hall.clerk) as work:
        attach_files(work, waiting.case_id, waiting.revision, [AttachedFile(1, with_file)])
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")
        certificate = examination.Certificate("许可证", "示卫公证字〔2026〕第001号", "准予", date(2030, 1, 1))
        case = examination.grant_case(work, case.case_id, case.revision, certificate)
    with office.work(hall.clerk) as work:
        collector = delivery.Collector("王小萌", "本人", PartyRole.APPLICANT)
        delivery.deliver_case(work, case.case_id, case.revision, collector)
        invitation = reviews.invite(work, case.case_id)
        reviews.give_review(work, invitation.id, reviews.ReviewGiven(Grade.VERY_SATISFIED, ("510",), "很好"))
    go_other_ways(office, hall)


def organise(office: Office, hall: Hall) -> None:
    """Divisions, a hall, a department above one that was there before it, a counter with a scope."""
    assert hall.clerk.counter_id is not None
    with office.work(SYSTEM) as work:
        divisions.import_divisions(work, DivisionList({"41": "示例省", "411099": "示例县"}))
        given = organisation.HallGiven("示例县政务服务中心", "411099", "示例路1号", "9:00—17:00")
        place = organisation.save_hall(work, None, given)
        counter = sites.CounterGiven("01", "综合受理1号窗口", kind=CounterKind.SPECIAL, hall_id=place)
        sites.save_counter(work, hall.clerk.counter_id, counter)
        matters = (hall.licence_id, hall.immediate_id)
        counter_scopes.save_counter_scope(work, hall.clerk.counter_id, (), matters)
        county = organisation.DepartmentGiven("11411000MB9910158N", "示例县人民政府", division_code="411099")
        above = organisation.save_department(work, None, county)
        work.session.execute(sa.update(Department).where(Department.id != above).values(parent_id=above))


def keep_catalogue(office: Office, hall: Hall) -> None:
    """A draft with its editor, a material with a sample, findings, a mapping of columns."""
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    editor = hall.administrator.account_id
    assert editor is not None
    with office.work(SYSTEM) as work:
        material = Material(
            code="M000001",
            name="营业执照",
            kind=MaterialKind.CERTIFICATE,
            carrier=MaterialCarrier.PAPER,
            source=MaterialSource.GOVERNMENT,
            sample="s" * 64,
            updated_at=work.now,
        )
        draft = MatterDraft(
            matter_id=hall.licence_id,
            code=LICENCE_CODE,
            base_version=1,
            content=dump_content(LICENCE),
            state=DraftState.RETURNED,
            editor_id=editor,
            updated_at=work.now,
            comment="请补充依据",
        )
        work.session.add(
            Asset(
                digest="s" * 64,
                name="样表.png",
                media_type="image/png",
                size=len(picture),
                content=picture,
                preview=picture,
                added_at=work.now,
            )
        )
        work.session.flush()
        work.session.add_all([material, draft])
        work.session.flush()
        work.session.add_all(
            [
                MaterialUse(material_id=material.id, matter_id=hall.licence_id),
                MatterDraftEditor(draft_id=draft.id, account_id=editor),
                ImportMapping(name="省平台", mapping={"columns": []}, updated_at=work.now, updated_by=editor),
            ]
        )
        quality.refresh_quality(work)


def content(office: Office) -> Content:
    """Every row of every table, in the order of the keys."""
    with office.database.reader.connect() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in METADATA.sorted_tables
        }
