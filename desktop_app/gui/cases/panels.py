"""办件详情的分页: what stands beside materials, clocks and decision; each reads its own when it is first looked at."""

from desktop_app.gui.applicants.history_panel import HistoryPanel
from desktop_app.gui.application.form_panel import FormPanel
from desktop_app.gui.attachments.panel import AttachmentsPanel
from desktop_app.gui.cases.cards_panel import CardsPanel
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.delivery_panel import DeliveryPanel
from desktop_app.gui.cases.file_panel import FilePanel
from desktop_app.gui.cases.pledge_panel import PledgePanel
from desktop_app.gui.examination.procedure_panel import ProcedurePanel

PANELS: tuple[type[CasePanel], ...] = (
    FormPanel,
    ProcedurePanel,
    AttachmentsPanel,
    DeliveryPanel,
    PledgePanel,
    CardsPanel,
    HistoryPanel,
    FilePanel,
)
"""In the order of the tabs."""
