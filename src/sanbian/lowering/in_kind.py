"""Lowering of clauses in kind: animals and goods are claims in their own unit.

What is lent, or promised in goods, becomes a claim; what comes back, dies, is lost or is
taken discharges it, oldest first. Money arises only where the clause says at which price.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from attrs import frozen

from sanbian.clause import KEPT_AS, Deliver, Kind, LendAndReturn
from sanbian.clause.naming import clause_text
from sanbian.contract import MEMBERS
from sanbian.lowering.capital import claims_on_holders, payables_of
from sanbian.lowering.carrying import claims_of
from sanbian.lowering.draft import CONTRACT, MEMBER
from sanbian.lowering.promises import promise
from sanbian.lowering.readings import because, reading_of
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading
from sanbian.money import OddFen, Rounding
from sanbian.program import (
    Accrue,
    Arithmetic,
    Balance,
    Because,
    Choose,
    Compare,
    Expr,
    Family,
    Op,
    Pay,
    Relation,
    Role,
    Round,
)
from sanbian.wording import Text, same

RETURNED = Text(zh="归还实物", en="returned")
OFFSPRING = Text(zh="应还的羔犊", en="offspring to be returned")
DIED = Text(zh="非过失死亡", en="died without fault")
LOST = Text(zh="过失损失", en="lost by negligence")
DELIVERED = Text(zh="已领实物", en="taken in kind")
PRICED = Text(zh="未领实物", en="not taken in kind")


@frozen(kw_only=True)
class _Goods:
    """The goods of one clause: their unit, and their claims."""

    setting: Setting
    clause: str
    unit: str
    word: str

    @property
    def kept(self) -> str:
        """The unit of the books."""
        return KEPT_AS[self.unit][0]

    @property
    def scale(self) -> int:
        """How many units of the books make one of the clause."""
        return KEPT_AS[self.unit][1]

    def why(self, says: Text) -> Because:
        """The reason of a move in kind."""
        return Because(self.clause, Kind.IN_KIND.value, says)

    def claim(self, says: Text) -> Family:
        """The claim that arises in this period."""
        vintage = self.setting.part.period.end.isoformat()
        name = f"{self.word}/{self.clause}@{vintage}"
        return self.setting.draft.family(name, MEMBER, Role.CLAIM, says, unit=self.kept)

    def claims(self) -> list[Family]:
        """All that is out, oldest first."""
        return claims_of(self.setting.draft, f"{self.word}/{self.clause}")

    def stated(self, name: str, to: str = MEMBERS) -> Expr:
        """A measure of the facts in the unit of the books."""
        at = f"clause {self.clause}"
        amount = self.setting.measure(name, to, at=at)
        if self.scale == 1:
            return amount
        return Arithmetic(Op.MULTIPLY, amount, self._scale())

    def _scale(self) -> Expr:
        says = Text(zh="每公斤的克数", en="grams in a kilogram")
        return self.setting.term(f"{self.clause}/scale", self.scale, says)

    def per_unit(self, amount: Expr, says: Text) -> Expr:
        """An amount in the unit of the books, in that of the clause."""
        if self.scale == 1:
            return amount
        named = Text(zh=f"{says.zh}（公斤）", en=f"{says.en}, kg")
        return Arithmetic(Op.DIVIDE, amount, self._scale(), named)

    def source(self, word: str, measure: str, says: Text) -> Family:
        """The account that a fact opens with what came back, died, was lost or was taken."""
        at = f"clause {self.clause}"
        return self.setting.draft.family(
            f"{word}/{self.clause}{self.setting.suffix}",
            MEMBER,
            Role.SOURCE,
            says,
            unit=self.kept,
            opening=self.setting.whole_measure(measure, at=at, scale=self.scale),
        )

    def end(self, word: str, says: Text) -> Family:
        """Where goods of the clause come to rest, for each holder."""
        name = f"end/{word}/{self.clause}{self.setting.suffix}"
        return self.setting.draft.family(name, MEMBER, Role.END, says, unit=self.kept)

    def discharge(self, source: Family, to: Family, counts: Expr | None = None) -> None:
        """Set goods off against the claims, oldest first; where it counts at all."""
        for claim in self.claims():
            owed = Balance(claim, claim.says)
            self.setting.draft.add(
                Pay(
                    due=None if counts is None else Choose(counts, owed, ZERO),
                    level=MEMBER,
                    sources=(source,),
                    to=to,
                    discharges=(claim,),
                    unpaid="carry",
                    odd_fen=OddFen.FIRST,
                    name=f"{self.clause}{self.setting.suffix}",
                    because=self.why(source.says),
                )
            )


# --- lent and returned ---------------------------------------------------------------


def lower_lend_and_return(clause: LendAndReturn, setting: Setting) -> None:
    """What is lent is a claim; what comes back, died or was lost discharges it."""
    goods = _Goods(setting=setting, clause=clause.id, unit=clause.unit, word="lent")
    lent = ZERO if setting.is_over else _lend(clause, goods)
    herd = _herd(clause, goods)
    returned = goods.source("returned", clause.returned, RETURNED)
    goods.discharge(returned, herd, _is_heavy_enough(clause, setting))
    if clause.died is not None:
        goods.discharge(goods.source("died", clause.died, DIED), goods.end("died", DIED))
    if clause.lost is not None:
        _pay_for_the_lost(clause, clause.lost, goods)
    if clause.herd is not None and not setting.is_over:
        _lend_out_of(herd, lent, goods)


def _lend(clause: LendAndReturn, goods: _Goods) -> Expr:
    """What is newly lent, and its offspring, are to be returned."""
    setting = goods.setting
    claim = goods.claim(Text(zh="借出待还", en="lent, to be returned"))
    setting.whole_measure(clause.lent, at=f"clause {clause.id}", scale=goods.scale)
    lent = goods.stated(clause.lent)
    setting.draft.add(
        Accrue(claim=claim, amount=lent, because=because(clause.id, Kind.IN_KIND))
    )
    if clause.offspring:
        each = setting.term(f"{clause.id}/offspring", clause.offspring, OFFSPRING)
        young = Round(Arithmetic(Op.MULTIPLY, lent, each), 1, Rounding.DOWN)
        setting.draft.add(Accrue(claim=claim, amount=young, because=goods.why(OFFSPRING)))
    return lent


def _herd(clause: LendAndReturn, goods: _Goods) -> Family:
    """Where returned animals go: a herd that is kept, or just to the lender."""
    setting, says = goods.setting, same(clause.to)
    if clause.herd is None:
        name = f"herd/{clause.to}/{goods.kept}"
        return setting.draft.family(name, CONTRACT, Role.END, says, unit=goods.kept)
    name = f"herd/{clause.id}"
    opening = setting.books.goods.get(
        name, {setting.contract.id: clause.herd * goods.scale}
    )
    return setting.draft.family(
        f"fund/{name}",
        CONTRACT,
        Role.FUND,
        Text(zh=f"{clause.to} 待借出", en=f"{clause.to}, to be lent"),
        unit=goods.kept,
        opening=opening,
    )


def _lend_out_of(herd: Family, lent: Expr, goods: _Goods) -> None:
    """The herd gives what is lent; more than it holds is refused."""
    says = Text(zh="借出", en="lent out")
    goods.setting.draft.add(
        Pay(
            due=lent,
            level=MEMBER,
            sources=(herd,),
            to=goods.end("lent_out", says),
            unpaid="error",
            odd_fen=OddFen.FIRST,
            name=f"{goods.clause}/herd{goods.setting.suffix}",
            because=goods.why(says),
        )
    )


def _is_heavy_enough(clause: LendAndReturn, setting: Setting) -> Expr | None:
    """Whether what came back has the weight agreed upon."""
    if clause.weight is None or clause.weight_min is None:
        return None
    at = f"clause {clause.id}"
    weight, least = (
        setting.measure(name, MEMBERS, at=at) for name in (clause.weight, clause.weight_min)
    )
    return Compare(Relation.AT_LEAST, weight, least)


def _pay_for_the_lost(clause: LendAndReturn, lost: str, goods: _Goods) -> None:
    """What was lost by negligence is due in money: a claim on the holder."""
    setting, end = goods.setting, goods.end("lost", LOST)
    goods.discharge(goods.source("lost", lost, LOST), end)
    assert clause.lost_price is not None
    says = Text(zh="赔偿单价", en="price of a loss")
    price = setting.term(f"{clause.id}/lost", clause.lost_price, says, unit="fen")
    named = clause_text(clause.id)
    owed = setting.draft.family(
        f"owed_by/{clause.id}@{setting.part.period.end.isoformat()}",
        MEMBER,
        Role.CLAIM,
        Text(zh=f"{named.zh}应赔", en=f"to be paid by holders under {named.en}"),
    )
    amount = Arithmetic(Op.MULTIPLY, goods.per_unit(Balance(end, LOST), LOST), price)
    setting.draft.add(
        Accrue(
            claim=owed,
            amount=Round(amount, 1, setting.version.rounding),
            because=because(clause.id, Kind.COMPENSATION),
        )
    )


def set_off_the_lost(setting: Setting) -> None:
    """Set what holders owe for losses off against what named clauses give them."""
    for _, clause, claim in claims_on_holders("owed_by", LendAndReturn, setting):
        payables = tuple(payables_of(setting.draft, clause.set_off))
        if payables:
            setting.draft.add(
                Pay(
                    due=None,
                    level=MEMBER,
                    sources=payables,
                    to=setting.account(clause.to),
                    discharges=(claim,),
                    unpaid="carry",
                    odd_fen=setting.version.odd_fen,
                    name=f"{clause.id}/set_off{setting.suffix}",
                    because=because(clause.id, Kind.COMPENSATION),
                )
            )


# --- owed in goods -------------------------------------------------------------------


def lower_deliver(clause: Deliver, setting: Setting) -> None:
    """Goods that are due; what is not taken is owed in kind, or priced and paid."""
    goods = _Goods(setting=setting, clause=clause.id, unit=clause.unit, word="due")
    if not setting.is_over and setting.in_years(clause.years, clause.counted_from):
        reading = reading_of(clause, setting, clause.rounding)
        each = setting.term(
            f"{clause.id}/each", clause.each, Text(zh="每份应给", en="due for each")
        )
        amount = Arithmetic(Op.MULTIPLY, goods.stated(clause.per, clause.to), each)
        due = Round(Choose(reading.who, amount, ZERO), 1, reading.rounding)
        setting.draft.add(
            Accrue(
                claim=goods.claim(Text(zh="应给实物", en="due in kind")),
                amount=due,
                because=because(clause.id, Kind.IN_KIND),
            )
        )
    if not goods.claims():
        return
    taken = goods.source("delivered", clause.delivered, DELIVERED)
    goods.discharge(taken, goods.end("delivered", DELIVERED))
    if clause.undelivered == "money":
        _pay_for_the_rest(clause, goods)


def _pay_for_the_rest(clause: Deliver, goods: _Goods) -> None:
    """What was not taken is paid at the price of the day, and is not owed any more."""
    setting, claims = goods.setting, goods.claims()
    assert clause.price is not None
    assert clause.kind is not None
    assert clause.unpaid is not None
    reading = Reading(
        setting=setting,
        clause=clause.id,
        to=clause.to,
        who=setting.everyone(),
        rounding=clause.rounding or setting.version.rounding,
    )
    price = setting.measure(clause.price, clause.to, at=f"clause {clause.id}")
    promise(
        reading,
        Arithmetic(Op.MULTIPLY, goods.per_unit(_sum(claims), PRICED), price),
        to=clause.to,
        kind=clause.kind,
        paid_from=(clause.by,),
        unpaid=clause.unpaid,
    )
    pocket = setting.draft.family(
        f"priced/{clause.id}", MEMBER, Role.POCKET, PRICED, unit=goods.kept
    )
    setting.draft.unlimited(pocket)
    goods.discharge(pocket, goods.end("priced", PRICED))


def _sum(claims: Sequence[Family]) -> Expr:
    owed: list[Expr] = [Balance(claim, PRICED) for claim in claims]
    return reduce(lambda one, other: Arithmetic(Op.ADD, one, other), owed)
