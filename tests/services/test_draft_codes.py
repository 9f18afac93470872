"""更正编码 on both databases: the codes of a new matter until it is published, and never after."""

from collections.abc import Callable

from desktop_app.services.catalogue import get_matter_by_id
from desktop_app.services.matter_drafts import create_draft, recode_draft
from desktop_app.services.work import Office, Work
from tests.factories import BUREAU_CODE, LICENCE, Hall
from tests.services.publishing import written
from tests.services.test_matter_drafts import NEW_CODE, refused


def test_the_code_of_a_new_matter_is_put_right_before_it_is_published(office: Office, hall: Hall) -> None:
    other = f"{BUREAU_CODE}4410125015009"
    with office.work(hall.editor) as work:
        draft = create_draft(work, other, "", LICENCE)
        create_draft(work, NEW_CODE, "", LICENCE)
        taken = get_matter_by_id(work, hall.licence_id).code

    def recode(code: str, item_code: str = "") -> Callable[[Work], object]:
        return lambda work: recode_draft(work, draft.row.id, draft.row.revision, code, item_code)

    refused("matter_code_taken", office, hall.editor, recode(taken))
    refused("draft_code_taken", office, hall.editor, recode(NEW_CODE))
    refused("text_needed", office, hall.editor, recode("  "))
    with office.work(hall.editor) as work:
        same = recode_draft(work, draft.row.id, draft.row.revision, other.lower(), "")
        assert same.row.revision == draft.row.revision
        right = recode_draft(work, draft.row.id, draft.row.revision, f"{other[:-1]}8", f"{other[:-1]}801")
    assert (right.row.code, right.row.item_code) == (f"{other[:-1]}8", f"{other[:-1]}801")
    assert right.row.revision == draft.row.revision + 1
    refused("draft_changed", office, hall.editor, recode(other))


def test_the_code_of_a_matter_that_stands_never_changes(office: Office, hall: Hall) -> None:
    draft = written(office, hall, hall.licence_id, name="另一个名称")
    refused(
        "draft_code_fixed",
        office,
        hall.editor,
        lambda work: recode_draft(work, draft.row.id, draft.row.revision, NEW_CODE, ""),
    )
