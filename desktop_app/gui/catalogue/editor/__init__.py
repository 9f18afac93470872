"""事项编辑: the drafts of the catalogue and the form that changes them."""
