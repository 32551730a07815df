"""Contracts at random: clauses of every kind, registers, and the facts of several years."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

from attrs import frozen
from contract_builders import FIRST, FUNDS, contract, version, year
from hypothesis import strategies as st
from number_strategies import fractions
from world_debts import UNPAID, late_fees, losses, some_principal
from world_goods import goods
from world_terms import RATES, amounts_due, limits

from sanbian import (
    Allotment,
    Contract,
    Deduction,
    Dividend,
    Entry,
    EntryKind,
    Facts,
    Fund,
    Guarantee,
    Household,
    Kind,
    Measured,
    OddFen,
    OrderPurchase,
    PartFacts,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Register,
    Reinvestment,
    Reserve,
    Retention,
    Rounding,
    ShareClass,
    Split,
    SplitPart,
    Status,
    TopUp,
    settle,
)
from sanbian.clause import DEDUCTION_KINDS

CODES = ("H1", "H2", "H3", "H4", "H5")


@frozen
class World:
    """A contract, who is in it, and the facts of some years."""

    contract: Contract
    register: Register
    facts: tuple[Facts, ...]


SOURCES = st.permutations(["firm", "deposit", "county"]).map(lambda all_: tuple(all_[:2]))


@cache
def combinations():
    """How a guarantee meets the share: where only the excess is shared, it is paid first."""
    beside = st.fixed_dictionaries(
        {
            "combine": st.sampled_from(["add", "greater"]),
            "charged": st.just("guarantor"),
            "paid_from": SOURCES,
        }
    )
    first = {
        "combine": "excess",
        "charged": "first_charge",
        "paid_from": ("profit", "firm"),
    }
    return beside | st.just(first)


@cache
@st.composite
def promises(draw):
    """Clauses that promise, each of them or not."""
    found = [
        Payment(
            id="1",
            kind=draw(st.sampled_from([Kind.RENT, Kind.WAGE, Kind.SUBSIDY])),
            to=draw(st.sampled_from(["members", "land", "county", "village"])),
            paid_from=draw(SOURCES),
            amount=draw(amounts_due()),
            unpaid=draw(UNPAID),
        ),
        Guarantee(
            id="2",
            to=draw(st.sampled_from(["members", "land"])),
            amount=draw(amounts_due()),
            unpaid=draw(UNPAID),
            **draw(combinations()),
        ),
        OrderPurchase(
            id="3",
            to="members",
            paid_from=("firm",),
            quantity="kg",
            floor_price=Fraction(15, 7),
            market_price=draw(st.sampled_from([None, "price"])),
            **draw(
                st.sampled_from(
                    [
                        {},
                        {"minimum": Fraction(20), "below": "floor_only"},
                        {"minimum": Fraction(20), "below": "nothing"},
                    ]
                )
            ),
            fee=draw(st.sampled_from([Fraction(0), Fraction(1, 3)])),
            unpaid=draw(UNPAID),
        ),
        *draw(goods()),
    ]
    return [clause for clause in found if draw(st.booleans())]


@cache
@st.composite
def divisions(draw):
    """Clauses that share out: reserve, preferred dividend, split, and one of three ends."""
    found = []
    if draw(st.booleans()):
        found.append(Reserve(id="5", of="profit", rate=draw(RATES), to="reserve"))
    if draw(st.booleans()):
        cumulative = draw(st.booleans())
        found.append(
            PreferredDividend(
                id="6",
                of="profit",
                to="members",
                rate=draw(RATES),
                on="own",
                cumulative=cumulative,
                participating=True,
            )
        )
    third = Fraction(1, 3)
    found.append(
        Split(
            id="7",
            of="profit",
            parts=(
                SplitPart("pool", third),
                SplitPart("firm", third),
                SplitPart("reserve", third),
            ),
        )
    )
    found += draw(ends())
    if draw(st.booleans()):
        found.append(draw(top_ups(found[-1].id)))
    return found


@cache
@st.composite
def ends(draw):
    """What becomes of the pool: a dividend, an allotment to villages, a refund by trade."""
    weight = draw(st.sampled_from(["equal", "mu", "people", "shares"]))
    shared = Dividend(
        id="9",
        of="pool",
        to=draw(st.sampled_from(["members", "land"])),
        by=Measured(weight),
        at_most=draw(limits()),
        rest="reserve",
    )
    match draw(st.integers(0, 2)):
        case 0:
            return [shared]
        case 1:
            return [
                Allotment(id="8", of="pool", to="local", by=Measured("weight")),
                Dividend(
                    id="9", of="local", to="members", by=Measured(weight), rest="village"
                ),
            ]
        case _:
            rate = draw(fractions(Fraction(6, 10), 1, max_denominator=10))
            refund = PatronageRefund(
                id="8", of="pool", to="members", by=Measured("people"), rate=rate
            )
            return [refund, Retention(id="9", of="pool", to="reserve")]


@cache
def top_ups(counted):
    return st.builds(
        TopUp,
        id=st.just("10"),
        to=st.just("members"),
        paid_from=st.just(("reserve", "firm")),
        amount=amounts_due(),
        counting=st.just((counted,)),
        within=st.sampled_from(["period", "year"]),
        unpaid=UNPAID,
    )


@cache
@st.composite
def withheld(draw):
    """What is kept of what holders get, or taken from it, each or not."""
    found = [
        Reinvestment(
            id="21",
            out_of=("all",),
            rate=draw(RATES),
            to="kept",
            earns_from=draw(st.sampled_from(["next_period", "never"])),
        ),
        Deduction(
            id="22",
            kind=draw(st.sampled_from(DEDUCTION_KINDS)),
            holders=draw(st.sampled_from(["members", "land"])),
            out_of=("all",),
            to=draw(st.sampled_from(["firm", "reserve", "kept"])),
            amount=draw(amounts_due()),
            unpaid=draw(UNPAID),
        ),
    ]
    return [clause for clause in found if draw(st.booleans())]


@st.composite
def contracts(draw, rules=tuple(rule for rule in OddFen if rule is not OddFen.LOTTERY)):
    owing = draw(promises())
    shared = draw(divisions())
    paid_down = draw(some_principal)
    borne = draw(losses(shared))
    clauses = (
        *owing,
        *draw(late_fees(owing)),
        *borne,
        *shared,
        *([] if paid_down is None else [paid_down]),
        *draw(withheld()),
    )
    pay_in = draw(st.sampled_from(["fen", "fen", "fen", "jiao"]))
    return contract(
        share_classes=(ShareClass(id="land", name="土地股", par=100),),
        funds=(*FUNDS, Fund(id="kept", name="转增投入", per_member=True)),
        versions=(
            version(
                *clauses,
                odd_fen=draw(st.sampled_from(rules)),
                odd_fen_to="reserve",
                rounding=draw(st.sampled_from(Rounding)),
                record_day=draw(
                    st.sampled_from(["period_end", "period_start", "share_days"])
                ),
                pay_in=pay_in,
                left_to="reserve" if pay_in != "fen" else None,
            ),
        ),
    )


@cache
@st.composite
def registers(draw):
    codes = CODES[: draw(st.integers(1, 5))]
    return Register(
        households=tuple(
            Household(
                code=code,
                group=draw(st.sampled_from(["east", "west"])),
                people=draw(st.integers(1, 6)),
                entered=draw(st.none() | st.just(date(2019, 5, 1))),
                status=((FIRST, Status.POOR),) if draw(st.booleans()) else (),
                measures={"mu": draw(fractions(Fraction(1, 9), 9, max_denominator=9))},
            )
            for code in codes
        ),
        entries=tuple(
            Entry(
                day=FIRST,
                kind=EntryKind.ISSUE,
                household=code,
                share_class="land",
                shares=draw(fractions(Fraction(1, 5), 5, max_denominator=5)),
            )
            for code in codes
            if code == "H1" or draw(st.booleans())
        ),
    )


@st.composite
def facts_for(draw, register, number):
    codes = [household.code for household in register.households]
    groups = {household.group for household in register.households}

    def column(most):
        return {code: Fraction(draw(st.integers(0, most))) for code in codes}

    parties = {name: draw(st.integers(0, 800)) for name in ("firm", "county")}
    part = PartFacts(
        period=year(number),
        amounts={"profit": draw(st.integers(-900, 3000)), "income": 0},
        measures={
            "price": Fraction(draw(st.integers(1, 9))),
            "grain_price": Fraction(draw(st.integers(0, 9))),
            "grant": Fraction(0),
        },
        group_measures={
            "weight": {name: Fraction(draw(st.integers(1, 4))) for name in groups}
        },
        activity={
            "own": column(900),
            "kg": column(50),
            "days": column(9),
            "lent": column(4),
            "returned": column(3),
            "died": column(1),
            "lost": column(1),
            "taken": column(4),
        },
    )
    put_up = {name: most for name, most in parties.items() if draw(st.booleans())}
    return Facts(parts=(part,), put_up=put_up)


@st.composite
def many_worlds(draw, years_max=3, **given):
    register = draw(registers())
    last = 2020 + draw(st.integers(1, years_max))
    facts = tuple(draw(facts_for(register, number)) for number in range(2020, last))
    return World(draw(contracts(**given)), register, facts)


def folded(world):
    """The settlements of all years, each with the books that the one before left."""
    books, found = None, []
    for facts in world.facts:
        found.append(settle(world.contract, world.register, facts, books))
        books = found[-1].books
    return found
