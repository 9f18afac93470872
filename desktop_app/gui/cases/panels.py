"""办件详情的分页: what stands beside materials, clocks and decision; each reads its own when it is first looked at."""

from collections.abc import Iterable, Mapping
from enum import Enum

from desktop_app.gui.applicants.history_panel import HistoryPanel
from desktop_app.gui.application.form_panel import FormPanel
from desktop_app.gui.attachments.panel import AttachmentsPanel
from desktop_app.gui.cases.cards_panel import CardsPanel
from desktop_app.gui.cases.case_panel import CasePanel
from desktop_app.gui.cases.delivery_panel import DeliveryPanel
from desktop_app.gui.cases.detail_tabs import Group, Part
from desktop_app.gui.cases.file_panel import FilePanel
from desktop_app.gui.cases.pledge_panel import PledgePanel
from desktop_app.gui.examination.procedure_panel import ProcedurePanel


class Place(Enum):
    """What the page itself shows in its tabs."""

    APPLICATION = "application"
    CLOCKS = "clocks"
    DECISION = "decision"


SECTIONS: tuple[tuple[str, str, tuple[Place | type[CasePanel], ...]], ...] = (
    ("申请", "application", (Place.APPLICATION, FormPanel, AttachmentsPanel)),
    ("时限与督办", "limits", (Place.CLOCKS, CardsPanel)),
    ("审查", "examination", (Place.DECISION, ProcedurePanel, PledgePanel)),
    ("送达", "delivery", (DeliveryPanel,)),
    ("案卷检查", "file", (FilePanel,)),
    ("申请人历史", "applicant", (HistoryPanel,)),
)
"""The tabs with what stands under each: six, which fit beside each other on the smallest screen."""

PANELS = tuple(part for _title, _name, parts in SECTIONS for part in parts if not isinstance(part, Place))
"""The panels of all tabs in their order."""


def arranged(own: Mapping[Place, Part], panels: Iterable[CasePanel]) -> list[Group]:
    """The tabs for what the page shows itself and the panels this person may see; one without any is left out."""
    made: dict[Place | type[CasePanel], Part] = {**own, **{type(one): Part(one.title, one) for one in panels}}
    groups = [
        Group(title, name, tuple(made[part] for part in parts if part in made))
        for title, name, parts in SECTIONS
    ]
    return [group for group in groups if group.parts]
