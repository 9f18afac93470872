"""兜底性表述: words that let a counter ask for whatever it likes, told from those that only look like them."""

import re
from collections.abc import Iterator

from desktop_app.rules.catalogue import MatterContent
from desktop_app.rules.quality.findings import Issue, Subject, quoted, warn

_GENERAL = "的|相关|有关|相应|必要|所需|需要|应当|应|要求|规定|补充|申请|申报|辅助|佐证|证明|支持|书面|有效|具体|提交|提供|法律|法规|行政|、|和|或"
"""Words that make nothing between 其他 and its noun any more definite."""
_PAPERS = "材料|资料|文件|证件|证明|手续|凭证|凭据|票据|附件|要件|证照"
_DEMANDS = "条件|情形|情况|要求|事项"

_CATCH_ALL = re.compile(
    rf"其[他它](?:{_GENERAL})*(?:{_PAPERS}|{_DEMANDS})"
    rf"|(?:有关|相关|相应)(?:{_GENERAL})*(?:{_PAPERS})"
    r"|等(?:相关|有关|其[他它])"
    r"|(?<![重近斜弱影电])视(?:情况|具体情况|实际情况|需要|情(?!节|频|听|景))"
    r"|(?:根据|按照?|依据)(?:实际|具体|审[批查核])?(?:情况|需要)(?:需要|应当|可以|要求)?(?:提[供交]|补充|增加|另)"
    r"|(?:必要|需要)时(?:应当?|须|需|可以?|另行)?(?:提[供交]|补充|出具|增加)"
    r"|认为(?:需要|必要|应当|有必要)"
)
_VAGUE = re.compile(
    rf"(?:有关|相关)(?:规定|政策|要求|部门|单位|机构)|等(?:{_PAPERS})|其[他它](?:有关|相关)(?:部门|单位|机构)"
)
_HINTS = ("其他", "其它", "有关", "相关", "相应", "等", "视", "必要", "需要", "情况", "认为")
"""Without one of these there is nothing to look for: most texts are done with in a few searches."""
_RELATION = re.compile(r"[与同跟][^，,。；;：:、\n]{1,20}$")
"""与经营业务有关的合同: the words say what the thing has to do with."""
_BEHIND_TITLE = re.compile(r"》(?:及其|及|和|与|的|等)*$")
"""《…办法》的有关规定: the words belong to a law that is named."""


def check_wording(subject: Subject) -> Iterator[Issue]:
    """Rule 15: conditions and materials say what is asked for, with no 其他 or 有关 to fill in at the counter."""
    for path, text in _texts(subject.content):
        if not any(hint in text for hint in _HINTS):
            continue
        found = {each.group(): each for each in _find(_CATCH_ALL, text)}
        for words, at in found.items():
            yield Issue(path, f"{quoted(_around(text, at))}中的“{words}”是兜底性表述，请逐项写明")
        if not found and (vague := next(_find(_VAGUE, text), None)) is not None:
            yield warn(path, f"{quoted(_around(text, vague))}中的“{vague.group()}”不具体，请写明是哪些")


def check_repeated_materials(subject: Subject) -> Iterator[Issue]:
    """A material asked for twice under the same answers."""
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    for number, material in enumerate(subject.content.materials, 1):
        first = seen.setdefault((material.name.strip(), material.when), number)
        if first != number:
            yield Issue(
                f"materials[{number}].name",
                f"与申请材料第{first}项名称和适用情形相同：{quoted(material.name)}",
            )


def _texts(content: MatterContent) -> Iterator[tuple[str, str]]:
    yield "conditions", content.conditions
    for number, condition in enumerate(content.pledged_conditions, 1):
        yield f"pledged_conditions[{number}]", condition
    for number, material in enumerate(content.materials, 1):
        yield f"materials[{number}].name", material.name
        if material.needed_when:
            yield f"materials[{number}].needed_when", material.needed_when
        if material.standard:
            yield f"materials[{number}].standard", material.standard


def _find(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The hits but for those in the title of a law, right behind one, or that say what they are related to."""
    for found in pattern.finditer(text):
        before = text[: found.start()]
        is_related = found.group().startswith(("有关", "相关")) and _RELATION.search(before)
        if not is_related and before.count("《") == before.count("》") and not _BEHIND_TITLE.search(before):
            yield found


def _around(text: str, found: re.Match[str]) -> str:
    """A few characters before and behind a hit, within its line."""
    start = max(text.rfind("\n", 0, found.start()) + 1, found.start() - 8)
    end = text.find("\n", found.end())
    return text[start : min(found.end() + 8, end if end >= 0 else len(text))]
