"""Records of the Guangdong portal (粤省事目录接口, as published in 2021) into the program's own shape.

「无」 in an optional text means there is nothing and is stored as empty; in a limit it is noted, because the deadline
then rests on the office's default. Fields in `PASSED_OVER` are not imported and are named once in the report.
"""

import re
from typing import Any, cast

from desktop_app.exchange.findings import ParsedRecord
from desktop_app.exchange.limits import NOTHING, parse_limit
from desktop_app.exchange.records import Notes, Path, finish, json_name
from desktop_app.rules.catalogue import Limit
from models.elements import OrganisationTheme, PersonTheme
from models.enums import ApplicantKind, Channel, HandlingKind, MatterType, UseLevel

CODE_LENGTH = 31
CREDIT_LENGTH = 18
PASSED_OVER = frozenset(
    {"CATAID", "CATANAME", "LIMIT_SCENE_NUM", "ORGCODE", "TASK_STATE", "TASK_TAG", "TASK_TYPE", "URL", "_id"}
    | {"bear_paltform", "district", "matter_code", "matter_type", "online_book", "online_book_addr"}
    | {"parentCatalogId", "subTaskName"}
)
"""Copies of other fields (`online_book` repeats ONLINECHECK, `district` the level), numbers and addresses of the portal."""
_USED = frozenset(
    {"TASK_CODE", "TASK_NAME", "TASK_TYPE_TEXT", "DEPT_NAME", "ONLINECHECK", "matter_name", "matter_short"}
    | {"matter_daily", "matter_level", "visit_number", "co_department", "handle_location", "handle_time"}
    | {"handle_time_limit", "accept_standard", "consult_phone", "complain_phone", "theme_category"}
    | {"service_object_name", "material_intro", "parentCatalogName", "subCatalogName", "courier_service"}
    | {"AREACODE", "AREA_CODE_TEXT"}
)
_TYPES = {member.label: member for member in MatterType}
_LEVELS = {
    "国家级": UseLevel.NATIONAL,
    "省级": UseLevel.PROVINCE,
    "市级": UseLevel.CITY,
    "县级": UseLevel.COUNTY,
}
_KINDS = {member.label: member for member in ApplicantKind}
_PERSON_THEMES = {member.label: member for member in PersonTheme}
_ORGANISATION_THEMES = {member.label: member for member in OrganisationTheme}
_COURIER = {"是": True, "支持": True, "否": False, "不支持": False, "": False}
_ORIGINS = {
    "code": "TASK_CODE",
    "item_code": "TASK_CODE",
    "department_code": "TASK_CODE",
    "name": "TASK_NAME",
    "department_name": "DEPT_NAME",
    "promised": "handle_time_limit",
    "visits": "visit_number",
}
"""Where the values that are checked once more came from."""
_DOUBLED_BRACKETS = re.compile(r"[(（]\s*[(（](.*)[)）]\s*[)）]")
_BETWEEN_PARTNERS = re.compile(r"[、；;](?![^（(]*[)）])")
_SEPARATORS = re.compile(r"[，,、；;]")
_PLACE_LABEL = "办理地点："
_NO_PLACE = "无线下办理"


def is_guangdong(raw: dict[str, Any]) -> bool:
    """Whether a record has the shape of this portal."""
    return "TASK_CODE" in raw and "TASK_NAME" in raw


def parse_guangdong(number: int, raw: dict[str, Any]) -> ParsedRecord:
    """A record of the portal, cleaned, mapped and checked."""
    notes = Notes(_origin)
    source = _Source(raw, notes)
    code = source.text("TASK_CODE")
    promised = source.limit("handle_time_limit", "promised")
    kinds = _applicant_kinds(source, notes)
    values: dict[str, Any] = {
        "code": code[:CODE_LENGTH] if len(code) == CODE_LENGTH + 2 else code,
        "item_code": code if len(code) == CODE_LENGTH + 2 else "",
        "name": _name(source, notes),
        "matter_type": source.member("TASK_TYPE_TEXT", _TYPES),
        "department_name": source.text("DEPT_NAME"),
        "department_code": code[:CREDIT_LENGTH],
        "use_level": source.member("matter_level", _LEVELS) if source.text("matter_level") else None,
        "aliases": _aliases(source),
        "applicant_kinds": kinds,
        "area_code": source.text("AREACODE"),
        "area_name": source.text("AREA_CODE_TEXT"),
        "promised": promised,
        "statutory": source.limit("handle_time", "statutory"),
        "handling_kind": HandlingKind.IMMEDIATE if promised == Limit(0) else HandlingKind.PROMISED,
        "conditions": source.text("accept_standard"),
        "materials": [{"name": name} for name in source.texts("material_intro")],
        "visits": source.number("visit_number"),
        "consult": source.text("consult_phone"),
        "complain": source.text("complain_phone"),
        "offers_courier": _offers_courier(source, notes),
        "partners": [one.strip() for one in _BETWEEN_PARTNERS.split(source.text("co_department")) if one],
        **_tree(source),
        **_themes(source.texts("theme_category"), kinds),
        **_place_and_channels(source, notes),
        **source.explanations,
    }
    return finish(number, values, notes, source.passed_over())


class _Source:
    """One record of the portal: its fields by name, cleaned, each repair noted under that name."""

    def __init__(self, raw: dict[str, Any], notes: Notes) -> None:
        self._raw = raw
        self._notes = notes
        self._texts: dict[str, str] = {}
        self.explanations: dict[str, str] = {}

    def text(self, key: str) -> str:
        """A text field; empty for `null` and 「无」."""
        if key not in self._texts:
            given = self._raw.get(key)
            if given is not None and not isinstance(given, str):
                self._notes.refuse(key, given, "应为文字")
                given = ""
            cleaned = self._notes.clean(key, given or "")
            self._texts[key] = "" if cleaned in NOTHING else cleaned
        return self._texts[key]

    def texts(self, key: str) -> list[str]:
        """A list of texts; the portal writes the one word 「无」 for an empty list."""
        given = self._raw.get(key)
        if isinstance(given, str) or given is None:
            text = self.text(key)
            return [text] if text else []
        if not isinstance(given, list):
            self._notes.refuse(key, given, "应为列表")
            return []
        found: list[str] = []
        for item in cast("list[Any]", given):
            if not isinstance(item, str):
                self._notes.refuse(key, item, "列表中应全为文字")
            elif (cleaned := self._notes.clean(key, item)) not in NOTHING:
                found.append(cleaned)
        return found

    def member(self, key: str, members: dict[str, Any]) -> Any:
        """A coded field through its mapping table; an unknown word refuses the record."""
        text = self.text(key)
        if text not in members:
            self._notes.refuse(key, text, "不是认识的取值" if text else "缺少必填内容")
        return members.get(text)

    def number(self, key: str) -> int | None:
        """A number that the portal writes as text."""
        text = self.text(key)
        if text and not (text.isascii() and text.isdigit() and len(text) < 5):
            self._notes.repair(key, text, "不是整数，未导入")
            return None
        return int(text) if text else None

    def limit(self, key: str, target: str) -> Limit | None:
        """A limit; one that cannot be counted in days is kept as an explanation."""
        text = self.text(key)
        try:
            limit = parse_limit(text)
        except ValueError:
            self._notes.repair(key, text, "时限写法无法按日计算，已原样放入时限说明")
            self.explanations[f"{target}_explanation"] = text
            return None
        if limit is None:
            reason = (
                "法定时限为“无”，按未载明处理" if target == "statutory" else "承诺时限为“无”，按未作承诺处理"
            )
            self._notes.repair(key, self._raw.get(key), reason)
        return limit

    def passed_over(self) -> tuple[str, ...]:
        """Fields that hold something and are not imported; an unknown one is noted as well."""
        for key in self._raw.keys() - _USED - PASSED_OVER:
            self._notes.repair(key[:50], self._raw[key], "不认识的字段，未导入")
        return tuple(sorted(key for key in PASSED_OVER if self._raw.get(key) not in (None, "", "无")))


def _origin(path: Path) -> str:
    return _ORIGINS.get(str(path[0]), json_name(path))


def _name(source: _Source, notes: Notes) -> str:
    name = source.text("TASK_NAME")
    plain = _DOUBLED_BRACKETS.sub(r"（\1）", name)
    if plain != name:
        notes.repair("TASK_NAME", name, "名称中有重复的括号，已合并")
    other = source.text("matter_name")
    if other not in {name, ""}:
        notes.repair("matter_name", other, "与 TASK_NAME 不一致，采用 TASK_NAME")
    return plain


def _aliases(source: _Source) -> list[str]:
    words = [source.text("matter_short"), *_SEPARATORS.split(source.text("matter_daily"))]
    return list(dict.fromkeys(word.strip() for word in words if word.strip() not in NOTHING))


def _applicant_kinds(source: _Source, notes: Notes) -> list[ApplicantKind]:
    found: list[ApplicantKind] = []
    for word in source.texts("service_object_name"):
        if word in _KINDS:
            found.append(_KINDS[word])
        else:
            notes.repair("service_object_name", word, "不认识的服务对象，未导入")
    return found


def _tree(source: _Source) -> dict[str, str]:
    """主项 and 子项; a 子项 of the same name as its 主项 is none."""
    main, sub = source.text("parentCatalogName"), source.text("subCatalogName")
    return {"main_name": main, "sub_name": "" if sub == main else sub}


def _themes(words: list[str], kinds: list[ApplicantKind]) -> dict[str, Any]:
    """The national themes of those whom the matter serves; words that are none, or of nobody known, stay words."""
    persons = [_PERSON_THEMES[word] for word in words if word in _PERSON_THEMES]
    organisations = [_ORGANISATION_THEMES[word] for word in words if word in _ORGANISATION_THEMES]
    found = {
        "person_themes": persons if ApplicantKind.PERSON in kinds else [],
        "organisation_themes": organisations if set(kinds) - {ApplicantKind.PERSON} else [],
    }
    known = {member.label for members in found.values() for member in members}
    return found | {"themes": [word for word in words if word not in known]}


def _offers_courier(source: _Source, notes: Notes) -> bool:
    word = source.text("courier_service")
    if word not in _COURIER:
        notes.repair("courier_service", word, "不认识的取值，按不支持处理")
    return _COURIER.get(word, False)


def _place_and_channels(source: _Source, notes: Notes) -> dict[str, Any]:
    place = source.text("handle_location").removeprefix(_PLACE_LABEL).strip()
    channels: list[Channel] = []
    if place and place != _NO_PLACE:
        channels.append(Channel.COUNTER)
    if source.text("ONLINECHECK") == "1":
        channels.append(Channel.WEB)
    if not channels:
        notes.repair("handle_location", place, "没有线下地点也不能网上办理，按窗口办理导入，请核对")
        channels.append(Channel.COUNTER)
    return {"places": "" if place == _NO_PLACE else place, "channels": channels}
