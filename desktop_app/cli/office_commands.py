"""The commands for the whole office: making, checking and saving it."""

import argparse
from typing import TYPE_CHECKING, Any

from desktop_app.cli.arguments import path
from desktop_app.cli.opening import opened, reading
from desktop_app.cli.output import Answer, minute
from desktop_app.rules.errors import ServiceError
from desktop_app.settings import database_address

if TYPE_CHECKING:
    from desktop_app.services.health import CheckItem

WARNINGS = frozenset({"calendar", "disk"})
"""What `check` points out without calling the database unsound."""


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `init`, `check`, `audit`, `backup` and `restore`."""
    init = commands.add_parser("init", parents=[common], help="建立或升级数据库，可重复执行")
    init.add_argument("--sample", action="store_true", help="载入示例事项、账号和窗口")
    init.set_defaults(run=make_database)

    check = commands.add_parser("check", parents=[common], help="检查数据库、密钥、日历和磁盘")
    check.set_defaults(run=check_office)

    audit = commands.add_parser("audit", help="操作留痕").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    verify = audit.add_parser("verify", parents=[common], help="逐条核对留痕链，指出第一条不相接的记录")
    verify.set_defaults(run=verify_audit)

    backup = commands.add_parser("backup", parents=[common], help="备份到一个文件，密钥和附件写在旁边")
    backup.add_argument("file", metavar="FILE", type=path, help="备份文件")
    backup.set_defaults(run=back_up_office)

    restore = commands.add_parser("restore", parents=[common], help="用备份文件恢复整个数据库")
    restore.add_argument("file", metavar="FILE", type=path, help="备份文件")
    restore.set_defaults(run=restore_office)


def make_database(arguments: argparse.Namespace) -> Answer:
    """Make or upgrade the database; with `--sample` load the sample hall into it."""
    from desktop_app.services.sample import load_sample
    from desktop_app.services.work import SYSTEM

    with opened(arguments, is_new_allowed=True) as office:
        shown = office.database.url.render_as_string(hide_password=True)
        if not arguments.sample:
            return Answer({"database": shown, "sample": None}, [f"数据库已就绪：{shown}"])
        with office.work(SYSTEM) as work:
            loaded = load_sample(work)
    return Answer({"database": shown, "sample": loaded}, [f"数据库已就绪：{shown}", "示例大厅已载入。"])


def check_office(arguments: argparse.Namespace) -> Answer:
    """Look at everything that can go wrong unseen; status 1 where something is unsound, warnings apart."""
    from desktop_app.services.health import check

    with opened(arguments) as office:
        report = check(office)
    unsound = [item for item in report.items if not item.is_sound and item.code not in WARNINGS]
    lines = [f"{_mark(item)} {item.label}：{item.finding}" for item in report.items]
    refusal = ServiceError("check_failed", items="、".join(item.label for item in unsound))
    return Answer({"is_sound": not unsound, "items": report.items}, lines, refusal if unsound else None)


def _mark(item: "CheckItem") -> str:
    if item.is_sound:
        return "[正常]"
    return "[注意]" if item.code in WARNINGS else "[异常]"


def verify_audit(arguments: argparse.Namespace) -> Answer:
    """Walk the chain; status 1 where it is broken, naming the first entry that does not follow."""
    from desktop_app.services.audit import find_broken_entry

    with reading(arguments) as work:
        report = find_broken_entry(work)
    value = {"is_whole": report.is_whole, "entries": report.entries, "broken_at": report.broken_at}
    if report.is_whole:
        return Answer(value, [f"操作留痕共 {report.entries} 条，前后相接，没有改动。"])
    return Answer(
        value,
        [f"前 {report.entries} 条完好，第 {report.broken_at} 条起不相接。"],
        ServiceError("audit_broken", number=report.broken_at),
    )


def back_up_office(arguments: argparse.Namespace) -> Answer:
    """Write the whole office into one file."""
    from desktop_app.services.maintenance import back_up

    with opened(arguments) as office:
        backup = back_up(office, arguments.file)
    lost = [f"有 {backup.lost_files} 个附件在附件文件夹里找不到，没有备份。"] if backup.lost_files else []
    return Answer(
        backup,
        [
            *lost,
            f"已备份到 {backup.path}（{backup.size_bytes / 1_000_000:.1f} MB）",
            f"密钥在 {backup.key_path}，恢复到另一台电脑时需要它，请与备份分开妥善保管。",
        ],
    )


def restore_office(arguments: argparse.Namespace) -> Answer:
    """Set the whole office back to a backup."""
    from desktop_app.services.maintenance import open_for_restore, restore

    if not arguments.file.is_file():
        raise ServiceError("file_missing")
    office = open_for_restore(database_address(arguments.database))
    try:
        restored = restore(office, arguments.file)
    finally:
        office.close()
    last = minute(restored.last_act_at) or "无"
    lost = [f"缺少 {restored.lost_files} 个附件：备份旁的附件文件夹里没有。"] if restored.lost_files else []
    lines = [f"已恢复：操作留痕 {restored.audit_entries} 条，最后一次操作在 {last}。", *lost]
    return Answer(restored, lines)
