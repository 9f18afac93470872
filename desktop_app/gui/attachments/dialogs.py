"""核对原件与移除附件: the two questions of the attachments tab."""

from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.attachments.validity import ValidityField
from desktop_app.gui.forms import LinesField
from desktop_app.gui.page import label
from desktop_app.rules.texts import MAX_TEXT
from desktop_app.services.attachment_lines import AttachmentLine
from desktop_app.services.case_files import FileRow

COMPARED = (
    "请当面看过原件，确认电子件、复印件与原件一致。核对人、窗口和时间会记入办件，并印在带水印的复印件上。"
)
REMOVED = "附件移除后不再使用，但办件过程里仍留有记录。"


class CompareDialog(ActDialog):
    """与原件核对无误, and how long the original is valid."""

    def __init__(self, line: AttachmentLine, parent: QWidget) -> None:
        super().__init__("attachments.compare_dialog", "与原件核对无误", "核对无误", parent)
        self.validity = ValidityField("attachments.valid_until", "原件有效期至")
        self.validity.set_day(line.valid_until)
        self.body.addWidget(label(line.name, "strong", wrap=True))
        self.body.addWidget(label(COMPARED, wrap=True))
        self.body.addWidget(self.validity)

    def valid_until(self) -> date | None:
        """The last day of validity; `None` where it was not said."""
        return self.validity.day

    @override
    def find_fault(self) -> str:
        """A date must be one."""
        return self.validity.fault


class RemovalDialog(ActDialog):
    """移除附件, and why."""

    def __init__(self, file: FileRow, parent: QWidget) -> None:
        super().__init__("attachments.removal_dialog", "移除附件", "移除", parent, kind="danger")
        self.reason = LinesField(
            "attachments.removal_reason", "移除原因", lines=2, max_length=MAX_TEXT, required=True
        )
        self.body.addWidget(label(file.name, "strong", wrap=True))
        self.body.addWidget(label(REMOVED, wrap=True))
        self.body.addWidget(self.reason)

    @override
    def find_fault(self) -> str:
        """The reason must be said."""
        return "" if self.reason.value else "请填写移除原因。"
