"""What goes out comes back: every kind of export, into the same hall and into an empty one, on both databases."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_app.exchange.findings import ParsedRecord
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.services import catalogue_export
from desktop_app.services.catalogue_export import KINDS, export_matters
from desktop_app.services.catalogue_import import import_matters, plan_import, prepare_file
from desktop_app.services.work import NOBODY, SYSTEM, Office
from models.catalogue import Matter, MatterVersion
from models.enums import MatterState, MatterType
from models.sites import Department
from tests.services.importing import import_into

SEED = Path(__file__).parents[2] / "resources/seed/matters.jsonl"

Contents = dict[tuple[str, str], tuple[str, int]]


def _fill(office: Office, path: Path) -> None:
    with prepare_file(path) as prepared, office.work(SYSTEM) as work:
        import_matters(work, prepared)


def _contents(office: Office) -> Contents:
    """The digest and popularity of every matter's version in force, by its key."""
    with office.read(SYSTEM) as work:
        rows = work.session.execute(
            sa.select(Matter.code, Matter.item_code, MatterVersion.digest, Matter.popularity).join(
                MatterVersion,
                sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version),
            )
        )
        return {(code, item): (digest, popularity) for code, item, digest, popularity in rows}


def _export(office: Office, path: Path, department_id: int | None = None) -> int:
    with office.read(SYSTEM) as work:
        return export_matters(work, path, department_id=department_id)


def _unchanged(office: Office, path: Path) -> tuple[int, int, int, int]:
    """What importing a file into the same hall would do: added, changed, unchanged, refused."""
    with prepare_file(path) as prepared, office.read(SYSTEM) as work:
        plan = plan_import(work, prepared)
        return plan.added, plan.changed, plan.unchanged, plan.refused


@pytest.fixture
def empty(
    sqlite_template: Path, tmp_path: Path, open_office: Callable[[str], Office]
) -> Callable[[], Office]:
    """Opens another hall without a single matter."""

    def open_one() -> Office:
        path = tmp_path / f"empty{len(list(tmp_path.iterdir()))}.db"
        shutil.copy(sqlite_template, path)
        return open_office(f"sqlite:///{path}")

    return open_one


@pytest.mark.parametrize("suffix", KINDS)
def test_the_sample_catalogue_comes_back_from_its_export(
    office: Office, empty: Callable[[], Office], tmp_path: Path, suffix: str
) -> None:
    _fill(office, SEED)
    path = tmp_path / f"matters{suffix}"
    count = _export(office, path)
    other = empty()
    _fill(other, path)

    assert count == len(_contents(office)) > 40
    assert _contents(other) == _contents(office)
    assert _unchanged(office, path) == (0, 0, count, 0)
    assert [entry.name for entry in tmp_path.glob("*.part")] == []


def test_the_real_catalogue_comes_back_from_every_export(
    sqlite_address: str,
    open_office: Callable[[str], Office],
    empty: Callable[[], Office],
    shared_data: Path,
    tmp_path: Path,
) -> None:
    office = open_office(sqlite_address)
    _fill(office, shared_data / "matters-guangdong/matters.jsonl")
    before = _contents(office)
    assert len(before) == 2262
    for suffix in KINDS:
        path = tmp_path / f"matters{suffix}"
        assert _export(office, path) == 2262
        assert _unchanged(office, path) == (0, 0, 2262, 0)
    other = empty()
    _fill(other, tmp_path / "matters.xlsx")
    assert _contents(other) == before


def test_only_what_is_in_force_and_of_the_department_goes_out(office: Office, tmp_path: Path) -> None:
    _fill(office, SEED)
    with office.work(SYSTEM) as work:
        first, second, *_ = work.session.scalars(sa.select(Matter).order_by(Matter.id))
        first.state, second.state = MatterState.ABOLISHED, MatterState.SUSPENDED
        department = work.session.get_one(Department, second.department_id)
        of_department = work.session.scalar(
            sa.select(sa.func.count()).where(
                Matter.department_id == department.id, Matter.state != MatterState.ABOLISHED
            )
        )
    total = len(_contents(office))

    assert _export(office, tmp_path / "all.jsonl") == total - 1
    assert _export(office, tmp_path / "some.jsonl", department.id) == of_department
    assert second.code in (tmp_path / "some.jsonl").read_text("utf-8")
    assert first.code not in (tmp_path / "all.jsonl").read_text("utf-8")


def test_an_export_that_is_given_up_or_fails_leaves_the_old_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(office, SEED)
    monkeypatch.setattr(catalogue_export, "CHUNK", 10)
    steps: list[tuple[int, int]] = []
    for suffix in KINDS:
        path = tmp_path / f"matters{suffix}"
        path.write_text("old", "utf-8")
        asked = iter([False, False, True])
        with office.read(SYSTEM) as work, pytest.raises(ServiceError) as refusal:
            export_matters(
                work,
                path,
                progress=lambda done, total: steps.append((done, total)),
                cancelled=lambda: next(asked),  # noqa: B023  asked within this turn
            )
        assert refusal.value.code == "export_cancelled"
        assert path.read_text("utf-8") == "old"
    assert steps[:2] == [(0, 50), (10, 50)]
    assert sorted(entry.suffix for entry in tmp_path.iterdir() if entry.stem == "matters") == sorted(KINDS)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("matters.docx", "export_kind_unknown"),
        ("gone/matters.csv", "file_unwritable"),
        ("gone/matters.xlsx", "file_unwritable"),
    ],
)
def test_what_cannot_be_written_is_refused(office: Office, tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        _export(office, tmp_path / name)
    assert refusal.value.code == code


def test_nobody_exports_without_the_right_to_look(office: Office, tmp_path: Path) -> None:
    with office.read(NOBODY) as work, pytest.raises(ServiceError) as refusal:
        export_matters(work, tmp_path / "matters.csv")
    assert refusal.value.code == "not_permitted"


def test_an_empty_catalogue_is_a_file_without_matters(office: Office, tmp_path: Path) -> None:
    for suffix in KINDS:
        assert _export(office, tmp_path / f"matters{suffix}") == 0
    with prepare_file(tmp_path / "matters.xlsx") as prepared:
        assert (prepared.records, prepared.refused) == (0, 0)


def test_a_text_too_long_for_a_cell_names_its_matter(office: Office, tmp_path: Path) -> None:
    long = MatterContent("许可", MatterType.LICENCE, "局", "1", conditions="一、条件。" * 8000)
    _fill_one(office, long)
    with pytest.raises(ServiceError) as refusal:
        _export(office, tmp_path / "matters.xlsx")

    assert refusal.value.code == "export_text_too_long"
    assert _export(office, tmp_path / "matters.csv") == 1
    assert _unchanged(office, tmp_path / "matters.csv") == (0, 0, 1, 0)


def _fill_one(office: Office, content: MatterContent) -> None:
    code = "11411000MB9900013M3410125015000"
    import_into(office, ParsedRecord(1, code, "", content.department_code, content.department_name, content))
