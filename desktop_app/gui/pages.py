"""Every page of the main window, one line each, in the order of the navigation."""

from desktop_app.gui.main_window import PageSpec

PAGES: tuple[PageSpec, ...] = ()
