"""What is lent, returned and delivered in kind, household by household: never money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import define, frozen

from sanbian.clause.naming import clause_text, short_clause
from sanbian.report.pages import Align, Column, Table
from sanbian.settlement import Flow, Settlement
from sanbian.wording import Language, Text, goods, join, number

KEPT_UNITS = {"head": Text(zh="头（只）", en="head"), "gram": Text(zh="公斤", en="kg")}


@frozen(kw_only=True)
class InKindSum:
    """One household's goods under one clause (借出、归还、在外；应给、已领、尚欠).

    Attributes:
        clause: Number of the clause.
        code: Code of the household.
        name: Name, or empty.
        unit: ``head`` or ``gram``.
        is_loan: The household owes what it was lent; else goods are owed to it.
        lent: Newly lent in the period, offspring included; or newly due.
        returned: Returned, or taken by the household, of whichever year.
        waived: Not due any more: died without fault.
        priced: Turned into money: lost by negligence, or not taken in kind.
        out: Still out, or still due.
    """

    clause: str
    code: str
    name: str
    unit: str
    is_loan: bool
    lent: int
    returned: int
    waived: int
    priced: int
    out: int


@define
class _Row:
    unit: str
    is_loan: bool
    lent: int = 0
    returned: int = 0
    waived: int = 0
    priced: int = 0
    out: int = 0

    def add(self, name: str, amount: int) -> None:
        setattr(self, name, getattr(self, name) + amount)


_COLUMN_OF: Mapping[str, str] = MappingProxyType(
    {
        "returned": "returned",
        "delivered": "returned",
        "died": "waived",
        "lost": "priced",
        "priced": "priced",
    }
)
_CLAIMS = ("lent", "due")


def in_kind_sums(settlement: Settlement) -> tuple[InKindSum, ...]:
    """What was lent and returned, by clause, in register order; who has nothing is left out."""
    rows: dict[tuple[str, str], _Row] = {}
    loans = dict(_sides(settlement))
    for flow in settlement.flows:
        column = _column_of(flow)
        if column is None:
            continue
        for code, amount in zip(settlement.members, flow.amounts, strict=True):
            row = rows.setdefault((flow.clause, code), _Row(flow.unit, loans[flow.clause]))
            row.add(column, amount)
    for claim in settlement.books.claims:
        what, _, clause = claim.account.partition("/")
        if what in _CLAIMS:
            row = rows.setdefault((clause, claim.key), _Row(claim.unit, what == "lent"))
            row.out += claim.amount
    place = {code: number for number, code in enumerate(settlement.members)}
    return tuple(
        InKindSum(
            clause=clause,
            code=code,
            name=settlement.names.get(code, ""),
            unit=row.unit,
            is_loan=row.is_loan,
            lent=row.lent,
            returned=row.returned,
            waived=row.waived,
            priced=row.priced,
            out=row.out,
        )
        for (clause, code), row in sorted(
            rows.items(), key=lambda item: (item[0][0], place[item[0][1]])
        )
        if row.lent or row.returned or row.waived or row.priced or row.out
    )


def _sides(settlement: Settlement) -> Iterator[tuple[str, bool]]:
    """Which clauses of the period lend, and which deliver."""
    for account in settlement.accounts:
        word, _, rest = account.partition("/")
        if word in _CLAIMS:
            yield rest.partition("@")[0], word == "lent"


def _column_of(flow: Flow) -> str | None:
    """In which number of a household a flow counts."""
    if flow.unit == "fen" or flow.level != "member" or flow.target is None:
        return None
    if flow.source is None:
        return "lent"
    return _COLUMN_OF.get(flow.source.partition("/")[0])


def in_kind_text(row: InKindSum) -> Text:
    """One household's goods in a sentence."""
    told = [
        words + goods(amount, row.unit) + Text(zh="", en=after)
        for words, amount, after in _told(row)
    ]
    return clause_text(row.clause) + Text(zh="：", en=": ") + join(told, zh="，", en=", ")


def _told(row: InKindSum) -> Iterator[tuple[Text, int, str]]:
    new, back, out = _LOAN if row.is_loan else _DUE
    yield Text(zh=new[0], en=""), row.lent, f" {new[1]}"
    yield Text(zh=back[0], en=""), row.returned, f" {back[1]}"
    if row.waived:
        yield Text(zh="免还 ", en=""), row.waived, " not due any more"
    if row.priced:
        yield Text(zh="作价 ", en=""), row.priced, " turned into money"
    yield Text(zh=out[0], en=""), row.out, f" {out[1]}"


_LOAN = (("新借出 ", "newly lent"), ("归还 ", "returned"), ("尚在外 ", "still out"))
_DUE = (("新应给 ", "newly due"), ("已领 ", "taken"), ("尚欠 ", "still due"))

_FIRST: tuple[tuple[Text, Align], ...] = (
    (Text(zh="条款", en="Clause"), "code"),
    (Text(zh="户编号", en="Code"), "code"),
    (Text(zh="户主", en="Name"), "text"),
    (Text(zh="单位", en="Unit"), "text"),
)
_NUMBERS: Mapping[str, tuple[Text, Text, Text]] = MappingProxyType(
    {  # of loans alone, of deliveries alone, of both
        "lent": (
            Text(zh="新借出", en="Newly lent"),
            Text(zh="新应给", en="Newly due"),
            Text(zh="新借出、应给", en="Newly lent or due"),
        ),
        "returned": (
            Text(zh="归还", en="Returned"),
            Text(zh="已领", en="Taken"),
            Text(zh="归还、已领", en="Returned or taken"),
        ),
        "waived": (Text(zh="免还", en="Waived"),) * 3,
        "priced": (Text(zh="作价", en="In money"),) * 3,
        "out": (
            Text(zh="尚在外", en="Still out"),
            Text(zh="尚欠", en="Still due"),
            Text(zh="尚在外、尚欠", en="Still out or due"),
        ),
    }
)


def in_kind_table(
    settlement: Settlement, language: Language, *, rows_max: int | None = None
) -> Table:
    """Each household's goods; totals where all are of one clause.

    Args:
        settlement: The settlement.
        language: ``zh`` or ``en``.
        rows_max: Show so many rows, or None for all; the totals are always those of all.
    """
    rows = in_kind_sums(settlement)
    names = [
        name
        for name in _NUMBERS
        if name not in {"waived", "priced"} or any(getattr(row, name) for row in rows)
    ]
    sides = {row.is_loan for row in rows}
    side = 2 if len(sides) > 1 else int(sides == {False})
    titles = (*_FIRST, *((_NUMBERS[name][side], "number") for name in names))
    totals: tuple[str, ...] = ()
    if len({row.clause for row in rows}) == 1:
        unit = rows[0].unit
        totals = (
            "",
            Text(zh=f"合计 {len(rows)} 户", en=f"All {len(rows)}").of(language),
            "",
            "",
            *(_amount(sum(getattr(row, name) for row in rows), unit) for name in names),
        )
    return Table(
        columns=tuple(Column(title.of(language), align) for title, align in titles),
        rows=tuple(
            (
                short_clause(row.clause).of(language),
                row.code,
                row.name,
                KEPT_UNITS[row.unit].of(language),
                *(_amount(getattr(row, name), row.unit) for name in names),
            )
            for row in rows[:rows_max]
        ),
        totals=totals,
    )


def _amount(amount: int, unit: str) -> str:
    """Heads, or kilograms."""
    return number(Fraction(amount, 1000) if unit == "gram" else amount)
