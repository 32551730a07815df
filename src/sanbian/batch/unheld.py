"""What tables cannot hold of a contract, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sanbian.batch.blocks import Row, overflows, too_large
from sanbian.batch.cells import Cells
from sanbian.batch.layout import family_of
from sanbian.batch.numbers import INT64_MAX
from sanbian.batch.windows import DECLARED
from sanbian.batch.worlds import World
from sanbian.contract import Contract
from sanbian.errors import Problem, unknown_name
from sanbian.lowering.membership import with_ends
from sanbian.register import Household
from sanbian.wording import Text

_BY_ITSELF = Text(
    zh="单独用 settle 结算这份合同", en="settle this contract by itself with settle"
)

_FACTS: Mapping[str, Text] = {
    "advances": Text(zh="预付", en="advances"),
    "draws": Text(zh="摇号记录", en="recorded draws"),
    "waivers": Text(zh="免除", en="waivers"),
    "paid_on": Text(zh="补付日", en="days on which older debts were paid"),
    "winding_up_since": Text(zh="解散或破产日", en="a day of winding up"),
}


def world_problems(world: World) -> Iterator[Problem]:
    """Facts that no column is for, and households of the activity that are not there."""
    facts = world.facts
    if len(facts.parts) != 1:
        yield Problem(
            at="$.parts",
            says=Text(
                zh=f"表中应为不分段的一期，得到 {len(facts.parts)} 段",
                en=f"expected a period in one part, got {len(facts.parts)} parts",
            ),
            do=_BY_ITSELF,
        )
    for name, what in _FACTS.items():
        if getattr(facts, name):
            yield Problem(
                at=f"$.{name}",
                says=Text(
                    zh=f"表中应没有{what.zh}，得到了",
                    en=f"expected no {what.en}, since tables have no place for them, got some",
                ),
                do=_BY_ITSELF,
            )
    known = world.register.by_code
    household = Text(zh="名册中的户", en="household of the register")
    for part in facts.parts:
        for measure, by_code in part.activity.items():
            for code in by_code:
                if code not in known:
                    at = f"$.activity.{measure}"
                    yield unknown_name(at, name=code, known=known, what=household)


def amount_problems(row: Cells, books: Sequence[Row]) -> Iterator[Problem]:
    """Amounts that no int64 holds."""
    for column, amount in row.items():
        family, name = family_of(column)
        if family != "measure" and abs(amount) > INT64_MAX:
            word = "amounts" if family == "amount" else family
            yield too_large(f"$.{word}.{name}", amount)
    yield from overflows(books, "$.books")


def credit_problems(world: World, codes: Mapping[str, int]) -> Iterator[Problem]:
    """Fractions carried forward of a key that may be a household or a group."""
    groups = {each.group for each in world.register.households}
    carried = {} if world.books is None else world.books.credits_micro
    for name, by_key in carried.items():
        for key in by_key:
            if key in groups and str(codes.get(key, key)) != key:
                yield Problem(
                    at=f"$.books.credits_micro.{name}.{key}",
                    says=Text(
                        zh="应看得出是户还是村组，得到两者同名",
                        en="expected a key that is either a household or a group, got both",
                    ),
                    do=Text(
                        zh="给村组另起名称，或单独用 settle 结算",
                        en="give the group another name, or settle it by itself",
                    ),
                )


def moved_problems(
    contract: Contract, then: Sequence[Household], at_end: Sequence[Household], day: date
) -> Iterator[Problem]:
    """Households of whom the record day and the end of the period say different things.

    A row has one day of entering and of leaving, those known at the end, and one number of
    people and of each measure, those of the record day.
    """
    laid = [_laid(now, last) for now, last in zip(then, at_end, strict=True)]
    counted, told = with_ends(then, contract), with_ends(laid, contract)
    for now, last in zip(then, at_end, strict=True):
        counts = counted[now.code].counts_on(day) == told[now.code].counts_on(day)
        is_later = last.entered is not None and last.entered > day
        has_changed = (now.people, now.measures) != (last.people, last.measures)
        if now.entered == last.entered and counts and not (is_later and has_changed):
            continue
        yield Problem(
            at=f"$.households.{now.code}",
            says=Text(
                zh=f"登记日 {day} 与期末所知的入社、退社（新入户的人口和计量）应一致，得到不同的",
                en=f"expected the same days of entering and leaving (of who enters later also "
                f"people and measures) on the record day {day} and at the end of the period, "
                "got others",
            ),
            do=_BY_ITSELF,
        )


def _laid(now: Household, last: Household) -> Household:
    """A household as its row tells it, as far as its days go."""
    return Household(
        code=now.code,
        entered=last.entered,
        left=last.left,
        noticed=last.noticed,
        kind=last.kind,
    )


def unlike_problems(
    table: str, listed: Iterable[tuple[Contract, Sequence[Cells]]]
) -> Iterator[Problem]:
    """Columns that others state and a contract does not, though its form has a place for them.

    A null there would be refused, and a zero would be made up.
    """
    contracts = tuple(listed)
    columns = dict.fromkeys(name for _, rows in contracts for row in rows for name in row)
    for form, rows in contracts:
        for column in columns if rows else ():
            family, name = family_of(column)
            declares = family in DECLARED and name in form.names.of(DECLARED[family])
            if declares and column not in rows[0]:
                yield Problem(
                    at=f"{table}: contract {form.id}, {column}",
                    says=Text(
                        zh="别的合同写了这一项，本合同也声明了，应写明，得到空白",
                        en="expected it stated, since the contract declares it and others "
                        "state it, got nothing",
                    ),
                    do=Text(
                        zh="补上（没有的写 0），或把这份合同另作一张表",
                        en="state it (0 where there is none), or give the contract tables of "
                        "its own",
                    ),
                )
