"""办理情形: which questions are asked, and what of a matter applies once they are answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from desktop_app.rules.catalogue import MatterContent, Situation, SituationOption
from desktop_app.rules.errors import ServiceError

Answers = Mapping[str, str]
"""For each question its key and the key of the option chosen."""


def asked(content: MatterContent, answers: Answers) -> list[Situation]:
    """The questions to put, in their order, as far as the answers so far tell; an answer nobody asked for counts not."""
    found: list[Situation] = []
    chosen: set[str] = set()
    for situation in content.situations:
        if situation.asked_when and chosen.isdisjoint(situation.asked_when):
            continue
        found.append(situation)
        option = _chosen(situation, answers)
        if option is not None:
            chosen.add(option.key)
    return found


def settle(content: MatterContent, answers: Answers) -> dict[str, str]:
    """The answers to the questions that are asked, and no others.

    Raises `situation_unanswered` naming the first question without an answer, `situation_unknown` for an option
    that the question does not offer.
    """
    settled: dict[str, str] = {}
    for situation in asked(content, answers):
        if situation.key not in answers:
            raise ServiceError("situation_unanswered", question=situation.question)
        option = _chosen(situation, answers)
        if option is None:
            raise ServiceError("situation_unknown", question=situation.question)
        settled[situation.key] = option.key
    return settled


def select(content: MatterContent, answers: Answers) -> MatterContent:
    """What applies under these answers: materials, fees and limits; everything else stays.

    A question that is asked and not answered yet selects nothing away. Only one question may carry limits (`find_faults`), so
    at most one option chosen sets them.
    """
    if not content.situations:
        return content
    options = _options_of(content)
    questions = asked(content, answers)
    chosen = {option.key for situation in questions if (option := _chosen(situation, answers)) is not None}
    open_questions = {each.key for each in questions if each.key not in answers}

    def applies(when: Sequence[str]) -> bool:
        by_question: dict[str, set[str]] = {}
        for key in when:
            by_question.setdefault(options.get(key, ""), set()).add(key)
        return all(
            question in open_questions or not chosen.isdisjoint(keys)
            for question, keys in by_question.items()
        )

    selected = replace(
        content,
        materials=tuple(spec for spec in content.materials if applies(spec.when)),
        fees=tuple(fee for fee in content.fees if applies(fee.when)),
    )
    for situation in content.situations:
        for option in situation.options:
            if option.key in chosen and option.statutory is not None:
                selected = replace(selected, statutory=option.statutory)
            if option.key in chosen and option.promised is not None:
                selected = replace(selected, promised=option.promised)
    return selected


def first_answers(content: MatterContent) -> dict[str, str]:
    """The first option of every question that then arises: a complete set of answers for trials."""
    answers: dict[str, str] = {}
    while missing := [each for each in asked(content, answers) if each.key not in answers]:
        answers[missing[0].key] = missing[0].options[0].key
    return answers


def answer_words(content: MatterContent, answers: Answers) -> list[tuple[str, str]]:
    """The questions asked and their answers in words, for paper and screens."""
    return [
        (situation.question, option.text)
        for situation in asked(content, answers)
        if (option := _chosen(situation, answers)) is not None
    ]


def find_faults(content: MatterContent) -> list[tuple[str, str]]:
    """What is wrong with the questions themselves: the place (`situations[2]`, `materials[3]`) and the sentence."""
    faults: list[tuple[str, str]] = []
    known: set[str] = set()
    questions: set[str] = set()
    for number, situation in enumerate(content.situations, 1):
        place = f"situations[{number}]"
        faults += [(place, fault) for fault in _question_faults(situation, questions, known)]
        questions.add(situation.key)
        known.update(option.key for option in situation.options)
    if sum(_changes_limits(situation) for situation in content.situations) > 1:
        faults.append(("situations", "只能有一个情形问题改变时限"))
    for kind, lines in (("materials", content.materials), ("fees", content.fees)):
        faults += [
            (f"{kind}[{number}]", "适用情形引用了不存在的选项")
            for number, line in enumerate(lines, 1)
            if not known.issuperset(line.when)
        ]
    return faults


def _question_faults(situation: Situation, questions: set[str], known: set[str]) -> Iterator[str]:
    keys = [option.key for option in situation.options]
    if not situation.key or situation.key in questions:
        yield "情形问题的标识为空或重复"
    if not situation.question.strip():
        yield "情形问题没有填写"
    if len(keys) < 2:
        yield "情形问题至少要有两个选项"
    if not known.issuperset(situation.asked_when):
        yield "提问前提只能引用前面问题的选项"
    if not all(keys) or len({*keys} - known) < len(keys):
        yield "选项标识为空或重复"
    if not all(option.text.strip() for option in situation.options):
        yield "选项没有填写文字"


def _changes_limits(situation: Situation) -> bool:
    return any(option.statutory is not None or option.promised is not None for option in situation.options)


def _chosen(situation: Situation, answers: Answers) -> SituationOption | None:
    wanted = answers.get(situation.key)
    return next((option for option in situation.options if option.key == wanted), None)


def _options_of(content: MatterContent) -> dict[str, str]:
    """The question each option belongs to."""
    return {option.key: situation.key for situation in content.situations for option in situation.options}
