"""The procedure of a case in lines: answers of other departments, special procedures, extensions, hearings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.procedures import Procedure


def procedure_lines(procedure: "Procedure") -> Iterator[str]:
    """One line for each thing beside the opinions; nothing where there is none."""
    lines = [
        *_consultations(procedure),
        *_pauses(procedure),
        *_extensions(procedure),
        *_hearings(procedure),
    ]
    if lines:
        yield "审查过程："
        yield from (f"  {line}" for line in lines)


def _consultations(procedure: "Procedure") -> Iterator[str]:
    for row in procedure.consultations:
        if row.ended_at is None:
            yield f"协办待答复：{row.department_name}，期限 {row.due_on.isoformat()}"
        elif row.opinion is None:
            yield f"不再征求：{row.department_name}，{row.text}"
        else:
            yield f"协办意见：{row.department_name} {row.opinion.label}，{row.text}"


def _pauses(procedure: "Procedure") -> Iterator[str]:
    for row in procedure.pauses:
        until = (
            f"预计 {row.expected_on.isoformat()}" if row.resumed_on is None else row.resumed_on.isoformat()
        )
        yield f"特别程序：{row.ground.label}，自 {row.started_on.isoformat()}，{until} 恢复计时"


def _extensions(procedure: "Procedure") -> Iterator[str]:
    for row in procedure.extensions:
        yield f"延期 {row.days} 个工作日：{row.state.label}，{row.reason}"


def _hearings(procedure: "Procedure") -> Iterator[str]:
    for row in procedure.hearings:
        yield f"听证：{row.stage.label}，{row.subject}"
