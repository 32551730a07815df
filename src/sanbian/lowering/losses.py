"""Lowering of a shared loss: a claim that is paid, divided among sides, and borne.

What nobody has borne of the loss is the claim ``deficit``. What a side is to bear is a claim
on it for the length of the clause; what it does not bear goes back to the deficit.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from sanbian.clause import Kind, LossPart, LossSharing
from sanbian.contract.names import DEFICIT
from sanbian.lowering.capital import claims_on_holders, payables_of
from sanbian.lowering.carrying import deficit_of, made_good
from sanbian.lowering.draft import CONTRACT, MEMBER, name_of
from sanbian.lowering.readings import because, simple_reading
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading, term_expr, weights_of
from sanbian.money import OddFen
from sanbian.program import (
    Arithmetic,
    Balance,
    Choose,
    Constant,
    Divide,
    Expr,
    Family,
    Op,
    Part,
    Pay,
    Role,
    Round,
    SumTo,
)
from sanbian.register import Status
from sanbian.wording import Text

_ONE: Expr = Constant(Fraction(1))


def lower_loss_sharing(clause: LossSharing, setting: Setting) -> None:
    """What bears it first pays; the rest is divided by ratio; what is left stays a deficit."""
    if setting.part.amounts.get(clause.of, 0) >= 0:
        return
    deficit = deficit_of(setting, clause.of)
    if clause.first:
        sources = [setting.source(name) for name in clause.first]
        setting.draft.add(_borne(clause, setting, deficit, sources))
    sides = [_side(clause, setting, number) for number in range(len(clause.parts))]
    if sides:
        ratio = Text(zh="比例", en="ratio")
        parts = [
            Part(
                to=side,
                weight=setting.term(f"{clause.id}/{number}", part.ratio, ratio, unit="%"),
            )
            for number, (part, side) in enumerate(zip(clause.parts, sides, strict=True))
        ]
        setting.draft.add(_divided(clause, setting, deficit, parts, "", rest=None))
    for number, (part, side) in enumerate(zip(clause.parts, sides, strict=True)):
        if setting.contract.names.is_holders(part.to):
            _borne_by_holders(clause, setting, number, side)
        else:
            setting.draft.add(
                _borne(clause, setting, side, [setting.source(part.to)]),
                _given_back(clause, setting, side, number),
            )
    if clause.rest != DEFICIT:
        sources = [setting.source(clause.rest)]
        setting.draft.add(_borne(clause, setting, deficit, sources, is_last=True))


def _side(clause: LossSharing, setting: Setting, number: int) -> Family:
    """What one side is to bear."""
    to = name_of(setting.contract, clause.parts[number].to)
    return setting.draft.family(
        f"bearing/{clause.id}/{number}@{setting.part.period.end.isoformat()}",
        CONTRACT,
        Role.CLAIM,
        Text(zh=f"{to.zh}应承担亏损", en=f"loss to be borne by {to.en}"),
    )


def _borne_by_holders(
    clause: LossSharing, setting: Setting, number: int, side: Family
) -> None:
    """The part of the holders: divided by weight, and taken from their own or set off later."""
    part = clause.parts[number]
    reading = simple_reading(clause.id, part.to, setting, None)
    place = f"/parts/{number}"
    assert part.by is not None
    weight = weights_of(part.by, reading, f"{place}/by")
    exempt = _exempt(part, setting)
    bearing = weight if exempt is None else Choose(exempt, ZERO, weight)
    account = f"loss/{clause.id}/{part.to}"
    if part.reduces is not None:
        account = f"bearing/{clause.id}/{number}/each"
    claim = setting.draft.family(
        f"{account}@{setting.part.period.end.isoformat()}",
        MEMBER,
        Role.CLAIM,
        Text(zh="应承担亏损", en="part of the loss"),
    )
    at_most = _at_most(part, reading, place)
    parts = [Part(to=claim, weight=bearing, at_most=at_most)]
    if exempt is not None and part.exempt_part == "rest":
        theirs = SumTo(CONTRACT, Choose(exempt, weight, ZERO))
        parts.append(Part(to=deficit_of(setting, clause.of), weight=theirs))
    rest = deficit_of(setting, clause.of)
    setting.draft.add(_divided(clause, setting, side, parts, f"/{number}", rest=rest))
    if part.reduces is not None:
        fund = setting.account(part.reduces)
        setting.draft.add(_borne(clause, setting, claim, [fund]))


def _exempt(part: LossPart, setting: Setting) -> Expr | None:
    """One for each holder who bears nothing."""
    found: list[Expr] = [setting.status(Status(word)) for word in part.exempt]
    if not found:
        return None
    return reduce(lambda one, other: Arithmetic(Op.ADD, one, other), found)


def _at_most(part: LossPart, reading: Reading, place: str) -> Expr | None:
    """The most that each holder bears: what is stated, and no more than there is."""
    setting = reading.setting
    bounds: list[Expr] = []
    if part.at_most is not None:
        stated = term_expr(part.at_most, reading, f"{place}/at_most")
        bounds.append(Round(Choose(reading.who, stated, ZERO), 1, reading.rounding))
    if part.reduces is not None:
        fund = setting.account(part.reduces)
        bounds.append(Balance(fund, fund.says))
    if not bounds:
        return None
    return reduce(lambda one, other: Arithmetic(Op.LESSER, one, other), bounds)


def _divided(
    clause: LossSharing,
    setting: Setting,
    claim: Family,
    parts: Sequence[Part],
    place: str,
    *,
    rest: Family | None,
) -> Divide:
    """A claim among those who are to bear it, by the contract's rule for the odd fen.

    The account that takes odd fen takes no loss: without a rest, the largest remainder does.
    """
    odd_fen = setting.version.odd_fen
    if rest is None and odd_fen is OddFen.TO_ACCOUNT:
        odd_fen = OddFen.LARGEST_REMAINDER
    return Divide(
        source=claim,
        parts=tuple(parts),
        rest=rest,
        odd_fen=odd_fen,
        name=f"{clause.id}{place}{setting.suffix}",
        because=because(clause.id, Kind.LOSS),
    )


def _given_back(clause: LossSharing, setting: Setting, side: Family, number: int) -> Divide:
    """What a party did not put up stays a deficit."""
    whole = Part(to=deficit_of(setting, clause.of), weight=_ONE)
    return _divided(clause, setting, side, [whole], f"/{number}", rest=None)


def _borne(
    clause: LossSharing,
    setting: Setting,
    claim: Family,
    sources: Sequence[Family],
    *,
    is_last: bool = False,
) -> Pay:
    """Pay what is to be borne; what the sources do not have stays."""
    return Pay(
        due=None,
        level=claim.level,
        sources=tuple(sources),
        to=made_good(setting, clause.of),
        discharges=(claim,),
        unpaid="error" if is_last else "carry",
        odd_fen=setting.version.odd_fen,
        name=f"{clause.id}{setting.suffix}",
        because=because(clause.id, Kind.LOSS),
    )


def set_off_losses(setting: Setting) -> None:
    """Set what holders are still to bear of losses off against what named clauses give them."""
    for _, clause, claim in claims_on_holders("loss", LossSharing, setting):
        to = claim.name.partition("@")[0].rpartition("/")[2]
        against = [id_ for part in clause.parts if part.to == to for id_ in part.set_off]
        payables = tuple(payables_of(setting.draft, against))
        if payables:
            setting.draft.add(_borne(clause, setting, claim, payables))
