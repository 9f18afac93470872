"""What the command line says of an examination."""

from dataclasses import replace
from datetime import UTC, date, datetime

from desktop_app.cli.procedure_lines import procedure_lines
from desktop_app.rules.examination import HearingStage
from desktop_app.services.procedures import (
    ConsultationRow,
    ExtensionRow,
    HearingRow,
    PauseRow,
    Procedure,
)
from models.enums import Opinion
from models.procedure import ExtensionAuthority, PauseGround, RequestState

NOW = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
DAY = date(2026, 9, 8)
ASKED = ConsultationRow(
    id=1,
    department_id=2,
    department_name="示例市公安局",
    question="是否影响治安？",
    asked_by="孙审批",
    asked_at=NOW,
    due_on=DAY,
    explanation="",
    opinion=None,
    text="",
    answered_by="",
    ended_at=None,
    is_overdue=False,
)
PAUSE = PauseRow(
    ground=PauseGround.TESTING,
    basis="依据",
    reason="理由",
    approver_name="马局长",
    started_on=date(2026, 9, 1),
    expected_days=5,
    expected_on=DAY,
    resumed_on=None,
    result="",
)
EXTENSION = ExtensionRow(
    authority=ExtensionAuthority.ORGAN_HEAD,
    days=10,
    reason="情况复杂",
    state=RequestState.OPEN,
    requested_by=3,
    requester_name="孙审批",
    requested_at=NOW,
    approver_name="",
    decided_by="",
    decided_at=None,
    note="",
)
HEARING = HearingRow(
    stage=HearingStage.TOLD,
    subject="选址",
    is_public=False,
    told_on=DAY,
    ask_until=DAY,
    asked_on=None,
    hold_until=None,
    planned_at=None,
    place="",
    presider="",
    held_on=None,
    record="",
)


def test_nothing_is_said_of_nothing() -> None:
    assert list(procedure_lines(Procedure(0, (), (), (), ()))) == []


def test_every_part_has_its_line() -> None:
    answered = replace(ASKED, ended_at=NOW, opinion=Opinion.DENY, text="影响治安")
    taken_back = replace(ASKED, ended_at=NOW, text="与治安无关")
    over = replace(PAUSE, resumed_on=DAY)
    procedure = Procedure(0, (ASKED, answered, taken_back), (over, PAUSE), (EXTENSION,), (HEARING,))
    assert list(procedure_lines(procedure)) == [
        "审查过程：",
        "  协办待答复：示例市公安局，期限 2026-09-08",
        "  协办意见：示例市公安局 建议不予，影响治安",
        "  不再征求：示例市公安局，与治安无关",
        "  特别程序：检测，自 2026-09-01，2026-09-08 恢复计时",
        "  特别程序：检测，自 2026-09-01，预计 2026-09-08 恢复计时",
        "  延期 10 个工作日：待批准，情况复杂",
        "  听证：已告知权利，选址",
    ]
