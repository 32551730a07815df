"""What a settlement is: flows between accounts, the books that it leaves, and notices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from attrs import field, frozen

from sanbian.books import Books
from sanbian.clause import Kind
from sanbian.contract import HOLDER_NUMBERS
from sanbian.period import Period
from sanbian.settlement.figures import Figure, Later, came_to
from sanbian.wording import Text

CASH = "end/cash"

RETURNED = "end/returned/"
"""Principal that has left its fund, since it fell due."""

OWING = ("deduction", "loss", "owed_by")
"""Claims in money on holders: to be deducted, part of a loss, for what was lost."""

CLAIMS = ("owed", "advance", *OWING)
"""Claims in money of holders: what each is owed, was advanced too much, has still to pay."""


def _levels(given: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(dict(given))


def _texts(given: Mapping[str, Text]) -> Mapping[str, Text]:
    return MappingProxyType(dict(given))


def _names(given: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class Flow:
    """What one clause moved between two accounts, for all keys of a level (资金流).

    Attributes:
        move: Position of the move that made it; one move can make several flows.
        clause: Number of the clause; ``law``, ``books`` or ``payout`` for what no clause
            says.
        kind: What the money is.
        says: Words for people.
        source: Account that it leaves, or None where a claim arises.
        target: Account that it reaches, or None where a claim is discharged.
        level: Level of the amounts.
        amounts: Whole units per key of the level.
        unit: ``fen``, ``head`` or ``gram``.
        odd: Positions that got an odd unit.
        figure: How the amounts came about, or None for a mere payment.
    """

    move: int
    clause: str
    kind: Kind
    says: Text
    source: str | None
    target: str | None
    level: str
    amounts: tuple[int, ...]
    unit: str = "fen"
    odd: tuple[int, ...] = ()
    _figure: Figure | Later | None = field(default=None, eq=came_to, repr=False)

    @property
    def figure(self) -> Figure | None:
        """How the amounts came about; read off the run when first asked for."""
        return came_to(self._figure)


def has_arisen(flow: Flow) -> bool:
    """Whether something became due by a flow; what is waived lowers what was due before."""
    return flow.source is None and flow.kind is not Kind.WAIVER


@frozen
class Notice:
    """Something that a person should know about this settlement (提示).

    Attributes:
        about: ``over_advanced``, ``arrears``, ``deficit`` ...
        at: Whom or what it concerns.
        says: The words.
    """

    about: str
    at: str
    says: Text


@frozen(kw_only=True)
class Settlement:
    """The settlement of one period (结算).

    Attributes:
        contract: Id of the contract.
        title: Its title.
        period: The days.
        levels: Keys of each level, in register order.
        groups: For each member, the position of its group.
        accounts: Names of the accounts, for people.
        names: Names of the holders by code, where the register has them.
        odd_fen: The contract's rules for odd fen, in words, by part of the period.
        flows: In the order in which they happened.
        books: What is left for the next period.
        notices: What a person should know.
    """

    contract: str
    title: str
    period: Period
    levels: Mapping[str, tuple[str, ...]] = field(converter=_levels)
    groups: tuple[int, ...]
    accounts: Mapping[str, Text] = field(converter=_texts)
    names: Mapping[str, str] = field(converter=_names)
    odd_fen: tuple[Text, ...]
    flows: tuple[Flow, ...]
    books: Books
    notices: tuple[Notice, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Codes of the holders, in register order."""
        return self.levels["member"]


@frozen(kw_only=True)
class Line:
    """One amount of a settlement (明细).

    Attributes:
        clause: Number of the clause.
        kind: What the money is.
        says: Words for people.
        payer: Account that it leaves.
        payee: Account that it reaches.
        holder: Code of the holder or group, or empty for a party, fund or pool.
        amount: Whole units.
        unit: ``fen``, ``head`` or ``gram``.
        odd: Whether an odd unit is in it.
    """

    clause: str
    kind: Kind
    says: Text
    payer: str
    payee: str
    holder: str
    amount: int
    unit: str
    odd: bool


def lines(settlement: Settlement) -> Iterator[Line]:
    """Every amount that was paid, holder by holder, in the order in which it happened.

    Claims that arise are not lines; what is paid on them is. The one payout repeats what
    the lines before it gave, and is not among them.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(version,),
        ... )
        >>> households = (Household(code="H1", people=1), Household(code="H2", people=2))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> settled = settle(
        ...     contract, Register(households=households), facts_of(year, amounts={"profit": 100})
        ... )
        >>> [(line.holder, line.kind.value, line.amount) for line in lines(settled)]
        [('H1', 'dividend', 33), ('H2', 'dividend', 67)]
    """
    for flow in settlement.flows:
        if is_payment(flow):
            yield from lines_of(settlement, flow)


def lines_of(settlement: Settlement, flow: Flow) -> Iterator[Line]:
    """The amounts of one flow, holder by holder."""
    keys, odd = settlement.levels[flow.level], set(flow.odd)
    for place, amount in enumerate(flow.amounts):
        if amount:
            yield Line(
                clause=flow.clause,
                kind=flow.kind,
                says=flow.says,
                payer=flow.source or "",
                payee=flow.target or "",
                holder="" if flow.level == "contract" else keys[place],
                amount=amount,
                unit=flow.unit,
                odd=place in odd,
            )


@frozen(kw_only=True)
class Statement:
    """The four numbers of a holder, which are never one (应得、已预付、实付、欠付).

    Attributes:
        holder: Code.
        entitled: What this period gave, in fen, whether paid or not.
        older_paid: What was paid of earlier periods' arrears.
        advanced: What was set off against advances.
        paid: What is paid out now.
        arrears: What is still owed, of this period and of earlier ones.
        over_advanced: What was advanced above all that was due, and is carried.
        withheld: What was taken from what he got, or put into his own fund, instead of paid.
        owing: What he is still to pay, most often out of what he gets later.
        waived: What was given up now of earlier periods' arrears.
    """

    holder: str
    entitled: int
    older_paid: int
    advanced: int
    paid: int
    arrears: int
    over_advanced: int
    withheld: int = 0
    owing: int = 0
    waived: int = 0


def is_payment(flow: Flow) -> bool:
    """Whether a flow moves money to someone, or to a pool or fund; not the payout itself.

    A claim that arises is none, nor principal that leaves its fund when it falls due.
    """
    target = flow.target or ""
    return flow.source is not None and not (
        target in {"", CASH} or target.startswith(RETURNED)
    )


NUMBERS = tuple(HOLDER_NUMBERS)
"""The numbers of a `Statement`, in the order in which they are told."""


def statements(settlement: Settlement) -> tuple[Statement, ...]:
    """The four numbers of every holder, in register order.

    ``entitled + older_paid - advanced - withheld - paid`` is what this period left unpaid of
    its own.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(version,),
        ... )
        >>> households = (Household(code="H1", people=1), Household(code="H2", people=2))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> settled = settle(
        ...     contract, Register(households=households), facts_of(year, amounts={"profit": 100})
        ... )
        >>> [(each.holder, each.entitled, each.paid) for each in statements(settled)]
        [('H1', 33, 33), ('H2', 67, 67)]
    """
    return _statements_at(settlement, range(len(settlement.members)))


def statement_at(settlement: Settlement, place: int) -> Statement:
    """The four numbers of the holder at one position of the members."""
    (statement,) = _statements_at(settlement, (place,))
    return statement


def _statements_at(settlement: Settlement, places: Sequence[int]) -> tuple[Statement, ...]:
    nothing = [0] * len(places)
    columns = dict.fromkeys(NUMBERS[:6], nothing)
    promises = {flow.move for flow in settlement.flows if _is_discharge(flow)}
    for flow in settlement.flows:
        if flow.level != "member" or flow.unit != "fen":
            continue
        name = _column_of(flow, settlement.period.start, is_promise=flow.move in promises)
        if name is not None:
            columns[name] = [
                before + abs(flow.amounts[place])
                for before, place in zip(columns[name], places, strict=True)
            ]
    codes = [settlement.members[place] for place in places]
    owed: dict[str, dict[str, int]] = {word: dict.fromkeys(codes, 0) for word in CLAIMS}
    for claim in settlement.books.claims:
        word = claim.account.partition("/")[0]
        if word in owed and claim.level == "member" and claim.key in owed[word]:
            owed[word][claim.key] += claim.amount
    return tuple(
        Statement(
            holder=code,
            entitled=entitled,
            older_paid=older_paid,
            advanced=advanced,
            paid=paid,
            arrears=owed["owed"][code],
            over_advanced=owed["advance"][code],
            withheld=withheld,
            owing=sum(owed[word][code] for word in OWING),
            waived=waived,
        )
        for code, entitled, older_paid, advanced, withheld, paid, waived in zip(
            codes, *columns.values(), strict=True
        )
    )


def _is_discharge(flow: Flow) -> bool:
    """Whether a flow lowers what is owed: its move pays on a promise."""
    return flow.target is None and (flow.source or "").startswith("owed/")


def _column_of(flow: Flow, start: date, *, is_promise: bool) -> str | None:
    """In which of the four numbers a flow at the level of members counts.

    What is paid on a promise of this period was entitled when the promise arose.
    """
    source, target = flow.source or "", flow.target or ""
    if target == CASH:
        return "paid"
    if source.startswith("payable/"):
        return "advanced" if flow.kind is Kind.ADVANCE else "withheld"
    if target.startswith("owed/"):
        return "entitled" if has_arisen(flow) else "waived"
    if not target.startswith("payable/"):
        return None
    if is_promise:
        since = target.partition("@")[2]
        return "older_paid" if since and date.fromisoformat(since) < start else None
    return "entitled"


def amount_at(settlement: Settlement, flow: Flow, level: str, key: int) -> int:
    """What a flow moved for one key of a level that is as coarse or coarser."""
    if flow.level == level:
        return flow.amounts[key]
    if level == "contract":
        return sum(flow.amounts)
    within = zip(settlement.groups, flow.amounts, strict=True)
    return sum(amount for group, amount in within if group == key)
