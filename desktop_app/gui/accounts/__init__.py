"""账号权限: who may sign in."""
