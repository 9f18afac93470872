"""From a guide to pages and to PDF bytes, in each style and size of print."""

import io

from desktop_app.documents.guides import brief, illustrated, plain, standard
from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.flow import Page, paginate
from desktop_app.documents.guides.look import CARD, DENSE_SHEET, LARGE_CARD, SHEET, Paper, look_of
from desktop_app.documents.guides.press import Press, Sheet
from models.elements import GuideStyle

KIND = "办事指南"
DRAFT_MARK = "草　稿"
"""Across every page of a guide that shows a draft."""


def sheet_of(guide: Guide, style: GuideStyle, *, is_large: bool) -> Sheet:
    """Paper, type and the lines above and below the text."""
    version = guide.version_name
    return Sheet(
        paper_of(style, is_large=is_large),
        look_of(is_large=is_large),
        f"{guide.content.name} · {KIND} · {version}",
        f"{guide.content.name} · {version}",
        DRAFT_MARK if guide.is_draft else "",
    )


def paper_of(style: GuideStyle, *, is_large: bool) -> Paper:
    """The sheet a style is printed on."""
    match style:
        case GuideStyle.BRIEF:
            return LARGE_CARD if is_large else CARD
        case GuideStyle.PLAIN:
            return DENSE_SHEET
        case GuideStyle.STANDARD | GuideStyle.ILLUSTRATED:
            return SHEET


def lay_out(guide: Guide, style: GuideStyle, sheet: Sheet) -> list[Page]:
    """The pages of a guide; raises `glyph_missing` when a character cannot be drawn."""
    look, paper = sheet.look, sheet.paper
    match style:
        case GuideStyle.STANDARD:
            return paginate(standard.story(guide, look, paper), paper)
        case GuideStyle.PLAIN:
            return plain.lay_out(guide, look, paper)
        case GuideStyle.BRIEF:
            return brief.lay_out(guide, look, paper)
        case GuideStyle.ILLUSTRATED:
            return paginate(illustrated.story(guide, look, paper), paper)


def render_guide(guide: Guide, style: GuideStyle = GuideStyle.STANDARD, *, is_large: bool = False) -> bytes:
    """A guide as PDF bytes: the same input gives the same bytes; raises `glyph_missing`."""
    sheet = sheet_of(guide, style, is_large=is_large)
    pages = lay_out(guide, style, sheet)
    target = io.BytesIO()
    press = Press(
        target,
        title=f"{guide.content.name}{KIND}",
        subject=f"{KIND}（{style.label}{'，大字版' if is_large else ''}），{guide.version_name}",
        author=guide.organ.name,
        keywords=guide.matter_code,
        most_pages=len(pages),
    )
    press.draw(pages, sheet, 1)
    press.close(len(pages))
    return target.getvalue()
