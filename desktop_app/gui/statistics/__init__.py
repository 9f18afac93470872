"""统计监测: what the supervisor watches."""
