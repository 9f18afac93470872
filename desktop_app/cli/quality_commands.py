"""`matters check`: the quality rules over the whole catalogue, or over one matter."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from desktop_app.cli.arguments import path, text
from desktop_app.cli.opening import opened
from desktop_app.cli.output import Answer, table
from desktop_app.rules.errors import ServiceError

if TYPE_CHECKING:
    from desktop_app.rules.quality import QualityFinding
    from desktop_app.services.catalogue import MatterDetail
    from desktop_app.services.quality import DepartmentScore, RuleCount
    from desktop_app.services.work import Office


def add_commands(matters: Any, common: argparse.ArgumentParser) -> None:
    """Add `matters check` to the commands of the catalogue."""
    check = matters.add_parser("check", parents=[common], help="质量检查：全部事项，或一个事项")
    check.add_argument("code", metavar="CODE", nargs="?", type=text, help="实施编码或业务办理项编码")
    check.add_argument("--report", metavar="FILE", type=path, help="把得分和全部问题写成工作簿（.xlsx）")
    check.set_defaults(run=check_matters)


def check_matters(arguments: argparse.Namespace) -> Answer:
    """What the rules find; done once the check itself ran, however much was found."""
    if arguments.code and arguments.report is not None:
        raise ServiceError("check_report_single")
    with opened(arguments) as office:
        return _check_one(office, arguments.code) if arguments.code else _check_all(office, arguments)


def _check_one(office: "Office", code: str) -> Answer:
    from desktop_app.services.catalogue import get_matter
    from desktop_app.services.quality import check_matter
    from desktop_app.services.work import SYSTEM

    with office.work(SYSTEM) as work:
        matter = get_matter(work, code)
        findings = check_matter(work, matter.id)
    value = {
        "code": matter.code,
        "item_code": matter.item_code,
        "name": matter.content.name,
        "findings": findings,
    }
    return Answer(value, _matter_lines(matter, findings))


def _matter_lines(matter: "MatterDetail", findings: "Sequence[QualityFinding]") -> Iterator[str]:
    yield f"{matter.content.name}（第 {matter.version} 版）"
    if not findings:
        yield "没有发现问题。"
    for found in findings:
        yield f"{found.level.label}  {found.rule}  {found.label}：{found.text}（{found.source}）"


def _check_all(office: "Office", arguments: argparse.Namespace) -> Answer:
    from desktop_app.services.quality import count_by_rule, list_department_scores, refresh_all
    from desktop_app.services.quality_report import write_quality_report
    from desktop_app.services.work import SYSTEM

    checked = refresh_all(office, SYSTEM)
    with office.read(SYSTEM) as work:
        scores, rules = list_department_scores(work), count_by_rule(work)
    if arguments.report is not None:
        write_quality_report(office, SYSTEM, arguments.report)
    value = {
        "checked": checked,
        "matters": sum(each.matters for each in scores),
        "errors": sum(each.errors for each in scores),
        "warnings": sum(each.warnings for each in scores),
        "departments": [_score_value(each) for each in scores],
        "rules": [
            {
                "rule": each.rule.id,
                "title": each.rule.title,
                "level": each.rule.level,
                "source": each.rule.source,
                "matters_with_errors": each.errors,
                "matters_with_warnings": each.warnings,
            }
            for each in rules
        ],
    }
    return Answer(value, _summary_lines(checked, scores, rules))


def _score_value(score: "DepartmentScore") -> dict[str, Any]:
    return {
        "name": score.name,
        "matters": score.matters,
        "sound": score.sound,
        "errors": score.errors,
        "warnings": score.warnings,
        "score": None if score.score is None else float(score.score),
    }


def _summary_lines(
    checked: int, scores: "Sequence[DepartmentScore]", rules: "Sequence[RuleCount]"
) -> Iterator[str]:
    yield f"检查完成：{sum(each.matters for each in scores)} 个事项，本次新检查 {checked} 个。"
    if not scores:
        return
    yield from table(
        ("实施主体", "得分", "事项", "无错误", "错误", "提醒"),
        [
            (
                each.name,
                "未检查" if each.score is None else f"{each.score:.1f}",
                *map(str, (each.matters, each.sound, each.errors, each.warnings)),
            )
            for each in scores
        ],
    )
    yield from table(
        ("规则", "名称", "有错误的事项", "有提醒的事项"),
        [
            (each.rule.id, each.rule.title, str(each.errors), str(each.warnings))
            for each in rules
            if each.errors or each.warnings
        ],
    )
