"""What became of each promise: paid, waived, lapsed, or still owed (应付的下落)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import define, frozen

from sanbian.clause import Kind
from sanbian.settlement.values import Flow, Settlement, has_arisen

_OWED = "owed/"


@frozen(kw_only=True)
class Promised:
    """One promise to one holder and its later story (一笔应付).

    ``promised = paid + waived + lapsed + owed``, always.

    Attributes:
        holder: Code of a household, name of a group, or id of the contract for a party.
        clause: Number of the clause.
        since: Last day of the period in which it became due.
        promised: Fen that became due; of what is older than the first settlement, what
            was still owed then.
        paid: Fen that were paid of it, advances included.
        waived: Fen that the holder gave up.
        lapsed: Fen that lapse by the contract where they are not paid.
        owed: Fen that are still owed after the last settlement.
    """

    holder: str
    clause: str
    since: date
    promised: int
    paid: int
    waived: int
    lapsed: int
    owed: int


@define
class _Story:
    arisen: int | None = None
    paid: int = 0
    waived: int = 0
    lapsed: int = 0
    owed: int = 0


def promises(settlements: Sequence[Settlement]) -> tuple[Promised, ...]:
    """What became of every promise over some periods, in order of day, clause and holder.

    Args:
        settlements: One after another, as `settle_years` gives them.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> contract = Contract(
        ...     id="A", title="A", vehicle=Vehicle.PARTNERSHIP, starts=date(2022, 1, 1),
        ...     parties=(Party(id="firm", name="公司", role=PartyRole.OPERATOR),),
        ...     versions=(
        ...         Version(
        ...             since=date(2022, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end",
        ...             clauses=(
        ...                 Payment(
        ...                     id="3", kind=Kind.RENT, to="members", paid_from=("firm",),
        ...                     amount=Fixed(yuan("900")), unpaid="carry",
        ...                 ),
        ...             ),
        ...         ),
        ...     ),
        ... )
        >>> register = Register(households=(Household(code="甲"),))
        >>> years = [Period(date(year, 1, 1), date(year, 12, 31)) for year in (2022, 2023)]
        >>> waiver = Waiver(
        ...     clause="3", holder="甲", since=years[0].end, amount=yuan("200"), why="双方协商"
        ... )
        >>> facts = (
        ...     facts_of(years[0], put_up={"firm": yuan("400")}),
        ...     facts_of(years[1], put_up={"firm": yuan("1000")}, waivers=(waiver,)),
        ... )
        >>> for each in promises(settle_years(contract, register, facts)):
        ...     print(each.since.year, each.promised, each.paid, each.waived, each.owed)
        2022 90000 70000 20000 0
        2023 90000 70000 0 20000
    """
    stories: dict[tuple[str, str, str], _Story] = {}
    for settlement in settlements:
        _tell(settlement, stories)
    for claim in settlements[-1].books.claims if settlements else ():
        if claim.account.startswith(_OWED) and claim.unit == "fen":
            name = (claim.since.isoformat(), claim.account, claim.key)
            stories.setdefault(name, _Story()).owed = claim.amount
    return tuple(_promised(stories))


def _promised(stories: dict[tuple[str, str, str], _Story]) -> Iterator[Promised]:
    for (since, account, holder), story in sorted(stories.items()):
        known = story.paid + story.waived + story.lapsed + story.owed
        yield Promised(
            holder=holder,
            clause=account.split("/")[1],
            since=date.fromisoformat(since),
            promised=known if story.arisen is None else story.arisen,
            paid=story.paid,
            waived=story.waived,
            lapsed=story.lapsed,
            owed=story.owed,
        )


def _tell(settlement: Settlement, stories: dict[tuple[str, str, str], _Story]) -> None:
    """Add what one settlement did to each promise."""
    before: Flow | None = None
    for flow in settlement.flows:
        account = flow.target if flow.source is None else flow.source
        if (account or "").startswith(_OWED) and flow.unit == "fen":
            name, _, since = (account or "").rpartition("@")
            for story, amount in _each(settlement, flow, (since, name), stories):
                if has_arisen(flow):
                    story.arisen = (story.arisen or 0) + amount
                elif flow.kind is Kind.WAIVER:
                    story.waived -= amount
                elif _pays(before, flow):
                    story.paid += amount
                else:
                    story.lapsed += amount
        before = flow


def _pays(before: Flow | None, flow: Flow) -> bool:
    """Whether a debt is lowered by the payment before; without one, what is unpaid lapses."""
    return before is not None and before.move == flow.move and before.target is not None


def _each(
    settlement: Settlement,
    flow: Flow,
    debt: tuple[str, str],
    stories: dict[tuple[str, str, str], _Story],
) -> Iterable[tuple[_Story, int]]:
    since, name = debt
    for key, amount in zip(settlement.levels[flow.level], flow.amounts, strict=True):
        if amount:
            yield stories.setdefault((since, name, key), _Story()), amount
