"""What comes before and after the clauses: claims, deficits, advances, and the payout."""

from __future__ import annotations

from datetime import date
from functools import reduce
from typing import TypeAlias, assert_never

from sanbian.books import Claim
from sanbian.clause import (
    Clause,
    Deliver,
    Exit,
    Guarantee,
    Kind,
    LateFee,
    LossSharing,
    OrderPurchase,
    Payment,
    PreferredDividend,
    Reserve,
    TopUp,
)
from sanbian.clause.kinds import KIND_NAMES
from sanbian.clause.naming import clause_text
from sanbian.contract import Base, BaseKind, Pool, sources_of, takers_of
from sanbian.contract.contracts import version_on
from sanbian.errors import Problem
from sanbian.law import DEFICIT_FIRST
from sanbian.lowering.capital import put_into_own_fund
from sanbian.lowering.draft import CONTRACT, MEMBER, Draft, name_of
from sanbian.lowering.readings import because, claim_account, kind_paid_to
from sanbian.lowering.setting import Setting
from sanbian.program import (
    Accrue,
    Arithmetic,
    Balance,
    Because,
    Expr,
    Family,
    Op,
    Pay,
    Role,
)
from sanbian.wording import Text, money

Promise: TypeAlias = (
    Payment
    | Guarantee
    | OrderPurchase
    | PreferredDividend
    | TopUp
    | Deliver
    | LateFee
    | Exit
)
"""Clauses that promise, and so can still owe in a later period."""

PAYOUT = "payout"  # in place of a clause number: the one payment to each holder
BOOKS = "books"  # what comes from an earlier period
LAW = "law"  # what the law orders

_SURPLUS = (BaseKind.NET_PROFIT, BaseKind.SURPLUS, BaseKind.DISTRIBUTABLE)


# --- opening -------------------------------------------------------------------------


def open_bases(setting: Setting) -> None:
    """Open the stated amounts; a loss opens nothing and becomes a deficit."""
    draft = setting.draft
    for name, amount in setting.part.amounts.items():
        says = name_of(setting.contract, name)
        base = draft.family(
            f"base/{name}{setting.suffix}",
            CONTRACT,
            Role.SOURCE,
            says,
            opening={setting.contract.id: max(0, amount)},
        )
        if amount < 0:
            _accrue_deficit(setting, name, amount)
        elif setting.books.funds.get(f"carried/{name}"):
            _bring_forward(setting, name, base)


def _bring_forward(setting: Setting, name: str, base: Family) -> None:
    """What the last period left to this base joins it, once: a part leaves to the next period."""
    if setting.draft.has(f"fund/carried/{name}"):
        return
    kept = setting.carried(name)
    setting.draft.add(
        Pay(
            due=Balance(kept, kept.says),
            level=CONTRACT,
            sources=(kept,),
            to=base,
            unpaid="lapse",
            odd_fen=setting.version.odd_fen,
            name=f"carried/{name}",
            because=because(BOOKS, Kind.TRANSFER),
        )
    )


def _accrue_deficit(setting: Setting, name: str, amount: int) -> None:
    draft = setting.draft
    declared = setting.contract.names.declared[name]
    assert isinstance(declared, Base)
    carries = declared.carry_loss
    is_shared = any(
        isinstance(clause, LossSharing) and clause.of == name
        for clause in setting.version.clauses
    )
    if setting.contract.vehicle in DEFICIT_FIRST or is_shared:
        carries = True
    if carries is None:
        draft.missing.append(
            Problem(
                at=f"$.bases.{name}.carry_loss",
                says=Text(zh="本期亏损 ", en="expected what happens to a loss of ")
                + money(-amount)
                + Text(zh="，应写明亏损如何处理，得到空白", en=", got nothing"),
                do=Text(
                    zh="写 carry_loss = true（以后各期先弥补）或 false（由经营方自担）",
                    en="write carry_loss = true (made good first) or false (the operator's own)",
                ),
            )
        )
    if not carries:
        return
    draft.add(
        Accrue(
            claim=deficit_of(setting, name),
            amount=setting.loss(name),
            because=because(LAW, Kind.DEFICIT),
        )
    )


def deficit_of(setting: Setting, name: str) -> Family:
    """The loss on a base in this part of the period, as far as nobody has borne it."""
    says = name_of(setting.contract, name)
    return setting.draft.family(
        f"deficit/{name}@{setting.part.period.end.isoformat()}",
        CONTRACT,
        Role.CLAIM,
        Text(zh=f"{says.zh}亏损待补", en=f"deficit of {says.en}"),
    )


def made_good(setting: Setting, name: str) -> Family:
    """Where the money comes to rest that makes a loss good."""
    return setting.draft.family(
        f"end/made_good/{name}",
        CONTRACT,
        Role.END,
        Text(zh="已弥补亏损", en="deficit made good"),
    )


def open_claims(setting: Setting) -> None:
    """Open every claim of the books, each under the period in which it arose."""
    grouped: dict[tuple[str, date], list[Claim]] = {}
    for claim in setting.books.claims:
        grouped.setdefault((claim.account, claim.since), []).append(claim)
    for (account, since), claims in sorted(grouped.items(), key=lambda item: item[0][::-1]):
        setting.draft.family(
            f"{account}@{since.isoformat()}",
            claims[0].level,
            Role.CLAIM,
            Text(zh=f"{since} 期结转", en=f"carried from {since}"),
            unit=claims[0].unit,
            opening={claim.key: claim.amount for claim in claims},
        )


# --- what comes first ----------------------------------------------------------------


def claims_of(draft: Draft, account: str) -> list[Family]:
    """The claims of an account that are in the program, oldest first."""
    found = [
        family for family in draft.claims() if family.name.rpartition("@")[0] == account
    ]
    return sorted(found, key=lambda family: family.name)


def pay_older(setting: Setting, *, before: int | None = None) -> None:
    """Pay earlier claims, oldest first, each by the clause that was in force when it arose.

    A claim keeps its kind and its debtor when the clauses change. One that is paid from a
    pool waits for the pool, and one paid from a surplus until its deficit and reserves are
    served: they come right before their clause. All others come before anything else.

    Args:
        setting: The part of the period.
        before: Place of the clause whose turn it is, or None at the start of the part.
    """
    payable = []
    start = setting.part.period.start.isoformat()
    for claim in setting.draft.claims():
        account, _, since = claim.name.rpartition("@")
        if since >= start or not account.startswith(claim_account("")):
            continue
        clause = promised_by(account.removeprefix(claim_account("")), since, setting)
        if clause is not None and _goes_on(clause, claim, setting):
            place = _turn_of(clause, setting)
            if place == before:
                payable.append((since, clause.id, clause, claim))
    for _, _, clause, claim in sorted(payable, key=lambda item: item[:2]):
        _pay_claim(setting, clause, claim)


def promised_by(id_: str, since: str, setting: Setting) -> Promise | None:
    """The clause under which a claim arose: that of the version in force at the time.

    What is older than the first version that is written down is read by that one.
    """
    in_force = version_on(setting.contract, date.fromisoformat(since)) or 0
    for clause in setting.contract.versions[in_force].clauses:
        if clause.id == id_ and isinstance(clause, Promise):
            return clause
    return None


def _goes_on(clause: Promise, claim: Family, setting: Setting) -> bool:
    """Whether a claim stands at the level to which its clause promises."""
    (_, to), *_ = takers_of(clause)
    return (claim.level == MEMBER) is setting.contract.names.is_per_holder(to)


def _turn_of(clause: Promise, setting: Setting) -> int | None:
    """The place of the clause before which a claim is paid; None for before all."""
    clauses = setting.version.clauses
    if not clauses or not _waits_for_its_clause(clause, setting):
        return None
    for place, now in enumerate(clauses):
        if now.id == clause.id and isinstance(now, Promise):
            return place
    reserves = [place for place, now in enumerate(clauses) if isinstance(now, Reserve)]
    return min((reserves[-1] + 1 if reserves else 0), len(clauses) - 1)


def _waits_for_its_clause(clause: Clause, setting: Setting) -> bool:
    """Whether a clause pays from a pool, or from a surplus that owes deficit and reserve first."""
    declared = setting.contract.names.declared
    sources = [declared.get(name) for _, name in sources_of(clause)]
    return any(
        isinstance(source, Pool) or (isinstance(source, Base) and source.base in _SURPLUS)
        for source in sources
    )


def _pay_claim(setting: Setting, clause: Promise, claim: Family) -> None:
    since = claim.name.rpartition("@")[2]
    (_, to), *_ = takers_of(clause)
    if claim.level == MEMBER:
        named = clause_text(clause.id)
        target = setting.draft.family(
            f"payable/{clause.id}@{since}",
            MEMBER,
            Role.POOL,
            Text(
                zh=f"{named.zh} {since} 期应得",
                en=f"due under {named.en} from {since}",
            ),
        )
    else:
        target = setting.account(to)
    kind = kind_of(clause)
    says = kind_paid_to(setting.contract, kind, to)
    why = Because(
        clause.id,
        kind.value,
        Text(zh=f"补发 {since} 期{says.zh}", en=f"{says.en} owed from {since}"),
    )
    setting.draft.add(
        Pay(
            due=None,
            level=claim.level,
            sources=tuple(setting.source(name) for _, name in sources_of(clause)),
            to=target,
            discharges=(claim,),
            unpaid="carry",
            odd_fen=setting.version.odd_fen,
            name=f"{clause.id}@{since}{setting.suffix}",
            because=why,
        )
    )
    if setting.contract.names.is_own_fund(to):
        put_into_own_fund(setting, clause.id, target, to)


def kind_of(clause: Promise) -> Kind:
    """The kind of what a promising clause pays."""
    match clause:
        case Payment():
            return clause.kind
        case Guarantee() | TopUp():
            return Kind.GUARANTEE
        case OrderPurchase():
            return Kind.ORDER_PAYMENT
        case PreferredDividend():
            return Kind.DIVIDEND
        case LateFee():
            return Kind.LATE_FEE
        case Exit():
            return Kind.REFUND
        case Deliver():
            return clause.kind or Kind.IN_KIND
        case _:
            assert_never(clause)


def make_up_deficits(setting: Setting) -> None:
    """Make good the losses of earlier periods, oldest first, before anything is shared."""
    draft = setting.draft
    for name, amount in setting.part.amounts.items():
        if amount < 0:
            continue
        for claim in claims_of(draft, f"deficit/{name}"):
            draft.add(
                Pay(
                    due=None,
                    level=CONTRACT,
                    sources=(setting.source(name),),
                    to=made_good(setting, name),
                    discharges=(claim,),
                    unpaid="carry",
                    odd_fen=setting.version.odd_fen,
                    name=claim.name,
                    because=because(LAW, Kind.DEFICIT),
                )
            )


# --- what comes last -----------------------------------------------------------------


def pay_out(setting: Setting) -> None:
    """Pay each holder once, all that the clauses gave him."""
    draft = setting.draft
    payables = tuple(
        family for family in draft.families() if family.name.startswith("payable/")
    )
    if not payables:
        return
    cash = draft.family("end/cash", MEMBER, Role.END, Text(zh="实际兑现", en="paid out"))
    balances: list[Expr] = [Balance(family, family.says) for family in payables]
    draft.add(
        Pay(
            due=reduce(lambda one, other: Arithmetic(Op.ADD, one, other), balances),
            level=MEMBER,
            sources=payables,
            to=cash,
            unpaid="lapse",
            odd_fen=setting.version.odd_fen,
            name=PAYOUT,
            because=Because(PAYOUT, Kind.PAYOUT.value, KIND_NAMES[Kind.PAYOUT]),
        )
    )
