"""暂停, 恢复, 取消 of a matter, and taking back what was planned: each asks its few questions."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.choices import DateField, LinesField
from desktop_app.gui.forms import Form
from desktop_app.gui.page import Page, label
from desktop_app.gui.theme import Tone
from desktop_app.rules.matter_life import MATTER_SOURCES, MatterAction
from desktop_app.services.matter_life import (
    LONGEST_REASON,
    MatterStanding,
    abolish_matter,
    get_standing,
    keep_matter,
    recall_versions,
    resume_matter,
    suspend_matter,
)
from models.enums import MatterState

EXPLANATIONS: dict[MatterAction, str] = {
    MatterAction.SUSPEND: "暂停后窗口不能再收件；已收的办件继续办理。暂停期间仍可修订和发布新版本。",
    MatterAction.RESUME: "恢复后窗口可以继续收件。",
    MatterAction.ABOLISH: "从取消之日起不能再收件；已收的办件继续办理。取消日期在今天以后的，到日自动取消，之前可以撤回。",
    MatterAction.KEEP: "撤回后，这个事项到日不再自动取消。",
    MatterAction.RECALL: "撤回后，待生效的版本不再生效，现行版本继续使用；版本历史中会留下记录。",
}
DONE: dict[MatterAction, str] = {
    MatterAction.SUSPEND: "已暂停",
    MatterAction.RESUME: "已恢复",
    MatterAction.ABOLISH: "已办理取消",
    MatterAction.KEEP: "已撤回取消计划",
    MatterAction.RECALL: "已撤回待生效版本",
}
WAYS_ON = {MatterAction.ABOLISH: "确认取消事项"}
"""Where the act's own word could be taken for the way back."""
NOT_NOW = "“{name}”现在不能“{action}”。{standing}。"
NO_REASON = "请填写{reason}。"
REASONS: dict[MatterAction, str] = {
    MatterAction.SUSPEND: "暂停原因",
    MatterAction.RESUME: "恢复说明",
    MatterAction.ABOLISH: "取消原因",
    MatterAction.RECALL: "撤回原因",
}
"""What the reason of an act is called; an act without one asks for none."""
NOTE_NAMES = {MatterState.SUSPENDED: "暂停原因", MatterState.ABOLISHED: "取消原因"}
"""What the note beside a state is called."""
REASON_NEEDED = frozenset({MatterAction.SUSPEND, MatterAction.ABOLISH, MatterAction.RECALL})


def life_actions(standing: MatterStanding) -> list[MatterAction]:
    """What may be done with a matter as it stands."""
    planned = {
        MatterAction.KEEP: standing.abolish_on is not None,
        MatterAction.RECALL: bool(standing.waiting),
    }
    return [
        action
        for action, sources in MATTER_SOURCES.items()
        if standing.state in sources and planned.get(action, True)
    ]


def standing_words(standing: MatterStanding) -> str:
    """How a matter stands, in a sentence."""
    words = [f"状态：{standing.state.label}"]
    words += [f"第{version}版定于 {on.isoformat()} 生效" for version, on in standing.waiting]
    if standing.abolish_on is not None:
        is_over = standing.state in MATTER_SOURCES[MatterAction.ABOLISH]
        words.append(
            f"定于 {standing.abolish_on.isoformat()} 取消" if is_over else f"{standing.abolish_on} 取消"
        )
    if standing.abolish_note:
        words.append(f"取消原因：{standing.abolish_note}")
    if standing.state_note:
        words.append(f"{NOTE_NAMES.get(standing.state, '说明')}：{standing.state_note}")
    return "；".join(words)


def ask_life_action(page: Page, matter_id: int, action: MatterAction) -> None:
    """Read how the matter stands, and open the dialog of an act."""
    page.jobs.read(page, get_standing, matter_id, then=lambda standing: _open(page, standing, action))


class LifeDialog(ActDialog):
    """One act on a matter: what it means, why it is done, from which day on."""

    def __init__(self, standing: MatterStanding, action: MatterAction, parent: QWidget) -> None:
        super().__init__(
            f"catalogue.{action}_dialog",
            f"{action.label}：{standing.name}",
            WAYS_ON.get(action, action.label),
            parent,
            kind="danger" if action is MatterAction.ABOLISH else "primary",
        )
        self.action = action
        self.form = Form()
        self.day = DateField("catalogue.life_day", "取消日期", required=True)
        self.day.set_value(standing.today.isoformat())
        self.reason = LinesField(
            "catalogue.life_reason",
            REASONS.get(action, ""),
            max_length=LONGEST_REASON,
            required=action in REASON_NEEDED,
        )
        self.body.addWidget(label(standing_words(standing), "strong", wrap=True))
        self.body.addWidget(label(EXPLANATIONS[action], "subtitle", wrap=True))
        fields = [self.day] if action is MatterAction.ABOLISH else []
        self.form.add(*fields, *([self.reason] if action in REASONS else []))
        self.body.addWidget(self.form)
        self.body.addStretch(1)

    @override
    def find_fault(self) -> str:
        """A reason, where the act needs one."""
        if self.action in REASON_NEEDED and not self.reason.value.strip():
            self.reason.focus()
            return NO_REASON.format(reason=self.reason.title)
        return ""

    @property
    def use_case(self) -> tuple[Callable[..., MatterStanding], tuple[Any, ...]]:
        """The act and what it takes beside the matter."""
        match self.action:
            case MatterAction.SUSPEND:
                return suspend_matter, (self.reason.value,)
            case MatterAction.RESUME:
                return resume_matter, (self.reason.value,)
            case MatterAction.ABOLISH:
                return abolish_matter, (date.fromisoformat(self.day.value), self.reason.value)
            case MatterAction.KEEP:
                return keep_matter, ()
            case MatterAction.RECALL:
                return recall_versions, (self.reason.value,)


def _open(page: Page, standing: MatterStanding, action: MatterAction) -> None:
    if action not in life_actions(standing):
        page.show_sentence(
            NOT_NOW.format(name=standing.name, action=action.label, standing=standing_words(standing)),
            Tone.WARNING,
        )
        return
    dialog = LifeDialog(standing, action, page)

    def done(_standing: MatterStanding) -> None:
        dialog.accept()
        page.toast(f"{DONE[action]}：{standing.name}")

    def send() -> None:
        use_case, given = dialog.use_case
        page.jobs.change(dialog, use_case, standing.id, *given, then=done, button=dialog.way_on)

    dialog.ask(send)
