"""`matters search`: what people type, and the filters of the catalogue."""

import argparse
from typing import TYPE_CHECKING, Any

from desktop_app.cli.arguments import page_size, text
from desktop_app.cli.opening import reading
from desktop_app.cli.output import Answer, table
from models.elements import OrganisationTheme, PersonTheme
from models.enums import MatterState, UseLevel

if TYPE_CHECKING:
    from desktop_app.rules.matter_filter import MatterFilter
    from desktop_app.services.work import Work

SEARCH_LIMIT = 20
APPLICANTS = ("person", "organisation")


def add_commands(matters: Any, common: argparse.ArgumentParser) -> None:
    """Add `matters search`."""
    search = matters.add_parser(
        "search", parents=[common], help="按名称、编码、别名、拼音或拼音首字母查找事项"
    )
    search.add_argument("text", metavar="TEXT", type=text, help="要找的文字")
    search.add_argument("--limit", metavar="N", type=page_size, default=SEARCH_LIMIT, help="最多几条")
    search.add_argument("--applicant", choices=APPLICANTS, help="服务对象：person 个人，organisation 法人")
    search.add_argument(
        "--person-theme",
        metavar="CODE",
        choices=[theme.value for theme in PersonTheme],
        help="面向自然人主题代码",
    )
    search.add_argument(
        "--organisation-theme",
        metavar="CODE",
        choices=[theme.value for theme in OrganisationTheme],
        help="面向法人主题代码",
    )
    search.add_argument("--department", metavar="NAME", type=text, help="实施主体名称或统一社会信用代码")
    search.add_argument("--level", choices=[level.value for level in UseLevel], help="行使层级")
    search.add_argument("--immediate", action="store_true", help="只看即办件")
    search.add_argument("--online", action="store_true", help="只看全程网办")
    search.add_argument("--state", choices=[state.value for state in MatterState], help="事项状态")
    search.set_defaults(run=search_matters)


def search_matters(arguments: argparse.Namespace) -> Answer:
    """The matters a text means within the filters, best first; raises `department_unknown`."""
    from desktop_app.services.catalogue import find_matters

    with reading(arguments) as work:
        found = find_matters(work, arguments.text, arguments.limit, _filter(work, arguments))
    if not found:
        return Answer([], ["没有找到相符的事项。"])
    rows = [
        (row.item_code or row.code, row.name, row.department_name, row.promised_text, row.hint)
        for row in found
    ]
    return Answer(found, table(("编码", "事项", "实施主体", "承诺时限", "查找依据"), rows))


def _filter(work: "Work", arguments: argparse.Namespace) -> "MatterFilter":
    from desktop_app.rules.matter_filter import ApplicantGroup, MatterFilter
    from desktop_app.services.catalogue_tree import find_department

    return MatterFilter(
        applicant=ApplicantGroup(arguments.applicant) if arguments.applicant else None,
        person_theme=PersonTheme(arguments.person_theme) if arguments.person_theme else None,
        organisation_theme=(
            OrganisationTheme(arguments.organisation_theme) if arguments.organisation_theme else None
        ),
        department_id=find_department(work, arguments.department) if arguments.department else None,
        use_level=UseLevel(arguments.level) if arguments.level else None,
        is_immediate=arguments.immediate,
        is_fully_online=arguments.online,
        states=(MatterState(arguments.state),) if arguments.state else (),
    )
