"""办件: the pages of the counter and of the single case."""
