"""本厅设置: what holds for the whole hall, and its backup."""
