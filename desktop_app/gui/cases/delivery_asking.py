"""出件、寄出、文书送达: asks what each needs, from the delivery page and the case page alike."""

from PySide6.QtCore import QDate

from desktop_app.gui.cases.acts import CaseActs
from desktop_app.gui.cases.delivery_dialogs import CollectorDialog, Delivering, DispatchDialog, ServeDialog
from desktop_app.rules.cases import TRANSITIONS
from desktop_app.rules.delivery import SERVED_KINDS, Serving
from desktop_app.services.case_queries import CaseDetail
from desktop_app.services.delivery import Collector, deliver_case, dispatch_case, serve_documents
from desktop_app.services.delivery_queries import CaseService, get_post_address, get_service
from desktop_app.services.work import hall_date
from models.enums import CaseAction, CaseState

NOTHING_TO_SERVE = "这件办件还没有需要送达的文书。"


def ask_collector(acts: CaseActs) -> None:
    """出件: who collects, or how else it reached the applicant."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.DELIVER):
        return
    about = _about(acts, detail)
    subject = (tuple(about.names.items()), about.is_sent, about.today.toJulianDay())
    dialog = acts.ask(CollectorDialog, detail, subject, lambda: CollectorDialog(about, acts.page))

    def answers() -> tuple[Collector, Serving]:
        return dialog.form.signer(), dialog.serving.serving()

    acts.ask_then(dialog, CaseAction.DELIVER, deliver_case, answers)


def ask_dispatch(acts: CaseActs) -> None:
    """寄出: to the address the applicant gave."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.DISPATCH):
        return

    def ask(address: str) -> None:
        dialog = acts.ask(DispatchDialog, detail, address, lambda: DispatchDialog(address, acts.page))
        acts.ask_then(dialog, CaseAction.DISPATCH, dispatch_case, lambda: (dialog.parcel(),))

    acts.page.jobs.read(acts, get_post_address, detail.row.id, then=ask)


def ask_service(acts: CaseActs) -> None:
    """文书送达: of the papers that are served."""
    detail = acts.detail
    if detail is None or not acts.may(CaseAction.SERVE):
        return

    def ask(found: CaseService) -> None:
        if not found.papers:
            acts.page.show_sentence(NOTHING_TO_SERVE)
            return
        about = _about(acts, detail)
        dialog = acts.ask(
            ServeDialog, detail, found.papers, lambda: ServeDialog(found.papers, about, acts.page)
        )
        acts.ask_then(
            dialog,
            CaseAction.SERVE,
            serve_documents,
            lambda: (dialog.document_ids(), dialog.form.signer(), dialog.serving.serving()),
        )

    acts.page.jobs.read(acts, get_service, detail.row.id, then=ask)


def has_served_papers(detail: CaseDetail) -> bool:
    """Whether any act on the case has issued a paper that is served."""
    return any(SERVED_KINDS.intersection(TRANSITIONS[event.action].documents) for event in detail.events)


def _about(acts: CaseActs, detail: CaseDetail) -> Delivering:
    day = hall_date(acts.page.jobs.office.clock())
    return Delivering(
        names={party.role: party.name for party in detail.parties},
        offered=detail.content.delivery_ways,
        is_sent=detail.row.state is CaseState.DISPATCHED,
        today=QDate(day.year, day.month, day.day),
    )
