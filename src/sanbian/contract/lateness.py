"""Checks of late fees: on debts that there are, of those whom they are owed to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from sanbian.clause import (
    Clause,
    Exit,
    Guarantee,
    LateFee,
    OrderPurchase,
    Payment,
    PreferredDividend,
    TopUp,
)
from sanbian.clause.naming import clause_text
from sanbian.contract.names import Names, takers_of
from sanbian.contract.parts import ContractParts, Place, clauses_of, problem
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text, percent

_Owing: TypeAlias = Payment | Guarantee | OrderPurchase | PreferredDividend | TopUp | Exit


def late_fees_hold(parts: ContractParts) -> Iterator[Problem]:
    """A late fee is on clauses that owe money to the same side, and comes after them."""
    owing = {
        place.clause.id: place.clause
        for place in clauses_of(parts)
        if isinstance(place.clause, _Owing)
    }
    for place in clauses_of(parts):
        if isinstance(place.clause, LateFee):
            yield from _on_debts(place, place.clause, owing, parts.names)
            most = place.clause.at_most
            if most is not None and most <= 0:
                yield problem(
                    f"{place.at}.at_most",
                    zh=f"违约金上限应大于零，得到 {percent(most)}",
                    en=f"expected a cap above zero, got {percent(most)}",
                    do_zh='写成 at_most = "20%"；没有上限就不写',
                    do_en='write at_most = "20%", or leave it out for no cap',
                )


def _on_debts(
    place: Place, fee: LateFee, owing: dict[str, _Owing], names: Names
) -> Iterator[Problem]:
    if not fee.on:
        yield problem(
            f"{place.at}.on",
            zh="应写明对哪些条款的欠付计违约金，得到空白",
            en="expected the clauses whose debts bear the fee, got none",
            do_zh='写 on = ["4"]',
            do_en='write on = ["4"]',
        )
    clauses = place.version.clauses
    later = {clause.id for clause in clauses[clauses.index(fee) :]}
    for number, id_ in enumerate(fee.on):
        at = f"{place.at}.on[{number}]"
        if id_ not in owing:
            what = Text(zh="会欠付的条款编号", en="number of a clause that can owe money")
            yield unknown_name(at, name=id_, known=owing, what=what)
        elif id_ in later:
            yield problem(
                at,
                zh=f"违约金应写在{clause_text(id_).zh}之后，得到在其前",
                en=f"expected the late fee after clause {id_}, got it before",
                do_zh="把违约金条款移到后面",
                do_en="move the late fee down",
            )
        elif not _same_side(owing[id_], fee, names):
            (_, to), *_ = takers_of(owing[id_])
            yield problem(
                f"{place.at}.to",
                zh=f"违约金应归{clause_text(id_).zh}的收款方 “{to}”，得到 “{fee.to}”",
                en=f"expected the fee for {to!r}, whom clause {id_} pays, got {fee.to!r}",
                do_zh="改 to，或给各收款方各写一条违约金",
                do_en="correct `to`, or write a late fee for each side",
            )


def _same_side(clause: Clause, fee: LateFee, names: Names) -> bool:
    """Whether a fee goes to those whom a clause pays; debts of holders are each one's own."""
    (_, to), *_ = takers_of(clause)
    if names.is_holders(to):
        return names.is_holders(fee.to)
    return to == fee.to
