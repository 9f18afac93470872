"""The fifteen points of file review: a sound file passes, and every flaw is found by its own check (案卷评查)."""

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest

from desktop_app.rules.file_checks import FILE_CHECKS, findings_of, review
from desktop_app.rules.file_facts import (
    CaseFileFacts,
    DeferredMaterial,
    FileExtension,
    FileOpinion,
    FilePaper,
    FilePause,
)
from models.enums import DocumentKind
from models.procedure import AcceptanceKind, ExtensionAuthority

RECEIVED, NOTICE_DUE, DECIDED = date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)
D = DocumentKind


def paper(kind: DocumentKind, made_on: date = RECEIVED, **own: Any) -> FilePaper:
    return FilePaper(kind, f"示{kind.value}〔2026〕第0001号", made_on, "示例局", **own)


def served(*papers: FilePaper) -> FilePaper:
    return paper(D.SERVICE, DECIDED, served=tuple(one.number for one in papers))


ACCEPTED_PAPERS = (paper(D.RECEIPT), paper(D.ACCEPTANCE, decision_on=DECIDED))
GRANT = paper(D.GRANT, DECIDED)
SOUND = CaseFileFacts(
    received_on=RECEIVED,
    notice_due_on=NOTICE_DUE,
    papers=(*ACCEPTED_PAPERS, GRANT, served(*ACCEPTED_PAPERS, GRANT)),
    acceptance=AcceptanceKind.NORMAL,
    accepted_on=RECEIVED,
    decided_on=DECIDED,
    is_granted=True,
    delivered_on=DECIDED,
    delivery_due_on=DECIDED + timedelta(days=14),
    counted_from=RECEIVED,
    promised_due_on=DECIDED,
    promised_days=10,
    step_days=(3, 5),
    opinions=(FileOpinion("吴五", "符合条件。"),),
)


def with_papers(facts: CaseFileFacts, *papers: FilePaper, **changes: Any) -> CaseFileFacts:
    return dataclasses.replace(facts, papers=(*facts.papers, *papers), **changes)


SUPPLEMENTED_ON = date(2026, 11, 12)
SUPPLEMENTED = dataclasses.replace(
    SOUND,
    accepted_on=SUPPLEMENTED_ON,
    counted_from=SUPPLEMENTED_ON,
    papers=(
        paper(D.SUPPLEMENT_NOTICE, lines=("平面图",)),
        paper(D.SUPPLEMENT_RECEIPT, SUPPLEMENTED_ON, lines=("平面图",)),
        *SOUND.papers[:3],
        served(*SOUND.papers, paper(D.SUPPLEMENT_NOTICE)),
    ),
)
REFUSED = CaseFileFacts(
    received_on=RECEIVED,
    notice_due_on=NOTICE_DUE,
    is_refused=True,
    papers=(
        paper(
            D.REFUSAL,
            reason="不属于",
            basis="第三十二条第一款第二项",
            has_remedies=True,
            right_organ="示例委",
        ),
        served(paper(D.REFUSAL)),
    ),
)
EXTENSION = FileExtension(ExtensionAuthority.ORGAN_HEAD, "周四", is_joint=False, is_own_request=False)
EXTENDED = with_papers(
    SOUND, paper(D.EXTENSION_APPROVAL), paper(D.EXTENSION), served(paper(D.EXTENSION)), extension=EXTENSION
)
DEFERRED = with_papers(
    SOUND,
    paper(D.DEFERRAL, decision_on=DECIDED, lines=("报告",), line_dates=(DECIDED,)),
    served(paper(D.DEFERRAL)),
    acceptance=AcceptanceKind.DEFERRED,
    deferred=(DeferredMaterial("报告", is_deferrable=True, is_supplied=True),),
)


def found(facts: CaseFileFacts) -> list[tuple[str, bool]]:
    return [(finding.code, finding.blocks) for finding in findings_of(review(facts))]


@pytest.mark.parametrize(
    "facts",
    [SOUND, SUPPLEMENTED, REFUSED, with_papers(EXTENDED), DEFERRED],
    ids=["granted", "supplemented", "refused", "extended", "deferred"],
)
def test_a_sound_file_has_no_flaw(facts: CaseFileFacts) -> None:
    facts = dataclasses.replace(facts, papers=tuple({one.number: one for one in _renumbered(facts)}.values()))
    assert found(facts) == []


def _renumbered(facts: CaseFileFacts) -> list[FilePaper]:
    """Several 送达回证 in one file have numbers of their own."""
    return [
        dataclasses.replace(one, number=f"{one.number}之{at}") if one.kind is D.SERVICE else one
        for at, one in enumerate(facts.papers)
    ]


def replaced(facts: CaseFileFacts, kind: DocumentKind, **own: Any) -> CaseFileFacts:
    papers = [dataclasses.replace(one, **own) if one.kind is kind else one for one in facts.papers]
    return dataclasses.replace(facts, papers=tuple(papers))


def without(facts: CaseFileFacts, kind: DocumentKind) -> CaseFileFacts:
    return dataclasses.replace(facts, papers=tuple(one for one in facts.papers if one.kind is not kind))


LATE = NOTICE_DUE + timedelta(days=1)
FLAWS = [
    ("A1", False, replaced(SOUND, D.ACCEPTANCE, made_on=LATE)),
    ("A1", False, replaced(SUPPLEMENTED, D.SUPPLEMENT_NOTICE, made_on=LATE)),
    ("A1", False, dataclasses.replace(SUPPLEMENTED, accepted_on=RECEIVED, counted_from=RECEIVED)),
    ("A1", True, dataclasses.replace(SOUND, acceptance=AcceptanceKind.DEEMED)),
    (
        "A1",
        False,
        dataclasses.replace(
            replaced(SOUND, D.ACCEPTANCE, is_deemed=True),
            acceptance=AcceptanceKind.DEEMED,
            accepted_on=LATE,
            counted_from=LATE,
        ),
    ),
    ("A2", True, replaced(SOUND, D.ACCEPTANCE, decision_on=None)),
    ("A3", False, replaced(SUPPLEMENTED, D.SUPPLEMENT_RECEIPT, lines=("平面图", "合影"))),
    ("A3", False, replaced(SUPPLEMENTED, D.SUPPLEMENT_NOTICE, lines=("平面图", "检测报告"))),
    ("A4", False, dataclasses.replace(SOUND, counted_from=RECEIVED + timedelta(days=1))),
    ("A4", False, dataclasses.replace(SOUND, step_days=(8, 5))),
    ("A4", False, dataclasses.replace(SOUND, promised_due_on=DECIDED - timedelta(days=1))),
    ("A5", False, dataclasses.replace(SOUND, opinions=())),
    ("A5", False, dataclasses.replace(SOUND, opinions=(FileOpinion("吴五", " "),))),
    ("A7", True, replaced(REFUSED, D.REFUSAL, reason="")),
    ("A7", True, replaced(REFUSED, D.REFUSAL, has_remedies=False)),
    ("A7", True, replaced(REFUSED, D.REFUSAL, right_organ="")),
    ("A8", False, dataclasses.replace(SOUND, pauses=(FilePause("检测", RECEIVED),))),
    ("A9", False, without(EXTENDED, D.EXTENSION_APPROVAL)),
    ("A9", False, dataclasses.replace(EXTENDED, extension=dataclasses.replace(EXTENSION, is_joint=True))),
    (
        "A9",
        False,
        dataclasses.replace(EXTENDED, extension=dataclasses.replace(EXTENSION, is_own_request=True)),
    ),
    ("A10", False, with_papers(SOUND, paper(D.INSPECTION, persons=("吴五", "吴五")))),
    ("A11", False, without(DEFERRED, D.DEFERRAL)),
    ("A11", False, replaced(DEFERRED, D.DEFERRAL, line_dates=(DECIDED + timedelta(days=1),))),
    (
        "A11",
        True,
        dataclasses.replace(
            DEFERRED, deferred=(DeferredMaterial("报告", is_deferrable=True, is_supplied=False),)
        ),
    ),
    (
        "A11",
        False,
        dataclasses.replace(
            DEFERRED, deferred=(DeferredMaterial("报告", is_deferrable=False, is_supplied=True),)
        ),
    ),
    ("A12", False, dataclasses.replace(SOUND, delivered_on=DECIDED + timedelta(days=20))),
    ("A13", False, dataclasses.replace(SOUND, separates_decider=True, is_received_by_decider=True)),
    ("A14", False, replaced(SOUND, D.GRANT, organ_name="")),
    ("A15", False, dataclasses.replace(SOUND, missing_numbers=("示准〔2026〕第0003号",))),
]


@pytest.mark.parametrize(
    ("code", "blocks", "facts"), FLAWS, ids=[f"{flaw[0]}-{at}" for at, flaw in enumerate(FLAWS)]
)
def test_each_flaw_is_found_by_its_own_check(code: str, blocks: bool, facts: CaseFileFacts) -> None:
    assert (code, blocks) in found(facts)


def test_every_check_but_a6_and_a12_of_decisions_is_tried_above() -> None:
    assert {check.code for check in FILE_CHECKS} - {flaw[0] for flaw in FLAWS} == {"A6"}


def test_article_32_a_second_supplement_notice_is_a_flaw_unless_the_first_is_void() -> None:
    second = paper(D.SUPPLEMENT_NOTICE, lines=("平面图",))
    facts = with_papers(SUPPLEMENTED, dataclasses.replace(second, number="示补〔2026〕第0002号"))
    assert ("A6", False) in found(facts)
    assert "A6" not in dict(found(replaced(facts, D.SUPPLEMENT_NOTICE, is_void=True)))


def test_a_decision_without_proof_of_service_blocks_and_a_notice_without_it_is_only_named() -> None:
    assert found(without(SOUND, D.SERVICE)) == [("A12", True), ("A12", False)]


def test_a_check_that_does_not_apply_says_so() -> None:
    outcomes = {outcome.code: outcome for outcome in review(REFUSED)}
    assert [code for code, outcome in outcomes.items() if outcome.applies] == [
        "A1",
        "A7",
        "A12",
        "A14",
        "A15",
    ]


def test_the_checks_stand_in_the_order_of_the_handbook() -> None:
    assert [check.code for check in FILE_CHECKS] == [f"A{number}" for number in range(1, 16)]
