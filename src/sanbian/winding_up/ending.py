"""The one call that winds a cooperative up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from sanbian.books import Books
from sanbian.clause import Kind
from sanbian.contract import Contract
from sanbian.errors import Problem, SanbianError, raise_any
from sanbian.lowering.membership import with_ends
from sanbian.register import Register, households_on
from sanbian.settlement import Settlement, lines, settle
from sanbian.winding_up.estates import Debt, Estate, Rank, RankPaid, WindingUp
from sanbian.winding_up.plans import (
    REST,
    SUBSIDY_TO,
    clause_for,
    facts_of_estate,
    of_rank,
    plan_of,
)
from sanbian.winding_up.refusals import estate_problems


def wind_up(
    contract: Contract, register: Register, estate: Estate, books: Books | None = None
) -> WindingUp:
    """Work out who gets what when a cooperative ends (清算).

    Debts are paid rank by rank, within a rank in proportion: out of the other assets first,
    then out of the property from direct state subsidies, which is liable too. What is left of
    the other assets goes to members by the charter's weight; what is left of that property
    goes where the finance authority says, and never to members.

    Args:
        contract: The charter, with the accounts of members.
        register: Who the members are.
        estate: What there is, and what is owed.
        books: What the last settlement left: members' accounts and unpaid debts.

    Raises:
        InvalidInputError: A dissolution whose assets do not cover the debts, a creditor of
            farmers' trade who is no farmer, debts of members that are still to be collected,
            amounts below zero.

    Law:
        农民专业合作社法 第五条、第五十一条至第五十三条、第五十五条；
        企业破产法 第四十三条、第一百一十三条.

    Examples:
        >>> from datetime import date
        >>> from sanbian import Debt, Estate, Measured, Rank, settle_years, wind_up
        >>> from sanbian.files import load_folder
        >>> coop = load_folder("examples/W04-member-accounts")
        >>> *_, last = settle_years(coop.contract, coop.register, coop.facts)
        >>> estate = Estate(
        ...     since=date(2019, 3, 1), day=date(2019, 6, 30), is_bankrupt=False,
        ...     assets=90_000_000, subsidy_property=30_000_000, subsidy_to="县财政局",
        ...     debts=(Debt(creditor="饲料厂", rank=Rank.OTHERS, amount=10_000_000),),
        ...     rest_by=Measured("capital"),
        ... )
        >>> done = wind_up(coop.contract, coop.register, estate, last.books)
        >>> done.rest, done.subsidy_property
        (80000000, 30000000)
    """
    before = books or Books(contract=contract.id)
    members = _members(contract, register, estate)
    debts = (*estate.debts, *_owed(contract, before))
    raise_any(estate_problems(contract, members, estate, debts, before))
    facts = facts_of_estate(members, estate, debts)
    names = contract.names
    own = {name: held for name, held in before.funds.items() if names.is_own_fund(name)}
    try:
        plan = plan_of(contract, members, estate, debts)
        done = settle(plan, members, facts, Books(contract=plan.id, funds=own))
    except SanbianError as error:
        raise type(error)(*map(_of_estate, error.problems)) from None
    return WindingUp(
        contract=plan,
        facts=facts,
        settlement=done,
        ranks=tuple(_ranks(done, debts)),
        subsidy_property=_got(done, SUBSIDY_TO),
        rest=sum(line.amount for line in lines(done) if line.kind is Kind.LIQUIDATION),
    )


def _of_estate(problem: Problem) -> Problem:
    """What a person wrote of the plan's own clauses: by which weight the rest goes."""
    is_of_rest = problem.at.startswith(("$.versions[0]", f"clause {REST}"))
    return evolve(problem, at="$.rest_by") if is_of_rest else problem


def _members(contract: Contract, register: Register, estate: Estate) -> Register:
    """The members of the day; who would have left since the winding up began still is one.

    The plan has no share classes and facts are in the households: it reads no entries.
    """
    known = with_ends(households_on(register, on=estate.day), contract).values()
    stays = (
        evolve(
            each,
            noticed=None,
            left=None if each.left is not None and each.left >= estate.since else each.left,
        )
        for each in known
    )
    return Register(households=tuple(stays))


def _owed(contract: Contract, books: Books) -> Iterator[Debt]:
    """What the books owe from earlier periods: the last rank."""
    for claim in books.claims:
        if claim.account.startswith("owed/") and claim.unit == "fen":
            creditor = claim.key
            if claim.level != "member":
                creditor = f"{contract.title} {claim.account}"
            yield Debt(creditor=creditor, rank=Rank.OTHERS, amount=claim.amount)


def _ranks(done: Settlement, debts: Sequence[Debt]) -> Iterator[RankPaid]:
    for rank in Rank:
        due = sum(debt.amount for debt in of_rank(debts, rank))
        paid = sum(line.amount for line in lines(done) if line.clause == clause_for(rank))
        if due:
            yield RankPaid(rank=rank, due=due, paid=paid)


def _got(done: Settlement, party: str) -> int:
    """What came to a party."""
    return sum(line.amount for line in lines(done) if line.payee == f"party/{party}")
