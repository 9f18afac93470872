"""一窗 (YiChuang): the desktop workbench of a government service hall."""

__version__ = "0.1.0"
