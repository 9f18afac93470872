"""电子材料可信等级 (国办函〔2016〕108号), and what the checklist asks for each way."""

from datetime import date

import pytest

from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.rules.checklists import ReceivedMaterial, check_materials
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.trust import LONG_TERM, is_reusable, trust_of, validity_words
from models.enums import MaterialKind, MaterialNecessity, MatterType, ReceivedAs
from models.procedure import TrustLevel

K, W, T = MaterialKind, ReceivedAs, TrustLevel
TODAY = date(2026, 11, 20)
CONTENT = MatterContent(
    name="示例",
    matter_type=MatterType.PUBLIC_SERVICE,
    department_name="示例局",
    department_code="11411000MB9900013M",
    materials=(
        MaterialSpec("申请表", kind=K.FORM),
        MaterialSpec("营业执照", kind=K.CERTIFICATE, licence="营业执照电子证照"),
        MaterialSpec("检测报告", necessity=MaterialNecessity.DEFERRABLE),
    ),
)


@pytest.mark.parametrize(
    ("kind", "way", "is_checked", "trust"),
    [
        (K.CERTIFICATE, W.LICENCE, False, T.A),
        (K.OTHER, W.DATA, False, T.A),
        (K.CERTIFICATE, W.ORIGINAL, False, T.B),
        (K.CERTIFICATE, W.ELECTRONIC, False, T.C),
        (K.CERTIFICATE, W.SCAN, False, T.C),
        (K.OTHER, W.COPY, True, T.B),
        (K.FORM, W.ORIGINAL, False, T.D),
        (K.FORM, W.ELECTRONIC, False, T.D),
        (K.CERTIFICATE, W.NOT_RECEIVED, False, None),
        (K.CERTIFICATE, W.PLEDGED, False, None),
        (K.CERTIFICATE, W.DEFERRED, False, None),
        (K.CERTIFICATE, W.EXEMPT, False, None),
    ],
)
def test_trust_by_kind_way_and_check(
    kind: MaterialKind, way: ReceivedAs, is_checked: bool, trust: TrustLevel | None
) -> None:
    assert trust_of(kind, way, is_checked=is_checked) is trust


@pytest.mark.parametrize(
    ("trust", "until", "expected"),
    [
        (T.B, TODAY, True),
        (T.A, LONG_TERM, True),
        (T.B, date(2026, 11, 19), False),
        (T.B, None, False),
        (T.C, LONG_TERM, False),
        (None, LONG_TERM, False),
    ],
)
def test_only_what_somebody_answers_for_is_used_again_and_until_it_expires(
    trust: TrustLevel | None, until: date | None, expected: bool
) -> None:
    assert is_reusable(trust, until, TODAY) is expected


def test_validity_in_words() -> None:
    assert [validity_words(day) for day in (None, TODAY, LONG_TERM)] == ["", "2026-11-20", "长期"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (ReceivedMaterial(1, W.LICENCE, 1), "text_needed"),
        (ReceivedMaterial(1, W.DATA, 1, licence_number=" "), "text_needed"),
        (ReceivedMaterial(1, W.DATA, 1, licence_number="证\0照"), "text_invalid"),
        (ReceivedMaterial(1, W.DATA, 1, licence_number="9" * 101), "text_too_long"),
        (ReceivedMaterial(0, W.COPY, 1, is_checked=True), "material_not_comparable"),
        (ReceivedMaterial(1, W.ORIGINAL, 1, is_checked=True), "material_not_comparable"),
        (ReceivedMaterial(1, W.DEFERRED), "material_way_invalid"),
        (ReceivedMaterial(2, W.EXEMPT), "material_way_invalid"),
    ],
)
def test_a_line_is_refused_with_its_reason(line: ReceivedMaterial, code: str) -> None:
    with pytest.raises(ServiceError) as caught:
        check_materials(CONTENT, [line])
    assert caught.value.code == code


def test_a_licence_with_its_number_and_a_compared_copy_are_taken() -> None:
    check_materials(
        CONTENT,
        [
            ReceivedMaterial(1, W.LICENCE, 1, licence_number="91411000MA99000607"),
            ReceivedMaterial(2, W.COPY, 1, is_checked=True, valid_until=LONG_TERM),
        ],
    )
