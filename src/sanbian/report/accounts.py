"""Members' accounts as rows, with the columns of the official form (成员账户表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sanbian.clause.naming import clause_text
from sanbian.contract import Contract
from sanbian.report.pages import Align, Column, Table
from sanbian.report.tables import capital_letter
from sanbian.settlement.accounts import COLUMN_NAMES, AccountChange, MemberAccount
from sanbian.settlement.formulas import unit_name
from sanbian.wording import Language, Text, grouped_yuan, number, plain_yuan

Cell = str | Fraction | Decimal

_OPENING = Text(zh="期初余额", en="before the period")
_TRADE = Text(zh="本期交易和返还", en="trade and refunds of the period")
_CLOSING = Text(zh="期末余额", en="after the period")
_FIRST = (
    Text(zh="户编号", en="code"),
    Text(zh="户主", en="name"),
    Text(zh="年月日", en="day"),
    Text(zh="摘要", en="what"),
)
_REFUNDS = (
    Text(zh="盈余返还金额", en="patronage refund"),
    Text(zh="剩余盈余返还金额", en="refund of the remainder"),
)
_MONEY = "yuan"


def account_headers(contract: Contract, language: Language) -> tuple[str, ...]:
    """Titles of the columns: those of the official form that the contract keeps."""
    accounts = contract.member_accounts
    assert accounts is not None
    kept = [COLUMN_NAMES[column].of(language) for column, _ in accounts.funds]
    trade = []
    for name in accounts.trade:
        measure = contract.names.measure(name)
        assert measure is not None, name
        said = measure.name if language == "zh" else measure.name_en or measure.name
        unit = unit_name(measure.unit).of(language)
        trade.append(f"{said}（{unit}）" if language == "zh" else f"{said} ({unit})")
    refunds = [title.of(language) for title in _REFUNDS]
    return (*(title.of(language) for title in _FIRST), *kept, *trade, *refunds)


def account_rows(
    accounts: Sequence[MemberAccount], language: Language
) -> tuple[tuple[Cell, ...], ...]:
    """Accounts as rows: what stood there, each change, trade and refunds, what stands there.

    Args:
        accounts: Of one member over some periods, or of many members.
        language: ``zh`` or ``en``.

    Returns:
        Rows under `account_headers`; money in exact yuan, empty where nothing is said.
    """
    return tuple(row for account in accounts for row in _rows(account, language))


def _rows(account: MemberAccount, language: Language) -> Iterator[tuple[Cell, ...]]:
    columns = tuple(account.opening)
    who = (account.member, account.name)
    start, end = (str(day) for day in (account.period.start, account.period.end))
    none_traded: tuple[Cell, ...] = ("",) * len(account.trade)

    def row(day: str, says: str, amounts: Mapping[str, int]) -> tuple[Cell, ...]:
        cells = (_yuan(amounts[each]) if each in amounts else "" for each in columns)
        return (*who, day, says, *cells, *none_traded, "", "")

    yield row(start, _OPENING.of(language), account.opening)
    for (day, says, clause), amounts in _together(account.changes).items():
        named = clause_text(clause)
        told = Text(zh=f"{says.zh}（{named.zh}）", en=f"{says.en} ({named.en})")
        yield row(str(day), (told if clause else says).of(language), amounts)
    traded = tuple(
        _yuan(int(each.quantity)) if each.unit == _MONEY else each.quantity
        for each in account.trade
    )
    refunds = (_yuan(account.patronage_refund), _yuan(account.surplus_refund))
    empty = ("",) * len(columns)
    yield (*who, end, _TRADE.of(language), *empty, *traded, *refunds)
    yield row(end, _CLOSING.of(language), account.closing)


def _together(
    changes: Sequence[AccountChange],
) -> Mapping[tuple[date, Text, str], Mapping[str, int]]:
    """Changes by what they are: one row for one thing that changed several columns."""
    found: dict[tuple[date, Text, str], dict[str, int]] = {}
    for change in changes:
        row = found.setdefault((change.day, change.says, change.clause), {})
        row[change.column] = row.get(change.column, 0) + change.amount
    return found


def _yuan(fen: int) -> Decimal:
    return Decimal(plain_yuan(fen))


def account_table(
    contract: Contract, accounts: Sequence[MemberAccount], language: Language
) -> Table:
    """The account of one member for people, without the columns that say who he is."""
    headers = account_headers(contract, language)[2:]
    numbers: list[Align] = ["number"] * (len(headers) - 2)
    aligns: list[Align] = ["code", "text", *numbers]
    return Table(
        columns=tuple(
            Column(capital_letter(title), align)
            for title, align in zip(headers, aligns, strict=True)
        ),
        rows=tuple(tuple(map(_shown, row[2:])) for row in account_rows(accounts, language)),
    )


def _shown(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return grouped_yuan(int(cell * 100))
    return number(cell) if isinstance(cell, Fraction) else cell
