"""审批办理: the approver's page."""
