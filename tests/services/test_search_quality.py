"""What a clerk types over the real catalogue and the sample, and the matter that must be among the first three."""

import shutil
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_app.database import open_database
from desktop_app.paths import SEED
from desktop_app.rules.search import find_condition
from desktop_app.services.catalogue import find_matters
from desktop_app.services.catalogue_import import import_matters, prepare_file
from desktop_app.services.catalogue_index import is_sqlite
from desktop_app.services.frequencies import is_frequent
from desktop_app.services.index_questions import LONGEST_WALK, ask, hits
from desktop_app.services.work import SYSTEM, Office
from tests.conftest import TEST_KEY, address_of, administer

FIRST = 3
ID_CARD, LICENCE, COMPANY = "居民身份证补领", "个体工商户设立登记", "公司设立登记"
FOOD, MARRIAGE, HOUSE = "食品经营许可（餐饮服务）", "内地居民结婚登记", "不动产转移登记（存量房买卖）"
INSURANCE_CARD, TEACHER, HOUSEHOLD = "社会保障卡补领、换领", "教师资格认定", "户口迁移（市内投靠、购房落户）"
BUILDING, WATER, NEWBORN = "建筑工程施工许可证核发", "取水许可", "新生儿出生登记"
DRIVING = "机动车驾驶证"

WANTED = {
    # names, parts of names, everyday words
    "身份证": ID_CARD, "补办身份证": ID_CARD, "身份证丢了": ID_CARD, "营业执照": LICENCE, "开公司": COMPANY,
    "注册公司": COMPANY, "食品经营": FOOD, "开饭店": FOOD, "餐饮": FOOD, "准生证": "生育登记", "生育": "生育登记",
    "上户口": NEWBORN, "落户": HOUSEHOLD, "迁户口": HOUSEHOLD, "个体户": LICENCE, "工伤": "工伤认定申请",
    "工商": LICENCE, "驾驶证": DRIVING, "结婚": MARRIAGE, "领证": MARRIAGE, "离婚": "离婚登记预约",
    "护照": "办理及加注普通护照", "社保卡": INSURANCE_CARD, "社保卡丢了": INSURANCE_CARD,
    "新农合": "城乡居民基本医疗保险参保登记", "失业金": "失业保险金申领", "二手房过户": HOUSE,
    "房产证": "不动产登记资料查询", "低保": "最低生活保障审核确认", "老人津贴": "高龄津贴申领",
    "残疾人补贴": "困难残疾人生活补贴和重度残疾人护理补贴申领", "教师资格证": TEACHER,
    "护士": "护士执业注册（首次）", "网约车": "网络预约出租汽车驾驶员证核发", "滴滴": "网络预约出租汽车驾驶员证核发",
    "烟花": "烟花爆竹经营（零售）许可", "排水": "城镇污水排入排水管网许可", "施工许可": BUILDING,
    "渣土": "城市建筑垃圾处置核准", "幼儿园": "民办学校设立审批（文化教育类）", "外地看病": "异地就医备案",
    "无犯罪": "无犯罪记录证明开具", "开书店": "出版物零售单位设立审批", "养猪场": "动物防疫条件合格证核发",
    "电梯": "特种设备使用登记", "打井": WATER, "卖农药": "农药经营许可", "种子店": "农作物种子经营备案",
    "生小孩": "生育指导和宣传服务", "设立 公司登记": COMPANY,
    # initials and syllables, whole and begun, with mixed-up sounds
    "sfz": ID_CARD, "SFZ": ID_CARD, "ｓｆｚ": ID_CARD, "yyzz": LICENCE, "gssl": COMPANY, "spjy": FOOD,
    "sbk": INSURANCE_CARD, "bdc": HOUSE, "jszg": TEACHER, "wfzjl": "无犯罪记录证明开具", "hwgg": "大型户外广告设置审批",
    "shenfenzheng": ID_CARD, "shen fen zheng": ID_CARD, "shenfenz": ID_CARD, "shenfz": ID_CARD,
    "yingyezhizhao": LICENCE, "gongshang": LICENCE, "lingjiehunzheng": MARRIAGE, "shanghukou": NEWBORN,
    "huzhao": "办理及加注普通护照", "lvshi": "律师", "sigongxukezheng": BUILDING, "yibao": INSURANCE_CARD,
    "身份zheng": ID_CARD, "食品jy": FOOD, "jiashizheng": DRIVING,
    # mistakes
    "身分证": ID_CARD, "驾驶正": DRIVING, "结昏登记": MARRIAGE, "公司设里登记": COMPANY, "食品径营许可": FOOD,
    "食品经营许可症": FOOD, "取水许可征": WATER, "无限电台": "无线电台", "律师职业": "律师", "施功许可证": BUILDING,
    "shenfengzheng": ID_CARD, "sehnfenzheng": ID_CARD, "yignyezhizhao": LICENCE,
    # one character, codes
    "律": "律师", "证": "证", "11411000MB991001904410125001000": COMPANY,
    "11411000MB99100190441012500100001": COMPANY, "11411000mb9910019044101250010": COMPANY,
    "12500100001": COMPANY, "2440101007000": "临时价格干预范围事项提价申报",
    "11440000-006939756B-2440101007000": "临时价格干预范围事项提价申报",
}  # fmt: skip
"""What is typed, and the name (or how it begins) of the matter that must come."""


@pytest.fixture(scope="module")
def offices(
    sqlite_template: Path,
    postgresql_server: str,
    postgresql_template: str,
    shared_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[tuple[Office, ...]]:
    """Both databases with the same catalogue, only to be read."""
    path = tmp_path_factory.mktemp("quality") / "yichuang.db"
    shutil.copy(sqlite_template, path)
    name = f"{postgresql_template}_quality"
    administer(postgresql_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template}"')
    addresses = (f"sqlite:///{path}", address_of(postgresql_server, name))
    with ExitStack() as stack:
        files = [
            stack.enter_context(prepare_file(file))
            for file in (shared_data / "matters-guangdong/matters.jsonl", SEED / "matters.jsonl")
        ]
        opened = tuple(Office(open_database(address), TEST_KEY) for address in addresses)
        for office in opened:
            with office.work(SYSTEM) as work:
                for file in files:
                    import_matters(work, file)
    yield opened
    for office in opened:
        office.close()
    administer(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


def test_what_a_clerk_types_brings_the_matter_among_the_first_three(offices: tuple[Office, ...]) -> None:
    missed: list[tuple[str, str, list[str]]] = []
    for office in offices:
        with office.read(SYSTEM) as work:
            for text, wanted in WANTED.items():
                names = [row.name for row in find_matters(work, text, FIRST)]
                if not any(wanted in name for name in names):
                    missed.append((text, wanted, names))

    assert not missed
    assert len(WANTED) >= 60


def test_both_databases_answer_alike(offices: tuple[Office, ...]) -> None:
    answers: list[list[list[str]]] = []
    for office in offices:
        with office.read(SYSTEM) as work:
            answers.append(
                [[row.code + row.item_code for row in find_matters(work, text, 20)] for text in WANTED]
            )

    for text, ours, theirs in zip(WANTED, *answers, strict=True):
        assert ours == theirs, text


@pytest.mark.parametrize("walk", [LONGEST_WALK, 300, 1])
def test_however_far_a_walk_goes_the_first_hits_are_the_same(offices: tuple[Office, ...], walk: int) -> None:
    """A word of few matters is only gathered, a frequent one walked to, and gathered where that was not enough."""
    walked: set[str] = set()
    for office in offices:
        with office.read(SYSTEM) as work:
            for text in ("证", "sh", "zheng", "许可", "设立登记", "sfz", "取水许可"):
                condition = find_condition(text)
                assert condition is not None
                question = hits(work.session, condition, 40)
                every = sorted(row.id for row in ask(work.session, [hits(work.session, condition, 5000)]))
                if "walk{n}" in question.values:
                    walked.add(text)
                    question.values["walk{n}"] = walk
                    assert is_frequent(work.session, condition)
                    assert not is_sqlite(work.session)
                assert sorted(row.id for row in ask(work.session, [question])) == every[:40], text

    assert {"证", "sh", "zheng"} <= walked
    assert "sfz" not in walked
