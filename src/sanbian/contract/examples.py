"""Worked examples: what a contract must come to for a few households and stated facts.

They are worked out by hand from the paper. While one fails, the clauses do not say what the
people who signed believe that they say. Money is in fen here, and in yuan in a contract file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from attrs import field, frozen

from sanbian.clause import Fen
from sanbian.facts import Advance, Facts, Numbers, PartFacts
from sanbian.mappings import frozen_mapping
from sanbian.period import Period
from sanbian.register import Entry, EntryKind, Household, Register, Status, states_from
from sanbian.wording import Text

HOLDER_NUMBERS: Mapping[str, Text] = MappingProxyType(
    {
        "entitled": Text(zh="本期应得", en="entitled"),
        "older_paid": Text(zh="补付以前各期", en="older paid"),
        "advanced": Text(zh="冲抵预付", en="advanced"),
        "withheld": Text(zh="代扣和转存", en="withheld"),
        "paid": Text(zh="实付", en="paid"),
        "waived": Text(zh="免除", en="waived"),
        "arrears": Text(zh="欠付", en="arrears"),
        "over_advanced": Text(zh="预付超过应得", en="over-advanced"),
        "owing": Text(zh="本户尚欠", en="owed by the household"),
    }
)
"""The numbers of a holder, in the order in which they are told."""


def _amounts(given: Mapping[str, int]) -> Mapping[str, int]:
    return frozen_mapping(given)


def _numbers(given: Numbers) -> Numbers:
    return frozen_mapping(given)


def _draws(given: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return frozen_mapping(given)


def _nested(given: Mapping[str, Mapping[str, int]]) -> Mapping[str, Mapping[str, int]]:
    return frozen_mapping({name: frozen_mapping(inner) for name, inner in given.items()})


def _columns(given: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
    return frozen_mapping({name: frozen_mapping(inner) for name, inner in given.items()})


@frozen(kw_only=True)
class ExampleHousehold:
    """A household of a worked example (例中的户).

    Attributes:
        code: Unique in the example: ``甲``, ``H1``.
        group: Village or team, or empty.
        people: Members of the household.
        status: Poverty status.
        status_day: First day of the status, or None for from the start of the contract; a
            household that left poverty was poor before.
        left: Last day on which it counts, or None.
        shares: Shares by class, held from the start of the contract.
        measures: What a roster or an activity sheet would say of it.
    """

    code: str
    group: str = ""
    people: int = 0
    status: Status = Status.GENERAL
    status_day: date | None = None
    left: date | None = None
    shares: Numbers = field(factory=dict, converter=_numbers)
    measures: Numbers = field(factory=dict, converter=_numbers)


@frozen(kw_only=True)
class Expected:
    """What a settlement must come to; only what is stated is compared (应得结果).

    Attributes:
        paid: Money paid out to all holders, or None.
        arrears: Money still owed to all holders, or None.
        notices: What is noticed, in order of the words, or None.
        totals: Money by ``<clause> <kind> <payee>``, where ``holders`` stands for the holders;
            ``holders@<day>`` for what was owed from the period that ended then.
        holders: Money by household and by ``paid``, ``arrears``, ``entitled``, ``older_paid``,
            ``advanced``, ``over_advanced``, ``withheld``, ``owing``, ``waived``.
        groups: Money by ``<payee> <group>``.
        funds: Money on each fund afterwards; of a fund in each group by ``<fund> <group>``.
        in_kind: Animals or grams out on loan or owed afterwards, by clause.
    """

    paid: Fen | None = None
    arrears: Fen | None = None
    notices: tuple[str, ...] | None = None
    totals: Mapping[str, Fen] = field(factory=dict, converter=_amounts)
    holders: Mapping[str, Mapping[str, Fen]] = field(factory=dict, converter=_nested)
    groups: Mapping[str, Fen] = field(factory=dict, converter=_amounts)
    funds: Mapping[str, Fen] = field(factory=dict, converter=_amounts)
    in_kind: Mapping[str, int] = field(factory=dict, converter=_amounts)


@frozen(kw_only=True)
class Example:
    """A worked example in a contract (算例).

    Attributes:
        name: What it shows; unique in the contract.
        proposed: Worked out by the program, and not yet by a person.
        after: Example of the period before, on whose books and with whose households this one
            goes on; empty for a first settlement.
        period: First and last day.
        amounts: Money by base; negative for a loss.
        measures: Numbers of the whole contract by measure.
        group_measures: Numbers by measure and group.
        put_up: Money that a party really paid.
        draws: Recorded draws: codes in the order drawn, by clause.
        advances: What holders got before.
        households: Who takes part; those of `after` where there are none.
        expect: What it must come to.
    """

    name: str
    proposed: bool = False
    after: str = ""
    period: Period
    amounts: Mapping[str, Fen] = field(factory=dict, converter=_amounts)
    measures: Numbers = field(factory=dict, converter=_numbers)
    group_measures: Mapping[str, Numbers] = field(factory=dict, converter=_columns)
    put_up: Mapping[str, Fen] = field(factory=dict, converter=_amounts)
    draws: Mapping[str, tuple[str, ...]] = field(factory=dict, converter=_draws)
    advances: tuple[Advance, ...] = ()
    households: tuple[ExampleHousehold, ...] = ()
    expect: Expected


def households_of_example(
    examples: tuple[Example, ...], example: Example
) -> tuple[ExampleHousehold, ...]:
    """The households of an example: its own, or those of the examples that it comes after."""
    earlier = {each.name: each for each in reversed(examples)}
    met: set[str] = set()
    while not example.households and example.after in earlier and example.name not in met:
        met.add(example.name)
        example = earlier[example.after]
    return example.households


def facts_of_example(example: Example) -> Facts:
    """The facts that a worked example states."""
    part = PartFacts(
        period=example.period,
        amounts=example.amounts,
        measures=example.measures,
        group_measures=example.group_measures,
    )
    return Facts(
        parts=(part,),
        put_up=example.put_up,
        draws=example.draws,
        advances=example.advances,
    )


def register_of_example(households: tuple[ExampleHousehold, ...], first: date) -> Register:
    """The register of the households of a worked example.

    Args:
        households: Who takes part.
        first: The day from which they hold their shares.
    """
    return Register(
        households=tuple(
            Household(
                code=each.code,
                group=each.group,
                people=each.people,
                left=each.left,
                status=states_from(each.status, since=each.status_day, first=first),
                measures=each.measures,
            )
            for each in households
        ),
        entries=tuple(
            Entry(
                day=first,
                kind=EntryKind.ISSUE,
                household=each.code,
                share_class=share_class,
                shares=shares,
            )
            for each in households
            for share_class, shares in each.shares.items()
            if shares
        ),
    )
