"""What is seen: pages and dialogs over the services, without SQL, PDF making or threads of their own."""

from desktop_app.gui.uncounted_none import keep_none_alive

keep_none_alive()
