"""Levels: keys, the ways between them, and what lies under what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program_strategies import shapes, space_of, worlds
from slow_reading import climb

from sanbian.program import Join, Level, Space

VILLAGE = Space(
    levels=(
        Level("plot", ("p1", "p2", "p3", "p4")),
        Level("member", ("h1", "h2", "h3")),
        Level("group", ("east", "west")),
        Level("class", ("land", "money")),
        Level("contract", ("A",)),
    ),
    joins=(
        Join("plot", "member", (0, 2, 0, 1)),
        Join("member", "group", (0, 1, 1)),
        Join("group", "contract", (0, 0)),
        Join("member", "class", (1, 0, 0)),
        Join("class", "contract", (0, 0)),
    ),
)


@st.composite
def spaces(draw):
    shape = draw(shapes())
    return space_of(shape, draw(st.lists(worlds(shape), min_size=1, max_size=3)))


def test_a_longer_way_follows_from_the_joins():
    assert VILLAGE.path("plot", "group") == (0, 1, 0, 1)
    assert VILLAGE.path("plot", "class") == (1, 0, 1, 0)
    assert VILLAGE.path("plot", "contract") == (0, 0, 0, 0)
    assert VILLAGE.path("member", "member") == (0, 1, 2)


@given(st.permutations(VILLAGE.joins))
def test_the_order_in_which_joins_are_listed_changes_no_way(joins):
    space = Space(VILLAGE.levels, tuple(joins))

    for fine in VILLAGE.by_name:
        for coarse in VILLAGE.by_name:
            assert space.leads(fine, coarse) is VILLAGE.leads(fine, coarse)
            if space.leads(fine, coarse):
                assert space.path(fine, coarse) == VILLAGE.path(fine, coarse)


def test_segments_are_in_register_order():
    assert VILLAGE.segments("member", "plot") == ((0, 2), (3,), (1,))
    assert VILLAGE.segments("group", "plot") == ((0, 2), (1, 3))
    assert VILLAGE.segments("group", "plot") is VILLAGE.segments("group", "plot")


def test_branches_do_not_lead_to_one_another():
    assert VILLAGE.leads("member", "class")
    assert not VILLAGE.leads("group", "class")
    assert not VILLAGE.leads("class", "group")
    with pytest.raises(AssertionError, match=r"^group and class do not lie on one chain$"):
        VILLAGE.finer("group", "class")


def test_the_finer_of_two_levels_on_one_chain():
    assert VILLAGE.finer("group", "plot") == VILLAGE.finer("plot", "group") == "plot"
    assert VILLAGE.finer("class", "member") == "member"
    assert VILLAGE.finer("group", "group") == "group"


@given(spaces())
def test_every_path_is_the_climb_join_by_join(space):
    for fine in space.by_name:
        for coarse in space.by_name:
            if space.leads(fine, coarse):
                ways = [climb(space, fine, coarse, at) for at in range(space.size(fine))]
                assert space.path(fine, coarse) == tuple(ways)


@given(spaces())
def test_segments_split_the_finer_keys_without_gap_or_overlap(space):
    for fine in space.by_name:
        for coarse in space.by_name:
            if space.leads(fine, coarse):
                listed = [at for part in space.segments(coarse, fine) for at in part]
                assert sorted(listed) == list(range(space.size(fine)))
                assert len(space.segments(coarse, fine)) == space.size(coarse)


def test_levels_without_keys_are_levels():
    space = Space(
        (Level("member", ()), Level("group", ()), Level("contract", ("A",))),
        (Join("member", "group", ()), Join("group", "contract", ())),
    )

    assert space.path("member", "contract") == ()
    assert [list(part) for part in space.segments("contract", "member")] == [[]]


@pytest.mark.parametrize(
    ("levels", "joins", "says"),
    [
        ((Level("a", ("1",)), Level("a", ("2",))), (), "level names repeat"),
        (
            (Level("a", ("1", "2")), Level("b", ("3",))),
            (Join("a", "b", (0,)),),
            "a: a key has no place",
        ),
        ((Level("a", ("1",)), Level("b", ("3",))), (Join("a", "b", (1,)),), "a: no place"),
        ((Level("a", ("1",)), Level("b", ("3",))), (Join("a", "b", (-1,)),), "a: no place"),
        (
            (Level("a", ("1",)), Level("b", ("2", "3"))),
            (Join("a", "b", (0,)), Join("a", "b", (1,))),
            "two ways from a to b disagree",
        ),
    ],
)
def test_a_space_that_does_not_hold_together_is_refused(levels, joins, says):
    with pytest.raises(AssertionError) as slip:
        Space(levels, joins)
    assert says == str(slip.value)


def test_keys_of_a_level_do_not_repeat():
    with pytest.raises(AssertionError, match=r"^keys of member repeat$"):
        Level("member", ("h1", "h1"))
