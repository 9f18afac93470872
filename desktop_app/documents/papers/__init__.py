"""What stands below the title of each paper: one function a kind, gathered by `documents/cases.py`."""
