"""What is done: use cases `verb(work, …) -> frozen row`, the only users of tables."""
