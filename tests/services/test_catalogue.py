"""Finding and showing matters: alike on both databases, whatever is typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.exchange.findings import ParsedRecord
from desktop_app.paths import SEED
from desktop_app.rules.errors import ServiceError
from desktop_app.services.catalogue import (
    count_matters,
    find_matters,
    get_matter,
    get_matter_by_id,
    list_matters,
)
from desktop_app.services.catalogue_import import import_matters, prepare_file
from desktop_app.services.matter_versions import get_version
from desktop_app.services.work import NOBODY, SYSTEM, Office
from tests.services.importing import import_records

QUERIES = (
    *("身份证", "驾驶证", "取水许可", "律师执业", "公证", "无线电台", "食品经营", "税务", "出生", "残疾"),
    *("证", "公", "水", "A", "a", "3", "办理", "查询", "许 可", "驾驶证 换证", "食品，许可"),
    *("sfz", "SFZ", "ｓｆｚ", "gz", "qsxk", "jsz", "lszy", "j", "qs xk", "sfzblxz"),
    *("身分证", "驾驶正", "取水许可征", "律师职业", "食品经营许可症", "无限电台", "机动车架驶证", "结昏登记"),
    *(
        "11440000006939756B2440101007000",
        "11440000006939756B",
        "1144",
        "440101007000",
        "11440000006940116U20",
    ),
    *("新申请", "（变更）", "(变更)", "“一照一码”", "50m", "A类", "PPP", "3D打印", "二○二六", "〇", "䶮𬱖"),
    *("", " ", "\u3000", "、。", "-", "不存在的事项名称啊啊啊", "工伤", "老年", "注册会计师注册（外国人）"),
)

CALLED = (
    *("公司设立登记", "开公司", "注册公司", "gssldj", "GSSL", "ｇｓｓｌ", "公司设里登记"),
    *("11411000MB991001904410125001000", "11411000MB99100190441012500100001"),
)


@pytest.fixture
def seeded(office: Office) -> Office:
    """An office with the sample catalogue."""
    with office.work(SYSTEM) as work:
        import_matters(work, prepare_file(SEED / "matters.jsonl"))
    return office


def _names(office: Office, text: str, limit: int = 20) -> list[str]:
    with office.read(SYSTEM) as work:
        return [row.name for row in find_matters(work, text, limit)]


def test_a_matter_is_found_by_whatever_people_call_it(seeded: Office) -> None:
    for text in CALLED:
        assert _names(seeded, text)[0] == "公司设立登记", text


def test_the_name_itself_comes_before_everything_that_holds_it(seeded: Office) -> None:
    with seeded.read(SYSTEM) as work:
        names = [row.name for row in list_matters(work)]
    for name in names:
        assert _names(seeded, name)[0] == name


def test_every_part_of_every_name_finds_it(seeded: Office) -> None:
    with seeded.read(SYSTEM) as work:
        names = [row.name for row in list_matters(work)]
        for name in names[::5]:
            for start in range(0, len(name) - 1, 3):
                part = name[start : start + 2]
                if part.isalnum():
                    assert name in [row.name for row in find_matters(work, part, 200)], (name, part)


def test_a_row_says_what_a_list_shows(seeded: Office) -> None:
    with seeded.read(SYSTEM) as work:
        row = find_matters(work, "公司设立登记")[0]
        detail = get_matter_by_id(work, row.id)

    assert (row.code, row.item_code) == (detail.code, detail.item_code)
    assert detail.content.promised is not None
    assert row.promised_text == detail.content.promised.text
    assert (row.matter_type, row.handling_kind) == (detail.content.matter_type, detail.content.handling_kind)


def test_a_list_is_walked_page_by_page(seeded: Office) -> None:
    with seeded.read(SYSTEM) as work:
        whole = list_matters(work, limit=1000)
        walked = list_matters(work, limit=7)
        while page := list_matters(work, (walked[-1].name, walked[-1].id), 7):
            walked.extend(page)
        assert walked == whole
        assert len(whole) == count_matters(work) == 50

        department = get_matter_by_id(work, whole[0].id).department_id
        of_department = list_matters(work, department_id=department)
        assert 0 < len(of_department) < 50
        assert {row.department_name for row in of_department} == {whole[0].department_name}


def test_a_matter_is_shown_by_either_code(seeded: Office) -> None:
    code, item = "11411000MB991001904410125001000", "11411000MB99100190441012500100001"
    with seeded.read(SYSTEM) as work:
        shown = [get_matter(work, code), get_matter(work, item), get_matter(work, f" {code.lower()}", item)]

    assert {detail.content.name for detail in shown} == {"公司设立登记"}


def test_a_code_of_several_items_names_them(seeded: Office) -> None:
    code = "11411000MB991001904410125001000"
    with seeded.work(SYSTEM) as work:
        content = get_matter(work, code).content
        second = ParsedRecord(1, code, f"{code}02", content.department_code, content.department_name, content)
        import_records(work, [second])

    with seeded.read(SYSTEM) as work:
        with pytest.raises(ServiceError) as refusal:
            get_matter(work, code)
        assert refusal.value.code == "matter_ambiguous"
        assert refusal.value.values == {"items": f"{code}01、{code}02"}
        assert get_matter(work, f"{code}02").item_code == f"{code}02"


def test_an_unknown_code_is_a_refusal(seeded: Office) -> None:
    codes = ("", "没有", "1' OR '1'='1", "a\x00b", "\ud800", "x" * 5000)
    with seeded.read(SYSTEM) as work:
        for given in (*((code,) for code in codes), *((code, code) for code in codes)):
            with pytest.raises(ServiceError) as refusal:
                get_matter(work, *given)
            assert refusal.value.code == "matter_unknown"


def test_unknown_numbers_are_refusals(seeded: Office) -> None:
    with seeded.read(SYSTEM) as work:
        for ask in (get_matter_by_id, get_version):
            with pytest.raises(ServiceError) as refusal:
                ask(work, 10**9)
            assert refusal.value.code == "matter_unknown"


def test_nobody_sees_nothing(office: Office) -> None:
    with office.read(NOBODY) as work:
        for ask in (
            lambda: find_matters(work, "证"),
            lambda: list_matters(work),
            lambda: get_matter(work, "1"),
        ):
            with pytest.raises(ServiceError) as refusal:
                ask()
            assert refusal.value.code == "not_permitted"


def test_hostile_texts_are_only_texts(seeded: Office, shared_data: Path) -> None:
    strings: list[str] = json.loads((shared_data / "hostile/naughty-strings/blns.json").read_text("utf-8"))
    signs = [
        '"',
        "'",
        "*",
        "(",
        ")",
        ":",
        "^",
        "-",
        "+",
        "{",
        "}",
        "\\",
        "&",
        "|",
        "!",
        "<->",
        "<",
        ";",
        "%",
        "_",
    ]
    words = ["AND", "OR", "NOT", "NEAR", "NEAR(公 司)", "name : 公", "rowid", "公司*", "公 OR 司", "NULL"]
    odd = ["\x00", "公\x00司", "\ud800", "公\ud800司", "公司" * 5000, "a" * 5000, "公 " * 2000, "\u202e公司"]
    with seeded.read(SYSTEM) as work:
        for text in [*strings, *words, *odd, *signs, *(f"公司{sign}" for sign in signs)]:
            assert isinstance(find_matters(work, text), list)
        for sign in signs:
            assert find_matters(work, f"{sign}公司设立{sign}")[0].name == "公司设立登记", sign


def test_both_databases_find_the_same_in_the_same_order(
    sqlite_address: str, postgresql_address: str, open_office: Callable[[str], Office], shared_data: Path
) -> None:
    files = (
        prepare_file(shared_data / "matters-guangdong/matters.jsonl"),
        prepare_file(SEED / "matters.jsonl"),
    )
    sqlite, postgresql = open_office(sqlite_address), open_office(postgresql_address)
    for office in (sqlite, postgresql):
        with office.work(SYSTEM) as work:
            for file in files:
                import_matters(work, file)

    found = 0
    with sqlite.read(SYSTEM) as one, postgresql.read(SYSTEM) as other:
        for text in QUERIES:
            ours = [(row.code, row.item_code, row.promised_text) for row in find_matters(one, text)]
            theirs = [(row.code, row.item_code, row.promised_text) for row in find_matters(other, text)]
            assert ours == theirs, text
            found += bool(ours)
    assert found > 45
