"""The technical log: one JSON document a line, rotated, and without personal data even where a message holds some."""

import json
import logging
import re
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from typing_extensions import override

FILE_NAME = "yichuang.log"
FILE_BYTES = 1_000_000
OLDER_FILES = 4
"""Five files with the one being written."""

_NUMBERS = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|\d{11}|0\d{2,3}-\d{7,8})(?!\d)"  # identity numbers and phones
)
_ROW_CONTENT = re.compile(r"^(DETAIL:).*$", re.MULTILINE)
"""PostgreSQL shows the refused row under this word."""
_MASK = "***"


def masked(text: str) -> str:
    """The text without anything shaped like an identity number or a phone, and without refused rows."""
    return _NUMBERS.sub(_MASK, _ROW_CONTENT.sub(rf"\1 {_MASK}", text))


class JsonLines(logging.Formatter):
    """A record as one line of JSON: instant, level, logger, process, message and traceback, all masked."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """One line; the message is masked after its arguments are filled in."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": masked(record.getMessage()),
        }
        if record.exc_info:
            entry["exception"] = masked(self.formatException(record.exc_info))
        if record.stack_info:
            entry["stack"] = masked(record.stack_info)
        return json.dumps(entry, ensure_ascii=False)


def configure_logging(folder: Path) -> None:
    """Write this program's log into a folder; where it cannot be written, to standard error."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / FILE_NAME,
            maxBytes=FILE_BYTES,
            backupCount=OLDER_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
