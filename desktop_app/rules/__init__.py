"""What is decided: pure functions and decision tables, without tables, screens, clock or files."""
