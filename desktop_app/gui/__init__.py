"""What is seen: pages and dialogs over the services, without SQL, PDF making or threads of their own."""
