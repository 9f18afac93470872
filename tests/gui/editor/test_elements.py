"""Every element of the list can be edited: none is forgotten, and what hands write stands in the draft."""

from dataclasses import fields, replace
from typing import Any

from desktop_app.gui.catalogue.editor.kinds import AUTOMATIC, FILES, KINDS, TABLES
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.catalogue.editor.part_form import PartForm
from desktop_app.gui.catalogue.editor.parts import BLANKS, PARTS, SUMMARIES
from desktop_app.rules.catalogue import Fee, Limit, MaterialSpec, MatterContent, QualityException, Step
from desktop_app.rules.elements import PART_LABELS, SECTION_OF, Section
from models.elements import (
    DeliveryWay,
    ExaminationMode,
    OnlineDepth,
    OrganisationTheme,
    OrganKind,
    PersonTheme,
    PowerSource,
    ServiceScope,
)
from models.enums import (
    ApplicantKind,
    Channel,
    HandlingKind,
    LimitUnit,
    MaterialCarrier,
    MaterialKind,
    MaterialNecessity,
    MaterialSource,
    MatterType,
    ResultKind,
    StepKind,
    UseLevel,
)
from tests.factories import LICENCE, Hall
from tests.gui.editor.writing import content_of, opened, stored, write

CHOSEN: dict[str, Any] = {
    "matter_type": MatterType.CONFIRMATION,
    "handling_kind": HandlingKind.IMMEDIATE,
    "examination_mode": ExaminationMode.ON_THE_SPOT,
    "organ_kind": OrganKind.AUTHORISED,
    "use_level": UseLevel.COUNTY,
    "power_source": PowerSource.DELEGATED_DOWN,
    "service_scope": ServiceScope.CITIES,
    "applicant_kinds": (ApplicantKind.PERSON, ApplicantKind.OTHER),
    "channels": (Channel.WEB, Channel.POST),
    "online_depth": (OnlineDepth.FILING, OnlineDepth.RESULT),
    "delivery_ways": (DeliveryWay.COUNTER, DeliveryWay.ELECTRONIC),
    "person_themes": (PersonTheme.BIRTH, PersonTheme.OTHER),
    "organisation_themes": (OrganisationTheme.ESTABLISHMENT, OrganisationTheme.LAND),
    "result_kind": ResultKind.APPROVAL,
    "statutory": Limit(30, LimitUnit.CALENDAR_DAYS),
    "promised": Limit(0),
    "visits": 2,
}


def test_every_element_and_every_part_has_its_field() -> None:
    for kind in KINDS:
        named = [*KINDS[kind], *FILES.get(kind, ()), *AUTOMATIC.get(kind, ())]
        if kind is MatterContent:
            named += TABLES
        assert sorted(named) == sorted(field.name for field in fields(kind)), kind
    assert set(KINDS) == {MatterContent, *PART_LABELS} - {Limit}
    assert set(PARTS) == set(TABLES) == set(BLANKS) == set(SUMMARIES)


def test_what_hands_write_stands_in_the_draft(page: EditorPage, hall: Hall) -> None:
    desk = opened(page, hall.licence_id)
    written: dict[str, Any] = {}
    for section in Section:
        desk.editor.sections.choose(section)
        panel = desk.editor.panel_of(section)
        for key, field in panel.form.fields.items() if panel.form else ():
            if key in KINDS[MatterContent]:
                written[key] = _wanted(key, getattr(LICENCE, key))
                write(field, KINDS[MatterContent][key].show(written[key]))

    assert written.keys() == KINDS[MatterContent].keys()
    assert content_of(page) == replace(LICENCE, **written)
    assert stored(page, hall).content == replace(LICENCE, **written)


def test_a_line_of_every_list_is_written_by_hand(page: EditorPage, hall: Hall) -> None:
    desk = opened(page, hall.licence_id)
    wanted: dict[str, Any] = {
        "materials": MaterialSpec(
            "申请书〇",
            MaterialKind.FORM,
            MaterialCarrier.PAPER,
            MaterialNecessity.PLEDGEABLE,
            MaterialSource.GOVERNMENT,
            "示例局",
            3,
            2,
            is_in_person=True,
        ),
        "steps": Step("上门核查", StepKind.DECISION, 0, "核查岗", "记录", is_counted=False),
        "fees": Fee("工本费", "10元", "示例文件", reducible=True, reduction_basis="低保免收"),
        "quality_exceptions": QualityException("Q07", "咨询与投诉同一号码"),
    }
    for key, line in wanted.items():
        desk.editor.jump(key)
        table = desk.editor.panel_of(SECTION_OF[key]).tables[key]
        table.add()
        assert isinstance(table.form, PartForm)
        kinds = KINDS[PARTS[key]]
        for name in kinds:
            if getattr(table.form.part, name) != getattr(line, name):
                write(table.form.fields[name], kinds[name].show(getattr(line, name)))
        assert table.lines[table.current] == line, key

    found = stored(page, hall).content
    assert all(line in getattr(found, key) for key, line in wanted.items())


def _wanted(key: str, before: Any) -> Any:
    """Another value than before, of the element's own kind."""
    if key in CHOSEN:
        return CHOSEN[key]
    if isinstance(before, bool):
        return not before
    if isinstance(before, tuple):
        return ("第一个", "第二个〇")
    return f"{key} 某某县的说法〇, 100%"
