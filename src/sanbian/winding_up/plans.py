"""The order of the act as clauses: a payment for each rank, then what is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve

from sanbian.clause import (
    Clause,
    Dividend,
    Fixed,
    Kind,
    Measured,
    Payment,
    Retention,
    Split,
    SplitPart,
)
from sanbian.clause.naming import ENDING
from sanbian.contract import (
    Base,
    BaseKind,
    Contract,
    NamedMeasure,
    Party,
    PartyRole,
    Pool,
    Version,
)
from sanbian.facts import Facts, facts_of
from sanbian.law import Vehicle
from sanbian.money import OddFen, Rounding
from sanbian.period import Period
from sanbian.register import Register
from sanbian.winding_up.estates import RANK_NAMES, Debt, Estate, Rank

_KINDS = {Rank.COSTS: Kind.COST, Rank.FARMERS: Kind.ORDER_PAYMENT, Rank.WAGES: Kind.WAGE}
_ESTATE, _SUBSIDY = f"{ENDING}estate", f"{ENDING}subsidy"
SUBSIDY_TO = f"{ENDING}subsidy_to"
REST = f"{ENDING}rest"


def of_rank(debts: Sequence[Debt], rank: Rank) -> list[Debt]:
    """The debts of one rank."""
    return [debt for debt in debts if debt.rank is rank]


def clause_for(rank: Rank) -> str:
    """The id of the clause by which a rank is paid."""
    return f"{ENDING}{rank.value}"


def plan_of(
    contract: Contract, members: Register, estate: Estate, debts: Sequence[Debt]
) -> Contract:
    """The order of the act as clauses: a payment for each rank, then what is left."""
    codes = set(_codes(members, estate))
    names = {debt.creditor for debt in debts} - codes
    parties = {
        name: f"{ENDING}creditor{n}" for n, name in enumerate(sorted(names), start=1)
    }
    used = [rank for rank in Rank if of_rank(debts, rank)]
    return Contract(
        id=contract.id,
        title=f"{contract.title}（清算）",
        vehicle=Vehicle.PARTNERSHIP,
        starts=estate.day,
        parties=(
            Party(id=SUBSIDY_TO, name=estate.subsidy_to or "—", role=PartyRole.GOVERNMENT),
            *(
                Party(id=id_, name=name, role=PartyRole.OTHER)
                for name, id_ in parties.items()
            ),
        ),
        bases=(
            _base(_ESTATE, "清算财产", "assets"),
            _base(_SUBSIDY, "财政补助形成的财产", "property from subsidies"),
        ),
        pools=tuple(
            pool for rank in used for pool in _pools_of(rank, of_rank(debts, rank), parties)
        ),
        funds=tuple(fund for fund in contract.funds if fund.per_member),
        measures=(
            *contract.measures,
            *(
                NamedMeasure(
                    id=f"{ENDING}owed_{rank.value}",
                    name=f"{RANK_NAMES[rank].zh}中欠本户的",
                    name_en=f"{RANK_NAMES[rank].en}, owed to the household",
                    unit="yuan",
                )
                for rank in used
            ),
        ),
        versions=(_version(estate, debts, parties),),
    )


def _version(estate: Estate, debts: Sequence[Debt], parties: Mapping[str, str]) -> Version:
    clauses: list[Clause] = []
    for rank in Rank:
        clauses += _clauses_of(rank, of_rank(debts, rank), parties)
    rest = Dividend(
        id=REST,
        of=_ESTATE,
        to="members",
        by=estate.rest_by,
        kind=Kind.LIQUIDATION,
        words="清偿债务后的剩余财产，不含国家财政直接补助形成的财产。",
    )
    property_ = Retention(
        id=f"{ENDING}subsidy_property",
        of=_SUBSIDY,
        to=SUBSIDY_TO,
        words="国家财政直接补助形成的财产，不得分配给成员。",
    )
    return Version(
        since=estate.day,
        odd_fen=OddFen.LARGEST_REMAINDER,
        rounding=Rounding.HALF_UP,
        record_day="period_end",
        clauses=(*clauses, rest, property_),
    )


def _codes(members: Register, estate: Estate) -> list[str]:
    """Who is a member on the day; who left before is a creditor like others."""
    return [each.code for each in members.households if each.counts_on(estate.day)]


def _base(id_: str, zh: str, en: str) -> Base:
    kind = BaseKind.STATED_AMOUNT
    return Base(id=id_, name=zh, name_en=en, base=kind, carry_loss=False)


def _sides(debts: Sequence[Debt], parties: Mapping[str, str]) -> tuple[dict[str, int], int]:
    """What a rank owes to each creditor outside, and to members together."""
    outside: dict[str, int] = {}
    for debt in debts:
        if debt.creditor in parties:
            outside[debt.creditor] = outside.get(debt.creditor, 0) + debt.amount
    return outside, sum(debt.amount for debt in debts) - sum(outside.values())


def _pools_of(
    rank: Rank, debts: Sequence[Debt], parties: Mapping[str, str]
) -> Iterator[Pool]:
    """Where a rank's money waits that several creditors share."""
    outside, to_members = _sides(debts, parties)
    says = RANK_NAMES[rank]
    if len(outside) + bool(to_members) > 1 and outside:
        yield Pool(id=f"{ENDING}all_{rank.value}", name=says.zh, name_en=says.en)
        if to_members:
            name = f"{ENDING}members_{rank.value}"
            yield Pool(
                id=name, name=f"{says.zh}中付给成员的", name_en=f"{says.en}, to members"
            )


def _clauses_of(
    rank: Rank, debts: Sequence[Debt], parties: Mapping[str, str]
) -> Iterator[Clause]:
    """What a rank is owed is paid in proportion: to members, to one creditor, or split."""
    if not debts:
        return
    kind = _KINDS.get(rank, Kind.DEBT)
    outside, to_members = _sides(debts, parties)
    total = to_members + sum(outside.values())
    owed = Measured(f"{ENDING}owed_{rank.value}")
    paid = Payment(
        id=clause_for(rank),
        kind=kind,
        to="members",
        paid_from=(_ESTATE, _SUBSIDY),
        amount=owed,
        unpaid="carry",
        words=RANK_NAMES[rank].zh,
    )
    pools = [pool.id for pool in _pools_of(rank, debts, parties)]
    if not pools:
        for name in outside:
            paid = evolve(paid, to=parties[name], amount=Fixed(total))
        yield paid
        return
    yield evolve(paid, to=pools[0], amount=Fixed(total))
    sides = [(parties[name], amount, kind) for name, amount in outside.items()]
    sides += [(pool, to_members, Kind.TRANSFER) for pool in pools[1:]]
    parts = tuple(
        SplitPart(to, Fraction(amount, total), what) for to, amount, what in sides
    )
    yield Split(id=f"{clause_for(rank)}_each", of=pools[0], parts=parts)
    for pool in pools[1:]:
        yield Dividend(
            id=f"{clause_for(rank)}_members", of=pool, to="members", by=owed, kind=kind
        )


def facts_of_estate(members: Register, estate: Estate, debts: Sequence[Debt]) -> Facts:
    """What there is, and what members are owed."""
    codes = _codes(members, estate)
    owed = {
        f"{ENDING}owed_{rank.value}": {
            code: Fraction(
                sum(debt.amount for debt in of_rank(debts, rank) if debt.creditor == code)
            )
            for code in codes
        }
        for rank in Rank
        if of_rank(debts, rank)
    }
    return facts_of(
        Period(estate.day, estate.day),
        amounts={_ESTATE: estate.assets, _SUBSIDY: estate.subsidy_property},
        activity=owed,
    )
