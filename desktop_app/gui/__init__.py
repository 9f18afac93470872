"""What is seen: pages and dialogs over the services, without SQL, PDF making or threads of their own."""

from desktop_app.gui.lost_references import keep_constants_alive

keep_constants_alive()
