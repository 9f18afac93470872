"""Every element has its one name."""

from dataclasses import fields

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.elements import ELEMENTS, LABELS, PART_LABELS


def test_every_element_stands_once_under_a_name() -> None:
    assert sorted(element.key for element in ELEMENTS) == sorted(
        field.name for field in fields(MatterContent)
    )
    assert len(set(LABELS.values())) == len(LABELS)


def test_every_part_names_all_its_fields() -> None:
    for part, labels in PART_LABELS.items():
        assert [field.name for field in fields(part) if field.name not in labels] == []
