"""How a guide says where it belongs: its version, its places, whom to ask, how to contest."""

from desktop_app.documents.guides.content import Guide, HallPlace
from desktop_app.rules.matter_words import NOT_STATED
from models.enums import MatterState, MatterType


def remedies(guide: Guide) -> str:
    """The two remedies with their periods; nothing for a public service, which decides nothing."""
    if guide.content.matter_type is MatterType.PUBLIC_SERVICE:
        return ""
    body = guide.organ.review_body or "行政复议机关"
    court = guide.organ.court or "人民法院"
    return (
        f"如不服本事项的办理决定，可以自收到决定书之日起60日内向{body}申请行政复议，"
        f"也可以自收到决定书之日起6个月内依法向{court}提起行政诉讼。"
    )


def place(guide: Guide) -> str:
    """Where to go: what the matter says, else the halls whose counters take it."""
    if guide.content.places:
        return guide.content.places
    return "\n".join(hall_words(hall) for hall in guide.halls) or guide.organ.address or NOT_STATED


def hall_words(hall: HallPlace) -> str:
    """A hall and its address."""
    return f"{hall.name}（{hall.address}）" if hall.address else hall.name


def hours(guide: Guide) -> str:
    """When to go."""
    if guide.content.hours:
        return guide.content.hours
    named = [hall for hall in guide.halls if hall.hours]
    if len(named) == 1:
        return named[0].hours
    return "\n".join(f"{hall.name}：{hall.hours}" for hall in named) or guide.organ.hours or NOT_STATED


def counters(guide: Guide) -> str:
    """The counters that take the matter, of each kind and hall in one line."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in guide.counters:
        groups.setdefault((each.hall_name, each.kind), []).append(each.number)
    return "\n".join(
        f"{f'{hall}：' if hall and len(guide.halls) > 1 else ''}{kind} {'、'.join(numbers)}号"
        for (hall, kind), numbers in groups.items()
    )


def consult(guide: Guide) -> str:
    """Where to ask."""
    return guide.content.consult or guide.organ.phone or NOT_STATED


def notice(guide: Guide) -> str:
    """Why this matter cannot be applied for at present; empty for one in use."""
    if guide.state is MatterState.PUBLISHED:
        return ""
    return f"本事项现在的状态是“{guide.state.label}”，不能申请。"


def version_line(guide: Guide) -> str:
    """Version, first day in force and day of printing."""
    return f"事项版本：{guide.version_name}；生效日期：{guide.effective_on}；打印日期：{guide.printed_on}"


def current_line(guide: Guide) -> str:
    """Where the current version lives."""
    return f"以现行版本为准：{guide.address}"
