"""材料库: entries, their uses and files, alike on both databases, through backup and merge."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.materials import MaterialInput
from desktop_app.services import maintenance
from desktop_app.services.assets import (
    add_asset,
    drop_unused_assets,
    get_asset,
    list_assets,
    list_unused_assets,
)
from desktop_app.services.material_suggestions import create_suggested, list_library_notes, suggest_entries
from desktop_app.services.material_uses import list_material_matters, note_uses
from desktop_app.services.materials import (
    MaterialDetail,
    change_material,
    count_materials,
    create_material,
    find_similar_materials,
    get_material,
    list_materials,
    merge_materials,
    restore_material,
    retire_material,
)
from desktop_app.services.work import SYSTEM, Office, Work
from models.enums import MaterialKind
from models.materials import Asset, MaterialUse
from tests.conftest import SettableClock
from tests.factories import IMMEDIATE, LICENCE, Hall
from tests.services.publishing import published
from tests.services.test_quality import add_matters

LICENCE_PAPER = MaterialInput("营业执照", MaterialKind.CERTIFICATE, issuer="", check_points="在有效期内")


def picture(colour: str = "white") -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(into, "PNG")
    return into.getvalue()


def uses(work: Work, entry: MaterialDetail) -> list[int]:
    return [row.matter_id for row in list_material_matters(work, entry.id)]


def code_of(raised: pytest.ExceptionInfo[ServiceError]) -> str:
    return raised.value.code


def test_an_entry_counts_who_asks_for_it_by_name(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        entry = create_material(work, LICENCE_PAPER)
        assert (entry.code, entry.uses) == ("CL00001", 1)
        assert uses(work, entry) == [hall.licence_id]
        assert get_material(work, "CL00001") == entry
        assert [row.uses for row in list_materials(work)] == [1]
        assert count_materials(work) == 1


def test_a_code_that_was_typed_is_never_given_again(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        create_material(work, MaterialInput("甲材料", code="cl00001"))
        assert create_material(work, MaterialInput("乙材料")).code == "CL00002"


def test_two_entries_never_share_code_or_name(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        create_material(work, replace(LICENCE_PAPER, code="A1"))
    for given, code in (
        (replace(LICENCE_PAPER, code="A2"), "material_name_taken"),
        (MaterialInput("公司章程", code="A1"), "material_code_taken"),
    ):
        with pytest.raises(ServiceError) as raised, office.work(hall.editor) as work:
            create_material(work, given)
        assert code_of(raised) == code
    with office.work(hall.editor) as work:
        assert create_material(work, replace(LICENCE_PAPER, issuer="市监局")).code == "CL00001"


def test_whoever_saves_an_older_state_is_told(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        first = create_material(work, LICENCE_PAPER)
    with office.work(hall.editor) as work:
        second = change_material(work, first.id, first.revision, replace(LICENCE_PAPER, standard="正本"))
    assert (second.code, second.standard, second.revision) == ("CL00001", "正本", 2)
    with pytest.raises(ServiceError) as raised, office.work(hall.reviewer) as work:
        change_material(work, first.id, first.revision, LICENCE_PAPER)
    assert code_of(raised) == "material_changed"
    with pytest.raises(ServiceError) as raised, office.work(hall.reviewer) as work:
        change_material(work, 99, 1, LICENCE_PAPER)
    assert code_of(raised) == "material_entry_unknown"


def test_a_renamed_entry_is_asked_for_under_its_new_name(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        entry = create_material(work, LICENCE_PAPER)
        renamed = change_material(work, entry.id, 1, MaterialInput("居民身份证"))

        assert uses(work, renamed) == [hall.immediate_id]


def test_a_retired_entry_is_offered_no_more(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        entry = create_material(work, LICENCE_PAPER)
        retired = retire_material(work, entry.id, entry.revision)
        assert (retired.is_active, retired.uses) == (False, 0)
        assert list_materials(work) == []
        assert [row.name for row in list_materials(work, with_retired=True)] == ["营业执照"]
        restored = restore_material(work, entry.id, retired.revision)
        assert (restored.is_active, restored.uses) == (True, 1)


def test_a_version_in_force_moves_the_uses(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        entry = create_material(work, LICENCE_PAPER)
    materials = tuple(spec for spec in LICENCE.materials if spec.name != "营业执照")
    published(office, hall, hall.licence_id, materials=materials)
    with office.read(hall.editor) as work:
        assert uses(work, entry) == []
    published(
        office, hall, hall.licence_id, materials=(*materials, MaterialSpec("执照", library_code=entry.code))
    )
    with office.read(hall.editor) as work:
        assert uses(work, entry) == [hall.licence_id]


def test_merged_entries_are_one(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        digest = add_asset(work, picture(), "样例.png")
        kept = create_material(work, MaterialInput("营业执照（副本）"))
        gone = create_material(work, replace(LICENCE_PAPER, sample=digest))
        older = create_material(work, MaterialInput("执照", code="OLD"))
        merge_materials(work, gone.id, older.id, older.revision)
        gone = get_material(work, gone.code)
        merged = merge_materials(work, kept.id, gone.id, gone.revision)

        assert (merged.sample, merged.check_points, merged.uses) == (digest, "在有效期内", 1)
        assert uses(work, merged) == [hall.licence_id]
        assert [row.code for row in list_materials(work, with_retired=True)] == [kept.code]
        assert get_material(work, gone.code).merged_into == kept.code
        assert get_material(work, "OLD").merged_into == kept.code
        note_uses(
            work, {hall.immediate_id: replace(IMMEDIATE, materials=(MaterialSpec("甲", library_code="OLD"),))}
        )
        assert sorted(uses(work, merged)) == sorted([hall.licence_id, hall.immediate_id])
        note_uses(work, {hall.licence_id: LICENCE})
        assert hall.licence_id in uses(work, merged)


@pytest.mark.parametrize("which", ["same", "merged", "stale"])
def test_a_merge_that_makes_no_sense_is_refused(office: Office, hall: Hall, which: str) -> None:
    with office.work(hall.editor) as work:
        one, other = create_material(work, LICENCE_PAPER), create_material(work, MaterialInput("执照"))
        merge_materials(work, one.id, other.id, other.revision)
    pairs = {
        "same": (one.id, one.id, 2, "material_same"),
        "merged": (one.id, other.id, 2, "material_merged"),
        "stale": (other.id, one.id, 1, "material_merged"),
    }
    kept, gone, revision, code = pairs[which]
    with pytest.raises(ServiceError) as raised, office.work(hall.editor) as work:
        merge_materials(work, kept, gone, revision)
    assert code_of(raised) == code


def test_an_entry_is_found_by_name_code_issuer_and_licence(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        create_material(work, replace(LICENCE_PAPER, issuer="市监局", licence="电子营业执照"))
        for text in ("执照", "CL0000", "cl00001", "市监", "电子营业", " ", "\x00"):
            assert [row.name for row in list_materials(work, text)] == ["营业执照"], text
        for text in ("%", "_", "没有"):
            assert list_materials(work, text) == [], text


def test_a_long_list_is_read_page_by_page(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        for number in range(12):
            create_material(work, MaterialInput(f"材料{number % 4}", issuer=f"机关{number}"))
        rows = list_materials(work)
        first = list_materials(work, limit=5)
        rest = [*list_materials(work, limit=5, after=first[-1]), *list_materials(work, after=rows[9])]
    assert [*first, *rest] == rows


def test_entries_that_may_be_the_same_are_told(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        create_material(work, replace(LICENCE_PAPER, issuer="市监局"))
        create_material(work, MaterialInput("公司章程"))
        (alike,) = find_similar_materials(work, "营业执照副本")
        (less,) = find_similar_materials(work, "营业执照", "公安局")
    assert (alike.row.name, alike.likeness, less.likeness) == ("营业执照", 100, 90)


# what the catalogue asks for


def test_materials_of_several_matters_become_entries_in_one_act(office: Office, hall: Hall) -> None:
    add_matters(office, [replace(LICENCE, name=f"事项{number}") for number in range(2)])
    with office.work(hall.editor) as work:
        create_material(work, LICENCE_PAPER)
        found = suggest_entries(work)
        assert {each.name for each in found} == {spec.name for spec in LICENCE.materials} - {"营业执照"}
        assert {each.matters for each in found} == {3}
        assert create_suggested(work, found) == len(found)
        assert suggest_entries(work) == []
        assert create_suggested(work, found) == 0
        assert {row.uses for row in list_materials(work)} == {3}


def test_the_counter_reads_what_the_library_says_of_a_line(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        digest = add_asset(work, picture(), "样例.png")
        create_material(work, replace(LICENCE_PAPER, sample=digest, licence="电子营业执照"))
    with office.read(hall.clerk) as work:
        notes = list_library_notes(work, LICENCE)
    assert [note is not None for note in notes] == [False, True, False, False, False]
    note = notes[1]
    assert note is not None
    assert (note.check_points, note.sample, note.licence) == ("在有效期内", digest, "电子营业执照")


# files


def test_the_same_bytes_are_kept_once(office: Office, hall: Hall) -> None:
    with office.work(hall.editor) as work:
        digest = add_asset(work, picture(), "一.png")
        assert add_asset(work, picture(), "二.png") == digest
        assert len(digest) == 64
        assert [row.name for row in list_assets(work, [digest, "", "f" * 64])] == ["一.png"]
        assert get_asset(work, digest).content == picture()
        with pytest.raises(ServiceError, match="asset_unknown"):
            get_asset(work, "f" * 64)
        with pytest.raises(ServiceError, match="asset_unknown"):
            create_material(work, replace(LICENCE_PAPER, sample="f" * 64))


def test_only_files_nobody_refers_to_are_given_up(office: Office, hall: Hall, clock: SettableClock) -> None:
    with office.work(hall.editor) as work:
        entry, line, result, lost = (
            add_asset(work, picture(colour), f"{colour}.png") for colour in ("red", "green", "blue", "black")
        )
        create_material(work, replace(LICENCE_PAPER, sample=entry))
    materials = (*LICENCE.materials, MaterialSpec("平面图样表", blank_form=line, standard="清楚"))
    published(office, hall, hall.licence_id, materials=materials, result_sample=result)
    with office.work(hall.editor) as work:
        assert list_unused_assets(work) == [], "a form may not be saved yet"
    clock.advance(days=2)
    with office.work(hall.editor) as work:
        assert [row.digest for row in drop_unused_assets(work)] == [lost]
        assert drop_unused_assets(work) == []
        assert {row.digest for row in list_assets(work, [entry, line, result, lost])} == {entry, line, result}


def test_a_backup_carries_entries_and_files(
    office: Office,
    hall: Hall,
    open_office: Callable[[str], Office],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("YICHUANG_HOME", str(tmp_path))
    with office.work(hall.editor) as work:
        digest = add_asset(work, picture(), "样例.png")
        kept = create_material(work, replace(LICENCE_PAPER, sample=digest))
        older = create_material(work, MaterialInput("执照", code="OLD"))
        merge_materials(work, kept.id, older.id, older.revision)
    maintenance.back_up(office, tmp_path / "backup.db")
    with office.work(SYSTEM) as work:
        work.session.execute(sa.delete(MaterialUse))
    maintenance.restore(office, tmp_path / "backup.db")

    restored = Office(office.database, office.key)
    for each in (restored, open_office(f"sqlite:///{tmp_path / 'backup.db'}")):
        with each.read(SYSTEM) as work:
            assert get_asset(work, digest).content == picture()
            assert get_material(work, "OLD").merged_into == "CL00001"
            assert uses(work, kept) == [hall.licence_id]
            assert work.session.scalar(sa.select(sa.func.count()).select_from(Asset)) == 1


def test_only_editors_change_the_library(office: Office, hall: Hall) -> None:
    with office.work(hall.clerk) as work:
        assert list_materials(work) == []
        for act in (
            lambda: create_material(work, LICENCE_PAPER),
            lambda: add_asset(work, picture(), "a.png"),
            lambda: suggest_entries(work),
            lambda: drop_unused_assets(work),
        ):
            with pytest.raises(ServiceError, match="not_permitted"):
                act()
