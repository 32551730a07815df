"""The bank's list or the signature sheet of what was really paid -> `PaymentMade`, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from sanbian.clause import Kind
from sanbian.clause.kinds import KIND_NAMES
from sanbian.contract import Contract
from sanbian.errors import Problem, raise_any, unknown_name
from sanbian.files.columns import CODE_HEADERS, column, write_rows
from sanbian.files.layout import Column
from sanbian.files.tables import Row, Table, read_table
from sanbian.files.words import unknown_words
from sanbian.records import PaidBy, PaymentMade, Signed
from sanbian.wording import Text

_COLUMNS = (
    column("household", *CODE_HEADERS[:-1], kind="code"),
    column("name", "户主", "姓名", "户名"),
    Column(name="amount", headers=("金额", "实发金额", "发放金额", "amount"), kind="money"),
    column("day", "日期", "发放日期", "支付日期", "date", kind="date"),
    column("by", "发放方式", "支付方式"),
    column("account", "银行账号", "账号", "卡号", kind="code"),
    column("received_by", "领取人", "领款人", "代领人", "收款人", "received by"),
    column(
        "signed",
        *("签领", "签字", "签名", "签章", "签收", "手印"),
        *("签字（手印）", "签名（手印）", "签字或手印", "签字盖章", "签字（盖章）"),
        *("领款人签字", "领取人签字", "领款人签名", "领取人签名", "农户签字", "户主签字"),
    ),
    column("mandate", "委托书", "委托"),
    column("clause", "条款", "条款编号", kind="code"),
    column("called", "款项", "款项名称"),
)
_MEANT = ("签", "手印", "账号", "卡号", "领取", "领款", "收款", "委托", "现金", "转账")
"""What a header speaks of that nobody should believe to be read when it is not."""

_TEXTS = frozenset({"household", "account", "clause"})

PAID_BY: Mapping[str, PaidBy] = {
    **{each.value: each for each in PaidBy},
    "转账": PaidBy.TRANSFER,
    "银行": PaidBy.TRANSFER,
    "银行转账": PaidBy.TRANSFER,
    "一卡通": PaidBy.TRANSFER,
    "打卡": PaidBy.TRANSFER,
    "现金": PaidBy.CASH,
}
SIGNED: Mapping[str, Signed] = {
    **{each.value: each for each in Signed},
    "签字": Signed.SIGNATURE,
    "已签": Signed.SIGNATURE,
    "是": Signed.SIGNATURE,
    "√": Signed.SIGNATURE,
    "手印": Signed.THUMBPRINT,
    "指印": Signed.THUMBPRINT,
    "按手印": Signed.THUMBPRINT,
    "无": Signed.NOTHING,
    "未签": Signed.NOTHING,
    "否": Signed.NOTHING,
    "×": Signed.NOTHING,
}
CALLED: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    **{text.zh: kind for kind, text in KIND_NAMES.items()},
    "股金分红": Kind.DIVIDEND,
    "土地租金": Kind.RENT,
    "流转费": Kind.RENT,
    "保底": Kind.GUARANTEE,
    "保底分红": Kind.GUARANTEE,
    "工资": Kind.WAGE,
    "务工报酬": Kind.WAGE,
}
_WORDS: Mapping[str, Mapping[str, Any]] = {
    "by": PAID_BY,
    "signed": SIGNED,
    "called": CALLED,
}


def read_payments(path: Path, contract: Contract) -> tuple[PaymentMade, ...]:
    """What was really paid, row by row, as the list has it.

    Who is on the list and not in the register is a finding, no fault of the file.

    Raises:
        InvalidInputError: Every problem of the file at once, with row and column.
    """
    table = read_table(path, _COLUMNS)
    problems = [*_unread(table)]
    for row in table.rows:
        problems += _row_problems(table, row, contract)
    raise_any(problems)
    has_signatures = "signed" in table.places
    return tuple(_payment(row, has_signatures=has_signatures) for row in table.rows)


def _payment(row: Row, *, has_signatures: bool) -> PaymentMade:
    values: dict[str, Any] = {
        name: value for name, value in row.values.items() if value is not None
    }
    for name, words in _WORDS.items():
        if name in values:
            values[name] = words[values[name].casefold()]
    if has_signatures:
        values.setdefault("signed", Signed.NOTHING)
    return PaymentMade(**values)


def _unread(table: Table) -> Iterator[Problem]:
    """Headers that speak of signatures, accounts or receivers in words that are not known."""
    for header in table.unread:
        word = next((word for word in _MEANT if word in header), None)
        if word is None:
            continue
        near = [name for each in _COLUMNS for name in each.headers if word in name]
        listed = "、".join(near or [each.headers[0] for each in _COLUMNS])
        yield Problem(
            at=" · ".join(filter(None, (table.file, table.sheet))),
            says=Text(
                zh=f"应为认得的表头，得到 “{header}”",
                en=f"expected a header that is known, got {header!r}",
            ),
            do=Text(
                zh=f"这一列不会被审查：改成 {listed} 之一，或删去这一列",
                en=f"the column would not be reviewed: rename it to one of {listed}, or take "
                "it out",
            ),
        )


def _row_problems(table: Table, row: Row, contract: Contract) -> Iterator[Problem]:
    values: Mapping[str, Any] = row.values
    if values["household"] is None and values["name"] is None:
        yield Problem(
            at=table.at(row, "household"),
            says=Text(
                zh="应写明付给谁（户编号或户主），得到空白",
                en="expected who was paid (code or name), got nothing",
            ),
            do=Text(
                zh="补写户编号或户主", en="write the code of the household or its name"
            ),
        )
    yield from unknown_words(table, row, _WORDS)
    numbers = {clause.id for each in contract.versions for clause in each.clauses}
    if values["clause"] is not None and values["clause"] not in numbers:
        yield unknown_name(
            table.at(row, "clause"),
            name=values["clause"],
            known=numbers,
            what=Text(zh="条款编号", en="clause number"),
        )


def write_payments(payments: Sequence[PaymentMade], path: Path) -> None:
    """Write what was really paid as a table, ``.csv`` or ``.xlsx``, with whole accounts."""
    used = [
        each
        for each in _COLUMNS
        if each.required or any(getattr(one, each.name) for one in payments)
    ]
    rows = [tuple(_cell(one, each.name) for each in used) for one in payments]
    headers = [each.headers[0] for each in used]
    texts = [each.headers[0] for each in used if each.name in _TEXTS]
    write_rows(path, "实付", headers, rows, texts)


def _cell(payment: PaymentMade, name: str) -> Any:
    value = getattr(payment, name)
    if name == "amount":
        return Fraction(value, 100)
    return value.value if isinstance(value, Enum) else value
