"""Lowering of clauses: each kind of clause becomes a few of the three moves.

A clause that promises something becomes a claim that is accrued and paid; a clause that
shares something out becomes a division. What holders get waits on the clause's ``payable``
account for the one payout.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Literal, assert_never

from sanbian.clause import (
    Allotment,
    Clause,
    Dividend,
    Guarantee,
    Kind,
    LendAndReturn,
    OrderPurchase,
    PartOf,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Reserve,
    Retention,
    SharedTotal,
    Split,
    SplitPart,
    Term,
    TopUp,
)
from sanbian.clause.kinds import KIND_NAMES
from sanbian.contract import MEMBERS, Fund, Pool
from sanbian.lowering.draft import CONTRACT, GROUP, MEMBER
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading, term_expr, weights_of
from sanbian.money import OddFen, Rounding
from sanbian.program import (
    Accrue,
    Arithmetic,
    Balance,
    Because,
    Choose,
    Divide,
    Expr,
    Family,
    Op,
    Part,
    Pay,
    Role,
    Round,
    Share,
    SumTo,
)
from sanbian.wording import Text, same

Unpaid = Literal["carry", "lapse", "error"]


def lower_clause(clause: Clause, setting: Setting) -> None:
    """Write the moves of one clause into the draft."""
    match clause:
        case Payment():
            _lower_payment(clause, setting)
        case Guarantee():
            _lower_guarantee(clause, setting)
        case PreferredDividend():
            _lower_preferred_dividend(clause, setting)
        case OrderPurchase():
            _lower_order_purchase(clause, setting)
        case Split():
            _lower_split(clause, setting)
        case Allotment():
            _lower_allotment(clause, setting)
        case Dividend():
            _lower_dividend(clause, setting)
        case PatronageRefund():
            _lower_patronage_refund(clause, setting)
        case Reserve():
            _lower_reserve(clause, setting)
        case Retention():
            _lower_retention(clause, setting)
        case TopUp():
            _lower_top_up(clause, setting)
        case LendAndReturn():
            _lower_lend_and_return(clause, setting)
        case _:
            assert_never(clause)


def because(clause: str, kind: Kind) -> Because:
    """The reason of a clause's moves."""
    return Because(clause, kind.value, KIND_NAMES[kind])


def claim_account(clause: str) -> str:
    """The name in the books of what a clause still owes."""
    return f"owed/{clause}"


def _reading(
    clause: Payment | Guarantee | TopUp | Dividend,
    setting: Setting,
    rounding: Rounding | None,
) -> Reading:
    years = None if isinstance(clause, TopUp) else clause.years
    counted_from = "start" if isinstance(clause, TopUp) else clause.counted_from
    to = clause.to if setting.contract.names.is_holders(clause.to) else MEMBERS
    return Reading(
        setting=setting,
        clause=clause.id,
        to=to,
        who=setting.who(to, clause.status, years, counted_from),
        rounding=rounding or setting.version.rounding,
    )


def _simple_reading(
    id_: str, to: str, setting: Setting, rounding: Rounding | None
) -> Reading:
    return Reading(
        setting=setting,
        clause=id_,
        to=to,
        who=setting.who(to),
        rounding=rounding or setting.version.rounding,
    )


# --- promises ------------------------------------------------------------------------


def _promise(
    reading: Reading,
    amount: Expr,
    *,
    to: str,
    kind: Kind,
    paid_from: Sequence[str],
    unpaid: Unpaid,
) -> None:
    """Accrue what is due and pay it from the sources in order."""
    setting, draft = reading.setting, reading.setting.draft
    due: Expr
    if setting.contract.names.is_holders(to):
        level, target = MEMBER, setting.payable(reading.clause)
        due = Choose(reading.who, amount, ZERO)
    else:
        target = setting.account(to)
        level = target.level
        due = _at_level(amount, level, reading)
    vintage = setting.part.period.end.isoformat()
    claim = draft.family(
        f"{claim_account(reading.clause)}@{vintage}",
        level,
        Role.CLAIM,
        Text(zh=f"第 {reading.clause} 条应付", en=f"due under clause {reading.clause}"),
    )
    why = because(reading.clause, kind)
    rounded = Round(due, setting.step, reading.rounding)
    draft.add(
        Accrue(claim=claim, amount=rounded, because=why),
        Pay(
            due=None,
            level=level,
            sources=tuple(setting.source(name) for name in paid_from),
            to=target,
            discharges=(claim,),
            unpaid=unpaid,
            odd_fen=setting.version.odd_fen,
            name=f"{reading.clause}{setting.suffix}",
            because=why,
            step=setting.step,
        ),
    )


def _at_level(amount: Expr, level: str, reading: Reading) -> Expr:
    """An amount due to a party: what is measured per member is summed over those who count."""
    draft = reading.setting.draft
    found = draft.level_of(amount)
    if found == level or draft.space.leads(level, found):
        return amount
    counted = Choose(reading.who, amount, ZERO) if found == MEMBER else amount
    return SumTo(level, counted)


def _lower_payment(clause: Payment, setting: Setting) -> None:
    if not setting.in_years(clause.years, clause.counted_from):
        return
    reading = _reading(clause, setting, clause.rounding)
    amount = term_expr(clause.amount, reading)
    if (
        clause.kind is Kind.DIVIDEND
    ):  # a share of each one's own result, which may be a loss
        amount = Arithmetic(Op.GREATER, amount, ZERO)
    _promise(
        reading,
        amount,
        to=clause.to,
        kind=clause.kind,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )


def _lower_guarantee(clause: Guarantee, setting: Setting) -> None:
    if not setting.in_years(clause.years, clause.counted_from):
        return
    reading = _reading(clause, setting, clause.rounding)
    amount = term_expr(clause.amount, reading)
    if clause.combine == "greater":
        due = Round(amount, setting.step, reading.rounding)
        amount = _short_of(due, _got(result_clauses(clause, setting), setting))
    _promise(
        reading,
        amount,
        to=clause.to,
        kind=Kind.GUARANTEE,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )


def result_clauses(clause: Guarantee, setting: Setting) -> tuple[str, ...]:
    """The clauses that give the holders of a guarantee a share of the result."""
    return tuple(
        other.id
        for other in setting.version.clauses
        if isinstance(other, Dividend | PatronageRefund | PreferredDividend)
        and (other.to == clause.to or MEMBERS in {other.to, clause.to})
    )


def _short_of(floor: Expr, got: Expr) -> Expr:
    """What is missing to a floor."""
    return Arithmetic(Op.GREATER, Arithmetic(Op.SUBTRACT, floor, got), ZERO)


def _got(clauses: Sequence[str], setting: Setting) -> Expr:
    """What each holder got under some clauses in this period, in all its parts so far."""
    draft = setting.draft
    names = [
        family
        for family in draft.families()
        if family.role is Role.POOL
        and any(
            family.name == f"payable/{id_}" or family.name.startswith(f"payable/{id_}~")
            for id_ in clauses
        )
    ]
    balances: list[Expr] = [Balance(family, family.says) for family in names]
    return reduce(lambda left, right: Arithmetic(Op.ADD, left, right), balances, ZERO)


def _lower_preferred_dividend(clause: PreferredDividend, setting: Setting) -> None:
    reading = _simple_reading(clause.id, clause.to, setting, clause.rounding)
    _promise(
        reading,
        term_expr(PartOf(clause.rate, clause.on), reading),
        to=clause.to,
        kind=Kind.DIVIDEND,
        paid_from=(clause.of,),
        unpaid="carry" if clause.cumulative else "lapse",
    )


def _lower_order_purchase(clause: OrderPurchase, setting: Setting) -> None:
    reading = _simple_reading(clause.id, clause.to, setting, clause.rounding)
    at = f"clause {clause.id}"
    floor = Text(zh="保底价", en="floor price")
    price: Expr = setting.term(f"{clause.id}/floor", clause.floor_price, floor, unit="fen")
    if clause.market_price is not None:
        market = setting.measure(clause.market_price, clause.to, at=at)
        price = Arithmetic(
            Op.GREATER, price, market, Text(zh="收购价", en="purchase price")
        )
    if clause.fee:
        says = Text(zh="服务费", en="service fee")
        price = Arithmetic(
            Op.SUBTRACT,
            price,
            setting.term(f"{clause.id}/fee", clause.fee, says, unit="fen"),
        )
    quantity = setting.measure(clause.quantity, clause.to, at=at)
    _promise(
        reading,
        Arithmetic(Op.MULTIPLY, quantity, price),
        to=clause.to,
        kind=Kind.ORDER_PAYMENT,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )


def _lower_top_up(clause: TopUp, setting: Setting) -> None:
    reading = _reading(clause, setting, clause.rounding)
    got = _got(clause.counting, setting)
    if clause.within == "year":
        for id_ in clause.counting:
            got = Arithmetic(Op.ADD, got, setting.year_to_date(id_))
    floor = Round(term_expr(clause.amount, reading), setting.step, reading.rounding)
    _promise(
        reading,
        _short_of(floor, got),
        to=clause.to,
        kind=Kind.GUARANTEE,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )


# --- divisions -----------------------------------------------------------------------


def _divide(
    setting: Setting,
    clause: str,
    *,
    source: Family,
    parts: Sequence[Part],
    kind: Kind,
    rest: str | None = None,
) -> Divide:
    """A division by the contract's rule; what nobody may take goes where it says."""
    version = setting.version
    named = rest
    if version.odd_fen is OddFen.TO_ACCOUNT:
        named = rest or version.odd_fen_to
    if version.left_to is not None:
        named = rest or version.left_to
    return Divide(
        source=source,
        parts=tuple(parts),
        rest=None if named is None else setting.resting(named),
        odd_fen=version.odd_fen,
        name=f"{clause}{setting.suffix}",
        because=because(clause, kind),
        step=setting.step,
    )


def _lower_split(clause: Split, setting: Setting) -> None:
    if not setting.in_years(clause.years, clause.counted_from):
        return
    parts = [
        Part(
            to=setting.account(part.to),
            weight=setting.term(
                f"{clause.id}/{number}", part.ratio, Text(zh="比例", en="ratio"), unit="%"
            ),
            kind=_side_kind(part, setting).value,
        )
        for number, part in enumerate(clause.parts)
    ]
    source = setting.source(clause.of)
    setting.draft.add(
        _divide(setting, clause.id, source=source, parts=parts, kind=Kind.DIVIDEND)
    )


def _side_kind(part: SplitPart, setting: Setting) -> Kind:
    """What the money of a side is: on its way in a pool, set aside in a fund, or as stated."""
    match setting.contract.names.declared[part.to]:
        case Pool():
            return Kind.TRANSFER
        case Fund() if part.kind is Kind.DIVIDEND:
            return Kind.RESERVE
        case _:
            return part.kind


def _lower_allotment(clause: Allotment, setting: Setting) -> None:
    reading = _simple_reading(clause.id, MEMBERS, setting, None)
    weight = _at_level(term_expr(clause.by, reading, "/by"), GROUP, reading)
    part = Part(to=setting.account(clause.to), weight=weight)
    source = setting.source(clause.of)
    setting.draft.add(
        _divide(setting, clause.id, source=source, parts=[part], kind=Kind.TRANSFER)
    )


def _lower_dividend(clause: Dividend, setting: Setting) -> None:
    if not setting.in_years(clause.years, clause.counted_from):
        return
    reading = _reading(clause, setting, None)
    source, to = setting.source(clause.of), setting.payable(clause.id)
    weight = weights_of(clause.by, reading, "/by")
    guarantee = _divided_with(clause, setting)
    if guarantee is not None:
        _divide_once(clause, guarantee, setting, weight)
        return
    part = Part(
        to=to,
        weight=weight,
        at_least=_bound(clause.at_least, reading, "/at_least"),
        at_most=_bound(clause.at_most, reading, "/at_most"),
    )
    setting.draft.add(
        _divide(
            setting,
            clause.id,
            source=source,
            parts=[part],
            kind=clause.kind,
            rest=clause.rest,
        )
    )


def _bound(term: Term | None, reading: Reading, place: str) -> Expr | None:
    if term is None:
        return None
    amount = Choose(reading.who, term_expr(term, reading, place), ZERO)
    return Round(amount, 1, reading.rounding)


def _divided_with(clause: Dividend, setting: Setting) -> Guarantee | None:
    """The guarantee that is shared by the same weights among the same holders, if any.

    Two kinds that make up one entitlement are divided once, as a total, so that the odd
    fen of each do not fall on the same holders twice.
    """
    bounded = clause.at_least is not None or clause.at_most is not None
    if bounded or setting.version.odd_fen is not OddFen.LARGEST_REMAINDER:
        return None
    for other in setting.version.clauses:
        if (
            isinstance(other, Guarantee)
            and other.combine == "add"
            and isinstance(other.amount, SharedTotal)
            and (other.amount.by, other.to, other.status)
            == (clause.by, clause.to, clause.status)
            and (other.years, other.counted_from) == (clause.years, clause.counted_from)
            and setting.draft.has(f"payable/{other.id}{setting.suffix}")
        ):
            return other
    return None


def _divide_once(
    clause: Dividend, guarantee: Guarantee, setting: Setting, weight: Expr
) -> None:
    """Divide guarantee and dividend as one total; the dividend is what the guarantee leaves."""
    source = setting.source(clause.of)
    vintage = setting.part.period.end.isoformat()
    owed = setting.draft.families()
    claim = next(
        family
        for family in owed
        if family.name == f"{claim_account(guarantee.id)}@{vintage}"
    )
    promised = Arithmetic(
        Op.ADD,
        Balance(setting.payable(guarantee.id)),
        Balance(claim),
        Text(zh="保底应得", en="guarantee due"),
    )
    pool = Balance(source, source.says)
    total = Arithmetic(
        Op.ADD,
        pool,
        SumTo(source.level, promised),
        Text(zh="保底与分红合计", en="both together"),
    )
    name = f"{clause.id}{setting.suffix}"
    both = Share(
        total,
        weight,
        setting.version.odd_fen,
        name,
        at_least=promised,
        step=setting.step,
        says=Text(zh="合计应得", en="due of both"),
    )
    setting.draft.add(
        Pay(
            due=Arithmetic(Op.SUBTRACT, both, promised),
            level=MEMBER,
            sources=(source,),
            to=setting.payable(clause.id),
            unpaid="lapse",
            odd_fen=setting.version.odd_fen,
            name=name,
            because=because(clause.id, clause.kind),
        )
    )


def _lower_patronage_refund(clause: PatronageRefund, setting: Setting) -> None:
    """A pool of at least the legal rate, rounded up, divided by trade."""
    reading = _simple_reading(clause.id, clause.to, setting, None)
    source = setting.source(clause.of)
    pool = setting.draft.family(
        f"pool/patronage/{clause.id}{setting.suffix}",
        source.level,
        Role.POOL,
        Text(zh="按交易量返还总额", en="patronage pool"),
    )
    rate = setting.term(
        f"{clause.id}/rate", clause.rate, Text(zh="返还比例", en="rate"), unit="%"
    )
    amount = Arithmetic(Op.MULTIPLY, Balance(source, source.says), rate)
    part = Part(to=setting.payable(clause.id), weight=weights_of(clause.by, reading, "/by"))
    setting.draft.add(
        _move(
            setting,
            clause.id,
            source,
            pool,
            Round(amount, 1, Rounding.CEILING),
            Kind.TRANSFER,
        ),
        _divide(setting, clause.id, source=pool, parts=[part], kind=Kind.PATRONAGE_REFUND),
    )


def _lower_reserve(clause: Reserve, setting: Setting) -> None:
    source, fund = setting.source(clause.of), setting.account(clause.to)
    rate = setting.term(
        f"{clause.id}/rate", clause.rate, Text(zh="提取比例", en="rate"), unit="%"
    )
    rounding = clause.rounding or setting.version.rounding
    due: Expr = Arithmetic(Op.MULTIPLY, Balance(source, source.says), rate)
    due = Round(due, 1, rounding)
    declared = setting.contract.names.declared[clause.to]
    if isinstance(declared, Fund) and declared.target is not None:
        says = Text(zh="应提满额", en="target")
        target = setting.term(f"{clause.id}/target", declared.target, says, unit="fen")
        due = Arithmetic(Op.LESSER, due, _short_of(target, Balance(fund, fund.says)))
    setting.draft.add(_move(setting, clause.id, source, fund, due, Kind.RESERVE))


def _lower_retention(clause: Retention, setting: Setting) -> None:
    source, to = setting.source(clause.of), setting.resting(clause.to)
    due = Balance(source, source.says)
    setting.draft.add(_move(setting, clause.id, source, to, due, Kind.RESERVE))


def _move(
    setting: Setting, clause: str, source: Family, to: Family, due: Expr, kind: Kind
) -> Pay:
    """Move an amount from one account to another; no more than there is."""
    return Pay(
        due=due,
        level=source.level,
        sources=(source,),
        to=to,
        unpaid="lapse",
        odd_fen=setting.version.odd_fen,
        name=f"{clause}{setting.suffix}",
        because=because(clause, kind),
    )


# --- in kind -------------------------------------------------------------------------


def _lower_lend_and_return(clause: LendAndReturn, setting: Setting) -> None:
    """Animals lent become a claim in their own unit; those returned discharge it."""
    draft, at = setting.draft, f"clause {clause.id}"
    vintage = setting.part.period.end.isoformat()
    unit = clause.unit
    claim = draft.family(
        f"lent/{clause.id}@{vintage}",
        MEMBER,
        Role.CLAIM,
        Text(zh="借出待还", en="lent, to be returned"),
        unit=unit,
    )
    returned = draft.family(
        f"returned/{clause.id}{setting.suffix}",
        MEMBER,
        Role.SOURCE,
        Text(zh="归还实物", en="returned"),
        unit=unit,
        opening=setting.whole_measure(clause.returned, at=at),
    )
    herd = draft.family(
        f"herd/{clause.to}/{unit}", CONTRACT, Role.END, same(clause.to), unit=unit
    )
    why = because(clause.id, Kind.IN_KIND)
    lent = Round(setting.measure(clause.lent, MEMBERS, at=at), 1, Rounding.HALF_UP)
    draft.add(Accrue(claim=claim, amount=lent, because=why))
    owed = [
        family
        for family in draft.families()
        if family.name.startswith(f"lent/{clause.id}@")
    ]
    for family in sorted(owed, key=lambda family: family.name):
        draft.add(
            Pay(
                due=None,
                level=MEMBER,
                sources=(returned,),
                to=herd,
                discharges=(family,),
                unpaid="carry",
                odd_fen=OddFen.FIRST,
                name=f"{clause.id}{setting.suffix}",
                because=why,
            )
        )
