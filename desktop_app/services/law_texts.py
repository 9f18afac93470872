"""法律用语: the sentences of law on papers as this office words them; every wording has a version that papers keep."""

from dataclasses import dataclass

from desktop_app.documents.content import LawSentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.law_texts import LAW_TEXTS, LawKey, LawText, check_wording
from desktop_app.services import office_state
from desktop_app.services.work import Work
from models.enums import Area, DocumentKind, Permission


@dataclass(frozen=True, slots=True)
class LawTextRow:
    """One sentence as lists show it; `is_own` where the office has words of its own."""

    key: LawKey
    title: str
    statute: str
    text: str
    version: int
    kinds: tuple[DocumentKind, ...]
    places: tuple[str, ...]
    is_own: bool


def list_law_texts(work: Work) -> list[LawTextRow]:
    """All sentences as they are in force."""
    work.require(Permission.SETTINGS_EDIT)
    return [_row(key, law) for key, law in work.law_texts.items()]


def get_sentences(work: Work, kind: DocumentKind) -> tuple[LawSentence, ...]:
    """The sentences that a paper of this kind is issued with."""
    return tuple(
        LawSentence(key, law.statute, law.version, law.text)
        for key, law in work.law_texts.items()
        if kind in law.kinds
    )


def reword(work: Work, key: LawKey, statute: str, text: str, version: int) -> LawTextRow:
    """Set an office's own statute and words; papers issued before keep the old ones.

    `version` is the one the editor has read. Raises `law_text_changed` where somebody was faster, `law_place_missing`,
    `law_place_unknown`, `text_needed`, `text_too_long`, `text_invalid`.
    """
    work.require(Permission.SETTINGS_EDIT)
    statute, text = check_wording(key, statute, text)
    office_state.queue_up(work.session)
    law = work.law_texts[key]
    if law.version != version:
        raise ServiceError("law_text_changed", title=law.title)
    if (law.statute, law.text) == (statute, text):
        return _row(key, law)
    office_state.raise_revision(work.session)
    office_state.store_wording(work.session, key, statute, text, law.version + 1)
    work.session.flush()
    work.forget_office_state()
    work.record(
        "office.reword_law",
        f"law:{key}",
        Area.SETTINGS,
        version=law.version + 1,
        statute=statute,
        text=text,
        before=law.text,
    )
    return _row(key, work.law_texts[key])


def restore_wording(work: Work, key: LawKey, version: int) -> LawTextRow:
    """Go back to the words the program brings, as a new version."""
    work.require(Permission.SETTINGS_EDIT)
    usual = LAW_TEXTS[key]
    return reword(work, key, usual.statute, usual.text, version)


def _row(key: LawKey, law: LawText) -> LawTextRow:
    usual = LAW_TEXTS[key]
    is_own = (law.statute, law.text) != (usual.statute, usual.text)
    return LawTextRow(key, law.title, law.statute, law.text, law.version, law.kinds, law.places, is_own)
