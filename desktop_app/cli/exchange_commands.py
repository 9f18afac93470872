"""The commands that exchange cases with outside channels: packages in, states out."""

import argparse
from typing import Any

from desktop_app.cli.arguments import path, text
from desktop_app.cli.opening import opened
from desktop_app.cli.output import Answer
from desktop_app.messages import sentence


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `exchange pull` and `exchange push`."""
    exchange = commands.add_parser("exchange", help="与网上渠道交换").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    pull = exchange.add_parser(
        "pull", parents=[common], help="收取文件夹里的网上申请包；重复收取不会重复收件"
    )
    pull.add_argument(
        "folder", metavar="FOLDER", type=path, help="申请包所在的文件夹，附件在其中的 files 文件夹"
    )
    pull.set_defaults(run=pull_folder)
    push = exchange.add_parser(
        "push", parents=[common], help="把网上办件的状态写到文件夹，每件一个 JSON 文件"
    )
    push.add_argument("folder", metavar="FOLDER", type=path, help="写到哪个文件夹")
    push.add_argument("--sender", metavar="NAME", type=text, default="", help="只写这个发送方的办件")
    push.add_argument("--papers", action="store_true", help="同时写出文书的 PDF（电子凭证），每份只写一次")
    push.set_defaults(run=push_folder)


def pull_folder(arguments: argparse.Namespace) -> Answer:
    """Take the packages of a folder; those refused stay there, each with its reason."""
    from desktop_app.services.package_folder import pull_packages

    with opened(arguments) as office:
        report = pull_packages(office, arguments.folder)
    value = {
        "taken": report.added,
        "known": len(report.taken) - report.added,
        "refused": [
            {"file": one.file, "code": one.error.code, "reason": sentence(one.error)}
            for one in report.refused
        ],
        "cases": [
            {"package": one.key, "case": one.number, "state": one.state, "is_new": one.is_new}
            for one in report.taken
        ],
    }
    known = len(report.taken) - report.added
    lines = [f"收取 {report.added} 个申请包，{known} 个以前收过，{len(report.refused)} 个没有收取。"]
    lines += [f"{one.file}：{sentence(one.error)}" for one in report.refused]
    return Answer(value, lines)


def push_folder(arguments: argparse.Namespace) -> Answer:
    """Write what has changed of the online cases."""
    from desktop_app.services.online_status import write_statuses

    with opened(arguments) as office:
        written, same = write_statuses(
            office, arguments.folder, arguments.sender, with_papers=arguments.papers
        )
    return Answer({"written": written, "unchanged": same}, [f"写出 {written} 件，{same} 件没有变化。"])
