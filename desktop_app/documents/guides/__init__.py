"""办事指南 on paper: one matter in four styles, ordinary or large, and many of them as one book."""
