"""The facts of a period: what was earned, measured, done, advanced and put up (当期事实)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from attrs import field, frozen

from sanbian.errors import InvalidInputError, Problem, not_exact, not_whole, raise_any
from sanbian.period import Period, follows
from sanbian.wording import Text

Numbers: TypeAlias = Mapping[str, Fraction]


def _amounts(given: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType(dict(given))


def _numbers(given: Numbers) -> Numbers:
    return MappingProxyType(dict(given))


def _columns(given: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
    return MappingProxyType({name: _numbers(inner) for name, inner in given.items()})


def _draws(given: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class PartFacts:
    """The facts of a period, or of a part of it under one version of the clauses.

    Attributes:
        period: The days.
        amounts: Fen by base; negative for a loss.
        measures: Numbers of the whole contract by measure; money in fen.
        group_measures: Numbers by measure and group; money in fen.
        activity: Numbers by measure and household code; money in fen.
    """

    period: Period
    amounts: Mapping[str, int] = field(factory=dict, converter=_amounts)
    measures: Numbers = field(factory=dict, converter=_numbers)
    group_measures: Mapping[str, Numbers] = field(factory=dict, converter=_columns)
    activity: Mapping[str, Numbers] = field(factory=dict, converter=_columns)

    def __attrs_post_init__(self) -> None:
        raise_any(_inexact(self))


def _inexact(part: PartFacts) -> Iterator[Problem]:
    """Amounts that are not whole fen, numbers that are not exact."""
    yield from not_whole("$.amounts", part.amounts)
    yield from not_exact("$.measures", part.measures)
    columns = (("$.group_measures", part.group_measures), ("$.activity", part.activity))
    for at, by_name in columns:
        for name, numbers in by_name.items():
            yield from not_exact(f"{at}.{name}", numbers)


@frozen(kw_only=True)
class Advance:
    """Money that a holder got before the settlement (预付).

    Attributes:
        household: Code of the holder.
        clause: Clause under which it will be due.
        amount: Fen.
        day: When.
        by: Party that paid it, or empty for the clause's own first payer.
    """

    household: str
    clause: str
    amount: int
    day: date
    by: str = ""


@frozen(kw_only=True)
class Waiver:
    """What someone gives up of what was owed to him from an earlier period (免除).

    Attributes:
        clause: Clause under which it is owed.
        holder: Who gives it up: code of a household, name of a group, or id of a party.
        since: Last day of the period in which it became due.
        amount: Fen, above zero and at most what is owed.
        why: The reason, as it is to be read later.
    """

    clause: str
    holder: str
    since: date
    amount: int
    why: str

    def __attrs_post_init__(self) -> None:
        raise_any(not_whole("$", {"amount": self.amount}, least=1))
        if not self.why.strip():
            raise InvalidInputError(
                Problem(
                    at="$.why",
                    says=Text(
                        zh="应写明免除的理由，得到空白", en="expected a reason, got none"
                    ),
                    do=Text(
                        zh="写明谁在何时、凭什么决定免除",
                        en="write who decided it, when and why",
                    ),
                )
            )


@frozen(kw_only=True)
class PaidOn:
    """On which day of the period an older debt was paid, as far as it was paid (补付日).

    Attributes:
        clause: Clause under which it was owed.
        since: Last day of the period in which it became due.
        day: The day, within the period that is settled.
    """

    clause: str
    since: date
    day: date


@frozen(kw_only=True)
class Facts:
    """All facts of one settlement (当期事实).

    Attributes:
        parts: One part, or one for each version of the clauses, without gap or overlap.
        put_up: What a party really paid in this period, in fen; a party that is not named
            pays what is due, up to its limit.
        advances: What holders got before.
        draws: Recorded public draws: codes in the order drawn, by clause.
        announced: Totals that were announced, in fen by clause, or by several clauses as in
            ``"4 + 5"``; a settlement that comes to another total says so.
        waivers: What was given up of earlier arrears, before anything is paid.
        paid_on: On which day older debts were paid; else on the last day of the period.
        winding_up_since: Day on which the cooperative was dissolved, or its bankruptcy was
            accepted, or None; nobody leaves from then on.
    """

    parts: tuple[PartFacts, ...]
    put_up: Mapping[str, int] = field(factory=dict, converter=_amounts)
    advances: tuple[Advance, ...] = ()
    draws: Mapping[str, tuple[str, ...]] = field(factory=dict, converter=_draws)
    announced: Mapping[str, int] = field(factory=dict, converter=_amounts)
    waivers: tuple[Waiver, ...] = ()
    paid_on: tuple[PaidOn, ...] = ()
    winding_up_since: date | None = None

    def __attrs_post_init__(self) -> None:
        raise_any(not_whole("$.put_up", self.put_up, least=0))
        raise_any(not_whole("$.announced", self.announced))
        if not self.parts:
            raise InvalidInputError(
                Problem(
                    at="$.parts",
                    says=Text(zh="应有结算期，得到空白", en="expected a period, got none"),
                    do=Text(zh="写明 period", en="write the period"),
                )
            )
        for place, (later, earlier) in enumerate(
            zip(self.parts[1:], self.parts, strict=False), start=1
        ):
            if not follows(later.period, earlier.period):
                raise InvalidInputError(
                    Problem(
                        at=f"$.parts[{place}].period",
                        says=Text(
                            zh=f"应接着 {earlier.period.end} 的次日，得到 {later.period.start}",
                            en=f"expected the day after {earlier.period.end}, "
                            f"got {later.period.start}",
                        ),
                        do=Text(
                            zh="各部分应首尾相接", en="let the parts follow one another"
                        ),
                    )
                )

    @property
    def period(self) -> Period:
        """The whole period."""
        return Period(self.parts[0].period.start, self.parts[-1].period.end)


def announced_for(written: str) -> tuple[str, ...]:
    """The clauses for which one total was announced.

    Examples:
        >>> from sanbian.facts import announced_for
        >>> announced_for("4"), announced_for("4 + 5.1")
        (('4',), ('4', '5.1'))
    """
    return tuple(clause.strip() for clause in written.split("+"))


def facts_of(  # noqa: PLR0913 - each is a kind of fact, by its name
    period: Period,
    *,
    amounts: Mapping[str, int] | None = None,
    measures: Mapping[str, Fraction] | None = None,
    group_measures: Mapping[str, Mapping[str, Fraction]] | None = None,
    activity: Mapping[str, Mapping[str, Fraction]] | None = None,
    put_up: Mapping[str, int] | None = None,
    advances: tuple[Advance, ...] = (),
    draws: Mapping[str, tuple[str, ...]] | None = None,
    waivers: tuple[Waiver, ...] = (),
) -> Facts:
    """The facts of a period in which the clauses did not change.

    Args:
        period: The days.
        amounts: Fen by base.
        measures: Numbers of the whole contract by measure.
        group_measures: Numbers by measure and group.
        activity: Numbers by measure and household code.
        put_up: What a party really paid, in fen.
        advances: What holders got before.
        draws: Recorded draws by clause.
        waivers: What was given up of earlier arrears.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import Period, facts_of, yuan
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> facts_of(year, amounts={"profit": yuan("100000")}).period.days
        365
        >>> weights = {"factor": {"东组": Fraction(1), "西组": Fraction(3, 2)}}
        >>> facts_of(year, group_measures=weights).parts[0].group_measures["factor"]["西组"]
        Fraction(3, 2)
    """
    part = PartFacts(
        period=period,
        amounts=amounts or {},
        measures=measures or {},
        group_measures=group_measures or {},
        activity=activity or {},
    )
    return Facts(
        parts=(part,),
        put_up=put_up or {},
        advances=advances,
        draws=draws or {},
        waivers=waivers,
    )
