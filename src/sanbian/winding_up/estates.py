"""What is wound up, what is owed, and what came of it, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType

from attrs import frozen

from sanbian.clause import Fen, Term
from sanbian.clause.naming import ENDING_NAMES
from sanbian.contract import Contract
from sanbian.facts import Facts
from sanbian.settlement import Settlement
from sanbian.wording import Text


class Rank(Enum):
    """In which order debts are paid in a bankruptcy; a dissolution pays all of them (清偿顺序)."""

    COSTS = "costs"
    """清算费用、破产费用."""
    COMMON = "common"
    """共益债务."""
    FARMERS = "farmers"
    """破产前与农民成员已发生交易但尚未结清的款项."""
    WAGES = "wages"
    """员工工资和基本社会保险."""
    TAXES = "taxes"
    """其他社会保险费用和税款."""
    OTHERS = "others"
    """普通债权."""


RANK_NAMES: Mapping[Rank, Text] = MappingProxyType(
    {rank: ENDING_NAMES[rank.value] for rank in Rank}
)
"""The ranks in words, in order."""


@frozen(kw_only=True)
class Debt:
    """What the cooperative owes to one creditor (债务).

    Attributes:
        creditor: Code of a member, or the name of anybody else.
        rank: Where it stands in the order.
        amount: Fen, above zero.
    """

    creditor: str
    rank: Rank
    amount: Fen


@frozen(kw_only=True)
class Estate:
    """What there is to be wound up (清算财产).

    Attributes:
        since: Day on which the cooperative was dissolved, or its bankruptcy accepted; nobody
            leaves from then on.
        day: Day of the plan; its members take part.
        is_bankrupt: Whether it is a bankruptcy; a dissolution pays all debts.
        assets: Fen that everything brought but for the property from direct state subsidies.
        subsidy_property: Fen of that property; members get none of it.
        subsidy_to: Who has it afterwards, by the rules of the finance authority.
        debts: What is owed; what the books owe is added to the last rank.
        rest_by: Weight of each member in what is left, by the charter.
    """

    since: date
    day: date
    is_bankrupt: bool
    assets: Fen
    subsidy_property: Fen
    subsidy_to: str
    debts: tuple[Debt, ...]
    rest_by: Term


@frozen(kw_only=True)
class RankPaid:
    """What one rank was owed and got."""

    rank: Rank
    due: Fen
    paid: Fen


@frozen(kw_only=True)
class WindingUp:
    """A cooperative wound up (清算结果).

    Attributes:
        contract: The plan as clauses, by which it was settled.
        facts: What there was.
        settlement: Every flow with its reason.
        ranks: What each rank was owed and got, in order.
        subsidy_property: Fen of the property from subsidies that debts did not take.
        rest: Fen that members got of what was left.
    """

    contract: Contract
    facts: Facts
    settlement: Settlement
    ranks: tuple[RankPaid, ...]
    subsidy_property: Fen
    rest: Fen
