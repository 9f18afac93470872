"""An editor of the furnished hall at the editor's page."""

from collections.abc import Generator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.collector import retire
from desktop_app.gui.jobs import Jobs
from desktop_app.services.work import Actor
from tests.factories import Hall


@pytest.fixture
def signed_in(hall: Hall) -> Actor:
    return hall.editor


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> Generator[EditorPage]:
    """Deleted at once when the test is over: its many fields would be dressed again for every further test."""
    made = EditorPage(jobs)
    made.resize(1158, 660)
    made.show()
    qtbot.waitExposed(made)
    jobs.wait_idle()
    yield made
    made.close()
    jobs.wait_idle()
    retire(made)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
