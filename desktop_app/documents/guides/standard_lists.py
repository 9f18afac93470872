"""The lists of the full guide: materials by situation, steps with their diagram, fees, legal bases, questions."""

from collections.abc import Iterable

from reportlab.platypus import Flowable

from desktop_app.documents.guides.diagram import diagram
from desktop_app.documents.guides.flow import Heading, Together
from desktop_app.documents.guides.look import Look, Paper
from desktop_app.documents.guides.parts import Column, facts, paragraphs, subheading, table
from desktop_app.documents.text import TextBlock
from desktop_app.rules import matter_words
from desktop_app.rules.catalogue import MaterialSpec, MatterContent

_MATERIAL_COLUMNS = (
    Column("序号", 34, centred=True),
    Column("材料名称", 132),
    Column("份数与来源", 96),
    Column("必要性", 58),
    Column("要求", 0),
)
_STEP_COLUMNS = (
    Column("序号", 34, centred=True),
    Column("环节", 110),
    Column("时限", 92),
    Column("办理岗位", 92),
    Column("结果与说明", 0),
)
_FEE_COLUMNS = (
    Column("序号", 34, centred=True),
    Column("收费项目", 110),
    Column("标准", 120),
    Column("依据", 0),
)


def materials_of(content: MatterContent, look: Look, paper: Paper) -> list[Flowable]:
    """The questions first, then the materials: those always needed, then those each answer brings along."""
    if not content.materials:
        return [*situations_of(content, look), TextBlock(matter_words.NO_MATERIALS, look.body)]
    groups = matter_words.grouped_materials(content)
    body: list[Flowable] = list(situations_of(content, look))
    for condition, lines in groups:
        if condition:
            body.append(subheading(f"{condition}，另需", look))
        elif len(groups) > 1:
            body.append(subheading("都需要的材料", look))
        rows = [_material_row(number, spec) for number, spec in lines]
        body += table(_MATERIAL_COLUMNS, rows, look, paper)
    return body


def situations_of(content: MatterContent, look: Look) -> Iterable[Flowable]:
    """The questions whose answers decide what is needed."""
    if not content.situations:
        return
    yield subheading("先看您属于哪种情形", look)
    for number, situation in enumerate(content.situations, start=1):
        condition = matter_words.condition_of(content, situation.asked_when)
        lead = f"（{condition}）" if condition else ""
        options = "  ".join(f"□ {option.text}" for option in situation.options)
        yield Together(
            [
                Heading(f"{number}. {lead}{situation.question}", look.body),
                TextBlock(options, look.body),
            ]
        )


def _material_row(number: int, spec: MaterialSpec) -> list[str]:
    name = f"{spec.name}\n（{spec.kind.label}）" if spec.kind.label != "其他" else spec.name
    carrier = "" if matter_words.counts(spec).startswith("电子") else f"{spec.carrier.label}；"
    return [
        str(number),
        name,
        f"{carrier}{matter_words.counts(spec)}\n{matter_words.origin(spec)}",
        "\n".join(filter(None, (spec.necessity.label, spec.needed_when))),
        "\n".join(matter_words.material_notes(spec)),
    ]


def steps_of(content: MatterContent, look: Look, paper: Paper) -> list[Flowable]:
    """The flow diagram, then the steps with what is to be said of each."""
    if not content.steps:
        return paragraphs(content.flow_note, look) or [TextBlock(matter_words.NO_STEPS, look.body)]
    rows = [
        [
            str(number),
            step.name,
            matter_words.step_limit(step),
            step.handler,
            "\n".join(filter(None, (step.result, step.special))),
        ]
        for number, step in enumerate(content.steps, start=1)
    ]
    return [
        *diagram(content.steps, look),
        *table(_STEP_COLUMNS, rows, look, paper),
        *paragraphs(content.flow_note, look),
    ]


def fees_of(content: MatterContent, look: Look, paper: Paper) -> list[Flowable]:
    """The fees, each with its standard and basis."""
    if not content.charges_fee:
        return [TextBlock(f"{matter_words.NO_FEE}。", look.body)]
    rows: list[list[str]] = []
    for number, fee in enumerate(content.fees, start=1):
        condition = matter_words.condition_of(content, fee.when)
        reduced = f"可以减免：{fee.reduction_basis or matter_words.NOT_STATED}" if fee.reducible else ""
        rows.append(
            [
                str(number),
                f"{fee.name}\n（{condition}）" if condition else fee.name,
                fee.standard or matter_words.NOT_STATED,
                "\n".join(filter(None, (fee.legal_basis or matter_words.NOT_STATED, reduced, fee.remark))),
            ]
        )
    online = [("网上支付", "支持")] if content.takes_online_payment else []
    return [*table(_FEE_COLUMNS, rows, look, paper), *facts(online, look, paper)]


def legal_bases(content: MatterContent, look: Look) -> list[Flowable]:
    """The laws the matter rests on, with the words of their clauses."""
    if not content.legal_basis:
        return [TextBlock(matter_words.NOT_STATED, look.body)]
    body: list[Flowable] = []
    for basis in content.legal_basis:
        named = f"{matter_words.quoted(basis.title)}{basis.clause}"
        source = "，".join(filter(None, (basis.number, basis.organ, basis.effective_on)))
        title = f"{named}（{source}）" if source else named
        if basis.text:
            body += [subheading(title, look), *paragraphs(basis.text, look)]
        else:
            body.append(TextBlock(title, look.body))
    return body


def questions_of(content: MatterContent, look: Look) -> list[Flowable]:
    """The questions with their answers."""
    body: list[Flowable] = []
    for number, each in enumerate(content.questions, start=1):
        body += [subheading(f"{number}. {each.question}", look), *paragraphs(each.answer, look)]
    return body
