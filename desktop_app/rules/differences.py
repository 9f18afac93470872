"""What differs between two contents of a matter: element by element, line by line, with the changed words marked."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from difflib import SequenceMatcher
from typing import Any, cast

from desktop_app.rules.catalogue import Limit, MatterContent, SituationOption
from desktop_app.rules.elements import ELEMENTS, LABELS, PART_LABELS, Element, Section, part_type
from models.enums import LabelledEnum, LimitUnit

SAME_LINE = 0.5
"""Two lines whose names are at least this alike are one line that was renamed."""
MOST_COMPARED = 2_000_000
"""Pairs of characters; beyond them the passage is marked as a whole, for nobody waits for a finer mark."""


class ChangeKind(LabelledEnum):
    """What happened to an element or a line of it."""

    ADDED = "added", "新增"
    REMOVED = "removed", "删除"
    CHANGED = "changed", "修改"
    MOVED = "moved", "调整顺序"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; `path` counts lines from 1, of the new content (of the old one for what was removed)."""

    path: str
    label: str
    section: Section
    kind: ChangeKind
    old_text: str
    new_text: str


Span = tuple[int, int]
"""Characters of a text, from and up to."""


def differences(old: MatterContent | None, new: MatterContent) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the elements; against nothing, every element that says something."""
    found: list[Difference] = []
    for element in ELEMENTS:
        before = _default(element.key) if old is None else getattr(old, element.key)
        after = getattr(new, element.key)
        if before == after:
            continue
        if part_type(element.key) is None:
            texts = "" if old is None else _value_text(before), _value_text(after)
            found.append(Difference(element.key, element.label, element.section, _kind(*texts), *texts))
        else:
            found += _Lines(element, before, after, _option_words(old), _option_words(new)).differences()
    return tuple(found)


def changed_labels(old: MatterContent | None, new: MatterContent) -> tuple[str, ...]:
    """The names of the elements that differ, in their order."""
    return tuple(
        element.label
        for element in ELEMENTS
        if (_default(element.key) if old is None else getattr(old, element.key)) != getattr(new, element.key)
    )


def merge(
    base: MatterContent | None, mine: MatterContent, newest: MatterContent
) -> tuple[MatterContent, tuple[str, ...]]:
    """The newest content with what `mine` changed of `base` on top, and the elements both changed: there mine stands.

    Without a base nothing tells who changed an element, so every one that differs is mine and named.
    """
    kept: dict[str, Any] = {}
    conflicts: list[str] = []
    for element in ELEMENTS:
        own, other = getattr(mine, element.key), getattr(newest, element.key)
        before = getattr(base, element.key) if base is not None else None
        if own == other or (base is not None and own == before):
            continue
        kept[element.key] = own
        if base is None or other != before:
            conflicts.append(element.label)
    return replace(newest, **kept), tuple(conflicts)


def changed_spans(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The characters to mark in each of two texts; what is not marked is the same in both, in the same order."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    old_spans: list[Span] = []
    new_spans: list[Span] = []
    old_starts, new_starts = _starts(old_lines), _starts(new_lines)
    for tag, one, two, three, four in _opcodes(old_lines, new_lines):
        if tag == "equal":
            continue
        pieces = _spans("".join(old_lines[one:two]), "".join(new_lines[three:four]))
        old_spans += [(old_starts[one] + start, old_starts[one] + end) for start, end in pieces[0]]
        new_spans += [(new_starts[three] + start, new_starts[three] + end) for start, end in pieces[1]]
    return tuple(old_spans), tuple(new_spans)


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts


def _spans(old: str, new: str) -> tuple[list[Span], list[Span]]:
    if len(old) * len(new) > MOST_COMPARED:
        return [(0, len(old))], [(0, len(new))]
    changed = [code[1:] for code in _opcodes(old, new) if code[0] != "equal"]
    return (
        [(one, two) for one, two, _, _ in changed if one < two],
        [(three, four) for _, _, three, four in changed if three < four],
    )


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(str(tag), one, two, three, four) for tag, one, two, three, four in codes]


def _default(key: str) -> Any:
    field = _FIELDS[key]
    return field.default if field.default is not MISSING else ""


_FIELDS = {field.name: field for field in fields(MatterContent)}


def _kind(old_text: str, new_text: str) -> ChangeKind:
    if not old_text:
        return ChangeKind.ADDED
    return ChangeKind.CHANGED if new_text else ChangeKind.REMOVED


def _value_text(value: Any) -> str:
    """A plain value as people read it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case LabelledEnum():
            return str(value.label)
        case Limit():
            by_calendar = value.days == 0 and value.unit is LimitUnit.CALENDAR_DAYS
            return f"{value.text}（自然日）" if by_calendar else value.text
        case tuple():
            items: list[str] = [_value_text(item) for item in cast("tuple[Any, ...]", value)]
            return "、".join(items)
        case _:
            return str(value)


def _option_words(content: MatterContent | None) -> dict[str, str]:
    """What the keys of the situations' options mean."""
    situations = content.situations if content else ()
    return {option.key: option.text for situation in situations for option in situation.options}


def _line_key(line: Any) -> object:
    """What makes two lines the same line of a list."""
    for name in ("key", "question", "rule"):
        if hasattr(line, name):
            return getattr(line, name)
    if hasattr(line, "title"):
        return line.title, line.clause
    return line.name


def _itself(line: Any) -> object:
    return line


def _line_name(line: Any) -> str:
    for name in ("question", "rule", "title", "name"):
        if hasattr(line, name):
            return str(getattr(line, name))
    return ""


class _Lines:
    """Two states of one list of lines, each line of the one matched with at most one of the other."""

    def __init__(
        self,
        element: Element,
        old: Sequence[Any],
        new: Sequence[Any],
        old_words: dict[str, str],
        new_words: dict[str, str],
    ) -> None:
        self.element, self.old, self.new = element, old, new
        self.old_words, self.new_words = old_words, new_words
        self.pairs = _pairs(old, new)

    def differences(self) -> Iterator[Difference]:
        moved = _moved(self.pairs)
        before_of = {after: before for before, after in self.pairs}
        for place, line in enumerate(self.new):
            before = before_of.get(place)
            if before is None:
                yield self._whole(ChangeKind.ADDED, place, "", _line_text(line, self.new_words))
                continue
            if place in moved:
                texts = f"第{before + 1}项", f"第{place + 1}项"
                yield self._difference(ChangeKind.MOVED, place, f"：{_line_name(line)}", *texts)
            yield from self._parts(before, place)
        matched = {before for before, _ in self.pairs}
        for place, line in enumerate(self.old):
            if place not in matched:
                yield self._whole(ChangeKind.REMOVED, place, _line_text(line, self.old_words), "")

    def _parts(self, before: int, place: int) -> Iterator[Difference]:
        old, new = self.old[before], self.new[place]
        for name, label in PART_LABELS[type(new)].items():
            one, other = getattr(old, name), getattr(new, name)
            if one == other:
                continue
            texts = _part_text(name, one, self.old_words), _part_text(name, other, self.new_words)
            words = f"：{_line_name(old)} · {label}"
            yield self._difference(_kind(*texts), place, words, *texts, part=f".{name}")

    def _whole(self, kind: ChangeKind, place: int, old_text: str, new_text: str) -> Difference:
        line = (self.old if kind is ChangeKind.REMOVED else self.new)[place]
        return self._difference(kind, place, f"：{_line_name(line)}", old_text, new_text)

    def _difference(
        self, kind: ChangeKind, place: int, words: str, old_text: str, new_text: str, part: str = ""
    ) -> Difference:
        path = f"{self.element.key}[{place + 1}]{part}"
        label = f"{LABELS[self.element.key]}{words}"
        return Difference(path, label, self.element.section, kind, old_text, new_text)


def _part_text(name: str, value: Any, words: dict[str, str]) -> str:
    if name in {"when", "asked_when"}:
        keys: tuple[str, ...] = value
        return "、".join(words.get(key, key) for key in keys)
    if name == "options":
        options: tuple[SituationOption, ...] = value
        return "\n".join(_option_text(option) for option in options)
    return _value_text(value)


def _option_text(option: SituationOption) -> str:
    limits = [
        f"{PART_LABELS[type(option)][name]}{_value_text(limit)}"
        for name, limit in (("statutory", option.statutory), ("promised", option.promised))
        if limit is not None
    ]
    return f"{option.text}（{'，'.join(limits)}）" if limits else option.text


def _line_text(line: Any, words: dict[str, str]) -> str:
    """A whole line: each part that says something, one a line."""
    told: list[str] = []
    for field in fields(line):
        value = getattr(line, field.name)
        if value != field.default and (text := _part_text(field.name, value, words)):
            told.append(f"{PART_LABELS[type(line)][field.name]}：{text}")
    return "\n".join(told)


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int, int]]:
    """Lines that are the same line: equal ones first, then those of one key, then those much alike in name."""
    pairs: list[tuple[int, int]] = []
    for same in (_itself, _line_key):
        pairs += _pairs_by(same, _left(old, [one for one, _ in pairs]), _left(new, [two for _, two in pairs]))
    left_old = _left(old, [one for one, _ in pairs])
    left_new = _left(new, [two for _, two in pairs])
    for before, line in left_old.items():
        alike = {place: _alikeness(line, other) for place, other in left_new.items()}
        best = max(alike, key=lambda place: alike[place], default=None)
        if best is not None and alike[best] >= SAME_LINE:
            pairs.append((before, best))
            del left_new[best]
    return sorted(pairs, key=lambda pair: pair[1])


def _left(lines: Sequence[Any], taken: Sequence[int]) -> dict[int, Any]:
    known = set(taken)
    return {place: line for place, line in enumerate(lines) if place not in known}


def _pairs_by(
    same: Callable[[Any], object], old: dict[int, Any], new: dict[int, Any]
) -> list[tuple[int, int]]:
    """Match lines of one key in their order."""
    waiting: defaultdict[object, list[int]] = defaultdict(list)
    for place, line in old.items():
        waiting[same(line)].append(place)
    pairs: list[tuple[int, int]] = []
    for place, line in new.items():
        if queue := waiting.get(same(line)):
            pairs.append((queue.pop(0), place))
    return pairs


def _alikeness(old: Any, new: Any) -> float:
    one, other = _line_name(old), _line_name(new)
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0


def _moved(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The fewest lines (by their new place) that must move so that the others keep their order."""
    befores = [before for before, _ in pairs]
    lengths = [1] * len(befores)
    previous = [-1] * len(befores)
    for here, before in enumerate(befores):
        for there in range(here):
            if befores[there] < before and lengths[there] >= lengths[here]:
                lengths[here], previous[here] = lengths[there] + 1, there
    stay: set[int] = set()
    at = max(range(len(lengths)), key=lambda place: lengths[place], default=-1)
    while at >= 0:
        stay.add(at)
        at = previous[at]
    return {after for place, (_, after) in enumerate(pairs) if place not in stay}
