"""A hall with something in nearly every table, and everything a database holds as plain values."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from desktop_app.rules.notices import parse_notice
from desktop_app.services import calendar, cases, drafts, examination, printing, reviews, sites
from desktop_app.services.catalogue_index import rebuild_search
from desktop_app.services.office import change_settings
from desktop_app.services.work import SYSTEM, Office
from models.enums import Grade, Opinion, PartyRole, PrintState
from models.registry import METADATA
from tests.factories import Hall, licence_case

Content = dict[str, list[tuple[Any, ...]]]


def live_in(office: Office, hall: Hall) -> None:
    """One case carried to its end and rated, one waiting, prints, a draft, a seat, settings, a calendar."""
    with office.work(SYSTEM) as work:
        rebuild_search(work.session)
        change_settings(work, hall_name="示例市政务服务中心", yellow_percent=75)
        calendar.set_day(work, date(2026, 12, 31), is_working=False, name="盘点")
        notice = parse_notice("元旦：1月1日放假。劳动节：5月1日放假。国庆节：10月1日放假。", 2027)
        calendar.import_notice(work, notice, "示例通知")
    assert hall.clerk.counter_id is not None
    with office.work(hall.clerk) as work:
        sites.take_counter(work, hall.clerk.counter_id, "program")
        drafts.save_draft(work, "cases.reception", {"note": "𬱖"})
        cases.receive_case(work, licence_case(hall, missing=(0,)))
        case = cases.receive_and_accept_case(work, licence_case(hall))
        request = printing.request_print(work, case.document_ids[0], "示例打印机")
        printing.finish_print(work, request.record_id, PrintState.PRINTED, b"%PDF")
    with office.work(hall.approver) as work:
        case = examination.examine_case(work, case.case_id, case.revision, Opinion.GRANT, "符合条件")
        certificate = examination.Certificate("许可证", "示卫公证字〔2026〕第001号", "准予", date(2030, 1, 1))
        case = examination.grant_case(work, case.case_id, case.revision, certificate)
    with office.work(hall.clerk) as work:
        collector = examination.Collector("王小萌", "本人", PartyRole.APPLICANT)
        examination.deliver_case(work, case.case_id, case.revision, collector)
        invitation = reviews.invite(work, case.case_id)
        reviews.give_review(work, invitation.id, reviews.ReviewGiven(Grade.VERY_SATISFIED, ("510",), "很好"))


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
