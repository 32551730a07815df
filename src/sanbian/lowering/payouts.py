"""Lowering of a decided payout: what is decided moves on, the rest stays behind."""

from __future__ import annotations

from fractions import Fraction

from sanbian.clause import Kind, Payout, Retention
from sanbian.contract import MEMBERS
from sanbian.lowering.divisions import lower_retention
from sanbian.lowering.readings import at_level, because, simple_reading
from sanbian.lowering.setting import Setting
from sanbian.lowering.transfers import transfer
from sanbian.money import Rounding
from sanbian.program import Arithmetic, Balance, Expr, Op, Round
from sanbian.wording import Text

_LEAST = Text(zh="最低分配比例", en="least part")
_MOST = Text(zh="最高分配比例", en="largest part")


def lower_payout(clause: Payout, setting: Setting) -> None:
    """The decided amount, held within the band; a decision outside it is refused afterwards.

    The least part is rounded up, and so may be a fen above the largest: then it is the band.
    """
    source = setting.source(clause.of)
    reading = simple_reading(clause.id, MEMBERS, setting, None)
    stated = setting.measure(clause.decided, MEMBERS, at=f"clause {clause.id}")
    decided = Round(at_level(stated, source.level, reading), 1, reading.rounding)

    whole = Balance(source, source.says)

    def part(rate: Fraction | None, name: str, says: Text, mode: Rounding) -> Expr:
        column = setting.term(f"{clause.id}/{name}", rate or 0, says, unit="%")
        return Round(Arithmetic(Op.MULTIPLY, whole, column), 1, mode)

    least = part(clause.at_least, "at_least", _LEAST, Rounding.CEILING)
    highest = Fraction(1) if clause.at_most is None else clause.at_most
    most = part(highest, "at_most", _MOST, Rounding.FLOOR)
    bounded = Arithmetic(Op.GREATER, Arithmetic(Op.LESSER, decided, most), least)
    to = setting.account(clause.to)
    why = because(clause.id, Kind.TRANSFER)
    setting.draft.add(transfer(setting, source, to, bounded, why=why))
    lower_retention(Retention(id=clause.id, of=clause.of, to=clause.rest), setting)
