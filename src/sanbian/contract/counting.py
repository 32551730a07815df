"""Checks of years: from whose entry they can be counted."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.clause import Clause, Deduction, Payment, Split
from sanbian.contract.names import Names, takers_of
from sanbian.contract.parts import ContractParts, clauses_of, problem
from sanbian.errors import Problem


def years_are_counted(parts: ContractParts) -> Iterator[Problem]:
    """Only holders have an entry from which years can be counted."""
    for place in clauses_of(parts):
        clause = place.clause
        counts = getattr(clause, "years", None) and getattr(clause, "counted_from", None)
        if counts == "entry" and not _is_about_holders(clause, parts.names):
            yield problem(
                f"{place.at}.counted_from",
                zh="只有农户有自己的进入日，得到按 entry 计年而收款的不是农户",
                en="expected years counted from entry only for holders, got another taker",
                do_zh="写 start 或一个日期",
                do_en="write start or a date",
            )


def _is_about_holders(clause: Clause, names: Names) -> bool:
    """Whether a clause gives to each holder, takes from him, or pays his own principal down."""
    match clause:
        case Deduction():
            return True
        case Payment(pays_down=str(fund)) if names.is_own_fund(fund):
            return True
        case Split():
            return False
        case _:
            return all(
                names.is_per_holder(name)
                for field, name in takers_of(clause)
                if field == "to"
            )
