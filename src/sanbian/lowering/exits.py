"""Lowering of members' accounts: property put to all alike, and what who leaves gets back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from attrs import evolve

from sanbian.clause import NEVER, Averaging, Exit, Kind, Measured
from sanbian.contract import MEMBERS
from sanbian.lowering.carrying import claims_of, made_good
from sanbian.lowering.draft import CONTRACT, MEMBER, name_of
from sanbian.lowering.membership import bearing, leavers, staying
from sanbian.lowering.promises import promise
from sanbian.lowering.readings import because, simple_reading
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading, term_expr, weights_of
from sanbian.lowering.transfers import transfer
from sanbian.money import OddFen
from sanbian.program import (
    Arithmetic,
    Balance,
    Because,
    Choose,
    Divide,
    Expr,
    Family,
    Measure,
    Op,
    Part,
    Pay,
    Role,
    Round,
    Share,
    SumTo,
)
from sanbian.wording import Text

# --- property of all alike -----------------------------------------------------------


def lower_averaging(clause: Averaging, setting: Setting) -> None:
    """What was formed joins the members' parts, what was lost leaves, and all are made equal."""
    fund = setting.account(clause.to)
    pool = _within(setting, clause.id, fund)
    due: Expr
    for name in clause.of:
        base = setting.source(name)
        due = Balance(base, base.says)
        formed = _transferred(clause.id, _FORMED)
        setting.draft.add(transfer(setting, base, pool, due, why=formed, part=base.name))
    who = setting.who(MEMBERS) if clause.leavers == "count" else staying(setting)
    if clause.written_down == NEVER:
        _make_equal(setting, clause.id, fund, pool, who)
        return
    reading = simple_reading(clause.id, MEMBERS, setting, None)
    lost = Round(
        term_expr(Measured(clause.written_down), reading), 1, setting.version.rounding
    )
    _make_equal(setting, clause.id, fund, pool, who, lost=lost)
    gone = setting.draft.family(
        f"end/written_down/{clause.to}",
        CONTRACT,
        Role.END,
        Text(zh="已折旧减值", en="written down"),
    )
    due = Balance(pool, pool.says)
    why = _transferred(clause.id, _WRITTEN_DOWN)
    setting.draft.add(transfer(setting, pool, gone, due, why=why, part=pool.name))


def _within(setting: Setting, clause: str, fund: Family) -> Family:
    """Where parts of a fund are on their way within one clause."""
    name = f"each/{clause}/{fund.name.removeprefix('fund/')}{setting.suffix}"
    return setting.draft.family(name, CONTRACT, Role.POOL, fund.says)


def _make_equal(
    setting: Setting,
    clause: str,
    fund: Family,
    pool: Family,
    who: Measure,
    *,
    lost: Expr = ZERO,
) -> None:
    """Who has more than an equal part gives it up, who has less is given what is missing.

    What was lost stays behind in the pool.
    """
    all_of_it = Arithmetic(
        Op.ADD,
        SumTo(CONTRACT, Balance(fund, fund.says)),
        Balance(pool, pool.says),
        Text(zh=f"{fund.says.zh}合计", en=f"all of {fund.says.en}"),
    )
    left = Arithmetic(Op.SUBTRACT, all_of_it, lost) if lost is not ZERO else all_of_it
    equal = Share(
        Arithmetic(Op.GREATER, left, ZERO),
        who,
        _odd_fen(setting),
        f"{clause}/{fund.name}{setting.suffix}",
        says=Text(zh="平均份额", en="equal part"),
    )
    now = Balance(fund, fund.says)
    for source, to, due in (
        (fund, pool, Arithmetic(Op.SUBTRACT, now, equal)),
        (pool, fund, Arithmetic(Op.SUBTRACT, equal, now)),
    ):
        setting.draft.add(
            Pay(
                due=Arithmetic(Op.GREATER, due, ZERO),
                level=MEMBER,
                sources=(source,),
                to=to,
                unpaid="lapse",
                odd_fen=_odd_fen(setting),
                name=f"{clause}/{source.name}{setting.suffix}",
                because=_transferred(clause, _EQUAL),
            )
        )


_EQUAL = Text(zh="平均量化", en="equal parts")
_FORMED = Text(zh="本期形成", en="formed in the period")
_WRITTEN_DOWN = Text(zh="折旧减值", en="written down")
_REFUNDED = Text(zh="退社返还", en="refunded on leaving")
_LEFT_BEHIND = Text(zh="退社后留在社里", en="left behind")


def _odd_fen(setting: Setting) -> OddFen:
    """The rule for the odd fen; none of them leaves the members' accounts or is kept back."""
    rule = setting.version.odd_fen
    keeps = {OddFen.TO_ACCOUNT, OddFen.CARRY_FORWARD}
    return OddFen.LARGEST_REMAINDER if rule in keeps else rule


def _transferred(clause: str, says: Text) -> Because:
    """Why something goes from one account to another, in the clause's own words."""
    return Because(clause, Kind.TRANSFER.value, says)


# --- leaving -------------------------------------------------------------------------


def lower_exit(clause: Exit, setting: Setting) -> None:
    """Who leaves bears his part of the deficits, is owed the rest, and leaves the other parts."""
    who = leavers(setting)
    funds = [setting.account(name) for name in clause.refunds]
    reading = Reading(
        setting=setting,
        clause=clause.id,
        to=MEMBERS,
        who=who,
        rounding=clause.rounding or setting.version.rounding,
    )
    if clause.loss_of is not None:
        _bear_losses(clause, reading, funds)
    promise(
        reading,
        _together(funds),
        to=MEMBERS,
        kind=Kind.REFUND,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
        step=1,  # what stands on the account is refunded to the fen
    )
    for name, fund in zip(clause.refunds, funds, strict=True):
        says = name_of(setting.contract, name)
        returned = setting.draft.family(
            f"end/returned/{name}",
            MEMBER,
            Role.END,
            Text(zh=f"{says.zh}已退", en=f"{says.en}, refunded"),
        )
        due = Choose(who, Balance(fund), ZERO)
        why = _transferred(clause.id, _REFUNDED)
        setting.draft.add(transfer(setting, fund, returned, due, why=why, part=fund.name))
    for name in clause.stays:
        _leave_behind(setting, clause, setting.account(name), who)


def _leave_behind(setting: Setting, clause: Exit, fund: Family, who: Measure) -> None:
    """The parts of those who leave go to those who stay; equal parts stay equal to the fen."""
    pool = _within(setting, clause.id, fund)
    if any(
        isinstance(each, Averaging) and f"fund/{each.to}" == fund.name
        for each in setting.version.clauses
    ):
        _make_equal(setting, clause.id, fund, pool, staying(setting))
        return
    setting.draft.add(
        transfer(
            setting,
            fund,
            pool,
            Choose(who, Balance(fund), ZERO),
            why=_transferred(clause.id, _LEFT_BEHIND),
            part=fund.name,
        ),
        Divide(
            source=pool,
            parts=(Part(to=fund, weight=staying(setting)),),
            rest=None,
            odd_fen=_odd_fen(setting),
            name=f"{clause.id}/{fund.name}{setting.suffix}",
            because=_transferred(clause.id, _EQUAL),
        ),
    )


def _together(funds: Iterable[Family]) -> Expr:
    """What stands on some accounts, added up."""
    balances: list[Expr] = [Balance(fund, fund.says) for fund in funds]
    return reduce(lambda one, other: Arithmetic(Op.ADD, one, other), balances)


def _bear_losses(clause: Exit, reading: Reading, funds: list[Family]) -> None:
    """His part of the deficits is taken from his accounts, never more than there is on them."""
    setting = reading.setting
    assert clause.loss_of is not None
    assert clause.loss_by is not None
    deficits = claims_of(setting.draft, f"deficit/{clause.loss_of}")
    if not deficits:
        return
    of_all = evolve(reading, who=bearing(setting))
    share = Share(
        _together(deficits),
        weights_of(clause.loss_by, of_all, "/loss_by"),
        _odd_fen(setting),
        f"{clause.id}/loss{setting.suffix}",
        says=Text(zh="分担亏损", en="part of the deficit"),
    )
    due = Choose(reading.who, Arithmetic(Op.LESSER, share, _together(funds)), ZERO)
    pool = setting.draft.family(
        f"each/{clause.id}/loss{setting.suffix}",
        CONTRACT,
        Role.POOL,
        Text(zh="分担亏损", en="loss borne"),
    )
    why = because(clause.id, Kind.LOSS)
    setting.draft.add(
        Pay(
            due=due,
            level=MEMBER,
            sources=tuple(funds),
            to=pool,
            unpaid="lapse",
            odd_fen=setting.version.odd_fen,
            name=f"{clause.id}/loss{setting.suffix}",
            because=why,
        )
    )
    for claim in deficits:
        setting.draft.add(
            Pay(
                due=None,
                level=CONTRACT,
                sources=(pool,),
                to=made_good(setting, clause.loss_of),
                discharges=(claim,),
                unpaid="carry",
                odd_fen=setting.version.odd_fen,
                name=f"{clause.id}/{claim.name}",
                because=why,
            )
        )
