"""附件: files brought in from everywhere, looked at, and put out again."""
