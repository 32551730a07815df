"""Tables of a settlement, for the notice and for the terminal alike."""

from __future__ import annotations

from sanbian.clause.kinds import KIND_NAMES
from sanbian.clause.naming import clause_number, short_clause
from sanbian.contract import Contract
from sanbian.report.pages import Align, Column, Table
from sanbian.report.sums import AccountSum, ClauseSum, HouseholdSum, Summary
from sanbian.settlement import Settlement
from sanbian.settlement.dues import flow_words
from sanbian.wording import Language, Text, grouped_yuan, join, same

Titles = tuple[tuple[Text, Align], ...]


def capital_letter(words: str) -> str:
    """Words as a cell of a table begins."""
    return words[:1].upper() + words[1:]


def _columns(titles: Titles, language: Language) -> tuple[Column, ...]:
    return tuple(
        Column(capital_letter(title.of(language)), align) for title, align in titles
    )


# --- by clause -----------------------------------------------------------------------

_CLAUSE_TITLES: Titles = (
    (Text(zh="条款", en="Clause"), "code"),
    (Text(zh="款项", en="What"), "text"),
    (Text(zh="付款方", en="From"), "text"),
    (Text(zh="收款方", en="To"), "text"),
    (Text(zh="户数", en="Count"), "number"),
    (Text(zh="应付", en="Due"), "number"),
    (Text(zh="已付", en="Paid"), "number"),
    (Text(zh="未付", en="Unpaid"), "number"),
)


def clause_table(contract: Contract, sums: Summary, language: Language) -> Table:
    """What each clause gave to each side, and what households get of it together."""
    rows = [row for row in sums.clauses if row.unit == "fen"]
    ours = [row for row in rows if row.to_households]
    due, paid = sum(row.due for row in ours), sum(row.paid for row in ours)
    return Table(
        columns=_columns(_CLAUSE_TITLES, language),
        rows=tuple(_clause_row(contract, row, language) for row in rows),
        totals=()
        if not ours
        else (
            "",
            Text(zh="农户合计", en="Households").of(language),
            *[""] * 3,
            *map(grouped_yuan, (due, paid, due - paid)),
        ),
    )


def _clause_row(contract: Contract, row: ClauseSum, language: Language) -> tuple[str, ...]:
    payers = join(row.payers) if row.payers else _named_payers(contract, row.clause)
    payee = row.payee or Text(zh="", en="")
    return (
        short_clause(row.clause).of(language),
        *(capital_letter(words.of(language)) or "—" for words in (row.says, payers, payee)),
        str(row.count) if row.to_households else "",
        *map(grouped_yuan, (row.due, row.paid, row.due - row.paid)),
    )


def _named_payers(contract: Contract, clause: str) -> Text:
    """Who should have paid a clause of which nothing was paid."""
    names = (
        name
        for version in contract.versions
        for found in version.clauses
        if found.id == clause
        for name in getattr(found, "paid_from", ())
    )
    return join(same(contract.names.declared[name].name) for name in dict.fromkeys(names))


# --- by household --------------------------------------------------------------------

_NUMBERS = (
    ("entitled", Text(zh="应得合计", en="Entitled")),
    ("older_paid", Text(zh="补发以前", en="Of earlier years")),
    ("advanced", Text(zh="冲抵预付", en="Advanced")),
    ("withheld", Text(zh="代扣和转存", en="Withheld")),
    ("paid", Text(zh="实付", en="Paid")),
    ("arrears", Text(zh="欠付", en="In arrears")),
    ("over_advanced", Text(zh="预付超出", en="Over-advanced")),
    ("owing", Text(zh="本户尚欠", en="Owed by the household")),
    ("waived", Text(zh="免除", en="Waived")),
)
_ALWAYS_SHOWN = {"entitled", "paid"}


def household_table(
    sums: Summary, language: Language, *, rows_max: int | None = None
) -> Table:
    """What each household is entitled to by kind, and what it is paid.

    Columns that are zero for all households are left out.

    Args:
        sums: The sums of the settlement.
        language: ``zh`` or ``en``.
        rows_max: Show so many rows, or None for all; the totals are always those of all.
    """
    concerned = [row for row in sums.households if row.is_concerned]
    has_names = any(row.name for row in concerned)
    has_groups = len({row.group for row in concerned}) > 1
    has_odd = any(row.odd for row in concerned)
    numbers = [
        name
        for name, _ in _NUMBERS
        if name in _ALWAYS_SHOWN or any(getattr(row.statement, name) for row in concerned)
    ]
    named = dict(_NUMBERS)
    titles: list[tuple[Text, Align]] = [(Text(zh="户编号", en="Code"), "code")]
    titles += [(Text(zh="户主", en="Name"), "text")] * has_names
    titles += [(Text(zh="村组", en="Group"), "text")] * has_groups
    titles += [(KIND_NAMES[kind], "number") for kind in sums.kinds]
    titles += [(named[name], "number") for name in numbers]
    titles += [(Text(zh="零头（条）", en="Odd fen (clause)"), "code")] * has_odd

    def cells(row: HouseholdSum) -> tuple[str, ...]:
        return (
            row.code,
            *[row.name] * has_names,
            *[row.group] * has_groups,
            *(grouped_yuan(row.by_kind.get(kind, 0)) for kind in sums.kinds),
            *(grouped_yuan(getattr(row.statement, name)) for name in numbers),
            *[join(map(clause_number, row.odd)).of(language)] * has_odd,
        )

    count = len(concerned)
    return Table(
        columns=_columns(tuple(titles), language),
        rows=tuple(cells(row) for row in concerned[:rows_max]),
        totals=(
            Text(zh=f"合计 {count} 户", en=f"All {count}").of(language),
            *[""] * (has_names + has_groups),
            *(
                grouped_yuan(sum(row.by_kind.get(kind, 0) for row in concerned))
                for kind in sums.kinds
            ),
            *(grouped_yuan(getattr(sums.total, name)) for name in numbers),
            *[""] * has_odd,
        ),
    )


# --- by village ----------------------------------------------------------------------


def group_table(sums: Summary, language: Language) -> Table:
    """What the households of each village or team got together; none where there is one."""
    groups = dict.fromkeys(row.group for row in sums.households if row.is_concerned)
    numbers = [
        (name, title)
        for name, title in _NUMBERS
        if name in _ALWAYS_SHOWN or getattr(sums.total, name)
    ]
    titles: list[tuple[Text, Align]] = [
        (Text(zh="村组", en="Group"), "text"),
        (Text(zh="户数", en="Count"), "number"),
    ]
    titles += [(KIND_NAMES[kind], "number") for kind in sums.kinds]
    titles += [(title, "number") for _, title in numbers]

    def cells(name: str, rows: list[HouseholdSum]) -> tuple[str, ...]:
        return (
            name,
            str(len(rows)),
            *(
                grouped_yuan(sum(row.by_kind.get(kind, 0) for row in rows))
                for kind in sums.kinds
            ),
            *(
                grouped_yuan(sum(getattr(row.statement, number) for row in rows))
                for number, _ in numbers
            ),
        )

    concerned = [row for row in sums.households if row.is_concerned]
    return Table(
        columns=_columns(tuple(titles), language),
        rows=tuple(
            cells(name or "—", [row for row in concerned if row.group == name])
            for name in groups
        )
        if len(groups) > 1
        else (),
        totals=cells(Text(zh="合计", en="All").of(language), concerned),
    )


_SHARED_TITLES: Titles = (
    (Text(zh="条款", en="Clause"), "code"),
    (Text(zh="款项", en="What"), "text"),
    (Text(zh="付款方", en="From"), "text"),
    (Text(zh="收款方", en="To"), "text"),
    (Text(zh="村组", en="Group"), "text"),
    (Text(zh="金额", en="Amount"), "number"),
)


def group_account_table(settlement: Settlement, language: Language) -> Table:
    """What went to the own pools, funds and parties of each village or team."""
    rows = [
        (
            short_clause(flow.clause).of(language),
            capital_letter(flow_words(settlement, flow).of(language)),
            capital_letter(settlement.accounts[flow.source].of(language)),
            capital_letter(settlement.accounts[flow.target].of(language)),
            name or "—",
            grouped_yuan(amount),
        )
        for flow in settlement.flows
        if flow.level == "group" and flow.unit == "fen" and flow.source and flow.target
        for name, amount in zip(settlement.levels["group"], flow.amounts, strict=True)
        if amount
    ]
    return Table(columns=_columns(_SHARED_TITLES, language), rows=tuple(rows))


# --- funds ---------------------------------------------------------------------------

_FUND_TITLES: Titles = (
    (Text(zh="基金", en="Fund"), "text"),
    (Text(zh="期初", en="Opening"), "number"),
    (Text(zh="转入", en="In"), "number"),
    (Text(zh="支出", en="Out"), "number"),
    (Text(zh="期末", en="Closing"), "number"),
)


def fund_table(sums: Summary, language: Language) -> Table:
    """What each fund had, got, paid and has."""
    return Table(
        columns=_columns(_FUND_TITLES, language),
        rows=tuple(_fund_row(row, language) for row in sums.accounts if row.side == "fund"),
    )


def _fund_row(row: AccountSum, language: Language) -> tuple[str, ...]:
    closing = row.closing or 0
    opening = closing - row.received + row.paid
    amounts = (opening, row.received, row.paid, closing)
    return (row.says.of(language), *map(grouped_yuan, amounts))
