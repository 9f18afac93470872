"""材料清单: what the counter may fill in, and what stands between a checklist and its acceptance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop_app.rules.catalogue import MaterialSpec, MatterContent, offered
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from desktop_app.rules.trust import NUMBERED, is_comparable
from models.enums import MaterialNecessity, ReceivedAs

MAX_COUNT = 999
MAX_NUMBER = 100
"""Characters of a certificate's number or of a data query's."""
UNCOUNTED = frozenset({ReceivedAs.NOT_RECEIVED, ReceivedAs.PLEDGED, ReceivedAs.EXEMPT, ReceivedAs.DEFERRED})
"""Nothing was handed in, so nothing is counted."""
OUTSTANDING = frozenset({ReceivedAs.NOT_RECEIVED, ReceivedAs.DEFERRED})
"""Nothing stands for the line yet."""


@dataclass(frozen=True, slots=True)
class ReceivedMaterial:
    """One line of the checklist as the counter filled it in; `position` counts from 0 in the version's list."""

    position: int
    received_as: ReceivedAs = ReceivedAs.NOT_RECEIVED
    count: int = 0
    note: str = ""
    licence_number: str = ""
    """证照编号 of the electronic licence, or the number of the data query; needed for these two ways."""
    valid_until: date | None = None
    """Until when it may be used again; `rules.trust.LONG_TERM` for 长期, `None` where nobody said."""
    is_checked: bool = False
    """与原件核对无误: the copy was compared with the original at this window."""
    reused_from: int | None = None
    """The applicant's earlier case (row number) whose files stand for this line."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What stands between a case and its acceptance: lines that must come, lines that may follow (容缺)."""

    missing: tuple[str, ...] = field(default=())
    deferred: tuple[str, ...] = field(default=())


def check_materials(content: MatterContent, lines: Sequence[ReceivedMaterial]) -> None:
    """Refuse a checklist the version does not have, ways it does not offer, counts that cannot be (行政许可法 art. 31).

    Raises `material_unknown`, `material_way_invalid`, `material_count_invalid`, `material_not_comparable`,
    `text_needed`, `text_invalid`, `text_too_long`.
    """
    for line in lines:
        if not 0 <= line.position < len(content.materials):
            raise ServiceError("material_unknown", position=line.position + 1)
        spec = content.materials[line.position]
        if not is_way_offered(spec, line.received_as):
            raise ServiceError("material_way_invalid", material=spec.name, way=line.received_as.label)
        is_counted = line.received_as not in UNCOUNTED
        if not (1 if is_counted else 0) <= line.count <= (MAX_COUNT if is_counted else 0):
            raise ServiceError("material_count_invalid", material=spec.name, most=MAX_COUNT)
        clean_text(line.note, "材料备注")
        is_numbered = line.received_as in NUMBERED
        clean_text(
            line.licence_number, f"{spec.name}的证照或核验编号", needed=is_numbered, longest=MAX_NUMBER
        )
        if line.is_checked and not is_comparable(spec.kind, line.received_as):
            raise ServiceError("material_not_comparable", material=spec.name)
    positions = [line.position for line in lines]
    if len(set(positions)) != len(positions):
        raise ServiceError("material_unknown", position=max(positions, key=positions.count) + 1)


def is_way_offered(spec: MaterialSpec, way: ReceivedAs) -> bool:
    """Whether the version lets a line be obtained in this way: no promise or later supply it does not publish."""
    match way:
        case ReceivedAs.PLEDGED:
            return spec.necessity is MaterialNecessity.PLEDGEABLE or bool(offered(spec.pledge))
        case ReceivedAs.DEFERRED:
            return spec.necessity is MaterialNecessity.DEFERRABLE or bool(offered(spec.deferral))
        case ReceivedAs.EXEMPT:
            return spec.necessity is MaterialNecessity.EXEMPT or bool(spec.licence)
        case _:
            return True


def shortfall(lines: Iterable[tuple[str, MaterialNecessity, ReceivedAs]]) -> Shortfall:
    """Sort the lines not received (name, necessity, received as) into what is missing and what may follow."""
    missing: list[str] = []
    deferred: list[str] = []
    for name, necessity, received_as in lines:
        if received_as is ReceivedAs.DEFERRED:
            deferred.append(name)
        if received_as is not ReceivedAs.NOT_RECEIVED:
            continue
        match necessity:
            case MaterialNecessity.DEFERRABLE:
                deferred.append(name)
            case MaterialNecessity.REQUIRED | MaterialNecessity.PLEDGEABLE:
                missing.append(name)
            case MaterialNecessity.OPTIONAL | MaterialNecessity.EXEMPT:
                pass
    return Shortfall(tuple(missing), tuple(deferred))
