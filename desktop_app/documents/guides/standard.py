"""完整版: everything the version in force says, in numbered sections, with the questions people ask as an annex."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from reportlab.platypus import Flowable

from desktop_app.documents.guides import words
from desktop_app.documents.guides.content import Guide
from desktop_app.documents.guides.look import Look, Paper
from desktop_app.documents.guides.parts import (
    Notice,
    Rule,
    TitleBlock,
    answered,
    facts,
    heading,
    numbered,
    paragraphs,
    standing,
    stated,
    subheading,
)
from desktop_app.documents.guides.standard_lists import (
    fees_of,
    legal_bases,
    materials_of,
    questions_of,
    steps_of,
)
from desktop_app.documents.text import TextBlock
from desktop_app.rules import matter_words
from desktop_app.rules.guide_sections import GuideSection

QR_CAPTION = "扫码查看现行版本"


class Setting(NamedTuple):
    """What a section is set with."""

    guide: Guide
    look: Look
    paper: Paper


Body = list[Flowable]


def story(guide: Guide, look: Look, paper: Paper) -> Iterator[Flowable]:
    """The whole guide as blocks."""
    yield title_block(guide, look, paper, "办事指南")
    yield Rule(space=2, weight=1.2)
    if notice := words.notice(guide):
        yield Notice(notice, look)
    yield from answered(guide, look, paper)
    setting = Setting(guide, look, paper)
    for number, section in enumerate(guide.sections, start=1):
        yield from numbered(section.label, _SECTIONS[section](setting), number, look)
    if guide.content.questions:
        yield heading("附录：常见问题", look)
        yield from questions_of(guide.content, look)


def title_block(guide: Guide, look: Look, paper: Paper, kind: str) -> Flowable:
    """Organ, name of the matter, versions and dates, with the QR code."""
    texts = [
        TextBlock(f"{guide.organ.name} · {kind}", look.organ),
        TextBlock(guide.content.name, look.title),
        *standing(guide, look),
    ]
    return TitleBlock(texts, guide.qr_text, paper, QR_CAPTION)


def _names(setting: Setting) -> Body:
    guide, content = setting.guide, setting.guide.content
    return _facts(
        setting,
        ("事项名称", content.name),
        ("主项名称", content.main_name),
        ("子项名称", content.sub_name),
        ("实施编码", guide.code),
        ("业务办理项编码", guide.item_code),
        ("基本编码", content.catalog_code),
        ("地方实施编码", content.local_code),
        ("事项类型", content.matter_type.label),
        ("行使层级", content.use_level.label if content.use_level else ""),
        ("权力来源", content.power_source.label if content.power_source else ""),
    )


def _scope(setting: Setting) -> Body:
    content = setting.guide.content
    audience = "、".join(kind.label for kind in content.applicant_kinds)
    return _facts(
        setting,
        ("服务对象", audience or matter_words.NOT_STATED),
        ("适用范围", content.scope),
        ("通办范围", content.service_scope.label if content.service_scope else ""),
        ("行政区划", content.area_name),
    )


def _kind(setting: Setting) -> Body:
    content = setting.guide.content
    mode = content.examination_mode
    return _facts(
        setting,
        ("审查类型", mode.label if mode else matter_words.NOT_STATED),
        ("办件类型", content.handling_kind.label),
    )


def _basis(setting: Setting) -> Body:
    return legal_bases(setting.guide.content, setting.look)


def _receiver(setting: Setting) -> Body:
    guide, content = setting.guide, setting.guide.content
    return _facts(
        setting,
        ("实施主体", guide.organ.name),
        ("实施主体性质", content.organ_kind.label if content.organ_kind else ""),
        ("委托部门", content.entrusting_organ),
        ("承办机构", content.handling_unit),
        ("联办机构", "、".join(content.partners)),
        ("中介服务", "、".join(content.intermediaries)),
        ("受理窗口", words.counters(guide)),
    )


def _decider(setting: Setting) -> Body:
    guide, content = setting.guide, setting.guide.content
    return _facts(
        setting,
        ("决定机构", content.decision_organ or guide.organ.name),
        ("权限划分", content.authority),
        ("行使内容", content.exercise),
    )


def _quantity(setting: Setting) -> Body:
    return stated(setting.guide.content.quantity_limit, setting.look)


def _conditions(setting: Setting) -> Body:
    content, look = setting.guide.content, setting.look
    body = stated(content.conditions, look)
    if content.pledged_conditions:
        body += [subheading("可以用告知承诺代替的条件", look)]
        body += [TextBlock(condition, look.body) for condition in content.pledged_conditions]
    return body


def _prohibitions(setting: Setting) -> Body:
    return stated(setting.guide.content.prohibitions, setting.look)


def _materials(setting: Setting) -> Body:
    content, look = setting.guide.content, setting.look
    return [
        *materials_of(content, look, setting.paper),
        subheading("容缺受理", look),
        *paragraphs(matter_words.deferral(content), look),
        subheading("告知承诺", look),
        *paragraphs(matter_words.pledge(content), look),
    ]


def _filing(setting: Setting) -> Body:
    guide, content = setting.guide, setting.guide.content
    return _facts(
        setting,
        ("接收方式", "、".join(channel.label for channel in content.channels)),
        ("接收地址", words.place(guide)),
        ("接收窗口", words.counters(guide)),
        ("接收时间", words.hours(guide)),
        ("网上办理地址", content.web_url),
        ("移动端办理地址", content.mobile_url),
        ("交通指引", content.traffic or "\n".join(hall.traffic for hall in guide.halls if hall.traffic)),
    )


def _procedure(setting: Setting) -> Body:
    return steps_of(setting.guide.content, setting.look, setting.paper)


def _ways(setting: Setting) -> Body:
    content = setting.guide.content
    depth = "、".join(part.label for part in content.online_depth)
    return _facts(
        setting,
        ("办理形式", "、".join(channel.label for channel in content.channels)),
        ("到现场次数", "，".join(filter(None, (matter_words.visits(content), content.visits_reason)))),
        ("全程网办", _yes(is_true=content.is_fully_online)),
        ("网上办理深度", depth),
        ("不能网办原因", content.offline_reason),
        ("进驻政务大厅", _yes(is_true=content.is_in_hall)),
        ("预约办理", _yes(is_true=content.allows_booking)),
        ("代办", _yes(is_true=content.allows_proxy)),
        ("物流快递", _yes(is_true=content.offers_courier)),
    )


def _yes(*, is_true: bool) -> str:
    return "是" if is_true else "否"


def _limits(setting: Setting) -> Body:
    content = setting.guide.content
    special = "、".join(content.special_procedures)
    return _facts(
        setting,
        ("法定办结时限", matter_words.limit(content.statutory, content.statutory_explanation)),
        ("承诺办结时限", matter_words.limit(content.promised, content.promised_explanation)),
        ("不同情形的时限", matter_words.varied_limit_lines(content)),
        ("特别程序", "，".join(filter(None, (special, content.special_note))) or matter_words.NOT_STATED),
    )


def _fees(setting: Setting) -> Body:
    return fees_of(setting.guide.content, setting.look, setting.paper)


def _result(setting: Setting) -> Body:
    content = setting.guide.content
    return _facts(
        setting,
        ("结果名称", content.result_name or matter_words.NOT_STATED),
        ("结果类型", content.result_kind.label),
        ("有效期", content.result_validity),
        ("结果样本", "现行版本网页可以查看" if content.result_sample else ""),
    )


def _delivery(setting: Setting) -> Body:
    return stated("、".join(way.label for way in setting.guide.content.delivery_ways), setting.look)


def _rights(setting: Setting) -> Body:
    guide, look = setting.guide, setting.look
    return paragraphs(f"{guide.content.rights}\n{words.remedies(guide)}", look) or stated("", look)


def _consult(setting: Setting) -> Body:
    content = setting.guide.content
    return _facts(
        setting,
        ("咨询方式", words.consult(setting.guide)),
        ("咨询地址", content.consult_address),
    )


def _complain(setting: Setting) -> Body:
    content = setting.guide.content
    return _facts(
        setting,
        ("投诉方式", content.complain or matter_words.NOT_STATED),
        ("投诉地址", content.complain_address),
    )


def _offices(setting: Setting) -> Body:
    guide = setting.guide
    halls = [
        (hall.name, "\n".join(filter(None, (hall.address, hall.hours, hall.phone)))) for hall in guide.halls
    ]
    return _facts(
        setting,
        ("办理地点", words.place(guide)),
        ("办理时间", words.hours(guide)),
        *halls,
        ("实施主体地址", guide.organ.address),
    )


def _progress(setting: Setting) -> Body:
    return stated(setting.guide.content.progress_query, setting.look)


def _facts(setting: Setting, *pairs: tuple[str, str]) -> Body:
    return facts(pairs, setting.look, setting.paper)


_SECTIONS: Mapping[GuideSection, Callable[[Setting], Body]] = {
    GuideSection.NAMES: _names,
    GuideSection.SCOPE: _scope,
    GuideSection.KIND: _kind,
    GuideSection.BASIS: _basis,
    GuideSection.RECEIVER: _receiver,
    GuideSection.DECIDER: _decider,
    GuideSection.QUANTITY: _quantity,
    GuideSection.CONDITIONS: _conditions,
    GuideSection.PROHIBITIONS: _prohibitions,
    GuideSection.MATERIALS: _materials,
    GuideSection.FILING: _filing,
    GuideSection.PROCEDURE: _procedure,
    GuideSection.WAYS: _ways,
    GuideSection.LIMITS: _limits,
    GuideSection.FEES: _fees,
    GuideSection.RESULT: _result,
    GuideSection.DELIVERY: _delivery,
    GuideSection.RIGHTS: _rights,
    GuideSection.CONSULT: _consult,
    GuideSection.COMPLAIN: _complain,
    GuideSection.OFFICES: _offices,
    GuideSection.PROGRESS: _progress,
}
