"""An editor of the furnished hall at the editor's page."""

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.jobs import Jobs
from tests.factories import Hall


@pytest.fixture
def page(jobs: Jobs, hall: Hall, qtbot: QtBot) -> EditorPage:
    jobs.act_as(hall.editor)
    made = EditorPage(jobs)
    qtbot.addWidget(made)
    made.resize(1158, 660)
    made.show()
    qtbot.waitExposed(made)
    jobs.wait_idle()
    return made
