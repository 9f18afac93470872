"""窗口: the counters of the hall."""
