"""Holiday notices: the sentences of twenty years, whole notices as they are pasted, and nonsense."""

import json
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.notices import HolidayNotice, NoticeDay, parse_notice

WEEKDAYS = "一二三四五六日"
NUMERALS = "一二三四五六七八九"
PREAMBLE = """国务院办公厅关于{year}年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
    自{year}年1月2日起，放假的假日增加；国庆节自10月9日起放假调休7天。
    经国务院批准，现将{year}年元旦、春节和国庆节放假调休日期的具体安排通知如下。
"""
CLOSING = """鼓励职工在除夕（2月9日）休息。节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
{before}年11月4日
（此件公开发布）"""
SINGLE = "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"


def refusal_of(text: str, year: int | None = None) -> ServiceError:
    with pytest.raises(ServiceError) as refusal:
        parse_notice(text, year)
    assert sentence(refusal.value)
    return refusal.value


def read(text: str, year: int | None = None) -> dict[str, bool]:
    return {day.date.isoformat(): day.is_working for day in parse_notice(text, year).days}


def outcome(text: str) -> HolidayNotice | ServiceError:
    try:
        return parse_notice(text, 2026)
    except ServiceError as refusal:
        return refusal


def weekday(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def runs(days: list[date]) -> list[list[date]]:
    """The days, ascending, cut wherever one is missing."""
    cut: list[list[date]] = []
    for day in days:
        if cut and cut[-1][-1] == day - timedelta(days=1):
            cut[-1].append(day)
        else:
            cut.append([day])
    return cut


def write_notice(year: int, days: list[dict[str, object]]) -> str:
    """A notice in the State Council's manner, saying exactly the given days."""
    paragraphs: list[str] = []
    for numeral, (name, group) in zip(NUMERALS, groupby(days, key=lambda day: day["name"]), strict=False):
        members = [(date.fromisoformat(str(day["date"])), day["isOffDay"]) for day in group]
        text = "".join(
            f"{weekday(run[0])}至{weekday(run[-1])}放假调休，共{len(run)}天。"
            if len(run) > 1
            else f"{weekday(run[0])}放假1天。"
            for run in runs(sorted(day for day, is_off in members if is_off))
        )
        makeup = "、".join(weekday(day) for day, is_off in members if not is_off)
        paragraphs.append(f"　　{numeral}、{name}：{text}" + (f"{makeup}上班。" if makeup else ""))
    closing = CLOSING.format(before=year - 1)
    return PREAMBLE.format(year=year) + "\n".join(paragraphs) + "\n" + closing


def test_the_forty_nine_sentences_of_real_notices(shared_data: Path) -> None:
    path = shared_data / "calendar" / "description_parsing_cases.json"
    cases = json.loads(path.read_text(encoding="utf-8"))
    assert len(cases) == 49
    for case in cases:
        expected = {day["date"]: not day["isOffDay"] for day in case["expected"]}
        assert read(case["description"], case["year"]) == expected, case["description"]


@pytest.mark.parametrize("year", range(2007, 2027))
def test_a_whole_pasted_notice_gives_back_its_days_and_names(shared_data: Path, year: int) -> None:
    content = json.loads((shared_data / "calendar" / f"{year}.json").read_text(encoding="utf-8"))
    notice = parse_notice(write_notice(year, content["days"]))
    expected = {
        NoticeDay(date.fromisoformat(day["date"]), day["name"], is_working=not day["isOffDay"])
        for day in content["days"]
    }
    assert set(notice.days) == expected
    assert notice.year == year
    assert notice.covers_year


def test_the_year_is_found_in_the_title_or_given_or_in_the_dates() -> None:
    expected = {"2026-01-01": False, "2026-01-02": False, "2026-01-03": False, "2026-01-04": True}
    assert read(f"关于2026年部分节假日安排的通知：{SINGLE}") == expected
    assert read(SINGLE, 2026) == expected
    assert read("1月1日至3日放假，共3天。2026年1月4日上班。".replace("1月1日", "2026年1月1日", 1)) == expected


def test_a_pasted_text_may_be_broken_anywhere() -> None:
    broken = "\n ".join(SINGLE.replace("1", "１"))
    assert read(broken, 2026) == read(SINGLE, 2026)


def test_a_single_sentence_takes_the_name_of_the_only_holiday_it_speaks_of() -> None:
    text = "关于调整2019年劳动节假期安排的通知 2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。"
    notice = parse_notice(text)
    assert {day.name for day in notice.days} == {"劳动节"}
    assert [day.date.day for day in notice.days if day.is_working] == [28, 5]
    assert not notice.covers_year
    assert {day.name for day in parse_notice("1月1日放假1天。", 2025).days} == {"节假日"}


def test_a_holiday_with_a_long_name_keeps_it() -> None:
    name = "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"
    notice = parse_notice(f"一、{name}：9月3日至5日放假调休，共3天。9月6日（星期日）上班。", 2015)
    assert {day.name for day in notice.days} == {name}


def test_december_without_a_year_is_the_december_before() -> None:
    assert read("一、元旦：12月30日至1月1日放假，共3天。", 2019) == {
        "2018-12-30": False,
        "2018-12-31": False,
        "2019-01-01": False,
    }


def test_a_heading_needs_no_full_stop_before_it_and_no_number() -> None:
    notice = parse_notice("2026年放假安排：\n元旦：1月1日放假1天。\n劳动节：5月1日放假1天。", 2026)
    assert [day.name for day in notice.days] == ["元旦", "劳动节"]
    run_on = parse_notice("关于2026年部分节假日安排的通知1.元旦：1月1日放假1天。2.“五一”：5月1日放假1天。")
    assert [day.name for day in run_on.days] == ["元旦", "“五一”"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("一、元旦：1月1日（周五）放假1天。", "2026-01-01"),
        ("一、元旦：1月1日至3日放假，共4天。", "2026-01-01"),
        ("一、元旦：1月1日至3日放假。1月3日上班。", "2026-01-03"),
        ("一、春节：2月30日放假。", "2月30日"),
        ("一、春节：2月15日至3日放假。", "3日"),
        ("一、元旦：2062年1月1日放假。", "2062-01-01"),
        ("一、元旦：1日放假。", "1日"),
        ("一、元旦：99月1日放假。", "99月1日"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(text: str, at: str) -> None:
    refusal = refusal_of(text, 2026)
    assert refusal.code == "notice_contradiction"
    assert refusal.values["date"] == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天天气很好",
        "放假",
        "1月1日，一切正常。",
        "延长2020年春节假期至2月2日（星期日），2月3日（星期一）起正常上班。",
        "1月1日放假。" * 4000,
    ],
)
def test_nonsense_is_refused(text: str) -> None:
    assert refusal_of(text, 2020).code == "notice_unreadable"


def test_a_notice_without_any_year_asks_for_one() -> None:
    assert refusal_of(SINGLE).code == "notice_year_missing"
    assert refusal_of("随便写写").code == "notice_unreadable"


def test_a_notice_of_another_year_than_chosen_is_refused() -> None:
    refusal = refusal_of(f"关于2026年部分节假日安排的通知：{SINGLE}", 2027)
    assert refusal.code == "notice_year_different"
    assert refusal.values == {"found": 2026, "expected": 2027}


@given(st.text(alphabet="一二日月年周至放假上班休调共天（）：，。、0123456789 元旦节关于", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    match outcome(text):
        case ServiceError() as refusal:
            assert sentence(refusal)
        case HolidayNotice() as notice:
            assert notice.days
