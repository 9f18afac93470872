"""办事指南: what a guide says, gathered from the version in force, the organs, the counters and the materials library."""

import secrets
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import defer

from desktop_app.documents.guides.book import Book, Cover, Entry
from desktop_app.documents.guides.content import CounterPlace, Guide, HallPlace, Organ
from desktop_app.documents.guides.rendering import render_guide
from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.guide_sections import sections_of
from desktop_app.rules.guides import matter_address, matter_qr, narrow
from desktop_app.rules.situations import Answers
from desktop_app.services.counter_scopes import list_counters_for
from desktop_app.services.matter_draft_records import DraftRow
from desktop_app.services.matter_drafts import get_draft
from desktop_app.services.matter_versions import find_content
from desktop_app.services.work import SYSTEM, Actor, Office, Work, hall_date
from models.catalogue import Matter, MatterVersion
from models.elements import GuideStyle
from models.enums import Area, MatterState, Permission
from models.materials import Asset, Material
from models.sites import Department, Hall

CHUNK = 50
"""Guides read in one look at the database: a long batch must not hold one open."""
PICTURES = ("image/png", "image/jpeg")

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class GuideBatch:
    """Which guides make a book: their matters in order, and what they have in common."""

    title: str
    matter_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SkippedGuide:
    """A guide that could not be made, and why."""

    name: str
    code: str
    reason: ServiceError


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a book came to."""

    path: Path
    guides: int
    pages: int
    skipped: tuple[SkippedGuide, ...]


def guide_of(
    work: Work, matter_id: int, answers: Answers | None = None, *, with_pictures: bool = False
) -> Guide:
    """What the guide of a matter says today; answers to its situations leave only what applies under them.

    Raises `matter_unknown`, `situation_unknown`, `guide_section_…` for a setting that names no sections.
    """
    work.require(Permission.CATALOGUE_VIEW)
    found = work.session.execute(
        sa.select(Matter, MatterVersion, Department)
        .join(
            MatterVersion,
            sa.and_(MatterVersion.matter_id == Matter.id, MatterVersion.version == Matter.version),
        )
        .join(Department, Department.id == Matter.department_id)
        .where(Matter.id == matter_id)
        .options(defer(MatterVersion.content))
    ).first()
    if found is None:
        raise ServiceError("matter_unknown")
    matter, version, department = found
    content = find_content(work, version.id, version.digest)
    guide = _guide(work, matter, content, answers or {}, with_pictures=with_pictures)
    return replace(
        guide,
        version=version.version,
        effective_on=version.effective_on or hall_date(version.published_at),
        organ=_organ(department),
        qr_text=matter_qr(work.settings.base_url, matter.code, matter.item_code, version.version),
    )


def draft_guide_of(
    work: Work, draft_id: int, answers: Answers | None = None, *, with_pictures: bool = False
) -> Guide:
    """What the guide would say if a draft were published today; for its editors and reviewers to look at.

    Raises `draft_unknown`, and what `guide_of` raises.
    """
    work.require(Permission.CATALOGUE_VIEW)
    draft = get_draft(work, draft_id)
    matter = work.session.get(Matter, draft.row.matter_id) if draft.row.matter_id is not None else None
    department = work.session.scalar(
        sa.select(Department).where(Department.code == draft.content.department_code)
    )
    guide = _guide(work, matter or draft.row, draft.content, answers or {}, with_pictures=with_pictures)
    return replace(
        guide,
        version=draft.head_version + 1,
        effective_on=draft.row.effective_on or work.today,
        organ=_organ(department) if department else Organ(draft.content.department_name),
        is_draft=True,
    )


def _guide(
    work: Work, of: Matter | DraftRow, content: MatterContent, answers: Answers, *, with_pictures: bool
) -> Guide:
    """A guide of a content, but for what only its version tells."""
    narrowed = narrow(content, answers)
    content = _with_library(work, narrowed.content)
    counters, halls = _places(work, of.id) if isinstance(of, Matter) else ((), ())
    settings = work.settings
    address = matter_address(settings.base_url, of.code, of.item_code)
    return Guide(
        content=content,
        code=of.code,
        item_code=of.item_code,
        state=of.state if isinstance(of, Matter) else MatterState.PENDING,
        version=1,
        effective_on=work.today,
        printed_on=work.today,
        organ=Organ(content.department_name),
        halls=halls or (HallPlace(settings.hall_name),),
        counters=counters,
        address=address,
        qr_text=address,
        sections=sections_of(settings.guide_sections),
        answers=narrowed.answers,
        pictures=_pictures(work, content) if with_pictures else (),
    )


def get_guide_pdf(
    work: Work,
    matter_id: int,
    style: GuideStyle = GuideStyle.STANDARD,
    answers: Answers | None = None,
    *,
    is_large: bool = False,
) -> bytes:
    """The guide of a matter as PDF bytes; raises what `guide_of` raises, and `glyph_missing`."""
    guide = guide_of(work, matter_id, answers, with_pictures=style is GuideStyle.ILLUSTRATED)
    return render_guide(guide, style, is_large=is_large)


def get_draft_guide_pdf(
    work: Work,
    draft_id: int,
    style: GuideStyle = GuideStyle.STANDARD,
    answers: Answers | None = None,
    *,
    is_large: bool = False,
) -> bytes:
    """The guide of a draft as PDF bytes, every page marked 草稿; raises what `draft_guide_of` raises, and `glyph_missing`."""
    guide = draft_guide_of(work, draft_id, answers, with_pictures=style is GuideStyle.ILLUSTRATED)
    return render_guide(guide, style, is_large=is_large)


def record_guide(work: Work, matter_id: int, style: GuideStyle, printer: str, *, is_large: bool) -> None:
    """Note that a guide was handed out: printed, or kept as a file; raises `matter_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    matter = work.session.get(Matter, matter_id)
    if matter is None:
        raise ServiceError("matter_unknown")
    subject = f"matter:{matter.item_code or matter.code}"
    work.record("guides.print", subject, Area.PRINTING, style=style.value, is_large=is_large, printer=printer)


def record_draft_guide(work: Work, draft_id: int, style: GuideStyle, printer: str, *, is_large: bool) -> None:
    """Note that the guide of a draft was put on paper or into a file; raises `draft_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    row = get_draft(work, draft_id).row
    subject = f"matter:{row.item_code or row.code}"
    printed = {"style": style.value, "is_large": is_large, "printer": printer, "draft": draft_id}
    work.record("guides.print_draft", subject, Area.PRINTING, **printed)


def find_guide_batch(work: Work, department_id: int) -> GuideBatch:
    """The matters of a department that can be applied for, by name; raises `department_unknown`, `guides_none`."""
    work.require(Permission.CATALOGUE_VIEW)
    name = work.session.scalar(sa.select(Department.name).where(Department.id == department_id))
    if name is None:
        raise ServiceError("department_unknown")
    query = (
        sa.select(Matter.id)
        .where(Matter.department_id == department_id, Matter.state == MatterState.PUBLISHED)
        .order_by(Matter.name, Matter.code, Matter.item_code)
    )
    matter_ids = tuple(work.session.scalars(query))
    if not matter_ids:
        raise ServiceError("guides_none", department=name)
    return GuideBatch(name, matter_ids)


def write_guides(
    office: Office,
    batch: GuideBatch,
    path: Path,
    style: GuideStyle = GuideStyle.STANDARD,
    *,
    is_large: bool = False,
    actor: Actor = SYSTEM,
    progress: Progress | None = None,
) -> BatchReport:
    """Write the guides of a batch as one PDF, whole or not at all; a guide that cannot be made is named, not printed.

    Raises `output_unwritable`; whatever `progress(done, total)` raises ends it and leaves no file.
    """
    with office.read(actor) as work:
        work.require(Permission.CATALOGUE_VIEW)
        cover = Cover(batch.title, work.settings.hall_name, work.today, work.settings.base_url)
        entries = _entries(work, batch.matter_ids)
    with _whole_or_nothing(path) as target:
        book = Book(target, cover, list(entries.values()), style, is_large=is_large)
        skipped = _print_all(office, actor, book, entries, style, progress)
        pages = book.close()
    printed = len(entries) - len(skipped)
    with office.work(actor) as work:
        work.record("guides.write", "guides", Area.PRINTING, style=style.value, guides=printed, pages=pages)
    return BatchReport(path, printed, pages, tuple(skipped))


@contextmanager
def _whole_or_nothing(path: Path) -> Generator[BinaryIO]:
    """A file that takes its name only when it is finished; raises `output_unwritable`."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        if path.is_dir():
            raise ServiceError("output_unwritable")
        with temporary.open("wb") as target:
            yield target
        temporary.replace(path)
    except OSError:
        raise ServiceError("output_unwritable") from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _print_all(
    office: Office,
    actor: Actor,
    book: Book,
    entries: dict[int, Entry],
    style: GuideStyle,
    progress: Progress | None,
) -> list[SkippedGuide]:
    """Every guide in its turn, read a chunk at a time."""
    skipped: list[SkippedGuide] = []
    matter_ids = list(entries)
    done = 0
    for start in range(0, len(matter_ids), CHUNK):
        with office.read(actor) as work:
            guides = [
                _guide_or_reason(work, matter_id, style) for matter_id in matter_ids[start : start + CHUNK]
            ]
        for matter_id, guide in zip(matter_ids[start : start + CHUNK], guides, strict=True):
            entry = entries[matter_id]
            reason = _print_one(book, guide)
            if reason is not None:
                skipped.append(SkippedGuide(entry.name, entry.code, reason))
            done += 1
            if progress is not None:
                progress(done, len(matter_ids))
    return skipped


def _print_one(book: Book, guide: Guide | ServiceError) -> ServiceError | None:
    """Why a guide is not in the book; `None` where it is."""
    if isinstance(guide, ServiceError):
        book.skip()
        return guide
    try:
        book.add(guide)
    except ServiceError as reason:
        return reason
    return None


def _guide_or_reason(work: Work, matter_id: int, style: GuideStyle) -> Guide | ServiceError:
    try:
        return guide_of(work, matter_id, with_pictures=style is GuideStyle.ILLUSTRATED)
    except ServiceError as reason:
        return reason


def _entries(work: Work, matter_ids: Sequence[int]) -> dict[int, Entry]:
    """The lines of the contents in the order asked for; a matter that is gone is left out."""
    found: dict[int, Entry] = {}
    for start in range(0, len(matter_ids), CHUNK * 10):
        query = sa.select(Matter.id, Matter.name, Matter.code, Matter.item_code)
        rows = work.session.execute(query.where(Matter.id.in_(matter_ids[start : start + CHUNK * 10])))
        found |= {row.id: Entry(row.name, row.item_code or row.code) for row in rows}
    return {matter_id: found[matter_id] for matter_id in matter_ids if matter_id in found}


def _organ(department: Department) -> Organ:
    return Organ(
        department.name,
        department.address,
        department.phone,
        department.hours,
        department.review_body,
        department.court,
    )


def _places(work: Work, matter_id: int) -> tuple[tuple[CounterPlace, ...], tuple[HallPlace, ...]]:
    """The counters that take a matter, and the halls they are in."""
    counters = tuple(
        CounterPlace(each.number, each.name, each.kind.label, each.zone, each.hours, each.hall_name)
        for each in list_counters_for(work, matter_id)
    )
    names = {each.hall_name for each in counters if each.hall_name}
    if not names:
        return counters, ()
    halls = work.session.scalars(sa.select(Hall).where(Hall.name.in_(names)).order_by(Hall.id))
    return counters, tuple(
        HallPlace(hall.name, hall.address, hall.hours, hall.phone, hall.traffic) for hall in halls
    )


def _with_library(work: Work, content: MatterContent) -> MatterContent:
    """The materials with what the library says where the matter is silent."""
    codes = {spec.library_code for spec in content.materials if spec.library_code}
    if not codes:
        return content
    query = sa.select(Material).where(Material.code.in_(codes), Material.is_active)
    library = {entry.code: entry for entry in work.session.scalars(query)}
    materials = tuple(_filled(spec, library.get(spec.library_code)) for spec in content.materials)
    return replace(content, materials=materials)


def _filled(spec: MaterialSpec, entry: Material | None) -> MaterialSpec:
    if entry is None:
        return spec
    return replace(
        spec,
        issuer=spec.issuer or entry.issuer,
        standard=spec.standard or entry.standard,
        instructions=spec.instructions or entry.instructions,
        licence=spec.licence or entry.licence,
        blank_form=spec.blank_form or entry.blank_form or "",
        sample=spec.sample or entry.sample or "",
    )


def _pictures(work: Work, content: MatterContent) -> tuple[bytes | None, ...]:
    """For each material its sample, else its blank form, as a picture; of a PDF its first page."""
    wanted = [spec.sample or spec.blank_form for spec in content.materials]
    known = _read_pictures(work, {digest for digest in wanted if digest})
    return tuple(known.get(digest) for digest in wanted)


def _read_pictures(work: Work, digests: Iterable[str]) -> dict[str, bytes | None]:
    query = sa.select(Asset.digest, Asset.media_type, Asset.content, Asset.preview)
    rows = work.session.execute(query.where(Asset.digest.in_(sorted(digests))))
    return {row.digest: row.content if row.media_type in PICTURES else row.preview for row in rows}
