"""The results of settlements as files: for the wall, the household, the bank, the books."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

from attrs import frozen

from sanbian import Settlement
from sanbian.cli.accounting import accounts_of, write_accounts
from sanbian.cli.folders import check_apart, check_target, digest, written_aside
from sanbian.cli.reading import Loaded
from sanbian.cli.settling import Settled, period_tag
from sanbian.files import save_books, save_settlement
from sanbian.files.placing import BOOKS
from sanbian.files.tables import write_csv, write_xlsx
from sanbian.files.writing import write_aside
from sanbian.report import (
    LINE_HEADERS,
    PAYMENT_HEADERS,
    Document,
    html_of,
    line_list,
    markdown_of,
    notice,
    payment_list,
    slips,
)
from sanbian.report.notice import OF_INCOME
from sanbian.report.winding_up import RANK_HEADERS
from sanbian.wording import Language, Text, plain_yuan

Sheets: TypeAlias = Literal["csv", "xlsx"]
Accounts: TypeAlias = Literal["masked", "whole"]


@frozen(kw_only=True)
class Wishes:
    """How results are to be written.

    Attributes:
        language: Of notices, slips and headers.
        sheets: Kind of the tables.
        accounts: Whether the payment list shows whole account numbers.
        is_forced: Write over files of the same names.
        notice_of: What the notice says that was shared out.
        ranks: What a winding up paid and left, for a sheet of its own.
    """

    language: Language
    sheets: Sheets
    accounts: Accounts
    is_forced: bool
    notice_of: Text = OF_INCOME
    ranks: Sequence[tuple[Text, int, int, int]] = ()


def wishes_of(
    language: Language, *, sheets: Sheets, whole_accounts: bool, is_forced: bool
) -> Wishes:
    """What the options of a command wish; see `result_options`."""
    return Wishes(
        language=language,
        sheets=sheets,
        accounts="whole" if whole_accounts else "masked",
        is_forced=is_forced,
    )


def write_results(
    target: Path, loaded: Loaded, settled: Sequence[Settled], wishes: Wishes
) -> tuple[str, ...]:
    """Write all results into a folder, whole or not at all.

    One period is written into the folder itself, several each into a folder of their own.

    Args:
        target: The folder.
        loaded: What was read.
        settled: The periods to write, in order.
        wishes: How.

    Returns:
        The files written, by name within the folder.

    Raises:
        InvalidInputError: The folder holds files of others, and `wishes` do not force it.
    """
    check_apart(target, loaded.places.all)
    if not wishes.is_forced:
        check_target(target)
    read = {path.name: digest(path) for path in loaded.places.all}
    with written_aside(target, read) as folder:
        for one in settled:
            tag = period_tag(one.settlement.period)
            place = folder if len(settled) == 1 else folder / tag
            place.mkdir(exist_ok=True)
            _write_period(place, tag, loaded, one, wishes)
        save_books(settled[-1].settlement.books, folder / BOOKS)
        return tuple(
            sorted(
                path.relative_to(folder).as_posix()
                for path in folder.rglob("*")
                if path.is_file()
            )
        )


def _write_period(
    place: Path, tag: str, loaded: Loaded, one: Settled, wishes: Wishes
) -> None:
    settlement, language = one.settlement, wishes.language
    _write_lines(place, settlement, wishes)
    wall = notice(
        settlement, loaded.contract, language, facts=one.facts, of=wishes.notice_of
    )
    _write_document(place / "notice.html", wall)
    _write_document(place / "notice.md", wall)
    _write_document(place / "slips.html", slips(settlement, language))
    _write_payments(place, loaded, one, wishes)
    if wishes.ranks:
        _write_ranks(place, wishes)
    if loaded.contract.member_accounts is not None:
        found = accounts_of(loaded, one)
        path = place / f"accounts.{wishes.sheets}"
        write_accounts(path, loaded.contract, found, wishes.language)
    save_settlement(settlement, place / f"settlement-{tag}.json")


def _write_document(path: Path, document: Document) -> None:
    text = html_of(document) if path.suffix == ".html" else markdown_of(document)
    write_aside(path, text.encode("utf-8"))


def _write_lines(place: Path, settlement: Settlement, wishes: Wishes) -> None:
    headers = [title.of(wishes.language) for title in LINE_HEADERS]
    rows = line_list(settlement, wishes.language)
    codes = (headers[0], headers[5])
    _write_sheet(place / f"lines.{wishes.sheets}", _LINES, headers, rows, codes, wishes)


def _write_payments(place: Path, loaded: Loaded, one: Settled, wishes: Wishes) -> None:
    headers = [title.of(wishes.language) for title in PAYMENT_HEADERS]
    rows = [
        (row.code, row.name, row.account, Decimal(plain_yuan(row.amount)))
        for row in payment_list(one.settlement, loaded.register, accounts=wishes.accounts)
    ]
    codes = (headers[0], headers[2])
    _write_sheet(
        place / f"payments.{wishes.sheets}", _PAYMENTS, headers, rows, codes, wishes
    )


def _write_ranks(place: Path, wishes: Wishes) -> None:
    headers = [title.of(wishes.language) for title in RANK_HEADERS]
    rows: list[list[str | Fraction | Decimal]] = [
        [says.of(wishes.language), *(Decimal(plain_yuan(fen)) for fen in amounts)]
        for says, *amounts in wishes.ranks
    ]
    path = place / f"ranks.{wishes.sheets}"
    _write_sheet(path, _RANKS, headers, rows, headers[:1], wishes)


_RANKS = Text(zh="清偿和剩余", en="debts and rest")
_LINES, _PAYMENTS = Text(zh="明细", en="lines"), Text(zh="付款清单", en="payments")


def _write_sheet(
    path: Path,
    title: Text,
    headers: Sequence[str],
    rows: Sequence[Sequence[str | Fraction | Decimal]],
    codes: Sequence[str],
    wishes: Wishes,
) -> None:
    if wishes.sheets == "csv":
        write_csv(path, headers, rows)
    else:
        write_xlsx(path, title.of(wishes.language), headers, rows, text_columns=codes)
