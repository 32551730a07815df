"""What a run refuses: a due that must be paid and cannot, money that nobody may take."""

from __future__ import annotations

from sanbian.errors import InvalidInputError, MissingFactError, Problem
from sanbian.program import Divide, Family, Pay
from sanbian.wording import Text, goods, money


def unpaid(move: Pay, lacking: int) -> MissingFactError:
    """A due that must be paid in full and cannot; goods that are not there to be given."""
    if move.to.unit != "fen":
        return MissingFactError(
            Problem(
                at=f"clause {move.because.clause}",
                says=Text(
                    zh="借出不应多于现有的，尚缺 ",
                    en="expected no more lent than there is, lacking ",
                )
                + goods(lacking, move.to.unit),
                do=Text(
                    zh="核对借出、归还和期初（herd）的数量",
                    en="check what was lent and returned, and the herd at first",
                ),
            )
        )
    return MissingFactError(
        Problem(
            at=f"clause {move.because.clause}",
            says=Text(
                zh="应足额支付，尚缺 ", en="expected the dues to be paid in full, lacking "
            )
            + money(lacking),
            do=Text(
                zh="在条款的来源中增加付款人或基金，或写明未付部分结转（carry）、免除（lapse）",
                en="add a payer or fund to its sources, or say that the rest is carried or lapses",
            ),
        )
    )


def no_takers(move: Divide, left: int) -> InvalidInputError:
    """Money of a division that nobody may take."""
    return InvalidInputError(
        Problem(
            at=f"clause {move.because.clause}",
            says=Text(
                zh="应有人可得全部金额，无人可得的有 ",
                en="expected takers for the whole amount, nobody may take ",
            )
            + money(left),
            do=Text(
                zh="在条款中写明无人可得的部分归入何处（rest），或核对名册",
                en="name a rest account in the clause, or check the register",
            ),
        )
    )


def not_empty(family: Family, left: int) -> InvalidInputError:
    """A pool that still holds money at the end."""
    return InvalidInputError(
        Problem(
            at=family.name,
            says=Text(
                zh=f"应分完 “{family.says.zh}”，还剩 ",
                en=f"expected {family.says.en!r} to be given out, it still holds ",
            )
            + money(left),
            do=Text(
                zh="增加一条把余额分出或转入基金的条款",
                en="add a clause that divides the rest or moves it to a fund",
            ),
        )
    )
