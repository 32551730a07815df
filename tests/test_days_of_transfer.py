"""What persons hold on the day on which shares pass, by each rule of who counts on it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_builders import EMPTY, day, entry, own

from sanbian import EntryKind, InvalidInputError, holdings, person_holdings, recorded

ON_DAY_FIVE = (
    entry(EntryKind.INHERIT, 5, household="H1", to="H1", person="H1-1",
          to_person="H1-2", share_class="land", part=Fraction(1)),
    entry(EntryKind.SPLIT, 5, household="H1", to="H3", part=Fraction(1, 3)),
    entry(EntryKind.TRANSFER, 5, household="H1", to="H2", share_class="land",
          shares=Fraction(1), person="H1-1", to_person="H2-2"),
    entry(EntryKind.REDEEM, 5, household="H1", person="H1-2", share_class="land",
          shares=Fraction(1, 2)),
    entry(EntryKind.CONVERT, 5, household="H1", person="H1-2", share_class="land",
          shares=Fraction(1, 2), to_class="fiscal", gets=Fraction(5)),
    entry(EntryKind.RE_AVERAGE, 5, share_class="land", by="person"),
)  # fmt: skip


@pytest.mark.parametrize("move", ON_DAY_FIVE, ids=lambda move: move.kind.value)
def test_where_both_count_by_half_on_the_day_half_of_a_part_has_passed(move):
    register = recorded(EMPTY, own(3), own(2, "H1-1"), own(1, "H1-2"), move)

    def held(ask, number, rule):
        return dict(ask(register, on=day(number), transfer_day=rule))

    for ask in (person_holdings, holdings):
        before, after = held(ask, 5, "seller"), held(ask, 5, "buyer")
        assert held(ask, 5, "split") == {
            key: (before.get(key, 0) + after.get(key, 0)) / Fraction(2)
            for key in before | after
        }
        assert held(ask, 4, "split") == before
        assert held(ask, 6, "split") == after


@given(st.lists(st.sampled_from(ON_DAY_FIVE), max_size=3))
def test_persons_hold_no_more_than_their_household_on_a_day_that_both_count(moves):
    try:
        register = recorded(EMPTY, own(3), own(2, "H1-1"), own(1, "H1-2"), *moves)
    except InvalidInputError:
        return
    whole = holdings(register, on=day(5), transfer_day="split")
    theirs = {}
    for (*key, _), n in person_holdings(register, on=day(5), transfer_day="split").items():
        theirs[tuple(key)] = theirs.get(tuple(key), 0) + n

    assert all(0 <= n <= whole[key] for key, n in theirs.items())
