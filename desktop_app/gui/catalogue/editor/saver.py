"""Keeps a draft while it is written: some seconds after the last key, when its page goes, when the program ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid
from typing_extensions import override

from desktop_app.gui.page import Page
from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.errors import ServiceError
from desktop_app.services import drafts
from desktop_app.services.matter_drafts import (
    DraftDetail,
    Rebased,
    get_draft,
    rebase_draft,
    recode_draft,
    save_draft,
    submit_draft,
)
from desktop_app.services.matter_versions import dump_content, load_content
from desktop_app.services.work import Work
from models.enums import LabelledEnum

SAVE_PAUSE_MS = 2000
"""After the last key."""
RETRY_PAUSE_MS = 10_000
"""After the database did not answer; other refusals wait for the next key."""
LOST = frozenset({"draft_changed", "draft_unknown", "draft_state_wrong"})
"""Somebody else was faster: a person has to decide."""


class SaveState(LabelledEnum):
    """What of the draft on the screen is kept."""

    SAVED = "saved", "✓ 已保存"
    DIRTY = "dirty", "● 稍后自动保存"
    SAVING = "saving", "● 正在保存…"
    REFUSED = "refused", "▲ 没有保存"
    OVERTAKEN = "overtaken", "■ 没有保存：他人已改动这份修订稿"


class Opened(NamedTuple):
    """A draft as it is stored, and what one's own hand could not store the last time."""

    detail: DraftDetail
    rest: MatterContent | None


@dataclass(slots=True)
class _Held:
    """The draft being saved; `revision` is moved on by the saving thread, so that the next save knows it."""

    draft_id: int
    revision: int


def rest_name(draft_id: int) -> str:
    """Under which one's own words are kept that the draft could not take."""
    return f"editor.{draft_id}"


def open_draft(work: Work, draft_id: int) -> Opened:
    """A draft and what was left unsaved of one's own; a rest that says the same is none."""
    detail = get_draft(work, draft_id)
    kept = drafts.get_draft(work, rest_name(draft_id))
    rest = load_content(kept) if kept else None
    return Opened(detail, None if rest == detail.content else rest)


def _save(work: Work, held: _Held, content: MatterContent, detail: DraftDetail) -> DraftDetail:
    saved = save_draft(work, held.draft_id, held.revision, content, detail.note, detail.row.effective_on)
    drafts.discard_draft(work, rest_name(held.draft_id))
    held.revision = saved.row.revision
    return saved


def _submit(work: Work, held: _Held, content: MatterContent, note: str, day: date | None) -> DraftDetail:
    """In one transaction: what is reviewed is what stood on the screen."""
    saved = save_draft(work, held.draft_id, held.revision, content, note, day)
    submitted = submit_draft(work, held.draft_id, saved.row.revision)
    drafts.discard_draft(work, rest_name(held.draft_id))
    return submitted


def _keep_rest(work: Work, draft_id: int, content: MatterContent) -> None:
    drafts.save_draft(work, rest_name(draft_id), dump_content(content))


def _forget_rest(work: Work, draft_id: int) -> None:
    drafts.discard_draft(work, rest_name(draft_id))


class DraftSaver(QObject):
    """Saves what `content` gives, with the revision last known; on a refusal the words stay and are kept aside."""

    state_changed = Signal()
    saved = Signal(object)
    """DraftDetail: as it is stored now."""
    submitted = Signal(object)
    """DraftDetail: as it was handed in."""
    overtaken = Signal(object)
    """ServiceError: who was faster."""

    def __init__(self, page: Page, content: Callable[[], MatterContent | None]) -> None:
        super().__init__(page)
        self._page = page
        self._content = content
        self.detail: DraftDetail | None = None
        self.state = SaveState.SAVED
        self._held: _Held | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)
        page.installEventFilter(self)
        page.jobs.reachable_changed.connect(self._retry)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.flush)

    @property
    def is_clean(self) -> bool:
        """Whether everything on the screen is stored."""
        return self.state is SaveState.SAVED

    def open(self, detail: DraftDetail, *, is_dirty: bool = False) -> None:
        """From now on this draft; `is_dirty` where the screen shows something else than is stored."""
        self._timer.stop()
        self.detail = detail
        self._held = _Held(detail.row.id, detail.row.revision)
        self._turn(SaveState.OVERTAKEN if is_dirty else SaveState.SAVED)

    def close(self) -> None:
        """No draft any more; what is unsaved is saved first."""
        self.flush()
        self.open_nothing()

    def open_nothing(self) -> None:
        """The draft is gone: there is nothing to save."""
        self._timer.stop()
        self.detail = None
        self._held = None
        self._turn(SaveState.SAVED)

    def touch(self) -> None:
        """Something was typed."""
        if self.detail is None or self.state is SaveState.OVERTAKEN:
            return
        self._turn(SaveState.DIRTY)
        self._timer.start(SAVE_PAUSE_MS)

    def flush(self) -> None:
        """Save now what is not saved yet; where somebody was faster the words are kept aside."""
        self._timer.stop()
        content = self._content()
        if self._held is None or self.detail is None or content is None or self.is_clean:
            return
        if self.state is SaveState.OVERTAKEN:
            self._page.jobs.change(self, _keep_rest, self._held.draft_id, content, then=_nothing)
            return
        if self.state is SaveState.SAVING:
            return
        self._send(content)

    def submit(self, dialog: QObject, note: str, day: date | None, press: QAbstractButton) -> None:
        """Save what is on the screen and hand it in; what is refused is said by the dialog that asked."""
        held, content = self._held, self._content()
        if held is None or content is None:
            return
        self._timer.stop()

        def take(submitted: DraftDetail) -> None:
            self.open(submitted)
            self.submitted.emit(submitted)

        def refused(error: ServiceError) -> None:
            show: Callable[[ServiceError], object] = getattr(dialog, "show_refusal", self._page.show_refusal)
            show(error)
            if not self.is_clean:
                self.touch()

        self._page.jobs.change(
            self, _submit, held, content, note, day, then=take, refused=refused, button=press
        )

    def rebase(self, work: Work) -> Rebased:
        """In a job: put the stored draft on the newest version; the words saved just before are in it."""
        if self._held is None:
            raise ServiceError("draft_unknown")
        rebased = rebase_draft(work, self._held.draft_id, self._held.revision)
        self._held.revision = rebased.detail.row.revision
        return rebased

    def recode(self, work: Work, code: str, item_code: str) -> DraftDetail:
        """In a job: give the stored draft other codes; the words saved just before stay in it."""
        if self._held is None:
            raise ServiceError("draft_unknown")
        recoded = recode_draft(work, self._held.draft_id, self._held.revision, code, item_code)
        self._held.revision = recoded.row.revision
        return recoded

    def keep_mine(self, newest: DraftDetail) -> None:
        """Somebody was faster, and one's own words are to stand: save them on top of the newest."""
        content = self._content()
        if content is not None:
            self.open(newest)
            self._send(content)

    def drop_mine(self) -> None:
        """Somebody was faster, and theirs is to stand."""
        if self._held is not None:
            self._page.jobs.change(self, _forget_rest, self._held.draft_id, then=_nothing)

    def _send(self, content: MatterContent) -> None:
        held, detail = self._held, self.detail
        if held is None or detail is None:
            return
        self._turn(SaveState.SAVING)

        def take(saved: DraftDetail) -> None:
            self._take(held, saved)

        def refused(error: ServiceError) -> None:
            self._refused(held, content, error)

        self._page.jobs.change(self, _save, held, content, detail, then=take, refused=refused)

    def _take(self, held: _Held, saved: DraftDetail) -> None:
        if held is not self._held:
            return
        self.detail = saved
        if self.state is SaveState.SAVING:
            self._turn(SaveState.SAVED)
        self.saved.emit(saved)

    def _refused(self, held: _Held, content: MatterContent, error: ServiceError) -> None:
        """What was typed stays on the screen, and is kept aside where the draft cannot take it."""
        if error.code in LOST:
            self._page.jobs.change(self, _keep_rest, held.draft_id, content, then=_nothing)
        if held is not self._held or self.detail is None:
            self._page.show_refusal(error)
            return
        held.revision = self.detail.row.revision
        if error.code in LOST:
            self._timer.stop()
            self._turn(SaveState.OVERTAKEN)
            self.overtaken.emit(error)
        else:
            self._turn(SaveState.REFUSED)
            self._page.show_refusal(error)
            if error.code.startswith("database"):
                self._timer.start(RETRY_PAUSE_MS)

    def _retry(self, is_there: bool) -> None:
        if is_there and self.state is SaveState.REFUSED:
            self.flush()

    def _turn(self, state: SaveState) -> None:
        self.state = state
        self.state_changed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and isValid(self._page):
            self.flush()
        return super().eventFilter(watched, event)


def _nothing(_answer: object) -> None:
    pass
