"""The commands for the catalogue of matters: importing, searching, showing."""

import argparse
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from desktop_app.cli import matter_file_commands, matter_search_commands, quality_commands
from desktop_app.cli.arguments import path, text
from desktop_app.cli.opening import opened, reading
from desktop_app.cli.output import Answer

if TYPE_CHECKING:
    from desktop_app.rules.catalogue import MaterialSpec
    from desktop_app.services.catalogue import MatterDetail
    from desktop_app.services.catalogue_import import ImportPlan, ImportReport
    from desktop_app.services.import_mappings import ColumnMapping
    from desktop_app.services.work import Office


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `matters import`, `matters search` and `matters show`."""
    matters = commands.add_parser("matters", help="事项目录").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    importing = matters.add_parser(
        "import", parents=[common], help="导入事项（JSON 行、XLSX 或 CSV），逐条全有或全无"
    )
    importing.add_argument("file", metavar="FILE", type=path, help="事项文件")
    importing.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    importing.add_argument(
        "--report", metavar="FILE", type=path, help="把全部发现写入文件（.xlsx、.jsonl，其他为 CSV）"
    )
    importing.add_argument("--mapping", metavar="NAME", type=text, help="外来表格：用已保存的列映射")
    importing.add_argument(
        "--abolish-vanished",
        action="store_true",
        help="取消文件所列部门中、文件已不再列出的事项（先用 --dry-run 查看有哪些）",
    )
    importing.set_defaults(run=import_file)

    matter_search_commands.add_commands(matters, common)

    show = matters.add_parser("show", parents=[common], help="显示一个事项")
    show.add_argument("code", metavar="CODE", type=text, help="实施编码或业务办理项编码")
    show.set_defaults(run=show_matter)
    matter_file_commands.add_commands(matters, common)
    quality_commands.add_commands(matters, common)


def import_file(arguments: argparse.Namespace) -> Answer:
    """Import a file of matters; refused records are listed, the others are in."""
    from desktop_app.services.catalogue_import import (
        import_matters,
        plan_import,
        prepare_file,
        write_report,
    )
    from desktop_app.services.work import SYSTEM

    with opened(arguments) as office, prepare_file(arguments.file, _mapping(office, arguments)) as prepared:
        if arguments.dry_run:
            with office.read(SYSTEM) as work:
                plan = plan_import(work, prepared)
            if arguments.report is not None:
                write_report(arguments.report, plan)
            return _plan_answer(plan)
        with office.work(SYSTEM) as work:
            report = import_matters(work, prepared, abolish_vanished=arguments.abolish_vanished)
            if arguments.report is not None:
                write_report(arguments.report, report)
        return _import_answer(report)


def _mapping(office: "Office", arguments: argparse.Namespace) -> "ColumnMapping | None":
    """The column mapping that was named; raises `mapping_unknown`."""
    from desktop_app.services.import_mappings import get_mapping
    from desktop_app.services.work import SYSTEM

    if arguments.mapping is None:
        return None
    with office.read(SYSTEM) as work:
        return get_mapping(work, arguments.mapping)


def _plan_answer(plan: "ImportPlan") -> Answer:
    counts = {
        "is_trial": True,
        "created": plan.added,
        "revived": plan.revived,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "vanished": plan.vanished,
        "repeated": plan.repeated,
        "refused": plan.refused,
        "departments": plan.departments,
    }
    lines = [
        "试运行，没有写入任何内容。",
        f"将{_counts_line(plan, plan.added)}文件中已没有 {plan.vanished}。",
    ]
    return _answer(plan, counts, lines)


def _import_answer(report: "ImportReport") -> Answer:
    counts = {
        "is_trial": False,
        "created": report.created,
        "revived": report.revived,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "abolished": report.abolished,
        "repeated": report.repeated,
        "refused": report.refused,
        "departments": report.departments,
    }
    lines = ["导入完成。", f"{_counts_line(report, report.created)}取消 {report.abolished}。"]
    return _answer(report, counts, lines)


def _counts_line(found: "ImportPlan | ImportReport", added: int) -> str:
    return (
        f"新增 {added}，重新启用 {found.revived}，更新 {found.changed}，未变 {found.unchanged}，重复 {found.repeated}，"
        f"未导入 {found.refused}，新登记部门 {found.departments}，"
    )


def _answer(found: "ImportPlan | ImportReport", counts: dict[str, Any], lines: list[str]) -> Answer:
    """The counts with every refusal, which a script needs one by one."""
    refusals = list(found.findings.refusals())
    value = {
        **counts,
        "repairs": len(found.findings) - len(refusals),
        "refusals": refusals,
        "passed_over": found.passed_over,
    }
    told = (
        f"第 {one.record_number} 条 {one.code or '（无编码）'} {one.field}：{one.reason}" for one in refusals
    )
    return Answer(value, chain(lines, told))


def show_matter(arguments: argparse.Namespace) -> Answer:
    """One matter with the version in force."""
    from desktop_app.services.catalogue import get_matter

    with reading(arguments) as work:
        found = get_matter(work, arguments.code)
    return Answer(found, _matter_lines(found))


def _matter_lines(found: "MatterDetail") -> Iterator[str]:
    content = found.content
    yield content.name
    yield f"实施编码：{found.code}"
    if found.item_code:
        yield f"业务办理项编码：{found.item_code}"
    yield f"实施主体：{found.department_name}"
    yield f"类型：{content.matter_type.label}，{content.handling_kind.label}，{found.state.label}，第 {found.version} 版"
    yield f"法定时限：{content.statutory.text if content.statutory else '未规定'}"
    yield f"承诺时限：{content.promised.text if content.promised else '未承诺'}"
    yield f"服务对象：{'、'.join(kind.label for kind in content.applicant_kinds) or '未载明'}"
    yield f"收费：{'、'.join(fee.name for fee in content.fees) if content.charges_fee else '不收费'}"
    yield f"申请材料（{len(content.materials)} 项）："
    for number, material in enumerate(content.materials, 1):
        yield f"  {number}. {material.name}（{_material_words(material)}）"
    yield f"审批结果：{content.result_name or content.result_kind.label}"


def _material_words(material: "MaterialSpec") -> str:
    counts = ((material.originals, "原件"), (material.copies, "复印件"))
    shown = "，".join(f"{name} {count} 份" for count, name in counts if count)
    return f"{material.necessity.label}，{shown}" if shown else material.necessity.label
