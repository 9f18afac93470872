"""The command for whatever falls due by itself."""

import argparse
import dataclasses
from typing import Any

from desktop_app.cli.opening import opened
from desktop_app.cli.output import Answer


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `tick`."""
    tick = commands.add_parser(
        "tick",
        parents=[common],
        help="办理到期事务：视为受理、逾期未补正的办件，到日生效或取消的事项；可随时、重复执行",
    )
    tick.set_defaults(run=act_on_dates)


def act_on_dates(arguments: argparse.Namespace) -> Answer:
    """Let the law move what is due: cases, versions, matters; count what the hall does most."""
    from desktop_app.services.cards import raise_cards
    from desktop_app.services.due_cases import settle_due_cases
    from desktop_app.services.matter_life import apply_due_dates
    from desktop_app.services.popularity import count_popularity

    with opened(arguments) as office:
        matters = apply_due_dates(office)
        cases = settle_due_cases(office)
        cards = raise_cards(office)
        counted = count_popularity(office)
    lines = [f"{matters} 个事项按日期生效或取消。"] if matters else []
    lines += [f"{cases.accepted} 件办件逾期未告知，视为受理。"] if cases.accepted else []
    lines += [f"{cases.lapsed} 件办件逾期未补正或未提交，视为撤回。"] if cases.lapsed else []
    lines += (
        [f"{cases.stuck} 件办件已到期，但所需年度的放假安排尚未载入，请先载入日历。"] if cases.stuck else []
    )
    lines += [f"{cards} 条黄牌、红牌提示新产生。"] if cards else []
    lines = lines or ["没有到期的事务。"]
    if counted:
        lines.append(f"{counted} 个事项的受理热度按近 90 天的办件更新。")
    found = {"matters": matters, **dataclasses.asdict(cases), "cards": cards, "popularity": counted}
    return Answer(found, lines)
