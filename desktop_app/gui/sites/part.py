"""What the four parts of 组织与窗口 have in common."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.gui.jobs import Jobs
from desktop_app.gui.page import Page, StateView


class Part(QStackedWidget):
    """One part of the page: its content, or why there is none."""

    title = ""
    new_text = ""
    """What Ctrl+N makes here; empty where nothing can be made."""

    def __init__(self, name: str, page: Page) -> None:
        super().__init__()
        self.page = page
        self.state = StateView(name)
        self.addWidget(self.state)

    @property
    def jobs(self) -> Jobs:
        """The road to the services."""
        return self.page.jobs

    def show_body(self, body: QWidget) -> None:
        """Show the content."""
        self.setCurrentWidget(body)

    def show_nothing(
        self, heading: str, text: str, icon: str, action: str, then: Callable[[], object]
    ) -> None:
        """Say why there is nothing, and what would bring something."""
        self.state.show_empty(heading, text, icon=icon, action=action, then=then)
        self.setCurrentWidget(self.state)

    def refresh(self) -> None:
        """Read again what is shown."""

    def make_new(self) -> None:
        """Make a new one."""

    def change(self) -> None:
        """Change the one with the cursor."""
