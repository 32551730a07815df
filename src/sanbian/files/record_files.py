"""Records files: TOML with the list of payments beside it -> `Records`, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from attrs import evolve

from sanbian.contract import Base, Contract
from sanbian.errors import InvalidInputError, Problem, raise_any, unknown_name
from sanbian.files.composites import optional_form
from sanbian.files.contracts import FenMark
from sanbian.files.documents import in_file, of_another_contract, read_toml
from sanbian.files.fact_forms import period_form
from sanbian.files.forms import COUNT, MONEY, PRICE, RATE, Form
from sanbian.files.payments import read_payments, write_payments
from sanbian.files.records import Field, Forms, plain_forms
from sanbian.files.toml_writing import toml_text
from sanbian.files.versioned import versioned_form
from sanbian.files.writing import write_aside
from sanbian.period import Period
from sanbian.records import Dealing, PaymentMade, Printed, Records
from sanbian.wording import Text

RECORDS, PAYMENTS = "records", "payments"
"""How the files are called: ``records-2026.toml`` has ``payments-2026.csv`` beside it."""


def load_records(
    path: str | Path | None, contract: Contract, payments: str | Path | None = None
) -> Records:
    """Read what happened around a settlement.

    Args:
        path: A TOML file in UTF-8; None where there is only a list of payments.
        contract: The contract, whose bases and clauses the files name.
        payments: The bank's list or the signature sheet, ``.csv`` or ``.xlsx``, or None.

    Raises:
        InvalidInputError: Every problem of the files at once.
    """
    problems: list[Problem] = []
    records = Records(contract=contract.id)
    paid: tuple[PaymentMade, ...] = ()
    try:
        records = records if path is None else _written(Path(path), contract)
    except InvalidInputError as error:
        problems += error.problems
    try:
        paid = () if payments is None else read_payments(Path(payments), contract)
    except InvalidInputError as error:
        problems += error.problems
    raise_any(problems)
    return evolve(records, payments=paid)


def _written(file: Path, contract: Contract) -> Records:
    document = read_toml(file)
    try:
        records = records_form().read(document, "$")
        raise_any(_strange_names(records, contract))
    except InvalidInputError as error:
        raise in_file(file.name, error.problems) from None
    assert isinstance(records, Records)
    return records


def _strange_names(records: Records, contract: Contract) -> Iterator[Problem]:
    """The contract, bases and clauses that the file names and that are not there."""
    if records.contract != contract.id:
        yield from of_another_contract(records.contract, contract.id)
        return
    bases = contract.names.of(Base)
    for place, receipt in enumerate(records.receipts):
        if receipt.base not in bases:
            at = f"$.receipts[{place}].base"
            what = Text(zh="分配基数", en="base")
            yield unknown_name(at, name=receipt.base, known=bases, what=what)
    numbers = {clause.id for each in contract.versions for clause in each.clauses}
    for place, told in enumerate(records.announced):
        for clause in told.clauses:
            if clause not in numbers:
                at = f"$.announced[{place}].clauses"
                what = Text(zh="条款编号", en="clause number")
                yield unknown_name(at, name=clause, known=numbers, what=what)


def save_records(
    records: Records, path: str | Path, payments: str | Path | None = None
) -> None:
    """Write records, and what was paid as a table beside them where it is asked for.

    Args:
        records: The records.
        path: The TOML file.
        payments: The list of payments, ``.csv`` or ``.xlsx``, or None to leave it out.
    """
    write_aside(Path(path), toml_text(records_form().write(records)).encode())
    if payments is not None:
        write_payments(records.payments, Path(payments))


@cache
def records_form() -> Form:
    """The form of a records file; what was paid stands in a table of its own."""
    forms = Forms(
        known={**plain_forms(), int: COUNT, FenMark: MONEY},
        aliases={"Fen": FenMark},
        fields={
            (Records, "payments"): Field(is_left_out=True),
            (Dealing, "rate"): Field(form=optional_form(RATE)),
            (Dealing, "price"): Field(form=optional_form(PRICE)),
            (Dealing, "market_price"): Field(form=optional_form(PRICE)),
            (Printed, "rate"): Field(form=RATE),
        },
    )
    forms.known[Period] = period_form(forms)
    forms.known[Period | None] = optional_form(forms.known[Period])
    return versioned_form(forms.of(Records))


def record_places(folder: Path) -> Mapping[str, tuple[Path | None, list[Path]]]:
    """The files of records in a folder, by what stands behind their name.

    Returns:
        For each, the TOML file or None, and the tables of payments that belong to it.
    """
    found: dict[str, tuple[Path | None, list[Path]]] = {}
    for file in sorted(folder.glob(f"{RECORDS}*.toml")):
        found[file.stem.removeprefix(RECORDS)] = file, []
    for file in _tables(folder):
        found.setdefault(file.stem.removeprefix(PAYMENTS), (None, []))[1].append(file)
    return found


def _tables(folder: Path) -> Iterable[Path]:
    return sorted(
        file
        for suffix in ("csv", "xlsx", "xls")
        for file in folder.glob(f"{PAYMENTS}*.{suffix}")
    )


def load_records_in(folder: Path, contract: Contract) -> tuple[Records, ...]:
    """Read all records of a folder: ``records*.toml``, each with its ``payments*`` table.

    Raises:
        InvalidInputError: Every problem of all files at once.
    """
    made: list[Records] = []
    problems: list[Problem] = []
    for file, tables in record_places(folder).values():
        if len(tables) > 1:
            problems.append(_two_tables(folder, tables))
            continue
        try:
            made.append(load_records(file, contract, next(iter(tables), None)))
        except InvalidInputError as error:
            problems += error.problems
    raise_any(problems)
    return tuple(made)


def _two_tables(folder: Path, tables: list[Path]) -> Problem:
    got = "、".join(each.name for each in tables)
    return Problem(
        at=folder.name or ".",
        says=Text(
            zh=f"应只有一份 {tables[0].stem} 表，得到 {got}",
            en=f"expected one table {tables[0].stem}, got {got}",
        ),
        do=Text(zh="只放一个，按此命名", en="keep one file of that name"),
    )


def records_of(every: Iterable[Records], period: Period | None) -> Records | None:
    """The records of one settlement: those of its period, else those that name none.

    Examples:
        >>> from sanbian import Records
        >>> from sanbian.files import records_of
        >>> records_of([Records(contract="A")], None).contract
        'A'
    """
    listed = tuple(every)
    own = [each for each in listed if each.period == period]
    own += [each for each in listed if each.period is None]
    return own[0] if own else None


def record_problems(
    every: Iterable[Records], periods: Collection[Period]
) -> Iterator[Problem]:
    """Records of a period that nobody settled, and two of one period."""
    met: set[Period | None] = set()
    for each in every:
        at = f"{RECORDS}*.toml: $.period"
        got = Text(zh="没有写期间", en="none that names a period")
        if each.period is not None:
            got = Text(zh=str(each.period), en=str(each.period))
        if each.period in met:
            yield Problem(
                at=at,
                says=Text(
                    zh=f"每期应只有一份凭证，得到两份：{got.zh}",
                    en=f"expected one file of records for each period, got two: {got.en}",
                ),
                do=Text(
                    zh="合并成一份，或写明各是哪一期", en="put them together, or say which"
                ),
            )
        elif each.period is not None and each.period not in periods:
            known = "、".join(map(str, periods))
            yield Problem(
                at=at,
                says=Text(
                    zh=f"应为结算过的一期（{known}），得到 {got.zh}",
                    en=f"expected a period that was settled ({known}), got {got.en}",
                ),
                do=Text(zh="更正起止日期", en="correct its days"),
            )
        met.add(each.period)
