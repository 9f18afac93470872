"""案卷检查: what file review says of a case, check by check, and the way into the archive."""

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.entries import Entries, Entry
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.page import Page, label
from desktop_app.gui.theme import GRID, Tone
from desktop_app.rules.file_checks import CheckOutcome
from desktop_app.services.archiving import archive_case
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.file_checks import FileReport, get_file_report
from models.enums import CaseAction

SOUND = "✓ 案卷检查没有发现问题"
BLOCKED = "▲ {count} 处须补正后才能归档"
NAMED = "○ {count} 处提示，归档时随案卷注明"
READY = "；可以归档。"
LATER = "；办结后可以归档。"
ARCHIVED = "✓ 已于 {at} 归档。"


class FilePanel(CasePanel):
    """Every check with its outcome, what must be put right first."""

    title = "案卷检查"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.verdict = label("", "strong", wrap=True)
        self.checks = Entries("cases.file_checks", "案卷检查", "还没有检查。")
        head = QHBoxLayout()
        head.addWidget(self.verdict, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.checks, 1)

    @override
    def show_case(self, detail: CaseDetail) -> None:
        self.page.jobs.read(self, get_file_report, detail.row.id, then=self._show)

    def _show(self, report: FileReport) -> None:
        self.verdict.setText(verdict_words(report))
        self.checks.show_entries(check_entries(report.outcomes))


def verdict_words(report: FileReport) -> str:
    """One sentence on the whole file."""
    blocking = len(report.blocking)
    others = len(report.findings) - blocking
    if report.archived_at is not None:
        return ARCHIVED.format(at=moment(report.archived_at))
    if blocking:
        return BLOCKED.format(count=blocking) + (f"，{NAMED.format(count=others)}" if others else "") + "。"
    end = READY if report.is_closed else LATER
    return (NAMED.format(count=others) if others else SOUND) + end


def check_entries(outcomes: Iterable[CheckOutcome]) -> list[Entry]:
    """The checks as entries: flawed ones first, then those that hold, at the end what does not apply."""
    ordered = sorted(outcomes, key=lambda outcome: (not outcome.findings, not outcome.applies))
    return [_entry(outcome) for outcome in ordered]


def _entry(outcome: CheckOutcome) -> Entry:
    heading = f"{outcome.code}　{outcome.title}"
    if not outcome.applies:
        return Entry(f"—　{heading}", f"{outcome.source} · 不适用")
    if not outcome.findings:
        return Entry(f"✓　{heading}", f"{outcome.source} · 通过", tone=Tone.GOOD)
    must = any(finding.blocks for finding in outcome.findings)
    words = "\n".join(finding.text for finding in outcome.findings)
    state = "须补正" if must else "提示，归档时注明"
    mark, tone = ("▲", Tone.BAD) if must else ("○", Tone.WARNING)
    return Entry(f"{mark}　{heading}", f"{outcome.source} · {state}", words, tone)


def may_archive(detail: CaseDetail) -> bool:
    """Whether the case has not been archived, or was reopened since."""
    last = next((event.action for event in reversed(detail.events) if event.action in _ARCHIVE_ACTS), None)
    return last is not CaseAction.ARCHIVE


_ARCHIVE_ACTS = (CaseAction.ARCHIVE, CaseAction.REOPEN)


def archive(acts: CaseActs) -> None:
    """归档: nothing is asked; what the file lacks is told."""
    if acts.may(CaseAction.ARCHIVE):
        acts.act(CaseAction.ARCHIVE, archive_case)
