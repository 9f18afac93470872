"""Contents of matters made up by hypothesis: every element, with texts that are clean but full of signs."""

import dataclasses
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from desktop_app.exchange.cleaning import clean_text
from desktop_app.rules.catalogue import Limit, MatterContent, Situation, SituationOption
from desktop_app.rules.form_building import FieldPlan, write_schema
from models.enums import LabelledEnum, LimitUnit

SIGNS = "；;、，,\n\\'\"=+-@#[]{}<>|&_x0DF名无是否1a（）()％%$！."
WORDS = (
    *("无", "是", "#N/A", "=1+1", "'=cmd", "''", "_x000D_", "_x0041_", "_x005F_x0041_", "\\n", "即时办结"),
    *(
        "社会保障（社会保险、社会救助）",
        "[]",
        '[{"name":1}]',
        "-",
        "1e5",
        "001",
        "9" * 40,
        "C:\\new",
        "@",
        "TRUE",
    ),
)


def _is_clean(text: str) -> bool:
    return clean_text(text) == (text, ())


texts = (
    (st.sampled_from(WORDS) | st.text(SIGNS, max_size=12) | st.text(max_size=8))
    .map(lambda text: clean_text(text)[0])
    .filter(_is_clean)
)
names = texts.map(lambda text: text or "名")
limits = st.builds(Limit, st.integers(0, 3000), st.sampled_from(LimitUnit))


def forms() -> st.SearchStrategy[str]:
    """An application form with a field or two, or none at all."""
    fields = st.dictionaries(names, names.map(lambda title: FieldPlan("", title)), min_size=1, max_size=2)

    def written(title: str, plans: dict[str, FieldPlan]) -> str:
        return write_schema(
            title, [dataclasses.replace(plan, name=name, is_required=True) for name, plan in plans.items()]
        )

    return st.just("") | st.builds(written, names, fields).filter(_is_clean)


def _of(annotation: Any) -> st.SearchStrategy[Any]:
    if get_origin(annotation) in {Union, UnionType}:
        inner = next(part for part in get_args(annotation) if part is not NoneType)
        return st.none() | _of(inner)
    if get_origin(annotation) is tuple:
        item = get_args(annotation)[0]
        return st.lists(names if item is str else _of(item), max_size=3).map(tuple)
    if annotation is Limit:
        return limits
    if annotation is str:
        return texts
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(0, 100)
    if issubclass(annotation, LabelledEnum):
        return st.sampled_from(annotation)
    return _parts(annotation)


@st.composite
def _parts(draw: st.DrawFn, kind: type, most: int = 5) -> Any:
    """A part with what it cannot be without, and some of the rest."""
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    optional: list[str] = []
    for field in dataclasses.fields(kind):
        if field.name in {"name", "title", "department_name", "department_code"}:
            values[field.name] = draw(names)
        elif field.default is dataclasses.MISSING:
            values[field.name] = draw(_of(hints[field.name]))
        elif field.name not in {"when", "situations"}:
            optional.append(field.name)
    for key in draw(st.lists(st.sampled_from(optional), max_size=most, unique=True)) if optional else []:
        values[key] = draw(forms() if key == "application_form" else _of(hints[key]))
    return kind(**values)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Situation, ...]:
    """Questions without fault: keys of their own, conditions on earlier options, limits at one of them."""
    keys = [f"{draw(names)}{number}" for number in range(9)]
    found: list[Situation] = []
    for number in range(draw(st.integers(0, 3))):
        with_limits = number == 0 and draw(st.booleans())
        options = tuple(
            SituationOption(
                keys[number * 3 + place],
                draw(names),
                draw(st.none() | limits) if with_limits else None,
                draw(st.none() | limits) if with_limits else None,
            )
            for place in (1, 2)
        )
        earlier = [option.key for each in found for option in each.options]
        asked = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        found.append(Situation(keys[number * 3], draw(names), options, tuple(asked)))
    return tuple(found)


@st.composite
def contents(draw: st.DrawFn) -> MatterContent:
    """A content that the import takes as it is."""
    asked = draw(situations())
    content: MatterContent = dataclasses.replace(draw(_parts(MatterContent, 12)), situations=asked)
    options = [option.key for each in asked for option in each.options]
    if not options:
        return content
    when = st.lists(st.sampled_from(options), max_size=2, unique=True).map(tuple)
    return dataclasses.replace(
        content,
        materials=tuple(dataclasses.replace(line, when=draw(when)) for line in content.materials),
        fees=tuple(dataclasses.replace(line, when=draw(when)) for line in content.fees),
    )
