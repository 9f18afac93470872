"""What the review desk says of a draft: who wrote it, what stands against it, what it changes."""

from desktop_app.gui import theme
from desktop_app.gui.catalogue.comparison import comparison_table, heading, sentences
from desktop_app.rules.quality import QualityFinding
from desktop_app.services.matter_review import Review
from models.elements import DraftState
from models.enums import MatterState

OWN = "■ 您参与了这份修订稿的编写，按“编审分离”的要求，请由其他审核人员发布。"
INCOMPLETE = "■ 修订稿还有 {count} 处没有填好，不能发布，请退回。"
ERRORS = "■ 质量检查有 {count} 处错误，不能发布，请退回。"
OUTDATED = (
    "▲ 修订期间发布了第{head}版，这份修订稿以第{base}版为基础。可以先合并到新版本；直接发布会覆盖第{head}版。"
)
NO_CHANGES = "与原版本没有差别。"


def obstacle(review: Review) -> str:
    """Why this person cannot publish this draft; empty where nothing stands against it."""
    if review.detail.row.state is not DraftState.IN_REVIEW:
        return ""
    if review.detail.is_own:
        return OWN
    if review.faults:
        return INCOMPLETE.format(count=len(review.faults))
    return ERRORS.format(count=len(review.errors)) if review.errors else ""


def effect_words(review: Review) -> str:
    """When the version will come into force, and how the matter stands then."""
    on = review.detail.row.effective_on
    words = "发布后立即生效"
    if on is not None:
        words = f"定于 {on.isoformat()} 生效" if on > review.today else f"原定 {on.isoformat()} 已到，{words}"
    match review.detail.matter_state:
        case MatterState.SUSPENDED:
            return f"{words}；事项目前暂停，发布后仍为暂停"
        case MatterState.ABOLISHED:
            return f"{words}；事项目前已取消，生效后重新启用"
        case _:
            return words


def outdated_words(review: Review) -> str:
    """That another version came in between; empty where none did."""
    detail = review.detail
    if not detail.is_outdated:
        return ""
    return OUTDATED.format(head=detail.head_version, base=detail.base_version)


def review_page(review: Review) -> str:
    """The whole draft as the reviewer reads it."""
    detail, colours = review.detail, theme.current()
    base = f"第{detail.base_version}版" if detail.base_version else "（新事项）"
    facts = [
        f"{detail.row.name}　{detail.row.item_code or detail.row.code}",
        f"修订人：{'、'.join(detail.editors)}　状态：{detail.row.state.label}　基础版本：{base}",
        f"生效：{effect_words(review)}",
        f"修改说明：{detail.note or '（没有写）'}",
    ]
    if review.faults or review.errors or review.warnings:
        facts.append(f"质量检查：{_counts(review)}，列在改动之后")
    if detail.row.comment:
        facts.append(f"退回意见：{detail.row.comment}")
    parts = [sentences(facts, colours.text)]
    if words := outdated_words(review):
        parts.append(sentences([words], colours.warning))
    parts.append(heading(f"改动（{len(review.differences)} 处）"))
    if review.differences:
        parts.append(comparison_table(review.differences, f"原内容 {base}", "修订稿"))
    else:
        parts.append(sentences([NO_CHANGES], colours.muted))
    return "".join([*parts, _findings(review)])


def finding_words(finding: QualityFinding) -> str:
    """A finding in one line."""
    return f"{finding.label}：{finding.text}（{finding.rule}）"


def _counts(review: Review) -> str:
    return f"{len(review.faults) + len(review.errors)} 处错误，{len(review.warnings)} 处提醒"


def _findings(review: Review) -> str:
    colours = theme.current()
    title = heading(f"质量检查（{_counts(review)}）")
    bad = [f"■ {line}" for line in review.faults]
    bad += [f"■ {finding_words(finding)}" for finding in review.errors]
    warned = [f"▲ {finding_words(finding)}" for finding in review.warnings]
    return title + sentences(bad, colours.bad) + sentences(warned, colours.warning)
