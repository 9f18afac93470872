"""The commands for the organisation: counters, departments, divisions."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop_app.cli.arguments import path
from desktop_app.cli.opening import opened, reading
from desktop_app.cli.output import Answer, table

if TYPE_CHECKING:
    from desktop_app.services.divisions import DivisionReport

INDENT = "  "


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `counters list`, `departments list` and `divisions import`."""
    counters = commands.add_parser("counters", help="窗口").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    listing = counters.add_parser("list", parents=[common], help="列出窗口、类型、受理范围和占用")
    listing.set_defaults(run=show_counters)

    departments = commands.add_parser("departments", help="部门").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    tree = departments.add_parser("list", parents=[common], help="按上下级列出部门")
    tree.set_defaults(run=show_departments)

    divisions = commands.add_parser("divisions", help="行政区划").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    importing = divisions.add_parser(
        "import", parents=[common], help="导入区划文件（CSV 或 XLSX，含代码和名称两列），可一次给多个"
    )
    importing.add_argument("files", metavar="FILE", type=path, nargs="+", help="区划文件")
    importing.set_defaults(run=import_files)


def show_counters(arguments: argparse.Namespace) -> Answer:
    """Every counter by its number, with what it takes and who sits there."""
    from desktop_app.services.counter_scopes import list_scope_words
    from desktop_app.services.sites import list_counters
    from models.elements import CounterKind

    with reading(arguments) as work:
        rows, words = list_counters(work), list_scope_words(work)
    scopes = {
        row.id: "全部事项" if row.kind is CounterKind.COMPREHENSIVE else words.get(row.id, "未设置")
        for row in rows
    }
    lines = [
        (
            row.number,
            row.name,
            row.kind.label,
            scopes[row.id],
            row.hall_name,
            row.holder_name or ("空闲" if row.is_open else "停用"),
        )
        for row in rows
    ]
    return Answer(rows, table(("窗口号", "名称", "类型", "受理范围", "大厅", "占用"), lines))


def show_departments(arguments: argparse.Namespace) -> Answer:
    """Every department below the one it belongs to."""
    from desktop_app.services.organisation import list_department_tree

    with reading(arguments) as work:
        nodes = list_department_tree(work)
    lines = [
        (
            INDENT * node.depth + node.name,
            node.code,
            node.level.label if node.level else "",
            str(node.matters),
            "在用" if node.is_active else "停用",
        )
        for node in nodes
    ]
    return Answer(nodes, table(("部门", "统一社会信用代码", "层级", "事项", "状态"), lines))


def import_files(arguments: argparse.Namespace) -> Answer:
    """Take over files of divisions in one act; refused rows are listed, the others are in."""
    from desktop_app.services.divisions import import_divisions, read_division_files
    from desktop_app.services.work import SYSTEM

    read = read_division_files(arguments.files)
    with opened(arguments) as office, office.work(SYSTEM) as work:
        report = import_divisions(work, read)
    return Answer(report, _import_lines(report))


def _import_lines(report: "DivisionReport") -> Iterator[str]:
    yield (
        f"新增 {report.added}，更新名称 {report.renamed}，未变 {report.unchanged}，拒绝 {report.refused}，"
        f"需要留意 {report.found}。"
    )
    for each in report.findings:
        place = f"{each.file_name} 第 {each.record_number} 行 " if each.file_name else ""
        yield f"{place}{each.code}：{each.reason}"
