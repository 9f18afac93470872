"""One copy on its way: recorded, rendered, put out, and its outcome recorded."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.jobs import Jobs
from desktop_app.gui.printers import PutOut
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.printing import finish_print, get_document_pdf, request_print
from models.enums import PrintState

if TYPE_CHECKING:
    from desktop_app.services.printing import PrintRequest

UNEXPECTED = "程序遇到意外问题，这一份没有打印出来，已记录。请再试一次，或另存为 PDF。"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a copy ended; `failure` is a sentence for the clerk, empty where it came out."""

    document_id: int
    failure: str = ""


class PrintRun(QObject):
    """Takes one copy from the request to its outcome; goes on when the preview is closed, and then goes away."""

    ended = Signal(object)
    """Outcome."""

    def __init__(
        self,
        jobs: Jobs,
        document_id: int,
        target: str,
        put_out: PutOut,
        done: PrintState = PrintState.PRINTED,
        *,
        is_large: bool = False,
    ) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._document_id = document_id
        self._target = target
        self._put_out = put_out
        self._done = done
        self._is_large = is_large
        self._pdf = b""
        self._request: PrintRequest | None = None

    def start(self) -> None:
        """Record the copy and send it off."""
        self._jobs.change(
            self, request_print, self._document_id, self._target, then=self._render, refused=self._end_refused
        )

    def job_failed(self) -> None:
        """A step met a bug: the copy counts as failed."""
        self._fail(UNEXPECTED)

    def _render(self, request: "PrintRequest") -> None:
        self._request = request
        self._jobs.read(
            self,
            get_document_pdf,
            self._document_id,
            request.earlier_copies,
            self._is_large,
            then=self._send,
            refused=self._fail_refused,
        )

    def _send(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._jobs.run(self, self._put_out, pdf, then=self._succeed, refused=self._fail_refused)

    def _succeed(self, _nothing: None) -> None:
        self._record(self._done, "")

    def _fail_refused(self, error: ServiceError) -> None:
        self._fail(sentence(error))

    def _fail(self, failure: str) -> None:
        self._record(PrintState.FAILED, failure)

    def _record(self, state: PrintState, failure: str) -> None:
        """Close the record once; a failure to do even that leaves it open, and the clerk is told."""
        request, self._request = self._request, None
        if request is None:
            self._end(failure)
            return
        self._jobs.change(
            self,
            finish_print,
            request.record_id,
            state,
            self._pdf,
            failure,
            then=lambda _: self._end(failure),
            refused=self._end_refused,
        )

    def _end_refused(self, error: ServiceError) -> None:
        self._end(sentence(error))

    def _end(self, failure: str) -> None:
        self.ended.emit(Outcome(self._document_id, failure))
        self.deleteLater()
