"""What a settlement refuses once its numbers are known: negative dues, decisions out of band."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import Kind, Payout
from sanbian.contract import Contract
from sanbian.errors import Problem
from sanbian.exact import Run
from sanbian.program import Arithmetic, Op, Pay, Round
from sanbian.wording import Text, money, percent

OWED = "owed/"


def negative_dues(done: Run) -> Iterator[Problem]:
    """Promises that came to less than nothing: a fee above the price, a negative amount."""
    for posting in done.postings:
        if posting.source is not None or posting.target is None:
            continue
        if not posting.target.name.startswith(OWED) or min(posting.amounts) >= 0:
            continue
        if posting.kind == Kind.WAIVER.value:
            continue
        keys = done.inputs.space.by_name[posting.level].keys
        clause = done.program.moves[posting.move].because.clause
        for key, amount in zip(keys, posting.amounts, strict=True):
            if amount < 0:
                yield Problem(
                    at=f"clause {clause}, {key}",
                    says=Text(
                        zh="应为不为负的应付，得到 ", en="expected no negative due, got "
                    )
                    + money(amount),
                    do=Text(
                        zh="核对单价、服务费和数量，或以 greatest 写明不低于零",
                        en="check price, fee and quantity, or write the greatest of it and zero",
                    ),
                )


def decisions_out_of_band(contract: Contract, done: Run) -> Iterator[Problem]:
    """Decisions to pay out less or more than the contract allows: for the meeting to mend."""
    ids = {
        clause.id
        for version in contract.versions
        for clause in version.clauses
        if isinstance(clause, Payout)
    }
    if not ids:  # the numbers behind the moves are not asked for in vain
        return
    for move, values in zip(done.program.moves, done.values, strict=True):
        match move:
            case Pay(
                due=Arithmetic(
                    op=Op.GREATER,
                    left=Arithmetic(left=decided, right=most),
                    right=Round(of=Arithmetic(left=whole)) as least,
                )
            ) if move.because.clause in ids:
                columns = [
                    values.whole_at(expr, move.level)
                    for expr in (decided, least, most, whole)
                ]
                for amounts in zip(*columns, strict=True):
                    yield from _out_of_band(done, move, amounts)
            case _:
                pass


def _out_of_band(done: Run, move: Pay, amounts: tuple[int, ...]) -> Iterator[Problem]:
    decided, least, most, whole = amounts
    most = max(least, most)  # a band of one point may lie between two fen
    if least <= decided <= most:
        return
    lowest, highest = _rate(done, move, "at_least"), _rate(done, move, "at_most")
    yield Problem(
        at=f"clause {move.because.clause}",
        says=Text(zh="可分 ", en="expected a payout out of ")
        + money(whole)
        + Text(zh="，应分 ", en=" from ")
        + money(least)
        + Text(zh=f"（{lowest}）至 ", en=f" ({lowest}) to ")
        + money(most)
        + Text(
            zh=f"（{highest}），得到决定分配 ",
            en=f" ({highest}), got a decision to pay out ",
        )
        + money(decided),
        do=Text(
            zh="请成员大会在此范围内重新决定；超出范围的先变更合同",
            en="have the meeting decide again within the band; to go beyond it change the contract",
        ),
    )


def _rate(done: Run, move: Pay, side: str) -> str:
    """One end of a band as a rate, for people."""
    clause = move.because.clause
    name = f"term/{clause}/{side}{move.name.removeprefix(clause)}"
    (rate,), scale = done.inputs.measures[name]
    return percent(Fraction(rate, scale))
