"""Every command with its arguments: each area adds its own."""

import argparse
from collections.abc import Sequence

from desktop_app import __version__
from desktop_app.cli.arguments import Parser, text
from desktop_app.cli.workbench import open_workbench

DESCRIPTION = "一窗：政务服务大厅工作台。不带命令时打开工作台。"
EPILOG = "退出码：0 完成；1 不能办理（标准错误写明“代码: 原因”，不作任何改动）；2 用法不对；3 程序意外出错。"


def read_arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """What was typed; ends the program with status 2 where it is no command.

    Without a command the workbench opens, and none of the commands is built: that would take a tenth of its start.
    """
    plain = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    _add_common(plain, database=None, json=False)
    plain.set_defaults(run=open_workbench)
    try:
        arguments, rest = plain.parse_known_args(words)
    except argparse.ArgumentError:
        return _build_parser().parse_args(words)
    return _build_parser().parse_args(words) if rest else arguments


def _build_parser() -> Parser:
    """The parser of the whole command line; `--database` and `--json` may stand before or after the command."""
    from desktop_app.cli import (
        calendar_commands,
        case_commands,
        demo_commands,
        exchange_commands,
        guide_commands,
        matter_commands,
        office_commands,
        site_commands,
        tick_commands,
        trial_commands,
    )

    parser = Parser(prog="yichuang", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"yichuang {__version__}", help="显示版本")
    _add_common(parser, database=None, json=False)
    parser.set_defaults(run=open_workbench)
    common = argparse.ArgumentParser(add_help=False)
    _add_common(common, database=argparse.SUPPRESS, json=argparse.SUPPRESS)
    commands = parser.add_subparsers(title="命令", metavar="命令", parser_class=Parser)
    for area in (
        office_commands,
        matter_commands,
        guide_commands,
        calendar_commands,
        case_commands,
        exchange_commands,
        site_commands,
        demo_commands,
        tick_commands,
        trial_commands,
    ):
        area.add_commands(commands, common)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, database: str | None, json: bool | str) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        type=text,
        default=database,
        help="数据库地址；不写时用环境变量 YICHUANG_DATABASE、本机设置，最后是数据文件夹中的文件",
    )
    parser.add_argument(
        "--json", action="store_true", default=json, help="在标准输出只写一个 JSON 文档，供程序读取"
    )
