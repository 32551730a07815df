"""What is lent and returned in kind, household by household: never money."""

from __future__ import annotations

from attrs import define, frozen

from sanbian.report.pages import Align, Column, Table
from sanbian.report.tables import clause_name
from sanbian.settlement import Settlement
from sanbian.wording import Language, Text

KEPT_UNITS = {"head": Text(zh="头（只）", en="head"), "gram": Text(zh="克", en="g")}


@frozen(kw_only=True)
class InKindSum:
    """What one household has out under one clause (借出、归还、在外).

    Attributes:
        clause: Number of the clause.
        code: Code of the household.
        name: Name, or empty.
        unit: ``head`` or ``gram``.
        lent: Newly lent in the period.
        returned: Returned in the period, of whichever year.
        out: Still out.
    """

    clause: str
    code: str
    name: str
    unit: str
    lent: int
    returned: int
    out: int


@define
class _Row:
    unit: str
    lent: int = 0
    returned: int = 0
    out: int = 0


def in_kind_sums(settlement: Settlement) -> tuple[InKindSum, ...]:
    """What was lent and returned, by clause, in register order; who has nothing is left out."""
    rows: dict[tuple[str, str], _Row] = {}
    for flow in settlement.flows:
        if flow.unit == "fen" or flow.level != "member" or flow.target is None:
            continue
        for code, amount in zip(settlement.members, flow.amounts, strict=True):
            row = rows.setdefault((flow.clause, code), _Row(flow.unit))
            if flow.source is None:
                row.lent += amount
            else:
                row.returned += amount
    for claim in settlement.books.claims:
        what, _, clause = claim.account.partition("/")
        if what == "lent":
            rows.setdefault((clause, claim.key), _Row(claim.unit)).out += claim.amount
    place = {code: number for number, code in enumerate(settlement.members)}
    return tuple(
        InKindSum(
            clause=clause,
            code=code,
            name=settlement.names.get(code, ""),
            unit=row.unit,
            lent=row.lent,
            returned=row.returned,
            out=row.out,
        )
        for (clause, code), row in sorted(
            rows.items(), key=lambda item: (item[0][0], place[item[0][1]])
        )
        if row.lent or row.returned or row.out
    )


def in_kind_text(row: InKindSum) -> Text:
    """One household's animals in a sentence."""
    unit = KEPT_UNITS[row.unit]
    return Text(
        zh=f"{clause_name(row.clause).zh}：新借出 {row.lent:,} {unit.zh}，"
        f"归还 {row.returned:,} {unit.zh}，尚在外 {row.out:,} {unit.zh}",
        en=f"clause {row.clause}: {row.lent:,} {unit.en} newly lent, {row.returned:,} returned, "
        f"{row.out:,} still out",
    )


_TITLES: tuple[tuple[Text, Align], ...] = (
    (Text(zh="条款", en="Clause"), "code"),
    (Text(zh="户编号", en="Code"), "code"),
    (Text(zh="户主", en="Name"), "text"),
    (Text(zh="单位", en="Unit"), "text"),
    (Text(zh="新借出", en="Newly lent"), "number"),
    (Text(zh="归还", en="Returned"), "number"),
    (Text(zh="尚在外", en="Still out"), "number"),
)


def in_kind_table(
    settlement: Settlement, language: Language, *, rows_max: int | None = None
) -> Table:
    """Each household's animals; totals where all are of one clause.

    Args:
        settlement: The settlement.
        language: ``zh`` or ``en``.
        rows_max: Show so many rows, or None for all; the totals are always those of all.
    """
    rows = in_kind_sums(settlement)
    totals: tuple[str, ...] = ()
    if len({row.clause for row in rows}) == 1:
        totals = (
            "",
            Text(zh=f"合计 {len(rows)} 户", en=f"All {len(rows)}").of(language),
            "",
            "",
            f"{sum(row.lent for row in rows):,}",
            f"{sum(row.returned for row in rows):,}",
            f"{sum(row.out for row in rows):,}",
        )
    return Table(
        columns=tuple(Column(title.of(language), align) for title, align in _TITLES),
        rows=tuple(
            (
                clause_name(row.clause).of(language),
                row.code,
                row.name,
                KEPT_UNITS[row.unit].of(language),
                *(f"{number:,}" for number in (row.lent, row.returned, row.out)),
            )
            for row in rows[:rows_max]
        ),
        totals=totals,
    )
