"""公示内容: what a guide must say at least, and whether its parts fit together."""

from collections.abc import Iterator

from desktop_app.rules.catalogue import MatterContent, offered
from desktop_app.rules.identifiers import check_matter_code
from desktop_app.rules.quality.findings import Issue, Subject, quoted, says_nothing, warn
from desktop_app.rules.situations import find_faults
from models.enums import MaterialKind, MaterialNecessity, MatterType


def check_questions(subject: Subject) -> Iterator[Issue]:
    """Rule 12."""
    content = subject.content
    if content.matter_type is MatterType.LICENCE and not content.questions:
        yield Issue("questions", "行政许可事项至少要有一个常见问题")
    for number, each in enumerate(content.questions, 1):
        if says_nothing(each.question) or says_nothing(each.answer):
            yield Issue(f"questions[{number}]", "常见问题没有写全问题和解答")


def check_codes(subject: Subject) -> Iterator[Issue]:
    """Rule 17: codes of other places and times look different, so this only warns."""
    key = "item_code" if subject.item_code else "code"
    text = subject.item_code or subject.code
    if text:
        for words in check_matter_code(text):
            yield Issue(key, words.removesuffix("。"))


def check_situations(subject: Subject) -> Iterator[Issue]:
    """Questions that cannot be asked or that select what is not there."""
    if subject.content.situations or any(each.when for each in subject.content.materials):
        for path, words in find_faults(subject.content):
            yield Issue(path, words)


def check_licence_contents(subject: Subject) -> Iterator[Issue]:
    """What 行政许可法 art. 30 has the organ show for a licence; the procedure is rule 13's."""
    content = subject.content
    if content.matter_type is not MatterType.LICENCE:
        return
    if not content.legal_basis:
        yield Issue("legal_basis", "没有公示许可的依据")
    if says_nothing(content.conditions):
        yield Issue("conditions", "没有公示许可的条件")
    if content.statutory is None and content.promised is None:
        yield Issue("statutory", "没有公示许可的期限")
    if not content.materials:
        yield Issue("materials", "没有公示需要提交的全部材料的目录")
    if not content.quantity_limit.strip():
        yield warn("quantity_limit", "没有公示数量；没有数量限制的，请写“无数量限制”")
    forms = [each for each in content.materials if each.kind is MaterialKind.FORM]
    if forms and not any(each.blank_form or each.sample or each.library_code for each in forms):
        yield warn("materials", "没有申请书示范文本：申请表格类材料应附空白表或样表")


def check_guide_contents(subject: Subject) -> Iterator[Issue]:
    """What every guide shows, whatever the type of the matter."""
    content = subject.content
    if content.matter_type is not MatterType.LICENCE:
        if not content.legal_basis:
            yield Issue("legal_basis", "没有写明设定依据")
        if says_nothing(content.conditions):
            yield Issue("conditions", "没有写明受理条件")
        if not content.steps and says_nothing(content.flow_note):
            yield Issue("steps", "没有写明办理流程")
        if content.statutory is None and content.promised is None:
            yield Issue("promised", "没有写明办结时限")
    if content.materials and all(says_nothing(each.standard) for each in content.materials):
        yield Issue("materials", "没有一项材料写明受理标准，办事人不知道怎样才算合格")


def check_deferral_and_pledge(subject: Subject) -> Iterator[Issue]:
    """Whether 容缺受理 and 告知承诺 are stated at all, and say the same as the lines of the lists."""
    content = subject.content
    yield from _check_offer(content, "deferral", "容缺受理", MaterialNecessity.DEFERRABLE, has_more=False)
    yield from _check_offer(
        content, "pledge", "告知承诺", MaterialNecessity.PLEDGEABLE, has_more=bool(content.pledged_conditions)
    )


def _check_offer(
    content: MatterContent, key: str, name: str, necessity: MaterialNecessity, *, has_more: bool
) -> Iterator[Issue]:
    text: str = getattr(content, key)
    numbers = [number for number, each in enumerate(content.materials, 1) if each.necessity is necessity]
    if not text.strip():
        yield Issue(key, f"没有公示{name}；不适用的，请写“不适用”")
    elif numbers and not offered(text):
        yield Issue(
            f"materials[{numbers[0]}].necessity",
            f"材料{quoted(content.materials[numbers[0] - 1].name)}“{necessity.label}”，而{name}一栏写的是{quoted(text)}",
        )
    elif offered(text) and not numbers and not has_more:
        yield warn(key, f"写有{name}，却没有一项材料标为“{necessity.label}”")
