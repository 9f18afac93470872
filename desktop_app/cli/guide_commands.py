"""The commands for service guides: one matter as a PDF, a department's guides as one."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop_app.cli.arguments import path, text
from desktop_app.cli.opening import named_department, opened, reading
from desktop_app.cli.output import Answer
from models.elements import GuideStyle

if TYPE_CHECKING:
    from desktop_app.services.guides import BatchReport

_STYLES = "、".join(f"{style.value} {style.label}" for style in GuideStyle)


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `guide` and `guides`."""
    one = commands.add_parser("guide", parents=[common], help="打印一个事项的办事指南（PDF）")
    one.add_argument("code", metavar="CODE", type=text, help="实施编码或业务办理项编码")
    one.add_argument("out", metavar="OUT.pdf", type=path, help="写到哪个文件")
    _add_looks(one)
    one.add_argument(
        "--situation",
        metavar="KEY=OPTION",
        type=_answer,
        action="append",
        default=[],
        help="回答一个办理情形问题，可写多次；只打印适用的材料和时限",
    )
    one.set_defaults(run=print_guide)

    many = commands.add_parser("guides", parents=[common], help="把一个部门的办事指南印成一册（PDF，有目录）")
    many.add_argument("out", metavar="OUT.pdf", type=path, help="写到哪个文件")
    many.add_argument("--department", metavar="CODE", type=text, required=True, help="部门的编码、全称或简称")
    _add_looks(many)
    many.set_defaults(run=print_guides)


def _add_looks(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--style",
        choices=[style.value for style in GuideStyle],
        default=GuideStyle.STANDARD.value,
        help=f"版式：{_STYLES}",
    )
    command.add_argument("--large", action="store_true", help="大字版")


def _answer(word: str) -> tuple[str, str]:
    """An answer written KEY=OPTION."""
    key, separator, option = text(word).partition("=")
    if not (key and separator and option):
        raise argparse.ArgumentTypeError("情形应写成 问题标识=选项标识")
    return key, option


def print_guide(arguments: argparse.Namespace) -> Answer:
    """Write the guide of one matter."""
    from desktop_app.cli.paper import write_file
    from desktop_app.services.catalogue import get_matter
    from desktop_app.services.guides import get_guide_pdf

    style = GuideStyle(arguments.style)
    with reading(arguments) as work:
        matter = get_matter(work, arguments.code)
        pdf = get_guide_pdf(work, matter.id, style, dict(arguments.situation), is_large=arguments.large)
    write_file(arguments.out, pdf)
    value = {
        "path": arguments.out,
        "code": matter.item_code or matter.code,
        "version": matter.version,
        "style": style,
        "is_large": arguments.large,
        "bytes": len(pdf),
    }
    return Answer(value, [f"已写出“{matter.content.name}”办事指南（{style.label}）：{arguments.out}"])


def print_guides(arguments: argparse.Namespace) -> Answer:
    """Write the guides of a department as one PDF."""
    from desktop_app.services.guides import find_guide_batch, write_guides
    from desktop_app.services.work import SYSTEM

    style = GuideStyle(arguments.style)
    with opened(arguments) as office:
        with office.read(SYSTEM) as work:
            batch = find_guide_batch(work, named_department(work, arguments.department))
        report = write_guides(office, batch, arguments.out, style, is_large=arguments.large)
    value = {
        "path": report.path,
        "guides": report.guides,
        "pages": report.pages,
        "skipped": [
            {"code": each.code, "name": each.name, "reason": each.reason.code} for each in report.skipped
        ],
    }
    return Answer(value, _report_lines(report))


def _report_lines(report: "BatchReport") -> Iterator[str]:
    from desktop_app.messages import sentence

    yield f"已写出 {report.guides} 个事项的办事指南，共 {report.pages} 页：{report.path}"
    for each in report.skipped:
        yield f"没有印出 {each.code} {each.name}：{sentence(each.reason)}"
