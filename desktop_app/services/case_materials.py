"""一行材料的收取: what the counter filled in, written into the checklist of a case the same way by every act."""

from collections.abc import Sequence
from typing import Any

from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.texts import clean_text
from desktop_app.rules.trust import NUMBERED, trust_of
from desktop_app.services.case_files import AttachedFile, add_files
from desktop_app.services.case_records import CaseRecord
from desktop_app.services.material_reuse import reuse_line
from desktop_app.services.work import Work
from models.cases import CaseMaterial
from models.enums import ReceivedAs


def new_line(work: Work, spec: MaterialSpec, given: ReceivedMaterial) -> CaseMaterial:
    """A line of the version's checklist with what was handed in for it."""
    return CaseMaterial(
        position=given.position,
        name=spec.name,
        necessity=spec.necessity,
        demand="",
        **_handed_in(work, spec, given),
    )


def fill_line(work: Work, line: CaseMaterial, spec: MaterialSpec, given: ReceivedMaterial) -> None:
    """Write what was handed in into its line; the checklist has been through `rules.checklists.check_materials`."""
    for name, value in _handed_in(work, spec, given).items():
        setattr(line, name, value)


def _handed_in(work: Work, spec: MaterialSpec, given: ReceivedMaterial) -> dict[str, Any]:
    """What a line says of what was handed in, by column."""
    is_received = given.received_as is not ReceivedAs.NOT_RECEIVED
    trust = trust_of(spec.kind, given.received_as, is_checked=given.is_checked)
    is_seen = given.is_checked or given.received_as in NUMBERED
    return {
        "received_as": given.received_as,
        "count": given.count,
        "note": clean_text(given.note, "材料备注"),
        "received_at": work.now if is_received else None,
        "trust": trust,
        "licence_number": clean_text(given.licence_number, "证照或核验编号") if is_received else "",
        "valid_until": given.valid_until if trust else None,
        "reused_from": None,
        "checked_by": work.actor.account_id if is_seen else None,
        "checked_at": work.now if is_seen else None,
    }


def hand_in(
    work: Work, record: CaseRecord, given: Sequence[ReceivedMaterial], files: Sequence[AttachedFile]
) -> None:
    """What comes with the lines just filled in: materials taken over from earlier cases, and the files.

    Raises `material_not_reusable`, and the refusals of `case_files.add_files`.
    """
    lines = {line.position: line for line in record.materials}
    for one in given:
        if one.reused_from is not None and one.received_as is not ReceivedAs.NOT_RECEIVED:
            reuse_line(work, record, lines[one.position], one)
    add_files(work, record, files)
