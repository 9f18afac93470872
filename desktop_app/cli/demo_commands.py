"""The commands that show the program at work without a screen: `demo` and `screens`."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.cli.arguments import path, scale, size
from desktop_app.cli.output import Answer, table
from models.elements import GuideStyle

if TYPE_CHECKING:
    from desktop_app.services.story import Story
    from desktop_app.services.work import Office

THEMES = ("light", "dark", "contrast")
GUIDED = "道路普通货物运输经营许可"
"""The matter whose guides the demonstration prints: one with situations."""
USUAL_SIZE = (1366, 768)
"""The halls' usual screen."""


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `demo` and `screens`."""
    demo = commands.add_parser(
        "demo", parents=[common], help="无屏幕演示：在临时的示例大厅办理一批办件，写出全部文书和界面图片"
    )
    demo.add_argument("out", metavar="OUT", type=path, help="写到哪个文件夹，没有则新建，其中其他文件不动")
    demo.set_defaults(run=show_demo)

    screens = commands.add_parser("screens", parents=[common], help="把每个界面画成图片，其中有示例数据")
    screens.add_argument("out", metavar="OUT", type=path, help="写到哪个文件夹，没有则新建，其中其他文件不动")
    screens.add_argument("--theme", choices=THEMES, default="light", help="界面主题")
    screens.add_argument("--size", metavar="WxH", type=size, default=USUAL_SIZE, help="窗口大小，如 1366x768")
    screens.add_argument(
        "--scale",
        metavar="N",
        type=scale,
        default=1.0,
        help="文字放大倍数，1 至 2（或 100 至 200，按百分比）",
    )
    screens.set_defaults(run=show_screens)


def show_demo(arguments: argparse.Namespace) -> Answer:
    """Tell the story in a sample hall of its own; every paper as PDF, every screen as PNG."""
    from desktop_app.cli.paper import make_folder
    from desktop_app.services.audit import find_broken_entry
    from desktop_app.services.story import story_office
    from desktop_app.services.work import SYSTEM

    papers = make_folder(arguments.out / "documents")
    sheets = make_folder(arguments.out / "guides")
    pictures = make_folder(arguments.out / "screens")
    with story_office() as (office, story):
        documents = _save_documents(office, story, papers)
        guides = _save_guides(office, sheets)
        with office.read(SYSTEM) as work:
            chain = find_broken_entry(work)
    screens = _render(pictures, "light", USUAL_SIZE, 1.0)
    value = {
        "cases": [
            {
                "sequence": case.sequence,
                "number": case.number,
                "matter": case.matter_name,
                "state": case.state,
            }
            for case in story.cases
        ],
        "audit": {"is_whole": chain.is_whole, "entries": chain.entries},
        "documents": documents,
        "guides": guides,
        "screens": screens,
    }
    return Answer(value, _demo_lines(story, chain.entries, documents, guides, screens))


def _demo_lines(
    story: "Story", entries: int, documents: list[Path], guides: list[Path], screens: list[Path]
) -> Iterator[str]:
    rows = [(f"{case.sequence:02}", case.number, case.matter_name, case.state.label) for case in story.cases]
    yield from table(("序号", "办件编号", "事项", "状态"), rows)
    yield f"办件 {len(story.cases)} 件，操作留痕 {entries} 条，前后相接。"
    yield f"文书 {len(documents)} 份：{documents[0].parent}"
    yield f"指南 {len(guides)} 份：{guides[0].parent}"
    yield f"界面 {len(screens)} 幅：{screens[0].parent}"


def _save_documents(office: "Office", story: "Story", folder: Path) -> list[Path]:
    """Every paper of the story as `<sequence of the case>-<kind>.pdf`: no name of a person, no number.

    A second one of the kind in a case is `<sequence>.2-<kind>.pdf`.
    """
    from desktop_app.cli.paper import save_document
    from desktop_app.services.printing import list_documents
    from desktop_app.services.work import SYSTEM

    saved: list[Path] = []
    for case in story.cases:
        kinds = Counter[str]()
        with office.work(SYSTEM) as work:
            for document in list_documents(work, case.case_id):
                kind = document.kind.value
                kinds[kind] += 1
                again = f".{kinds[kind]}" if kinds[kind] > 1 else ""
                file = folder / f"{case.sequence:02}{again}-{kind}.pdf"
                save_document(work, document.id, file)
                saved.append(file)
    return saved


def _save_guides(office: "Office", folder: Path) -> list[Path]:
    """One matter in every style, ordinary and large, and all guides of its department as one book."""
    from desktop_app.cli.paper import write_file
    from desktop_app.services.catalogue import find_matters, get_matter_by_id
    from desktop_app.services.guides import find_guide_batch, get_guide_pdf, write_guides
    from desktop_app.services.work import SYSTEM

    saved: list[Path] = []
    with office.read(SYSTEM) as work:
        matter = get_matter_by_id(work, find_matters(work, GUIDED, limit=1)[0].id)
        for style in GuideStyle:
            for suffix, is_large in (("", False), ("-large", True)):
                file = folder / f"{style.value}{suffix}.pdf"
                write_file(file, get_guide_pdf(work, matter.id, style, is_large=is_large))
                saved.append(file)
        batch = find_guide_batch(work, matter.department_id)
    book = folder / "book.pdf"
    write_guides(office, batch, book)
    return [*saved, book]


def show_screens(arguments: argparse.Namespace) -> Answer:
    """Every page and every second screen, one picture each."""
    from desktop_app.cli.paper import make_folder

    files = _render(make_folder(arguments.out), arguments.theme, arguments.size, arguments.scale)
    return Answer({"screens": files}, [str(file) for file in files])


def _render(folder: Path, theme: str, window: tuple[int, int], text_scale: float) -> list[Path]:
    from desktop_app.gui.screens import render_all

    return render_all(folder, theme, window, text_scale)
