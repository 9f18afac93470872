"""How the elements of a matter are put into words for guides and screens; nothing is rounded, nothing made up."""

from collections.abc import Mapping, Sequence

from desktop_app.rules.catalogue import Limit, MaterialSpec, MatterContent, Situation, SituationOption, Step
from models.enums import MaterialCarrier, MaterialNecessity

NOT_STATED = "未载明"
NO_DEFERRAL = "本事项没有可以容缺受理的材料。"
NO_PLEDGE = "本事项不适用告知承诺。"
NO_MATERIALS = "本版本没有列出申请材料。"
NO_STEPS = "本版本没有列出办理环节。"
NO_FEE = "不收费"

PLAIN_NECESSITY: Mapping[MaterialNecessity, str] = {
    MaterialNecessity.REQUIRED: "必须带",
    MaterialNecessity.OPTIONAL: "需要时才带",
    MaterialNecessity.DEFERRABLE: "可以先办，后补",
    MaterialNecessity.PLEDGEABLE: "可以写承诺书代替",
    MaterialNecessity.EXEMPT: "不用带",
}


def counts(spec: MaterialSpec) -> str:
    """How many of what: `原件1份、复印件2份`; the carrier where there is nothing to count."""
    if spec.carrier is MaterialCarrier.ELECTRONIC:
        number = spec.originals + spec.copies
        return f"电子件{number}份" if number else "电子件"
    found = [
        f"{name}{count}份" for name, count in (("原件", spec.originals), ("复印件", spec.copies)) if count
    ]
    return "、".join(found) or "不需纸质"


def origin(spec: MaterialSpec) -> str:
    """Where a material comes from."""
    return "，".join(filter(None, (spec.source.label, spec.issuer, spec.source_note)))


def limit(limit_: Limit | None, explanation: str) -> str:
    """A limit with its explanation."""
    if limit_ is None:
        return explanation or NOT_STATED
    return f"{limit_.text}（{explanation}）" if explanation else limit_.text


def plain_limit(content: MatterContent) -> tuple[str, str]:
    """How long it takes, as one says it, after what it is called: the promise, else what the law allows."""
    if varied_limits(content):
        return short_limit(content)
    for name, given in (("承诺多久办好", content.promised), ("法定多久办好", content.statutory)):
        if given is not None:
            return name, given.text if given.days else "当场办好"
    return "多久办好", content.promised_explanation or content.statutory_explanation or NOT_STATED


def short_limit(content: MatterContent) -> tuple[str, str]:
    """The promise alone, or what the law allows, after what it is called; where answers differ, all that may hold."""
    name = "多久办好"
    found = [chosen.text] if (chosen := content.promised or content.statutory) is not None else []
    for situation in content.situations:
        for option in situation.options:
            if (given := option.promised or option.statutory) is not None and given.text not in found:
                found.append(given.text)
                name = "多久办好（看情形）"
    return name, "\n".join(found) or NOT_STATED


def varied_limit_lines(content: MatterContent) -> str:
    """Limits that hold only under an answer, one a line."""
    return "\n".join(f"{answer}：{said}" for answer, said in varied_limits(content))


def varied_limits(content: MatterContent) -> list[tuple[str, str]]:
    """Limits that hold only under an answer: the answer, and what then holds."""
    found: list[tuple[str, str]] = []
    for situation in content.situations:
        for option in situation.options:
            said = [
                f"{name}{given.text}"
                for name, given in (("法定", option.statutory), ("承诺", option.promised))
                if given is not None
            ]
            if said:
                found.append((_answer(situation, [option]), "，".join(said)))
    return found


def condition_of(content: MatterContent, when: Sequence[str]) -> str:
    """Under which answers a line applies, in words; empty where always."""
    parts: list[str] = []
    for situation in content.situations:
        chosen = [option for option in situation.options if option.key in when]
        if chosen:
            parts.append(_answer(situation, chosen))
    return "，".join(parts)


def _answer(situation: Situation, options: Sequence[SituationOption]) -> str:
    """A question with one of some answers to it."""
    return f"“{situation.question}”答{'或'.join(f'“{option.text}”' for option in options)}的"


def grouped_materials(content: MatterContent) -> list[tuple[str, list[tuple[int, MaterialSpec]]]]:
    """The materials with their numbers: first those always needed, then those each answer brings along."""
    groups: dict[str, list[tuple[int, MaterialSpec]]] = {"": []}
    for number, spec in enumerate(content.materials, start=1):
        groups.setdefault(condition_of(content, spec.when), []).append((number, spec))
    return [(condition, lines) for condition, lines in groups.items() if lines]


def step_limit(step: Step) -> str:
    """How long a step takes."""
    if step.days is None:
        return ""
    text = f"{step.days}个工作日" if step.days else "即时"
    return text if step.is_counted else f"{text}（不计入承诺时限）"


def visits(content: MatterContent) -> str:
    """How often one must come."""
    return NOT_STATED if content.visits is None else f"{content.visits}次"


def fee(content: MatterContent) -> str:
    """What it costs, in one line."""
    if not content.charges_fee:
        return NO_FEE
    return "；".join(f"{each.name}：{each.standard or NOT_STATED}" for each in content.fees)


def deferral(content: MatterContent) -> str:
    """容缺受理: what may follow later, from the matter and from its materials."""
    lines = [content.deferral] if content.deferral else []
    lines += [
        f"{spec.name}：{spec.deferral or MaterialNecessity.DEFERRABLE.label}"
        for spec in content.materials
        if spec.deferral or spec.necessity is MaterialNecessity.DEFERRABLE
    ]
    return "\n".join(lines) or NO_DEFERRAL


def pledge(content: MatterContent) -> str:
    """告知承诺: what a promise may stand for, from the matter, its conditions and its materials."""
    lines = [content.pledge] if content.pledge else []
    lines += [f"可以承诺的条件：{condition}" for condition in content.pledged_conditions]
    lines += [
        f"{spec.name}：{spec.pledge or MaterialNecessity.PLEDGEABLE.label}"
        for spec in content.materials
        if spec.pledge or spec.necessity is MaterialNecessity.PLEDGEABLE
    ]
    return "\n".join(lines) or NO_PLEDGE


def material_notes(spec: MaterialSpec) -> list[str]:
    """What else is said of a material, each with its name."""
    named = (
        ("受理标准", spec.standard),
        ("填报须知", spec.instructions),
        ("规格", spec.page_format),
        ("复印件", spec.copy_note),
        ("到场", "本人到场填写" if spec.is_in_person else ""),
        ("容缺", spec.deferral),
        ("承诺", spec.pledge),
        ("免证", f"可用“{spec.licence}”电子证照" if spec.licence else ""),
        ("依据", spec.legal_basis),
        ("备注", spec.remark),
        ("样表", "现行版本网页可以查看" if spec.blank_form or spec.sample else ""),
    )
    return [f"{name}：{text}" for name, text in named if text]


def quoted(title: str) -> str:
    """The title of a law in its marks, where it does not carry them already."""
    return title if "《" in title or not title else f"《{title}》"
