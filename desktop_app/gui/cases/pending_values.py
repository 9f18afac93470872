"""What the counter's form is filled in with when it goes on from a draft or an online application."""

import dataclasses
from typing import Any

from desktop_app.gui.cases.rows import moment
from desktop_app.rules.trust import validity_words
from desktop_app.services.case_inputs import PartyInput
from desktop_app.services.pending_cases import PendingForm, PendingMaterial
from models.enums import CaseState, ReceivedAs


def pending_values(form: PendingForm) -> dict[str, Any]:
    """The plain values `IntakeForm.restore` takes."""
    return {
        "answers": dict(form.answers),
        "applicant": _party("applicant", form.applicant),
        "agent": None if form.agent is None else _party("agent", form.agent),
        "form": dict(form.form),
        "conditions": list(form.pledged_conditions),
        "materials": [_material(line) for line in form.materials],
        "pending": [form.pending.case_id, form.pending.revision],
        "origin": origin_words(form),
    }


def origin_words(form: PendingForm) -> str:
    """How it came, when, and what is there already: `网上办理 2026-11-20 09:30 提交　已有材料 4 项、附件 2 个，不用再交`."""
    act = "暂存" if form.state is CaseState.DRAFT else "提交"
    there = sum(line.received_as is not ReceivedAs.NOT_RECEIVED for line in form.materials)
    files = sum(line.files for line in form.materials)
    parts = [f"接着办：{form.channel.label} {moment(form.received_at)} {act}，{form.state.label}"]
    words = [f"材料 {there} 项"] if there else []
    words += [f"附件 {files} 个"] if files else []
    parts.append(f"已有{'、'.join(words)}，不用再交" if words else "还没有材料")
    return "　".join(parts)


def _material(line: PendingMaterial) -> list[Any]:
    """As the checklist keeps a line in the draft."""
    more = {"number": line.licence_number, "until": validity_words(line.valid_until)}
    return [line.name, line.received_as.value, line.count, line.note, more]


def _party(prefix: str, party: PartyInput) -> dict[str, Any]:
    """By the keys of the party's fields."""
    return {f"{prefix}_{name}": value for name, value in dataclasses.asdict(party).items()}
