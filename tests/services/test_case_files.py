"""办件附件: on the disk before any row names them, told by their bytes, read back proved, swept when nobody names them."""

import dataclasses
import os
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app.file_store import FileStore, digest_of
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.errors import ServiceError
from desktop_app.services import case_attachments, cases, file_upkeep, health
from desktop_app.services.case_files import (
    OF_THE_CASE,
    AttachedFile,
    FileRow,
    KeptFile,
    get_file,
    get_store,
    keep_file,
    list_files,
)
from desktop_app.services.case_inputs import CaseInput
from desktop_app.services.cases import ActResult
from desktop_app.services.drafts import save_draft
from desktop_app.services.office import change_settings
from desktop_app.services.work import SYSTEM, Actor, Office
from models.cases import Case, CaseEvent, CaseMaterial
from models.enums import CaseAction, ReceivedAs
from models.files import CaseFile, StoredFile
from tests import paperwork
from tests.factories import Hall, licence_case, received
from tests.services import workers

DAYS_AGO = 2 * 24 * 3600


def store_of(office: Office) -> FileStore:
    with office.read(SYSTEM) as work:
        return get_store(work)


def files_of(office: Office, case: ActResult) -> list[FileRow]:
    with office.read(SYSTEM) as work:
        return list_files(work, case.case_id)


def receive(office: Office, hall: Hall) -> ActResult:
    with office.work(hall.clerk) as work:
        return cases.receive_case(work, licence_case(hall))


def attach(office: Office, actor: Actor, case: ActResult, *files: tuple[int, KeptFile]) -> ActResult:
    with office.work(actor) as work:
        given = [AttachedFile(position, file) for position, file in files]
        return case_attachments.attach_files(work, case.case_id, case.revision, given)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(ServiceError) as caught:
        act()
    return caught.value.code


def test_a_file_is_kept_as_it_is_and_read_back_proved(office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    content = paperwork.scan(3)
    kept = keep_file(office, content, "../扫描.TIFF", hall.clerk)

    attach(office, hall.clerk, case, (1, kept))

    (row,) = files_of(office, case)
    assert (row.position, row.name, row.pages, row.added_by) == (1, "扫描.tif", 3, hall.clerk.name)
    with office.read(hall.approver) as work:
        assert get_file(work, row.id).content == content


def test_what_cannot_be_kept_is_refused_and_nothing_is_written(office: Office, hall: Hall) -> None:
    with office.work(SYSTEM) as work:
        change_settings(work, file_megabytes=1, file_pages=3)

    for content, code in (
        (paperwork.pdf(4), "attachment_pages"),
        (paperwork.picture() + bytes(1024 * 1024), "attachment_too_large"),
    ):
        assert refusal(partial(keep_file, office, content, "附件", hall.clerk)) == code
    assert list(store_of(office).list_digests()) == []


def test_the_same_bytes_are_kept_once(office: Office, hall: Hall) -> None:
    case, other = receive(office, hall), receive(office, hall)
    kept = keep_file(office, paperwork.picture(), "执照.jpg", hall.clerk)
    again = keep_file(office, paperwork.picture(), "同一张.jpg", hall.clerk)

    case = attach(office, hall.clerk, case, (1, kept), (1, again), (2, again))
    attach(office, hall.clerk, other, (1, again))

    assert [(row.position, row.name) for row in files_of(office, case)] == [
        (1, "执照.jpg"),
        (2, "同一张.jpg"),
    ]
    assert list(store_of(office).list_digests()) == [kept.digest]
    with office.read(SYSTEM) as work:
        assert work.session.scalars(sa.select(StoredFile.digest)).all() == [kept.digest]


def test_files_come_with_the_receipt_and_with_the_supplement(office: Office, hall: Hall) -> None:
    first = keep_file(office, paperwork.picture(), "执照.jpg", hall.clerk)
    later = keep_file(office, paperwork.scan(), "平面图.tif", hall.clerk)
    given = licence_case(hall, missing=(2,))
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, _with_files(given, AttachedFile(1, first)))
        case = cases.request_supplement(work, case.case_id, case.revision, {2: "请提供平面图"})
        line = ReceivedMaterial(2, ReceivedAs.SCAN, 1)
        cases.receive_supplement(work, case.case_id, case.revision, [line], [AttachedFile(2, later)])

    assert [(row.position, row.name) for row in files_of(office, case)] == [
        (1, "执照.jpg"),
        (2, "平面图.tif"),
    ]


def test_every_act_on_files_is_told_in_the_process(office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    kept = keep_file(office, paperwork.pdf(), "执照.pdf", hall.clerk)
    case = attach(office, hall.clerk, case, (1, kept), (OF_THE_CASE, kept))
    (of_the_case, line) = files_of(office, case)
    with office.work(hall.clerk) as work:
        case_attachments.remove_file(work, case.case_id, case.revision, line.id, "传错了")

    with office.read(SYSTEM) as work:
        told = work.session.execute(sa.select(CaseEvent.action, CaseEvent.text).order_by(CaseEvent.id)).all()
    assert [tuple(row) for row in told[1:]] == [
        (CaseAction.ATTACH, "营业执照：执照.pdf；整个办件：执照.pdf"),
        (CaseAction.DETACH, "营业执照：执照.pdf。原因：传错了"),
    ]
    standing = {row.id: row.removed_at is None for row in files_of(office, case)}
    assert standing == {of_the_case.id: True, line.id: False}
    assert store_of(office).has(kept.digest, kept.size), "what was there stays known"


def test_after_acceptance_only_a_supervisor_takes_a_file_out(office: Office, hall: Hall) -> None:
    kept = keep_file(office, paperwork.pdf(), "执照.pdf", hall.clerk)
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, _with_files(licence_case(hall), AttachedFile(1, kept)))
    (row,) = files_of(office, case)

    def remove(actor: Actor) -> None:
        with office.work(actor) as work:
            case_attachments.remove_file(work, case.case_id, case.revision, row.id, "属于另一位申请人")

    assert refusal(lambda: remove(hall.clerk)) == "not_permitted"
    assert refusal(lambda: remove(hall.approver)) == "not_permitted"
    remove(SYSTEM)
    assert files_of(office, case)[0].removed_at is not None


def test_an_examiner_adds_what_belongs_to_the_whole_case_only(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        case = cases.receive_and_accept_case(work, licence_case(hall))
    photo = keep_file(office, paperwork.picture(), "现场照片.jpg", hall.approver)

    assert refusal(lambda: attach(office, hall.approver, case, (1, photo))) == "not_permitted"
    attach(office, hall.approver, case, (OF_THE_CASE, photo))
    assert [row.position for row in files_of(office, case)] == [OF_THE_CASE]


def test_refused_attachments_change_nothing(office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    kept = keep_file(office, paperwork.pdf(), "执照.pdf", hall.clerk)
    gone = KeptFile("0" * 64, "没有.pdf", "application/pdf", 9, 1)

    assert refusal(lambda: attach(office, hall.clerk, case)) == "files_empty"
    assert refusal(lambda: attach(office, hall.clerk, case, (9, kept))) == "material_unknown"
    assert refusal(lambda: attach(office, hall.clerk, case, (1, kept), (2, gone))) == "file_lost"
    assert refusal(lambda: attach(office, hall.supervisor, case, (1, kept))) == "not_permitted"
    with office.work(SYSTEM) as work:
        work.session.get_one(Case, case.case_id).archived_at = work.now
    assert refusal(lambda: attach(office, hall.clerk, case, (1, kept))) == "case_archived"
    assert files_of(office, case) == []
    with office.read(SYSTEM) as work:
        assert work.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0


def test_an_altered_or_lost_file_is_never_shown(office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    kept = keep_file(office, paperwork.pdf(), "执照.pdf", hall.clerk)
    attach(office, hall.clerk, case, (1, kept))
    (row,) = files_of(office, case)
    path = store_of(office).path_of(kept.digest)
    content = path.read_bytes()

    def look() -> None:
        with office.read(hall.clerk) as work:
            get_file(work, row.id)

    path.write_bytes(content[:-1] + b"?")
    assert refusal(look) == "file_altered"
    path.unlink()
    assert refusal(look) == "file_lost"
    items = {item.code: item for item in health.check(office).items}
    assert (items["files"].is_sound, "缺少 1 个" in items["files"].finding) == (False, True)
    assert keep_file(office, content, "执照.pdf", hall.clerk) == kept, "handed in again, it is back"
    look()


def test_a_sweep_takes_only_what_nobody_names_for_a_day(office: Office, hall: Hall) -> None:
    case = receive(office, hall)
    named, drafted, old, young = (
        keep_file(office, paperwork.picture(str(number)), "图.jpg", hall.clerk) for number in range(4)
    )
    attach(office, hall.clerk, case, (1, named))
    with office.work(hall.clerk) as work:
        save_draft(work, "cases.intake", {"files": [[1, drafted.digest, "图.jpg"]]})
    store = store_of(office)
    for kept in (named, drafted, old):
        _age(store.path_of(kept.digest))
    unfinished = store.path_of(old.digest).with_name(f".{old.digest}.1.part")
    unfinished.write_bytes(b"half")
    _age(unfinished)

    items = {item.code: item for item in health.check(office).items}

    assert set(store.list_digests()) == {named.digest, drafted.digest, young.digest}
    assert not unfinished.exists()
    assert "清理" in items["files"].finding
    with office.work(SYSTEM) as work:
        assert file_upkeep.sweep_files(work) == 0


def test_a_file_kept_again_is_young_again(office: Office, hall: Hall) -> None:
    kept = keep_file(office, paperwork.pdf(), "执照.pdf", hall.clerk)
    _age(store_of(office).path_of(kept.digest))
    keep_file(office, paperwork.pdf(), "执照.pdf", hall.clerk)
    with office.work(SYSTEM) as work:
        assert file_upkeep.sweep_files(work) == 0
    attach(office, hall.clerk, receive(office, hall), (1, kept))


def test_a_servers_office_says_where_its_files_are_missing(
    postgresql_address: str,
    open_office: Callable[[str], Office],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    server = open_office(postgresql_address)
    monkeypatch.setenv("YICHUANG_HOME", str(tmp_path))
    monkeypatch.delenv("YICHUANG_FILES")
    assert refusal(lambda: keep_file(server, paperwork.pdf(), "执照.pdf")) == "files_folder_unset"
    with server.work(SYSTEM) as work:
        change_settings(work, files_folder=str(tmp_path / "share"))
    assert refusal(lambda: keep_file(server, paperwork.pdf(), "执照.pdf")) == "files_folder_away"
    (tmp_path / "share").mkdir()
    kept = keep_file(server, paperwork.pdf(), "执照.pdf")
    assert (tmp_path / "share" / kept.digest[:2] / kept.digest).is_file()


def test_killed_while_attaching_nothing_is_half_stored(
    address: str, office: Office, hall: Hall, shared_folder: Path
) -> None:
    case = receive(office, hall)
    store = store_of(office)
    acknowledged: set[str] = set()
    for turn in range(6):
        process, reports = workers.start(
            workers.attach_until_killed, address, hall, case.number, turn, shared_folder
        )
        acknowledged.add(reports.recv())
        time.sleep(0.013 * turn)
        process.kill()
        acknowledged |= set(workers.received(reports))
        process.join()

    with office.read(SYSTEM) as work:
        rows = dict(work.session.execute(sa.select(StoredFile.digest, StoredFile.size)).all())
        named = set(work.session.scalars(sa.select(CaseFile.digest)))
        events = work.session.scalar(
            sa.select(sa.func.count()).where(
                CaseEvent.case_id == case.case_id, CaseEvent.action == CaseAction.ATTACH
            )
        )
    assert acknowledged <= named == set(rows)
    assert events == len(named)
    assert all(digest_of(store.path_of(digest).read_bytes()) == digest for digest in rows)

    for path in store.folder.glob("*/*"):
        _age(path)
    with office.work(SYSTEM) as work:
        file_upkeep.sweep_files(work)
    assert {path.name for path in store.folder.glob("*/*")} == set(rows), "orphans and halves are swept"


def test_trust_follows_the_way_and_the_check_at_the_window(office: Office, hall: Hall) -> None:
    lines = (
        ReceivedMaterial(0, ReceivedAs.ORIGINAL, 1),
        ReceivedMaterial(1, ReceivedAs.DATA, 1, licence_number="核验2026-001"),
        ReceivedMaterial(2, ReceivedAs.COPY, 1),
        ReceivedMaterial(3, ReceivedAs.SCAN, 1, is_checked=True, valid_until=date(2027, 3, 1)),
    )
    with office.work(hall.clerk) as work:
        case = cases.receive_case(work, _with_lines(licence_case(hall), lines))
        case = case_attachments.compare_material(work, case.case_id, case.revision, 2, date(2026, 11, 20))

    with office.read(SYSTEM) as work:
        rows = work.session.scalars(sa.select(CaseMaterial).order_by(CaseMaterial.position)).all()
        trusts = [row.trust and str(row.trust) for row in rows]
        checked = [row.checked_by for row in rows]
    assert trusts == ["B", "A", "B", "B", None]
    assert checked == [None, hall.clerk.account_id, hall.clerk.account_id, hall.clerk.account_id, None]


def test_only_copies_are_compared_and_only_valid_ones(office: Office, hall: Hall) -> None:
    case = receive(office, hall)

    def compare(position: int, until: date | None = None) -> str:
        def act() -> None:
            with office.work(hall.clerk) as work:
                case_attachments.compare_material(work, case.case_id, case.revision, position, until)

        return refusal(act)

    assert compare(1) == "material_not_comparable"
    assert compare(9) == "material_unknown"
    with office.work(hall.clerk) as work:
        lines = (ReceivedMaterial(1, ReceivedAs.COPY, 1), *received(1))
        case = cases.receive_case(work, _with_lines(licence_case(hall), lines))
    assert compare(1, date(2026, 11, 19)) == "material_expired"


def _with_files(given: CaseInput, *files: AttachedFile) -> CaseInput:
    return dataclasses.replace(given, files=files)


def _with_lines(given: CaseInput, lines: tuple[ReceivedMaterial, ...]) -> CaseInput:
    return dataclasses.replace(given, materials=lines)


def _age(path: Path) -> None:
    then = time.time() - DAYS_AGO
    os.utime(path, (then, then))
