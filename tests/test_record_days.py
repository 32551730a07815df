"""Rules 8 and 9: which day counts, and what becomes of a right when poverty is left."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, issue, paid, settled, shareholders, version, year

from sanbian import (
    Dividend,
    Entry,
    EntryKind,
    Facts,
    Household,
    InvalidInputError,
    LeavingRule,
    Measured,
    MissingFactError,
    OnLeaving,
    PartFacts,
    Period,
    Register,
    ShareClass,
    Status,
    facts_of,
    settle,
)

BY_SHARES = Dividend(id="7", of="profit", to="land", by=Measured("shares"))
CLASSES = (
    ShareClass(id="land", name="土地股"),
    ShareClass(id="poor", name="贫困户股"),
    ShareClass(id="common", name="普通股"),
)
SOLD = Register(
    households=(Household(code="H1"), Household(code="H2")),
    entries=(
        issue("H1", 2),
        issue("H2", 1),
        issue("H1", 1, day=date(2020, 7, 1), kind=EntryKind.TRANSFER, to="H2"),
    ),
)


def agreement(record_day, transfer_day=None):
    by_shares = version(BY_SHARES, record_day=record_day, transfer_day=transfer_day)
    return contract(share_classes=CLASSES, versions=(by_shares,))


@pytest.mark.parametrize(
    ("record_day", "transfer_day", "expected"),
    [
        ("period_start", None, [2 * 366, 366]),
        ("period_end", None, [366, 2 * 366]),
        ("06-30", None, [2 * 366, 366]),
        ("07-01", "buyer", [366, 2 * 366]),
        ("07-01", "seller", [2 * 366, 366]),
        ("07-02", None, [366, 2 * 366]),
        ("share_days", "buyer", [2 * 182 + 184, 182 + 2 * 184]),
        ("share_days", "seller", [2 * 183 + 183, 183 + 2 * 183]),
    ],
)
def test_rule_08_the_record_day_decides(record_day, transfer_day, expected):
    done = settled(agreement(record_day, transfer_day), SOLD, amounts={"profit": 3 * 366})

    assert paid(done) == expected


@pytest.mark.parametrize("record_day", ["07-01", "share_days"])
def test_who_counts_on_the_day_of_a_transfer_is_asked_once_it_matters(record_day):
    with pytest.raises(MissingFactError, match="who counts on the day of a transfer"):
        settled(agreement(record_day), SOLD, amounts={"profit": 3 * 366})


def test_rule_08_a_record_day_lies_once_in_the_period():
    for period in (Period(date(2020, 1, 1), date(2020, 5, 31)), year(2020, 2021)):
        with pytest.raises(InvalidInputError, match="one record day within"):
            settle(agreement("06-30"), SOLD, facts_of(period, amounts={"profit": 5}))


@pytest.mark.parametrize("word", ["02-30", "6-30", "W01-1", "0630", "end", "12-31 ", ""])
def test_rule_08_a_record_day_is_a_day(word):
    with pytest.raises(InvalidInputError, match="expected a record day"):
        agreement(word)


def test_rule_08_a_version_that_changes_inside_a_period_needs_facts_for_each_part():
    changed = date(2020, 6, 1)
    two = contract(
        share_classes=CLASSES,
        versions=(version(BY_SHARES), version(BY_SHARES, since=changed)),
    )
    with pytest.raises(
        InvalidInputError, match="facts for each part since the clauses change"
    ):
        settled(two, SOLD, amounts={"profit": 30})

    parts = (
        PartFacts(
            period=Period(date(2020, 1, 1), date(2020, 5, 31)), amounts={"profit": 30}
        ),
        PartFacts(period=Period(changed, date(2020, 12, 31)), amounts={"profit": 3}),
    )
    assert paid(settle(two, SOLD, Facts(parts=parts))) == [20 + 1, 10 + 2]


def test_rule_08_no_version_in_force_is_said():
    late = contract(
        share_classes=CLASSES, versions=(version(BY_SHARES, since=date(2021, 1, 1)),)
    )
    with pytest.raises(InvalidInputError, match="clauses in force over 2020-01-01"):
        settled(late, SOLD, amounts={"profit": 30})


def test_rule_08_the_poverty_status_is_that_of_the_record_day():
    became = ((date(2020, 1, 1), Status.POOR), (date(2020, 12, 31), Status.GRADUATED))
    who = Register(
        households=(
            Household(code="H1", status=became),
            Household(code="H2", status=became[:1]),
        )
    )
    only_poor = Dividend(
        id="7", of="profit", to="members", by=Measured("equal"), status="poor"
    )
    for day, expected in (
        ("period_start", [5, 5]),
        ("12-30", [5, 5]),
        ("period_end", [0, 10]),
    ):
        done = settled(
            contract(versions=(version(only_poor, record_day=day),)),
            who,
            amounts={"profit": 10},
        )
        assert paid(done) == expected


# 9. On leaving poverty

LEFT = ((date(2020, 1, 1), Status.POOR), (date(2021, 3, 1), Status.GRADUATED))
POOR = LEFT[:1]


def leavers():
    """H1 leaves poverty in 2021; H2, H3 and the waiting H4 do not."""
    people = (("H1", LEFT), ("H2", POOR), ("H3", POOR), ("H4", POOR), ("H5", ()))
    return Register(
        households=tuple(Household(code=code, status=status) for code, status in people),
        entries=tuple(
            Entry(
                day=date(2020, 1, 1),
                kind=EntryKind.ISSUE,
                household=code,
                share_class=share_class,
                shares=Fraction(shares),
            )
            for code, share_class, shares in (
                ("H1", "poor", 4),
                ("H2", "poor", 2),
                ("H3", "poor", 2),
                ("H1", "common", 1),
                ("H5", "common", 3),
            )
        ),
    )


def paid_in(number, rule, profit=80):
    poor = evolve(CLASSES[1], on_leaving_poverty=rule)
    two = contract(
        evolve(BY_SHARES, to="poor"),
        Dividend(id="8", of="income", to="common", by=Measured("shares")),
        share_classes=(CLASSES[0], poor, CLASSES[2]),
    )
    return paid(
        settled(two, leavers(), number, amounts={"profit": profit, "income": profit})
    )


BEFORE = [40 + 20, 20, 20, 0, 60]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (LeavingRule(then=OnLeaving.KEEP), BEFORE),
        (LeavingRule(then=OnLeaving.KEEP, keep_years=2), BEFORE),
        (LeavingRule(then=OnLeaving.STOP), [20, 40, 40, 0, 60]),
        (LeavingRule(then=OnLeaving.CONVERT, convert_to="common"), [50, 40, 40, 0, 30]),
        (
            LeavingRule(then=OnLeaving.REASSIGN, successors=("H5", "gone", "H4")),
            [20, 20, 20, 40, 60],
        ),
        (LeavingRule(then=OnLeaving.REASSIGN, successors=()), [20, 40, 40, 0, 60]),
        (LeavingRule(then=OnLeaving.SPREAD), [20, 40, 40, 0, 60]),
    ],
)
def test_rule_09_each_rule_on_leaving(rule, expected):
    assert paid_in(2020, rule) == BEFORE
    assert paid_in(2021, rule) == expected


def test_rule_09_a_right_is_kept_for_the_stated_years():
    keep = LeavingRule(then=OnLeaving.KEEP, keep_years=2)

    assert paid_in(2022, keep) == BEFORE
    assert paid_in(2023, keep) == [20, 40, 40, 0, 60]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (LeavingRule(then=OnLeaving.STOP), [20, 40, 40, 0, 60]),
        (LeavingRule(then=OnLeaving.CONVERT, convert_to="common"), [50, 40, 40, 0, 30]),
        (LeavingRule(then=OnLeaving.REASSIGN, successors=("H4",)), [20, 20, 20, 40, 60]),
        (LeavingRule(then=OnLeaving.SPREAD), [20, 40, 40, 0, 60]),
    ],
)
def test_rule_09_each_rule_may_wait_for_the_stated_years(rule, expected):
    later = evolve(rule, keep_years=2)

    assert paid_in(2022, later) == BEFORE
    assert paid_in(2023, later) == expected


def test_rule_09_spread_gives_nothing_where_nobody_is_poor():
    rule = LeavingRule(then=OnLeaving.SPREAD)
    poor = evolve(CLASSES[1], on_leaving_poverty=rule)
    two = contract(evolve(BY_SHARES, to="poor", rest="reserve"), share_classes=(poor,))
    who = Register(
        households=(Household(code="H1", status=LEFT),),
        entries=(issue("H1", 4, share_class="poor"),),
    )

    assert paid(settled(two, who, 2021, amounts={"profit": 9})) == [0]
    assert shareholders(H1=1).entries
