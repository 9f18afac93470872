"""The commands around files of matters: template, export, column mappings."""

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop_app.cli.arguments import path, text
from desktop_app.cli.opening import named_department, opened, reading
from desktop_app.cli.output import Answer, table

if TYPE_CHECKING:
    from desktop_app.services.import_mappings import ColumnMapping


def add_commands(matters: Any, common: argparse.ArgumentParser) -> None:
    """Add `matters template`, `matters export`, `matters mappings` and `matters mapping …` to `matters`."""
    template = matters.add_parser(
        "template", parents=[common], help="生成空白的导入模板（XLSX，带下拉列表和填写说明）"
    )
    template.add_argument("file", metavar="FILE", type=path, help="写到哪个文件")
    template.set_defaults(run=write_template_file)

    export = matters.add_parser("export", parents=[common], help="导出现行版本（.jsonl、.xlsx 或 .csv）")
    export.add_argument("file", metavar="FILE", type=path, help="写到哪个文件，结尾决定格式")
    export.add_argument("--department", metavar="CODE", type=text, help="只导出一个部门：编码、全称或简称")
    export.set_defaults(run=export_file)

    listing = matters.add_parser("mappings", parents=[common], help="列出已保存的列映射")
    listing.set_defaults(run=list_all)

    mapping = matters.add_parser("mapping", help="列映射：外来表格的列对应哪些要素").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    show = mapping.add_parser("show", parents=[common], help="显示一个列映射；加 --json 可存成文件带到别处")
    show.add_argument("name", metavar="NAME", type=text, help="列映射的名称")
    show.set_defaults(run=show_one)
    save = mapping.add_parser("save", parents=[common], help="从 JSON 文件保存列映射，同名的被替换")
    save.add_argument("name", metavar="NAME", type=text, help="列映射的名称")
    save.add_argument("file", metavar="FILE", type=path, help="由 show --json 或 guess --json 写出的文件")
    save.set_defaults(run=save_one)
    delete = mapping.add_parser("delete", parents=[common], help="删除一个列映射")
    delete.add_argument("name", metavar="NAME", type=text, help="列映射的名称")
    delete.set_defaults(run=delete_one)
    guess = mapping.add_parser("guess", parents=[common], help="按表头和样例值推测一个文件的列映射")
    guess.add_argument("file", metavar="FILE", type=path, help="外来的 XLSX、CSV 或 JSON 文件")
    guess.set_defaults(run=guess_one)


def write_template_file(arguments: argparse.Namespace) -> Answer:
    """Write the empty template."""
    from desktop_app.services.import_mappings import write_template

    write_template(arguments.file)
    return Answer({"file": str(arguments.file)}, [f"模板已写到 {arguments.file}。"])


def export_file(arguments: argparse.Namespace) -> Answer:
    """Write the matters in force to a file."""
    from desktop_app.services.catalogue_export import export_matters

    with reading(arguments) as work:
        department_id = named_department(work, arguments.department) if arguments.department else None
        count = export_matters(work, arguments.file, department_id=department_id)
    return Answer(
        {"file": str(arguments.file), "matters": count}, [f"已导出 {count} 个事项到 {arguments.file}。"]
    )


def list_all(arguments: argparse.Namespace) -> Answer:
    """The saved mappings."""
    from desktop_app.services.import_mappings import list_mappings

    with reading(arguments) as work:
        rows = list_mappings(work)
    if not rows:
        return Answer([], ["还没有保存列映射。"])
    shown = [(row.name, str(row.columns), row.updated_at.strftime("%Y-%m-%d")) for row in rows]
    return Answer(rows, table(("名称", "列数", "更新日期"), shown))


def show_one(arguments: argparse.Namespace) -> Answer:
    """One mapping."""
    from desktop_app.services.import_mappings import get_mapping

    with reading(arguments) as work:
        return _mapping_answer(get_mapping(work, arguments.name))


def save_one(arguments: argparse.Namespace) -> Answer:
    """Keep the mapping a file holds under a name."""
    from desktop_app.services.import_mappings import read_mapping_file, save_mapping
    from desktop_app.services.work import SYSTEM

    mapping = replace(read_mapping_file(arguments.file), name=arguments.name)
    with opened(arguments) as office, office.work(SYSTEM) as work:
        save_mapping(work, mapping)
    return Answer(
        {"name": arguments.name, "columns": len(mapping.columns)}, [f"已保存列映射“{arguments.name}”。"]
    )


def delete_one(arguments: argparse.Namespace) -> Answer:
    """Forget a mapping."""
    from desktop_app.services.import_mappings import delete_mapping
    from desktop_app.services.work import SYSTEM

    with opened(arguments) as office, office.work(SYSTEM) as work:
        delete_mapping(work, arguments.name)
    return Answer({"name": arguments.name}, [f"已删除列映射“{arguments.name}”。"])


def guess_one(arguments: argparse.Namespace) -> Answer:
    """What the columns of a file may mean; nothing is kept."""
    from desktop_app.services.import_mappings import guess_mapping, preview_file

    return _mapping_answer(guess_mapping(preview_file(arguments.file)))


def _mapping_answer(mapping: "ColumnMapping") -> Answer:
    from desktop_app.services.import_mappings import find_target

    rows: list[tuple[str, str, str]] = []
    for rule in mapping.columns:
        found = find_target(rule.target)
        label = found[0].label if found else rule.target
        if found and found[1] is not None:
            label = f"{label}（第{found[1] + 1}行）"
        rows.append((rule.source, label, "，".join(f"{word}→{ours}" for word, ours in rule.values.items())))
    for target, value in mapping.constants.items():
        found = find_target(target)
        rows.append(("（固定值）", found[0].label if found else target, value))
    return Answer(mapping, table(("文件的列", "对应的要素", "取值对照"), rows))
