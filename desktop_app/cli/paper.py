"""Putting an issued document into a PDF file, with the record that says so."""

import contextlib
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.rules.errors import ServiceError

if TYPE_CHECKING:
    from desktop_app.services.work import Work

PRINTER = "PDF 文件"
"""What the record calls the printer."""


def save_document(work: "Work", document_id: int, path: Path, *, is_large: bool = False) -> int:
    """Write one copy as PDF and record it as saved; which copy it is.

    The file appears before the record is committed: with the file refused (`output_unwritable`) nothing is recorded.
    """
    from desktop_app.services.printing import finish_print, get_document_pdf, request_print
    from models.enums import PrintState

    request = request_print(work, document_id, PRINTER)
    pdf = get_document_pdf(work, document_id, reprint=request.earlier_copies, is_large=is_large)
    write_file(path, pdf)
    finish_print(work, request.record_id, PrintState.SAVED, pdf)
    return request.earlier_copies + 1


def write_file(path: Path, content: bytes) -> None:
    """Put a file in its place, whole or not at all; raises `output_unwritable`."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        if path.is_dir():
            raise ServiceError("output_unwritable")
        temporary.write_bytes(content)
        temporary.replace(path)
    except (OSError, ValueError):
        raise ServiceError("output_unwritable") from None
    finally:
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)


def make_folder(path: Path) -> Path:
    """The folder, made where it is missing; raises `output_unwritable`."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        raise ServiceError("output_unwritable") from None
    return path
