"""The sample hall holds together: valid codes, complete matters, lawful limits, and nothing real in it."""

import json
import re
from collections import Counter
from typing import NotRequired

import pytest
from pydantic import TypeAdapter
from stdnum.cn import uscc
from typing_extensions import TypedDict

from desktop_app.paths import SEED
from desktop_app.rules.catalogue import MatterContent, offered
from desktop_app.rules.divisions import ancestors, is_code
from desktop_app.rules.situations import find_faults
from models.elements import CounterKind
from models.enums import (
    ApplicantKind,
    Channel,
    Grade,
    HandlingKind,
    LimitUnit,
    MaterialNecessity,
    MatterType,
    ResultKind,
    Role,
    UseLevel,
)

TYPE_SEGMENTS = {
    MatterType.LICENCE: "01",
    MatterType.PAYMENT: "05",
    MatterType.CONFIRMATION: "07",
    MatterType.OTHER_POWER: "10",
    MatterType.PUBLIC_SERVICE: "20",
}
CATCH_ALL = ("其他", "有关", "视情", "等材料", "等证明", "等相关", "相关材料")


class Department(TypedDict):
    """One line of `departments.json`."""

    code: str
    name: str
    short_name: str
    address: str
    phone: str
    review_body: str
    court: str
    level: UseLevel
    division_code: str
    hours: str
    parent: NotRequired[str]


class HallDetails(TypedDict):
    """The hall itself."""

    name: str
    address: str
    division_code: str
    hours: str
    phone: str
    traffic: str


class CounterLine(TypedDict):
    """One counter."""

    number: str
    name: str
    zone: str
    kind: NotRequired[CounterKind]
    scope: NotRequired[list[str]]


class AccountLine(TypedDict):
    """One account."""

    login: str
    name: str
    role: Role
    department: str
    password: str


class Hall(TypedDict):
    """The whole of `hall.json`."""

    hall: HallDetails
    counters: list[CounterLine]
    accounts: list[AccountLine]


class ReviewOption(TypedDict):
    """One line of `review_options.json`."""

    code: str
    grade: Grade
    text: str
    shown: bool


class MatterLine(TypedDict):
    """What stands beside the content in a line of `matters.jsonl`."""

    code: str
    item_code: str
    popularity: int


CONTENT = TypeAdapter(MatterContent)


def _read_matters() -> list[tuple[MatterLine, MatterContent, dict[str, object]]]:
    found: list[tuple[MatterLine, MatterContent, dict[str, object]]] = []
    for text in (SEED / "matters.jsonl").read_text(encoding="utf-8").splitlines():
        raw = TypeAdapter(dict[str, object]).validate_json(text)
        beside = {
            "code": raw.pop("code"),
            "item_code": raw.pop("item_code", ""),
            "popularity": raw.pop("popularity"),
        }
        line = TypeAdapter(MatterLine).validate_python(beside, strict=True)
        found.append((line, CONTENT.validate_python(raw), raw))
    return found


DEPARTMENTS = TypeAdapter(list[Department]).validate_json((SEED / "departments.json").read_bytes())
HALL = TypeAdapter(Hall).validate_json((SEED / "hall.json").read_bytes())
DIVISIONS = TypeAdapter(dict[str, str]).validate_json((SEED / "divisions.json").read_bytes())
OPTIONS = TypeAdapter(list[ReviewOption]).validate_json((SEED / "review_options.json").read_bytes())
MATTERS = _read_matters()

every_matter = pytest.mark.parametrize("matter", [pytest.param(m, id=m.name) for _, m, _ in MATTERS])


def _organisation_check(eight: str) -> str:
    """Return the ninth character of an organisation code (GB 11714)."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(alphabet.index(character) * weight for character, weight in zip(eight, weights, strict=True))
    return "0123456789X"[-total % 11]


@pytest.mark.parametrize("department", DEPARTMENTS, ids=lambda department: str(department["name"]))
def test_department_codes_pass_both_check_digits(department: Department) -> None:
    code = department["code"]
    assert uscc.is_valid(code)
    assert code[16] == _organisation_check(code[8:16])
    assert code[8:12] in {"MB99", "MJ99"}, "only the fictional range"


def test_departments_are_complete_and_distinct() -> None:
    assert 12 <= len(DEPARTMENTS) <= 20
    for key in ("code", "name", "short_name", "phone"):
        assert len({department[key] for department in DEPARTMENTS}) == len(DEPARTMENTS), key
    assert all(all(department.values()) for department in DEPARTMENTS)


def test_accounts_cover_every_role_and_every_department_that_decides() -> None:
    accounts = HALL["accounts"]
    assert {account["role"] for account in accounts} == set(Role)
    assert len({account["login"] for account in accounts}) == len(accounts)
    assert {"chuangkou", "chuangkou2", "shenpi", "duban", "bianji", "guanli"} <= {
        account["login"] for account in accounts
    }
    approving = {account["department"] for account in accounts if account["role"] is Role.APPROVER}
    assert approving == {matter.department_code for _, matter, _ in MATTERS}


def test_departments_stand_below_one_another_from_the_county_to_the_village() -> None:
    levels = {department["code"]: department["level"] for department in DEPARTMENTS}
    tops = [department["code"] for department in DEPARTMENTS if "parent" not in department]
    assert len(tops) == 1
    for at, department in enumerate(DEPARTMENTS):
        parent = department.get("parent")
        assert parent is None or parent in [above["code"] for above in DEPARTMENTS[:at]]
        assert department["division_code"] in DIVISIONS
        if parent is not None:
            order = list(UseLevel)
            assert order.index(department["level"]) >= order.index(levels[parent])


def test_divisions_are_fictional_and_whole() -> None:
    assert DIVISIONS["411099"] == "颍昌县"
    assert all(is_code(code) for code in DIVISIONS)
    assert all(ancestors(code)[:1] == () or ancestors(code)[0] in DIVISIONS for code in DIVISIONS)
    assert HALL["hall"]["division_code"] in DIVISIONS


def test_first_approver_decides_more_than_any_other_department() -> None:
    (approver,) = (account for account in HALL["accounts"] if account["login"] == "shenpi")
    ((busiest, count), (_, second), *_) = Counter(m.department_code for _, m, _ in MATTERS).most_common()
    assert busiest == approver["department"]
    assert count >= 3 * second


def test_counters_are_numbered_without_gaps() -> None:
    assert [counter["number"] for counter in HALL["counters"]] == [f"{n:02d}" for n in range(1, 11)]
    special = [counter for counter in HALL["counters"] if counter.get("kind") is CounterKind.SPECIAL]
    assert [counter["number"] for counter in special] == ["09", "10"]
    deciding = {matter.department_code for _, matter, _ in MATTERS}
    assert all(set(counter["scope"]) <= deciding for counter in special if "scope" in counter)
    assert all("scope" in counter for counter in special)


@pytest.mark.parametrize(("content", "raw"), [pytest.param(m, raw, id=m.name) for _, m, raw in MATTERS])
def test_matter_holds_exactly_the_fields_of_its_content(
    content: MatterContent, raw: dict[str, object]
) -> None:
    assert CONTENT.dump_python(content, mode="json", exclude_defaults=True) == raw


@pytest.mark.parametrize(("line", "matter"), [pytest.param(line, m, id=m.name) for line, m, _ in MATTERS])
def test_codes_are_built_of_their_segments(line: MatterLine, matter: MatterContent) -> None:
    code = line["code"]
    assert re.fullmatch(r"[0-9A-Z]{18}[0-9]{13}", code)
    assert matter.department_code == code[:18]
    assert code[18:23] == "441" + TYPE_SEGMENTS[matter.matter_type]
    assert line["item_code"] in {"", code + "01"}
    assert 0 <= line["popularity"] <= 100
    names = {department["code"]: department["name"] for department in DEPARTMENTS}
    assert names[code[:18]] == matter.department_name


def test_codes_and_names_are_unique() -> None:
    assert len({line["code"] for line, _, _ in MATTERS}) == len(MATTERS)
    assert len({line["code"][18:] for line, _, _ in MATTERS}) == len(MATTERS)
    assert len({matter.name for _, matter, _ in MATTERS}) == len(MATTERS)


@every_matter
def test_limits_are_lawful_and_the_steps_fit(matter: MatterContent) -> None:
    assert matter.promised is not None
    if matter.statutory is not None:
        assert matter.statutory.unit is matter.promised.unit
        assert matter.promised.days <= matter.statutory.days
    assert sum(step.days or 0 for step in matter.steps) <= matter.promised.days
    assert (matter.promised.days == 0) == (matter.handling_kind is HandlingKind.IMMEDIATE)


@every_matter
def test_nothing_is_asked_for_in_catch_all_words(matter: MatterContent) -> None:
    asked = [matter.conditions]
    for material in matter.materials:
        asked += [material.name, material.standard, material.instructions]
    assert [word for word in CATCH_ALL for text in asked if word in text] == []


@every_matter
def test_every_element_a_guide_prints_is_there(matter: MatterContent) -> None:
    lines = matter.conditions.split("\n")
    assert [text.split(". ")[0] for text in lines] == [str(n) for n in range(1, len(lines) + 1)]
    assert matter.legal_basis
    assert matter.result_name
    assert len(matter.aliases) >= 2
    assert Channel.COUNTER in matter.channels
    assert "工作日" in matter.hours
    assert matter.materials
    assert all(material.standard for material in matter.materials)
    assert len({material.name for material in matter.materials}) == len(matter.materials)


@every_matter
def test_licence_has_answers_and_the_five_steps(matter: MatterContent) -> None:
    licence = matter.matter_type is MatterType.LICENCE
    assert len(matter.questions) >= (3 if licence else 1)
    assert len({step.kind for step in matter.steps}) >= (5 if licence else 3)
    assert not licence or matter.quantity_limit


@every_matter
def test_telephones_differ_and_carry_the_area_code(matter: MatterContent) -> None:
    (consult,) = re.findall(r"0374-\d{7}", matter.consult)
    (complain,) = re.findall(r"0374-\d{7}", matter.complain)
    assert consult != complain
    assert {consult[:10], complain[:10]} == {"0374-00000"}, "only fictional numbers"


@every_matter
def test_place_is_a_counter_of_the_hall(matter: MatterContent) -> None:
    (number,) = re.findall(r"(\d\d)号窗口", matter.places)
    counters = {counter["number"]: counter for counter in HALL["counters"]}
    assert counters[number]["zone"] in matter.places
    assert matter.places.startswith(HALL["hall"]["name"])


@every_matter
def test_visits_are_explained_and_avoidable_where_none_is_needed(matter: MatterContent) -> None:
    assert matter.visits is not None
    assert (matter.visits > 0) == bool(matter.visits_reason)
    assert matter.visits or {Channel.WEB, Channel.POST} & set(matter.channels)


@every_matter
def test_deferral_and_pledge_name_their_materials(matter: MatterContent) -> None:
    assert matter.promised is not None
    deferrable = [m.name for m in matter.materials if m.necessity is MaterialNecessity.DEFERRABLE]
    pledgeable = [m.name for m in matter.materials if m.necessity is MaterialNecessity.PLEDGEABLE]
    assert matter.deferral, "河南省优化营商环境条例 art. 28: what is not offered is said too"
    assert matter.pledge
    assert bool(deferrable) == bool(offered(matter.deferral))
    assert bool(pledgeable) == bool(offered(matter.pledge))
    assert all(name in matter.deferral for name in deferrable)
    assert all(name in matter.pledge for name in pledgeable)
    days = [int(text) for text in re.findall(r"(\d+)个工作日", matter.deferral)]
    assert all(day <= matter.promised.days for day in days)


@every_matter
def test_themes_suit_the_applicants(matter: MatterContent) -> None:
    """By code, so that every theme is one of the national lists."""
    persons = ApplicantKind.PERSON in matter.applicant_kinds
    organisations = bool(set(matter.applicant_kinds) - {ApplicantKind.PERSON})
    assert bool(matter.person_themes) == persons
    assert bool(matter.organisation_themes) == organisations
    assert not matter.themes


@every_matter
def test_situations_are_sound(matter: MatterContent) -> None:
    assert find_faults(matter) == []


@every_matter
def test_result_is_of_the_kind_its_name_says(matter: MatterContent) -> None:
    name = matter.result_name
    if "证明" not in name and "凭证" not in name:
        named_licence = name.endswith("证") or "证书" in name or "执照" in name
        assert named_licence == (matter.result_kind is ResultKind.LICENCE)


@every_matter
def test_inspection_on_site_is_a_named_special_procedure(matter: MatterContent) -> None:
    if any("现场" in step.name for step in matter.steps):
        assert {"现场勘验", "专家评审"} & set(matter.special_procedures)


def test_sample_is_large_and_varied_enough() -> None:
    matters = [matter for _, matter, _ in MATTERS]
    statutory = [matter.statutory for matter in matters if matter.statutory]
    assert len(matters) >= 45
    assert sum(matter.handling_kind is HandlingKind.IMMEDIATE for matter in matters) >= 10
    assert sum(bool(matter.deferral) for matter in matters) >= 3
    assert sum(bool(matter.pledge) for matter in matters) >= 3
    assert sum(matter.charges_fee for matter in matters) >= 2
    assert sum("专家评审" in matter.special_procedures for matter in matters) >= 1
    assert sum(limit.unit is LimitUnit.CALENDAR_DAYS for limit in statutory) >= 3
    assert 1 <= sum(limit.days == 45 for limit in statutory) <= 2
    assert sum(limit.days <= 20 for limit in statutory) > len(statutory) / 2
    assert {matter.matter_type for matter in matters} == set(TYPE_SEGMENTS)
    assert {channel for matter in matters for channel in matter.channels} == set(Channel)


def test_fees_state_their_basis() -> None:
    fees = {matter.name: matter.fees for _, matter, _ in MATTERS if matter.fees}
    assert all(fee.standard and fee.legal_basis for lines in fees.values() for fee in lines)
    assert [fee.standard for fee in fees["居民身份证补领"]] == ["40元/证"]


def test_review_options_are_the_forty_in_force() -> None:
    assert len({option["code"] for option in OPTIONS}) == 40
    leading = dict(zip("54321", Grade, strict=True))
    for digit, grade in leading.items():
        options = [option for option in OPTIONS if option["grade"] is grade]
        assert [option["code"][0] for option in options] == [digit] * 8
        assert [option["shown"] for option in options] == [True] * 3 + [False] * 5
    assert {option["code"]: option["text"] for option in OPTIONS}["109"] == "需提供办事指南之外的申报材料"


def test_no_citizen_is_named_by_number() -> None:
    for path in sorted(path for path in SEED.iterdir() if path.is_file()):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![0-9A-Z])[1-9]\d{16}[0-9X](?![0-9A-Z])", text), path.name
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text), path.name


def test_files_are_plain_json_without_escapes() -> None:
    for name in ("departments.json", "divisions.json", "hall.json", "review_options.json"):
        text = (SEED / name).read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n", name
