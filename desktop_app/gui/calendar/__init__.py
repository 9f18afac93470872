"""工作日历: the year at a glance, notices, single days."""
