"""Members' accounts: one member's over the years on the terminal, all members' as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from sanbian import Contract, MemberAccount, Text, member_accounts
from sanbian.cli import helps
from sanbian.cli.building import PATH, command, json_option, option, write_json
from sanbian.cli.explaining import holder_of
from sanbian.cli.reading import Loaded, find, load
from sanbian.cli.screens import console, rich_table, show_files
from sanbian.cli.settling import Settled, is_wanted, periods_of, settled_in_order
from sanbian.errors import InvalidInputError, Problem
from sanbian.files.tables import write_csv, write_xlsx
from sanbian.report import account_headers, account_rows, account_table
from sanbian.settlement.accounts import columns_of
from sanbian.wording import Language, number, plain_yuan

_SHEET = Text(zh="成员账户", en="accounts")
_GAP = 2


def accounts_of(loaded: Loaded, one: Settled) -> tuple[MemberAccount, ...]:
    """The accounts of all members for a period that was settled."""
    return member_accounts(
        loaded.contract, loaded.register, one.facts, one.settlement, one.before
    )


def write_accounts(
    path: Path, contract: Contract, accounts: Sequence[MemberAccount], language: Language
) -> None:
    """Write accounts as a sheet, CSV or XLSX by the name of the file."""
    headers = account_headers(contract, language)
    rows = account_rows(accounts, language)
    if path.suffix.casefold() == ".xlsx":
        write_xlsx(path, _SHEET.of(language), headers, rows, text_columns=headers[:3])
    else:
        write_csv(path, headers, rows)


def account_command(language: Language) -> click.Command:
    """The command ``sanbian account``."""

    def accounted(
        folder: Path,
        member: str | None,
        period: str | None,
        out: Path | None,
        *,
        as_json: bool,
    ) -> int:
        loaded = load(find(folder))
        columns_of(loaded.contract)
        periods = periods_of(loaded, period)
        settled = [
            one
            for one in settled_in_order(loaded, periods, lambda: None)
            if is_wanted(one, period)
        ]
        code = None if member is None else holder_of(settled[-1].settlement, member)
        found = [
            account
            for one in settled
            for account in accounts_of(loaded, one)
            if code in {None, account.member}
        ]
        if out is not None:
            _write(out, loaded.contract, found, language)
        if as_json:
            write_json(
                {"format": 1, "accounts": [record_of_account(each) for each in found]}
            )
        elif out is not None:
            show_files(str(out.parent), [out.name], language, console())
        else:
            _show(loaded.contract, found, language)
        return 0

    return command(
        language,
        "account",
        helps.ACCOUNT,
        accounted,
        [
            click.Argument(["folder"], type=PATH),
            click.Argument(["member"], required=False),
            option(language, helps.ACCOUNT_PERIOD, "--period"),
            option(language, helps.ACCOUNT_OUT, "--out", type=PATH),
            json_option(language),
        ],
    )


def _write(
    out: Path, contract: Contract, accounts: Sequence[MemberAccount], language: Language
) -> None:
    """Write the sheet, or say why not: a name that is taken, or no sheet's name."""
    if out.suffix.casefold() not in {".csv", ".xlsx"}:
        raise InvalidInputError(
            Problem(
                at="--out",
                says=Text(
                    zh=f"应为 .csv 或 .xlsx 文件，得到 “{out.name}”",
                    en=f"expected a file named .csv or .xlsx, got {out.name!r}",
                ),
                do=Text(zh="例如 --out accounts.xlsx", en="such as --out accounts.xlsx"),
            )
        )
    if out.exists():
        raise InvalidInputError(
            Problem(
                at="--out",
                says=Text(
                    zh=f"应为新的文件，得到已有的 “{out.name}”",
                    en=f"expected a new file, got {out.name!r}, which is there already",
                ),
                do=Text(
                    zh="换一个名称，或先移走它", en="choose another name, or move it away"
                ),
            )
        )
    write_accounts(out, contract, accounts, language)


def _show(
    contract: Contract, accounts: Sequence[MemberAccount], language: Language
) -> None:
    """A table for each member, all periods below each other."""
    screen = console()
    if not accounts:
        none = Text(
            zh="这些期中没有账户：还没有入社，或已经退社。",
            en="No account in these periods: not yet a member, or no longer one.",
        )
        screen.print(none.of(language))
    for code in dict.fromkeys(account.member for account in accounts):
        mine = [account for account in accounts if account.member == code]
        who = f"{code} {mine[0].name}".strip()
        title = Text(zh=f"{who} 成员账户（元）", en=f"Account of {who} (yuan)")
        screen.print(
            rich_table(
                account_table(contract, mine, language), title.of(language), gap=_GAP
            )
        )


def record_of_account(account: MemberAccount) -> dict[str, Any]:
    """An account for programs: money as text in yuan."""
    return {
        "member": account.member,
        "name": account.name,
        "period": {
            "start": account.period.start.isoformat(),
            "end": account.period.end.isoformat(),
        },
        "opening": {name: plain_yuan(fen) for name, fen in account.opening.items()},
        "changes": [
            {
                "day": change.day.isoformat(),
                "column": change.column,
                "clause": change.clause,
                "says": {"zh": change.says.zh, "en": change.says.en},
                "amount": plain_yuan(change.amount),
            }
            for change in account.changes
        ],
        "closing": {name: plain_yuan(fen) for name, fen in account.closing.items()},
        "trade": {
            each.measure: plain_yuan(int(each.quantity))
            if each.unit == "yuan"
            else number(each.quantity).replace(",", "")
            for each in account.trade
        },
        "patronage_refund": plain_yuan(account.patronage_refund),
        "surplus_refund": plain_yuan(account.surplus_refund),
    }
