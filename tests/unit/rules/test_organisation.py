"""The tree of departments: whatever is moved, nothing goes round in a circle and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.rules.organisation import is_within, tree_order

SIZE = 12
MOVES = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.one_of(st.none(), st.integers(0, SIZE - 1))), max_size=40
)


@given(MOVES)
def test_moves_that_are_allowed_never_make_a_circle(moves: list[tuple[int, int | None]]) -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(SIZE))
    for one, parent in moves:
        if parent is None or not is_within(parents, parent, one):
            parents[one] = parent

    for one in parents:
        trail: list[int] = []
        step: int | None = one
        while step is not None:
            assert step not in trail
            trail.append(step)
            step = parents[step]


@given(st.dictionaries(st.integers(0, SIZE), st.one_of(st.none(), st.integers(0, SIZE + 3)), min_size=1))
def test_everything_is_listed_once_even_of_a_damaged_tree(parents: dict[int, int | None]) -> None:
    places = tree_order(parents, sorted(parents))

    assert sorted(place.id for place in places) == sorted(parents)


@given(MOVES)
def test_each_stands_behind_its_parent_and_one_deeper(moves: list[tuple[int, int | None]]) -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(SIZE))
    for one, parent in moves:
        if parent is None or not is_within(parents, parent, one):
            parents[one] = parent
    places = tree_order(parents, range(SIZE))
    at = {place.id: number for number, place in enumerate(places)}
    depths = {place.id: place.depth for place in places}

    for one, parent in parents.items():
        if parent is None:
            assert depths[one] == 0
        else:
            assert at[one] > at[parent]
            assert depths[one] == depths[parent] + 1
            between = places[at[parent] + 1 : at[one]]
            assert all(place.depth > depths[parent] for place in between)


def test_siblings_keep_their_order() -> None:
    assert [place.id for place in tree_order({1: None, 2: 1, 3: 1, 4: 2}, [3, 1, 4, 2])] == [1, 3, 2, 4]
