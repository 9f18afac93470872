"""附件: pictures and PDFs of the catalogue, each kept once under the digest of its bytes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desktop_app.exchange.attachments import check_attachment, check_preview
from desktop_app.file_store import digest_of
from desktop_app.rules.errors import ServiceError
from desktop_app.services.work import Work
from models.catalogue import MatterDraft, MatterVersion
from models.enums import Area, Permission
from models.materials import Asset, Material

UNUSED_AFTER = timedelta(days=1)
"""A file younger than this may belong to a form that is not saved yet."""
CHUNK = 500
_DIGEST = re.compile(r'"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class AssetFile:
    """A kept file: its name, what it is, its bytes, and a PNG of the first page where it is a PDF and one was made."""

    name: str
    media_type: str
    content: bytes
    preview: bytes | None


@dataclass(frozen=True, slots=True)
class AssetRow:
    """What a list says of a kept file; `size` in bytes."""

    digest: str
    name: str
    media_type: str
    size: int


def add_asset(work: Work, content: bytes, name: str, preview: bytes | None = None) -> str:
    """Keep a picture or PDF and return its digest; the same bytes a second time are the same file.

    `preview` is the picture of a PDF's first page, which the window makes.
    Raises `attachment_empty`, `attachment_too_large`, `attachment_unknown`, `attachment_damaged`,
    `attachment_pixels`, `attachment_encrypted`.
    """
    work.require(Permission.CATALOGUE_EDIT)
    checked = check_attachment(content, name)
    picture = check_preview(preview) if preview else None
    digest = digest_of(content)
    if not _is_kept(work, digest):
        row = Asset(
            digest=digest,
            name=checked.name,
            media_type=checked.media_type,
            size=len(content),
            content=content,
            preview=picture,
            added_at=work.now,
        )
        try:
            with work.session.begin_nested():
                work.session.add(row)
        except IntegrityError:  # somebody keeps the same file at this moment
            return digest
        work.record("materials.add_file", f"asset:{digest[:16]}", Area.MATERIALS, size=len(content))
    return digest


def get_asset(work: Work, digest: str) -> AssetFile:
    """A kept file; raises `asset_unknown`."""
    work.require(Permission.CATALOGUE_VIEW)
    row = work.session.execute(
        sa.select(Asset.name, Asset.media_type, Asset.content, Asset.preview).where(Asset.digest == digest)
    ).first()
    if row is None:
        raise ServiceError("asset_unknown")
    return AssetFile(*row)


def list_assets(work: Work, digests: Iterable[str]) -> list[AssetRow]:
    """What is known of files without their bytes, by name; a digest nobody knows is left out."""
    work.require(Permission.CATALOGUE_VIEW)
    query = sa.select(Asset.digest, Asset.name, Asset.media_type, Asset.size)
    wanted = sorted({digest for digest in digests if digest})
    rows = work.session.execute(query.where(Asset.digest.in_(wanted)).order_by(Asset.name, Asset.digest))
    return [AssetRow(*row) for row in rows]


def list_unused_assets(work: Work) -> list[AssetRow]:
    """Files older than a day that neither the library nor any version or draft of a matter refers to."""
    work.require(Permission.CATALOGUE_EDIT)
    named = sa.union(
        sa.select(Material.blank_form).where(Material.blank_form.is_not(None)),
        sa.select(Material.sample).where(Material.sample.is_not(None)),
    )
    query = sa.select(Asset.digest).where(
        Asset.added_at < work.now - UNUSED_AFTER, Asset.digest.not_in(named)
    )
    unused = set(work.session.scalars(query))
    for contents in (MatterVersion.content, MatterDraft.content):
        if not unused:
            break
        texts = work.session.scalars(
            sa.select(sa.cast(contents, sa.Text)), execution_options={"yield_per": CHUNK}
        )
        for text in texts:
            unused.difference_update(_DIGEST.findall(text))
    return list_assets(work, unused)


def drop_unused_assets(work: Work) -> Sequence[AssetRow]:
    """Give up the files that nothing refers to any more; returns what was dropped."""
    work.require(Permission.CATALOGUE_EDIT)
    unused = list_unused_assets(work)
    if unused:
        work.session.execute(sa.delete(Asset).where(Asset.digest.in_([row.digest for row in unused])))
        work.record("materials.drop_files", "library", Area.MATERIALS, count=len(unused))
    return unused


def _is_kept(work: Work, digest: str) -> bool:
    return work.session.scalar(sa.select(Asset.digest).where(Asset.digest == digest)) is not None
