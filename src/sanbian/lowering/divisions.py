"""Lowering of clauses that share out: a base or pool is divided, split, set aside."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from sanbian.clause import (
    Allotment,
    Dividend,
    Guarantee,
    Kind,
    PatronageRefund,
    Reserve,
    Retention,
    SharedTotal,
    Split,
    SplitOfEach,
    SplitPart,
    Term,
)
from sanbian.contract import MEMBERS, Fund, Pool
from sanbian.lowering.draft import GROUP, MEMBER, name_of
from sanbian.lowering.readings import (
    at_level,
    because,
    claim_account,
    reading_of,
    short_of,
    simple_reading,
)
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading, condition_expr, term_expr, weights_of
from sanbian.lowering.transfers import transfer
from sanbian.money import OddFen, Rounding
from sanbian.program import (
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
from sanbian.wording import Text


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


def _shared(clause: Split | Allotment | Dividend | Retention, setting: Setting) -> Family:
    """What a clause shares: its base or pool, or where a condition holds, all of that."""
    source = setting.source(clause.of)
    if clause.when is None:
        return source
    pool = setting.draft.family(
        f"when/{clause.id}{setting.suffix}", source.level, Role.POOL, source.says
    )
    due = _only_when(clause, setting, Balance(source, source.says))
    setting.draft.add(
        transfer(setting, source, pool, due, why=because(clause.id, Kind.TRANSFER))
    )
    return pool


def _only_when(
    clause: Split | Allotment | Dividend | Retention, setting: Setting, amount: Expr
) -> Expr:
    """An amount where the condition of a clause holds, nothing where it does not."""
    if clause.when is None:
        return amount
    reading = simple_reading(clause.id, MEMBERS, setting, None)
    return Choose(condition_expr(clause.when, reading, "/when"), amount, ZERO)


def lower_split(clause: Split, setting: Setting) -> None:
    """The whole balance by ratio, between named sides."""
    if not setting.in_years(clause.years, clause.counted_from):
        return
    parts = [
        Part(
            to=setting.account(part.to),
            weight=setting.term(f"{clause.id}/{number}", part.ratio, _RATIO, unit="%"),
            kind=_side_kind(part, setting).value,
        )
        for number, part in enumerate(clause.parts)
    ]
    source = _shared(clause, setting)
    setting.draft.add(
        _divide(setting, clause.id, source=source, parts=parts, kind=Kind.DIVIDEND)
    )


def lower_split_of_each(clause: SplitOfEach, setting: Setting) -> None:
    """Each holder's own amount by ratio: his side is payable, the others' pass on to them."""
    at = f"clause {clause.id}"
    setting.whole_measure(clause.of, at=at)  # no loss, no part of a fen
    amount = setting.measure(clause.of, MEMBERS, at=at)
    own = _of_each(setting, clause.id, "own", name_of(setting.contract, clause.of))
    parts: list[Part] = []
    passed_on: list[Pay] = []
    for number, side in enumerate(clause.parts):
        kind = _side_kind(side, setting)
        to = setting.payable(clause.id)
        if not setting.contract.names.is_holders(side.to):
            to = _of_each(
                setting, clause.id, f"part{number}", name_of(setting.contract, side.to)
            )
            target, why = setting.account(side.to), because(clause.id, kind)
            move = transfer(setting, to, target, Balance(to), why=why)
            passed_on.append(move)
            kind = Kind.TRANSFER
        weight = setting.term(f"{clause.id}/{number}", side.ratio, _RATIO, unit="%")
        parts.append(Part(to=to, weight=weight, kind=kind.value))
    received = Pay(
        due=amount,
        level=MEMBER,
        sources=tuple(setting.source(name) for name in clause.paid_from),
        to=own,
        unpaid="error",
        odd_fen=setting.version.odd_fen,
        name=f"{clause.id}{setting.suffix}",
        because=because(clause.id, Kind.TRANSFER),
    )
    divided = _divide(setting, clause.id, source=own, parts=parts, kind=Kind.DIVIDEND)
    setting.draft.add(received, divided, *passed_on)


_RATIO = Text(zh="比例", en="ratio")


def _of_each(setting: Setting, clause: str, name: str, says: Text) -> Family:
    """A pool of each holder's own, within one clause."""
    return setting.draft.family(
        f"each/{clause}/{name}{setting.suffix}", MEMBER, Role.POOL, says
    )


def _side_kind(part: SplitPart, setting: Setting) -> Kind:
    """What the money of a side is: on its way in a pool, set aside in a fund, or as stated."""
    match setting.contract.names.declared.get(part.to):
        case Pool():
            return Kind.TRANSFER
        case Fund() if part.kind is Kind.DIVIDEND:
            return Kind.RESERVE
        case _:
            return part.kind


def lower_allotment(clause: Allotment, setting: Setting) -> None:
    """The whole balance by weight, between the groups."""
    reading = simple_reading(clause.id, MEMBERS, setting, None)
    weight = at_level(term_expr(clause.by, reading, "/by"), GROUP, reading)
    part = Part(to=setting.account(clause.to), weight=weight)
    source = _shared(clause, setting)
    setting.draft.add(
        _divide(setting, clause.id, source=source, parts=[part], kind=Kind.TRANSFER)
    )


def lower_dividend(clause: Dividend, setting: Setting) -> None:
    """The whole balance by weight, among holders."""
    if not setting.in_years(clause.years, clause.counted_from):
        return
    reading = reading_of(clause, setting, None)
    weight = weights_of(clause.by, reading, "/by")
    guarantee = _divided_with(clause, setting)
    if guarantee is not None:
        _divide_once(clause, guarantee, setting, weight)
        return
    source, to = _shared(clause, setting), setting.payable(clause.id)
    low = _bound(clause.at_least, reading, "/at_least")
    part = Part(
        to=to,
        weight=weight,
        at_least=None if low is None else _only_when(clause, setting, low),
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
    if (
        bounded
        or clause.when is not None
        or setting.version.odd_fen is not OddFen.LARGEST_REMAINDER
    ):
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
        SumTo(source.level, promised, Text(zh="保底应得合计", en="all guarantees due")),
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


def lower_patronage_refund(clause: PatronageRefund, setting: Setting) -> None:
    """A pool of at least the legal rate, rounded up, divided by trade."""
    reading = simple_reading(clause.id, clause.to, setting, None)
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
        transfer(
            setting,
            source,
            pool,
            Round(amount, 1, Rounding.CEILING),
            why=because(clause.id, Kind.TRANSFER),
        ),
        _divide(setting, clause.id, source=pool, parts=[part], kind=Kind.PATRONAGE_REFUND),
    )


def lower_reserve(clause: Reserve, setting: Setting) -> None:
    """A part of the balance, or a stated amount; no more than is missing to the target."""
    source, fund = setting.source(clause.of), setting.account(clause.to)
    reading = simple_reading(clause.id, MEMBERS, setting, clause.rounding)
    due: Expr
    if clause.amount is not None:
        due = at_level(term_expr(clause.amount, reading), source.level, reading)
    else:
        says = Text(zh="提取比例", en="rate")
        rate = setting.term(f"{clause.id}/rate", clause.rate or 0, says, unit="%")
        due = Arithmetic(Op.MULTIPLY, Balance(source, source.says), rate)
    due = Round(due, 1, reading.rounding)
    declared = setting.contract.names.declared[clause.to]
    if isinstance(declared, Fund) and declared.target is not None:
        says = Text(zh="应提满额", en="target")
        target = setting.term(f"{clause.id}/target", declared.target, says, unit="fen")
        due = Arithmetic(Op.LESSER, due, short_of(target, Balance(fund, fund.says)))
    why = because(clause.id, Kind.RESERVE)
    if clause.by is None:
        setting.draft.add(transfer(setting, source, fund, due, why=why))
        return
    pool = setting.draft.family(
        f"each/{clause.id}/reserve{setting.suffix}",
        source.level,
        Role.POOL,
        Text(zh="本年提取的公积金", en="reserve of the period"),
    )
    part = Part(to=fund, weight=weights_of(clause.by, reading, "/by"))
    setting.draft.add(
        transfer(setting, source, pool, due, why=why),
        evolve(
            _divide(setting, clause.id, source=pool, parts=[part], kind=Kind.TRANSFER),
            step=1,
            because=Because(clause.id, Kind.TRANSFER.value, _QUANTIFIED),
        ),
    )


_QUANTIFIED = Text(zh="公积金量化", en="reserve quantified")


def lower_retention(clause: Retention, setting: Setting) -> None:
    """All that is left."""
    source, to = _shared(clause, setting), setting.resting(clause.to)
    due = Balance(source, source.says)
    is_set_aside = isinstance(setting.contract.names.declared[clause.to], Fund)
    kept = Because(clause.id, Kind.TRANSFER.value, _KEPT)
    why = because(clause.id, Kind.RESERVE) if is_set_aside else kept
    setting.draft.add(transfer(setting, source, to, due, why=why))


_KEPT = Text(zh="留归", en="retained")
