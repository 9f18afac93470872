"""The command for whatever falls due by itself."""

import argparse
from typing import Any

from desktop_app.cli.opening import opened
from desktop_app.cli.output import Answer


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `tick`."""
    tick = commands.add_parser(
        "tick", parents=[common], help="办理到期事务：到日生效的事项版本、到日取消的事项；可随时、重复执行"
    )
    tick.set_defaults(run=act_on_dates)


def act_on_dates(arguments: argparse.Namespace) -> Answer:
    """Let versions come into force and matters end whose day has come; count what the hall does most."""
    from desktop_app.services.matter_life import apply_due_dates
    from desktop_app.services.popularity import count_popularity

    with opened(arguments) as office:
        matters = apply_due_dates(office)
        counted = count_popularity(office)
    lines = [f"{matters} 个事项按日期生效或取消。" if matters else "没有到期的事务。"]
    if counted:
        lines.append(f"{counted} 个事项的受理热度按近 90 天的办件更新。")
    return Answer({"matters": matters, "popularity": counted}, lines)
