"""事项目录: the catalogue as staff see it, and its import."""
