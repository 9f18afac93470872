"""材料清单: what the counter may fill in, and what stands between a checklist and its acceptance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_app.rules.catalogue import MaterialSpec, MatterContent, offered
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import clean_text
from models.enums import MaterialNecessity, ReceivedAs

MAX_COUNT = 999
UNCOUNTED = frozenset({ReceivedAs.NOT_RECEIVED, ReceivedAs.PLEDGED, ReceivedAs.EXEMPT, ReceivedAs.DEFERRED})
"""Nothing was handed in, so nothing is counted."""


@dataclass(frozen=True, slots=True)
class ReceivedMaterial:
    """One line of the checklist as the counter filled it in; `position` counts from 0 in the version's list."""

    position: int
    received_as: ReceivedAs = ReceivedAs.NOT_RECEIVED
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What stands between a case and its acceptance: lines that must come, lines that may follow (容缺)."""

    missing: tuple[str, ...] = field(default=())
    deferred: tuple[str, ...] = field(default=())


def check_materials(content: MatterContent, lines: Sequence[ReceivedMaterial]) -> None:
    """Refuse a checklist the version does not have, ways it does not offer, counts that cannot be (行政许可法 art. 31).

    Raises `material_unknown`, `material_way_invalid`, `material_count_invalid`, `text_invalid`.
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
